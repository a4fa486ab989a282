"""Asking TikTok about views in the name of the creators: it tells each of their own videos only."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from allauth.socialaccount.models import SocialAccount, SocialToken

from accounts.clock import database_now
from accounts.models import User
from entries.models import Entry
from entries.pending import Turn, put_off, take
from entries.platforms import sources
from entries.platforms.source import NotAnswered, TokenRefused
from entries.platforms.tiktok_display import TikTokDisplay
from entries.tiktok_tokens import PROVIDER, token_for
from metrics.asking_views import (
    Clock,
    ask,
    bear,
    drop,
    ids_of,
    keep_wanted,
    put_off_by_mistakes,
)
from metrics.heard import Heard, Outcome
from metrics.models import PendingReading, Reading
from metrics.settling import settle

logger = logging.getLogger(__name__)

DISPLAY = PendingReading.Source.TIKTOK_DISPLAY
REFUSED = "TikTok refuses the creator's permission"


def ask_tiktok(*, clock: Clock = database_now) -> Turn:
    """Ask about the video that has been due longest, and about others of the same people.

    By one call for each of at most two people: the creator, and who entered the videos.
    """
    at = clock()
    of_source = PendingReading.objects.filter(source=DISPLAY)
    taken = take(of_source, at=at, most=1)
    if not taken:
        return Turn(0)
    submitted_by, owner = _people_behind(taken[0])
    alike = Entry.objects.filter(submitted_by=submitted_by, creator__user=owner).order_by()
    taken += take(of_source.filter(entry__in=alike), at=at, most=TikTokDisplay.batch_size - 1)
    rows = keep_wanted(taken, at=at)
    if not rows:
        return Turn(len(taken))
    people = [user for user in dict.fromkeys((owner, submitted_by)) if user is not None]
    asked = Asked()
    try:
        with put_off_by_mistakes(rows, clock):
            for user in people:
                _ask_for(user, rows, asked, clock)
    except NotAnswered as trouble:
        told = [row for row in rows if asked.has_told(row)]
        settled = _settle(told, asked, clock)
        left = [row for row in rows if row not in told]
        return bear(trouble, of_source, left, taken=len(taken), clock=clock, settled=settled)
    if asked.was_refused:
        # While a permission is refused, silence says nothing.
        silent = [row for row in rows if not asked.has_told(row)]
        put_off(silent, at=clock(), error=REFUSED)
        rows = [row for row in rows if row not in silent]
    elif not asked.calls:
        drop(rows, at=clock())  # nobody allows it any more
        return Turn(len(taken))
    return Turn(len(taken), settled=_settle(rows, asked, clock))


@dataclass(slots=True)
class Asked:
    """Whom TikTok was asked for, and what it told them."""

    calls: list[Heard] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    was_refused: bool = False

    def has_told(self, row: PendingReading) -> bool:
        return any(call.answers.get(row.entry.video_id) is not None for call in self.calls)


def _ask_for(user: User, rows: Sequence[PendingReading], asked: Asked, clock: Clock) -> None:
    """Ask for one person about what nobody was told yet. Raises NotAnswered."""
    open_ones = [row for row in rows if not asked.has_told(row)]
    token = token_for(user, at=clock()) if open_ones else None
    if token is None:
        return
    # Without the person's open_id: see entries.own_video_lookup.
    source = sources.display(token=token, clock=clock)
    try:
        asked.calls.append(ask(source, ids_of(open_ones), clock))
    except TokenRefused as refused:
        asked.was_refused = True
        _distrust(token, at=clock())
        logger.warning("TikTok refuses the token of user %s: %s", user.pk, refused)
    else:
        asked.people.append(user)


def _people_behind(row: PendingReading) -> tuple[User | None, User | None]:
    entry = Entry.objects.select_related("submitted_by", "creator__user").get(pk=row.entry_id)
    return entry.submitted_by, entry.creator.user


def _distrust(token: str, *, at: datetime) -> None:
    """Have a token that TikTok refuses refreshed before it is used again, or found withdrawn."""
    tokens = SocialToken.objects.filter(account__provider=PROVIDER, token=token)
    tokens.filter(token_secret__gt="").update(expires_at=at)


def _settle(rows: Sequence[PendingReading], asked: Asked, clock: Clock) -> int:
    if not rows:
        return 0
    outcome = Outcome(
        platform=TikTokDisplay.platform,
        source=TikTokDisplay.name,
        reading_source=Reading.Source.CREATOR_TOKEN,
        calls=asked.calls,
        gone=_gone(rows, asked),
    )
    return settle(rows, outcome, at=clock())


def _gone(rows: Sequence[PendingReading], asked: Asked) -> set[str]:
    """Videos of which their owner was not told: whose account is proven, or who was told before.

    Of any other TikTok's silence says nothing, because it may be somebody else's; nor where a
    person has several accounts, of which one was asked for.
    """
    silent = {row.entry_id: row.entry for row in rows if not asked.has_told(row)}
    accounts = SocialAccount.objects.filter(provider=PROVIDER, user__in=asked.people)
    if not silent or accounts.count() > len(asked.people):
        return set()
    told_before = Reading.objects.filter(
        entry__in=list(silent), source=Reading.Source.CREATOR_TOKEN
    )
    known = set(told_before.order_by().values_list("entry", flat=True).distinct())
    people = {user.pk for user in asked.people}
    known.update(
        pk
        for pk, entry in silent.items()
        if entry.creator.verified_at and entry.creator.user_id in people
    )
    return {silent[pk].video_id for pk in known}
