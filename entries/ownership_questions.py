"""Somebody says that an account is theirs: what is to be asked to find out, and how it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from entries.models import Entry, OwnershipProof, OwnershipQuestion
from entries.ownership import OwnershipRefused
from entries.ownership_jobs import compare_account, look_for_code
from entries.platforms import sources
from entries.questions import OF_PLATFORM
from entries.tasks import enqueue_once
from partners.models import Platform

Way = OwnershipQuestion.Way

PAUSE = timedelta(minutes=1)
"""How long somebody waits before they may ask about the same video again."""
MOST_IN_AN_HOUR = 30
MOST_AT_ONCE = 100
"""Entries that one sign-in asks about: the newest ones."""
PROVIDER_OF: dict[str, str] = {Platform.TIKTOK: "tiktok", Platform.YOUTUBE: "google"}
"""With whom to sign in to show that an account on a platform is one's own."""


def can_sign_in(platform: str) -> bool:
    """Whether the site has the keys for signing in with an account of this platform."""
    keys = {"tiktok": settings.TIKTOK_CLIENT_KEY, "google": settings.GOOGLE_CLIENT_ID}
    return bool(keys.get(PROVIDER_OF.get(platform, "")))


def can_look_for_code(platform: str) -> bool:
    """Whether anybody tells this site what stands in a caption of this platform."""
    return sources.source(OF_PLATFORM.get(platform, "")) is not None


@transaction.atomic
def ask_by_code(*, entry_id: int, user_id: int, at: datetime) -> OwnershipQuestion:
    """Have the code looked for. While that is awaited, asking again changes nothing.

    Refused: asked_too_often.
    """
    lately = OwnershipQuestion.objects.filter(
        user=user_id, way=Way.CODE, asked_at__gt=at - timedelta(hours=1)
    )
    if lately.count() >= MOST_IN_AN_HOUR:
        raise OwnershipRefused("asked_too_often")
    question, is_new = _locked_question(entry_id, user_id, Way.CODE, at)
    if is_new or question.due_at is not None:
        return question
    if at - question.asked_at < PAUSE:
        raise OwnershipRefused("asked_too_often")
    return _ask_anew(question, at)


@transaction.atomic
def ask_by_sign_in(*, user_id: int, platform: str, at: datetime) -> int:
    """Have the account that somebody has signed in with compared with their entries on a platform.

    Return how many entries it may show to be theirs.
    """
    proven = OwnershipProof.objects.filter(user=user_id).values("creator")
    mine = Entry.objects.filter(submitted_by=user_id, platform=platform)
    open_ones = mine.exclude(creator__in=proven).exclude(status=Entry.Status.WITHDRAWN)
    entry_ids = list(open_ones.order_by("-pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for entry_id in sorted(entry_ids):
        question, is_new = _locked_question(entry_id, user_id, Way.SIGNED_IN, at)
        if not is_new:
            _ask_anew(question, at)
    return len(entry_ids)


@transaction.atomic
def ask_if_connected(*, entry: Entry, user_id: int, at: datetime) -> None:
    """Have a new entry compared with an account that its person connected before, if any."""
    connected = SocialAccount.objects.filter(
        user=user_id, provider=PROVIDER_OF.get(entry.platform, "")
    )
    proven = OwnershipProof.objects.filter(creator=entry.creator_id, user=user_id)
    if connected.exists() and not proven.exists():
        _locked_question(entry.pk, user_id, Way.SIGNED_IN, at)


@transaction.atomic
def ask_to_compare(*, user_id: int, platform: str, at: datetime) -> int:
    """The same at the wish of somebody who has not signed in anew. Refused: asked_too_often."""
    lately = OwnershipQuestion.objects.filter(
        user=user_id, way=Way.SIGNED_IN, entry__platform=platform, asked_at__gt=at - PAUSE
    )
    if lately.exists():
        raise OwnershipRefused("asked_too_often")
    return ask_by_sign_in(user_id=user_id, platform=platform, at=at)


def _locked_question(
    entry_id: int, user_id: int, way: str, at: datetime
) -> tuple[OwnershipQuestion, bool]:
    question, is_new = OwnershipQuestion.objects.select_for_update(no_key=True).get_or_create(
        entry_id=entry_id, user_id=user_id, way=way, defaults={"asked_at": at, "due_at": at}
    )
    if is_new:
        _enqueue(question)
    return question, is_new


def _ask_anew(question: OwnershipQuestion, at: datetime) -> OwnershipQuestion:
    question.asked_at, question.due_at, question.taken_at = at, at, None
    question.attempts, question.error = 0, ""
    question.settled_at, question.result = None, ""
    question.save()
    _enqueue(question)
    return question


def _enqueue(question: OwnershipQuestion) -> None:
    if question.way == Way.CODE:
        job = partial(enqueue_once, look_for_code, question.user_id)
    else:
        job = partial(enqueue_once, compare_account, question.user_id, question.entry.platform)
    transaction.on_commit(job)
