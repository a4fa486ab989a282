"""Platforms are asked whose video it is by jobs, and what comes of it is settled once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import django
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.clock import database_now
from accounts.models import User
from entries import pending
from entries.facts import apply_facts_of, keep_answer
from entries.google_channels import own_channels
from entries.models import Entry, OwnershipProof, OwnershipQuestion, PlatformAnswer
from entries.ownership import (
    OwnershipRefused,
    SignedIn,
    check_again,
    personal_code,
    prove_by_code,
    prove_by_sign_in,
)
from entries.ownership_code import has_code
from entries.platforms import sources
from entries.platforms.facts import VideoFacts
from entries.platforms.source import BudgetSpent, NotAnswered, TokenRefused
from entries.questions import OF_PLATFORM
from entries.same_account import unite_with_namesake
from entries.tasks import enqueue_once
from entries.tiktok_tokens import token_for
from entries.video_lookup import storable
from partners.models import Platform

if django.VERSION < (6, 0):
    from django_tasks import task
else:
    from django.tasks import task  # type: ignore[no-redef]  # the same decorator, moved

Way, Result = OwnershipQuestion.Way, OwnershipQuestion.Result
Rows = Sequence[OwnershipQuestion]

AT_ONCE = 20
"""Videos that TikTok's Display API tells of in one call."""
GIVEN_UP_AFTER = 6
"""After that many attempts (about an hour) the page says that the platform has not told."""
_RESULT_OF = {
    "no_code": Result.NO_CODE,
    "other_account": Result.OTHER_ACCOUNT,
    "owner_not_told": Result.NOT_TOLD,
}


@task()
def look_for_code(user_id: int) -> None:
    """Look for the codes that somebody says to have put up."""
    rows = OwnershipQuestion.objects.filter(user=user_id, way=Way.CODE)
    while taken := pending.take(rows, at=database_now(), most=1):
        _attempt(taken, _settle_by_code)


@task()
def compare_account(user_id: int, platform: str) -> None:
    """Compare the account that somebody signed in with with their entries on its platform."""
    # No join: the entries are not locked with the questions.
    on_platform = Entry.objects.filter(platform=platform, ownership_questions__user=user_id)
    rows = OwnershipQuestion.objects.filter(
        user=user_id, way=Way.SIGNED_IN, entry__in=on_platform.values("pk")
    )
    while taken := pending.take(rows, at=database_now(), most=AT_ONCE):
        _attempt(taken, partial(_settle_by_sign_in, platform))


def enqueue_due_questions(*, at: datetime) -> int:
    """Enqueue a job for what is due, put off or left by a dead worker. A periodic job."""
    due = pending.due(OwnershipQuestion.objects.all(), at=at).order_by()
    asked = due.values_list("way", "user", "entry__platform").distinct()
    jobs = {
        (look_for_code, user) if way == Way.CODE else (compare_account, user, platform)
        for way, user, platform in asked
    }
    return sum(enqueue_once(*job) for job in jobs)


def _attempt(rows: Rows, settle: Callable[[Rows, datetime], None]) -> None:
    """Settle taken questions; those that nobody answers are put off, and given up in the end."""
    at = database_now()
    try:
        settle(rows, at)
    except BudgetSpent as spent:
        pending.release(rows, at=spent.until)
    except NotAnswered as silence:
        wait = getattr(silence, "retry_after", None)
        late = [row for row in rows if row.attempts + 1 >= GIVEN_UP_AFTER]
        for row in late:
            _settle(row, Result.NOT_TOLD, at)
        again = [row for row in rows if row not in late]
        pending.put_off(again, at=at, error=str(silence), retry_after=wait)
    except Exception as error:
        pending.put_off(rows, at=at, error=type(error).__name__)
        raise


def _settle(row: OwnershipQuestion, result: OwnershipQuestion.Result, at: datetime) -> None:
    """Say what came of a question, unless it was asked anew meanwhile."""
    OwnershipQuestion.objects.filter(
        pk=row.pk, taken_at=row.taken_at, asked_at=row.asked_at
    ).update(due_at=None, taken_at=None, settled_at=at, result=result)


def _prove_and_settle(
    row: OwnershipQuestion, prove: Callable[[], OwnershipProof], at: datetime
) -> None:
    try:
        proof = prove()
    except OwnershipRefused as refused:
        _settle(row, _RESULT_OF[refused.code], at)
        return
    # The proof has its own job for that; whoever waits for this answer sees the checks, too.
    check_again.call(proof.creator_id)
    _settle(row, Result.PROVEN, at)


# -- By code ---------------------------------------------------------------------------------
def _settle_by_code(rows: Rows, at: datetime) -> None:
    for row in rows:
        entry = Entry.objects.get(pk=row.entry_id)
        told = _ask(entry, at)
        code, where = personal_code(entry, user_id=row.user_id), "caption"
        text = told.caption if told else None
        if not has_code(text, code) and told and entry.platform == Platform.YOUTUBE:
            where, text = "profile", sources.channel_text(told.author_id or "")
        prove = partial(
            prove_by_code, entry_id=entry.pk, user_id=row.user_id, text=text, where=where, at=at
        )
        _prove_and_settle(row, prove, at)


def _ask(entry: Entry, at: datetime) -> VideoFacts | None:
    """What the platform tells anybody of the video at this moment; kept like every answer."""
    source = sources.source(OF_PLATFORM.get(entry.platform, ""))
    if source is None:
        raise TokenRefused("Nobody can be asked")
    answers = source.ask([entry.video_id])
    if entry.video_id not in answers:
        raise NotAnswered("nothing was said")
    return _keep(entry, source.name, answers[entry.video_id], at)


def _keep(entry: Entry, source: str, said: VideoFacts | None, at: datetime) -> VideoFacts | None:
    told = storable(said)
    if told is not None:
        # Before anything is locked, because it concerns other campaigns, too.
        unite_with_namesake(told, at=at)
    with transaction.atomic():
        keep_answer(
            platform=entry.platform,
            video_id=entry.video_id,
            source=source,
            found=told is not None,
            said=told.said() if told else {},
            at=at,
        )
        apply_facts_of(platform=entry.platform, video_ids=[entry.video_id], at=at, heard_at=at)
    return told


# -- By sign-in ------------------------------------------------------------------------------
def _settle_by_sign_in(platform: str, rows: Rows, at: datetime) -> None:
    user = User.objects.get(pk=rows[0].user_id)
    entries = Entry.objects.in_bulk([row.entry_id for row in rows])
    account = _account(user, platform, list(entries.values()), at)
    for row in rows:
        if account is None:
            _settle(row, Result.NOT_ALLOWED, at)
            continue
        entry = entries[row.entry_id]
        if account.own_videos is None and not _is_told(entry):
            _ask(entry, at)
        prove = partial(
            prove_by_sign_in, entry_id=entry.pk, user_id=row.user_id, account=account, at=at
        )
        _prove_and_settle(row, prove, at)


def _is_told(entry: Entry) -> bool:
    """Whether the platform has named the owner already."""
    return PlatformAnswer.objects.filter(
        platform=entry.platform, video_id=entry.video_id, source=OF_PLATFORM[entry.platform]
    ).exists()


def _account(user: User, platform: str, entries: Sequence[Entry], at: datetime) -> SignedIn | None:
    """The account that the user signed in with, and what is its own; None without permission."""
    if platform == Platform.YOUTUBE:
        return _google_account(user)
    account = SocialAccount.objects.filter(user=user, provider="tiktok").order_by("-pk").first()
    if account is None:
        return None
    return SignedIn(
        platform=Platform.TIKTOK,
        account_id=account.uid,
        handle=str(account.extra_data.get("username") or ""),
        own_videos=_own_videos(user, entries, at),
    )


def _own_videos(user: User, entries: Sequence[Entry], at: datetime) -> frozenset[str] | None:
    """Which of the videos TikTok shows as the user's own; None where that was not allowed."""
    token = token_for(user, at=at)
    if token is None:
        return None
    source, by_id = sources.display(token=token), {entry.video_id: entry for entry in entries}
    try:
        answers = source.ask(list(by_id))
    except TokenRefused:
        return None
    for video_id, told in answers.items():
        if told is not None:
            _keep(by_id[video_id], source.name, told, at)
    return frozenset(answers)


def _google_account(user: User) -> SignedIn | None:
    account = SocialAccount.objects.filter(user=user, provider="google").order_by("-pk").first()
    if account is None:
        return None
    try:
        channels = own_channels(user)
    except TokenRefused:
        return None
    return SignedIn(platform=Platform.YOUTUBE, account_id=account.uid, channels=channels)
