"""Keeping what a platform said of views: wholly or not at all, never twice."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max

from contests.models import Campaign
from entries.facts import lock_campaigns_of
from entries.looking_up import ask_about
from entries.models import Entry
from entries.pending import put_off, release, still_mine
from entries.platforms.facts import VideoFacts
from metrics.absence import is_turning, kept_of, note_answers
from metrics.collecting import PHASES
from metrics.heard import Heard, Outcome
from metrics.keeping import keep_new
from metrics.models import EntryViews, PendingReading, Reading, ReadingBatch
from metrics.news import keep_news, news
from partners.models import Platform

logger = logging.getLogger(__name__)

NO_VIEWS = "no views were told"
MOST = 2**63 - 1
"""As large as the columns take; a greater figure is a mistake and unknown."""


def settle(rows: Sequence[PendingReading], outcome: Outcome, *, at: datetime) -> int:
    """Keep the outcome of taken rows (with their entries); return how many are settled.

    What tells no views is asked again later; where one answer cannot be kept, the others are.
    """
    without = [row for row in rows if _tells_no_views(row, outcome)]
    put_off(without, at=at, error=NO_VIEWS)
    return _keep_all([row for row in rows if row not in without], outcome, at)


def _keep_all(rows: Sequence[PendingReading], outcome: Outcome, at: datetime) -> int:
    if not rows:
        return 0
    try:
        mine = keep_outcome(rows, outcome, at=at)
    except (DataError, IntegrityError, ValueError) as error:
        if len(rows) == 1:
            logger.exception("The views of entry %s cannot be kept", rows[0].entry_id)
            put_off(rows, at=at, error=type(error).__name__)
            return 0
        return sum(_keep_all([row], outcome, at) for row in rows)
    release([row for row in rows if row not in mine], at=at)
    return len(mine)


def _tells_no_views(row: PendingReading, outcome: Outcome) -> bool:
    told = outcome.told(row.entry.video_id)
    return told is not None and _count(told[1].views) is None


@transaction.atomic(durable=True)
def keep_outcome(
    rows: Sequence[PendingReading], outcome: Outcome, *, at: datetime
) -> list[PendingReading]:
    """Readings, kept figures, what was said beside them, and the rows gone: all or nothing.

    Return the rows that were still this worker's; the answers about others are left to theirs.
    """
    video_ids = [row.entry.video_id for row in rows]
    # In the order of everybody else: campaigns, entries, what belongs to them.
    campaigns = lock_campaigns_of(platform=outcome.platform, video_ids=video_ids)
    running = {one.pk: one for one in campaigns if one.phase_under_lock(at=at) in PHASES}
    entries = _lock_entries(rows)
    mine = still_mine(rows)
    # Published results stay as they were published.
    fitting = [
        entries[row.entry_id] for row in mine if entries[row.entry_id].campaign_id in running
    ]
    earlier = kept_of(fitting)
    _keep_readings(fitting, outcome, running, at=at)
    note_answers(fitting, outcome)
    _keep_words(fitting, outcome, campaigns, earlier, at=at)
    PendingReading.objects.filter(pk__in=[row.pk for row in mine]).delete()
    return mine


def _lock_entries(rows: Iterable[PendingReading]) -> dict[int, Entry]:
    locked = Entry.objects.filter(pk__in=[row.entry_id for row in rows])
    return {
        entry.pk: entry
        for entry in locked.select_for_update(of=("self",), no_key=True).order_by("pk")
    }


def _keep_readings(
    entries: Sequence[Entry], outcome: Outcome, campaigns: Mapping[int, Campaign], *, at: datetime
) -> None:
    """One batch for each call; what is not newer than all that counts came too late and is left."""
    newest = _newest(entries, since=min(call.taken_at for call in outcome.calls))
    made: list[tuple[Entry, Reading]] = []
    for call in outcome.calls:
        readings = []
        for entry in entries:
            told = outcome.told(entry.video_id)
            if told is None or told[0] is not call:
                continue
            if entry.pk in newest and newest[entry.pk] >= call.taken_at:
                continue
            readings.append((entry, _reading(entry, call, told[1], outcome.reading_source, at)))
        if readings:
            batch = ReadingBatch.objects.create(came_at=at)
            for _entry, reading in readings:
                reading.batch = batch
            made += readings
    Reading.objects.bulk_create([reading for _entry, reading in made])
    for campaign_id in sorted({entry.campaign_id for entry, _reading in made}):
        pks = [reading.pk for entry, reading in made if entry.campaign_id == campaign_id]
        keep_new(campaign=campaigns[campaign_id], rows_sql=_rows_sql(len(pks)), params=pks)


def _newest(entries: Iterable[Entry], *, since: datetime) -> dict[int, datetime]:
    """When those were read last that were read since then: their history is not gone through."""
    readings = Reading.objects.filter(
        entry__in=[entry.pk for entry in entries], taken_at__gte=since
    ).live()
    return dict(readings.order_by().values_list("entry").annotate(Max("taken_at")))


def _reading(
    entry: Entry, call: Heard, fact: VideoFacts, source: Reading.Source, at: datetime
) -> Reading:
    views = _count(fact.views)
    if views is None:
        raise ValueError("a reading has views")
    return Reading(
        entry=entry,
        taken_at=call.taken_at,
        views=views,
        likes=_count(fact.likes),
        comments=_count(fact.comments),
        shares=_count(fact.shares),
        source=source,
        recorded_at=max(at, call.taken_at),
    )


def _count(number: int | None) -> int | None:
    return number if number is not None and number <= MOST else None


def _rows_sql(count: int) -> str:
    table = connection.ops.quote_name(Reading._meta.db_table)
    listed = ", ".join(["%s"] * count)
    columns = "entry_id, taken_at, views, likes, comments, shares"
    return f"SELECT {columns} FROM {table} WHERE id IN ({listed})"  # noqa: S608 - constant parts


def _keep_words(
    entries: Sequence[Entry],
    outcome: Outcome,
    campaigns: Sequence[Campaign],
    earlier: Mapping[int, EntryViews],
    *,
    at: datetime,
) -> None:
    """What was said beside the views, where it is new.

    TikTok tells owners of their public videos only; whether others can see one is asked of oEmbed.
    """
    facts: dict[str, VideoFacts | None] = {}
    for entry in entries:
        told = outcome.told(entry.video_id)
        is_gone = told is None and entry.video_id in outcome.gone
        if told:
            facts[entry.video_id] = told[1]
        elif is_gone and outcome.platform == Platform.YOUTUBE:
            facts[entry.video_id] = None
        if outcome.platform == Platform.TIKTOK and is_turning(
            entry, earlier, is_told=told is not None, is_gone=is_gone
        ):
            ask_about(platform=entry.platform, video_id=entry.video_id, at=at)
    said = news(facts, platform=outcome.platform, source=outcome.source)
    keep_news(said, platform=outcome.platform, source=outcome.source, campaigns=campaigns, at=at)
