"""Asking a platform about videos, and keeping what it says: wholly or not at all."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction

from contests.models import Campaign
from contests.phases import Phase
from entries.channel_handles import with_handles
from entries.cover_lookup import want_covers
from entries.facts import keep_answer, lock_campaigns_of, write_facts
from entries.models import Entry, Lookup
from entries.pending import LONGEST_DELAY, Turn, leave_alone, put_off, release, still_mine, take
from entries.platforms import sources
from entries.platforms.facts import VideoFacts
from entries.platforms.source import BudgetSpent, PlatformAway, Source, TokenRefused
from entries.same_account import unite_with_namesake

logger = logging.getLogger(__name__)

# Until somebody has looked at our key or our settings.
WITHOUT_KEY = timedelta(hours=1)
NOBODY_WAITS_AFTER = 5
NOTHING_SAID = "nothing was said"
UNEXPECTED = "an unexpected answer"
# Characters that a name, an id or an address has at most, and a video's seconds.
LONGEST = {"author_handle": 80, "author_id": 80, "cover_url": 2000}
MOST_SECONDS = 2**31 - 1
_RUNNING = frozenset({Phase.DRAFT, Phase.COMING, Phase.OPEN, Phase.REVIEW})


def look_up_videos(*, name: str, at: datetime) -> Turn:
    """Ask a source, by one call, about the videos that have been due longest."""
    source = sources.source(name)
    of_source = Lookup.objects.filter(source=name)
    rows = take(of_source, at=at, most=source.batch_size if source else 1)
    if not rows:
        return Turn(0)
    if source is None:
        leave_alone(of_source, rows, until=at + WITHOUT_KEY)
        return Turn(len(rows))
    return ask_and_settle(source, rows, at=at)


def ask_and_settle(
    source: Source, rows: Sequence[Lookup], *, at: datetime, silence_is_final: bool = False
) -> Turn:
    """Ask about taken rows outside any transaction, then settle them in one.

    silence_is_final: a video of which nothing is said is not asked about again.
    """
    of_source, taken = Lookup.objects.filter(source=source.name), len(rows)
    try:
        answers = with_handles(source.ask([row.video_id for row in rows]))
    except BudgetSpent as spent:
        leave_alone(of_source, rows, until=spent.until)
        return Turn(taken)
    except TokenRefused as refused:
        leave_alone(of_source, rows, until=at + WITHOUT_KEY)
        logger.error("%s refuses our key: %s", source.name, refused)
        return Turn(taken, is_away=True)
    except PlatformAway as away:
        _wait(source, rows, away, at)
        return Turn(taken, is_away=True)
    except Exception as error:
        put_off(rows, at=at, error=type(error).__name__)
        raise
    if silence_is_final:
        silent = [row for row in rows if row.video_id not in answers]
        _drop(silent, at)
        rows = [row for row in rows if row not in silent]
    return Turn(taken, settled=_settle(source, rows, answers, at))


@transaction.atomic
def _drop(rows: Sequence[Lookup], at: datetime) -> None:
    """Ask no more, unless somebody else has begun to wait meanwhile."""
    mine = still_mine(rows)
    Lookup.objects.filter(pk__in=[row.pk for row in mine]).delete()
    release([row for row in rows if row not in mine], at=at)


def _wait(source: Source, rows: Sequence[Lookup], away: PlatformAway, at: datetime) -> None:
    put_off(rows, at=at, error=away.reason, retry_after=away.retry_after)
    if away.retry_after:
        of_source = Lookup.objects.filter(source=source.name)
        leave_alone(of_source, (), until=at + min(away.retry_after, LONGEST_DELAY))
    for row in rows:
        if row.attempts + 1 >= NOBODY_WAITS_AFTER and not _is_wanted(row, at):
            Lookup.objects.filter(pk=row.pk).delete()


def _is_wanted(row: Lookup, at: datetime) -> bool:
    """Whether a campaign that is not over has the video: then it is never given up."""
    entries = Entry.objects.filter(platform=row.platform, video_id=row.video_id)
    campaigns = Campaign.objects.filter(pk__in=entries.values("campaign"))
    return any(campaign.phase(at=at) in _RUNNING for campaign in campaigns)


def _settle(
    source: Source, rows: Sequence[Lookup], answers: Mapping[str, Any], at: datetime
) -> int:
    """Keep the answers that fit; what is left is asked again."""
    asked = {row.video_id for row in rows}
    for video_id in set(answers) - asked:
        logger.warning("%s told of %r, which was not asked", source.name, str(video_id)[:40])
    fitting = [row for row in rows if _fits(row, answers)]
    facts = {row.video_id: storable(answers[row.video_id]) for row in fitting}
    for told in facts.values():
        if told is not None:
            # Before anything is locked, because it concerns other campaigns, too.
            unite_with_namesake(told, at=at)
    settled = _keep_all(source, fitting, facts, at) if fitting else []
    for row in rows:
        if row in settled:
            continue
        if row in fitting:
            release([row], at=at)  # it was asked for anew meanwhile
        else:
            error = UNEXPECTED if row.video_id in answers else NOTHING_SAID
            put_off([row], at=at, error=error)
    return len(settled)


def storable(told: VideoFacts | None) -> VideoFacts | None:
    """Without what no column can hold: half characters of cut texts, endless names and lengths."""
    if told is None:
        return None
    said = {
        key: value.encode(errors="ignore").decode().replace("\0", "")
        if isinstance(value, str)
        else value
        for key, value in told.said().items()
    }
    for key, longest in LONGEST.items():
        if len(said.get(key) or "") > longest:
            del said[key]
    if (told.seconds or 0) > MOST_SECONDS:
        del said["seconds"]
    return VideoFacts.from_said(told.platform, told.video_id, said)


def _keep_all(
    source: Source, rows: Sequence[Lookup], facts: Mapping[str, VideoFacts | None], at: datetime
) -> list[Lookup]:
    """Keep all answers; where one cannot be kept, the others are."""
    try:
        return keep_and_apply(source, rows, facts, at=at)
    except (DataError, IntegrityError, ValueError) as error:
        if len(rows) == 1:
            logger.exception("What %s says of %s cannot be kept", source.name, rows[0].video_id)
            put_off(rows, at=at, error=type(error).__name__)
            return []
    return [kept for row in rows for kept in _keep_all(source, [row], facts, at)]


def _fits(row: Lookup, answers: Mapping[str, Any]) -> bool:
    if row.video_id not in answers:
        return False
    told = answers[row.video_id]
    if told is None:
        return True
    return isinstance(told, VideoFacts) and (told.platform, told.video_id) == (
        row.platform,
        row.video_id,
    )


@transaction.atomic(durable=True)
def keep_and_apply(
    source: Source,
    rows: Sequence[Lookup],
    facts: Mapping[str, VideoFacts | None],
    *,
    at: datetime,
) -> list[Lookup]:
    """Keep the answers, write them onto the entries and settle the questions: all or nothing.

    Return the rows that were still this worker's; the others' answers are left to their askers.
    """
    video_ids = [row.video_id for row in rows]
    # In the order of everybody else: campaigns, entries, what belongs to them.
    campaigns = lock_campaigns_of(platform=source.platform, video_ids=video_ids)
    mine = still_mine(rows)
    for row in mine:
        told = facts[row.video_id]
        keep_answer(
            platform=row.platform,
            video_id=row.video_id,
            source=source.name,
            found=told is not None,
            said=told.said() if told else {},
            at=at,
        )
    write_facts(
        platform=source.platform,
        video_ids=[row.video_id for row in mine],
        campaigns=campaigns,
        at=at,
        heard_at=at,
    )
    want_covers([(row, facts[row.video_id]) for row in mine], at=at)
    Lookup.objects.filter(pk__in=[row.pk for row in mine]).delete()
    return mine
