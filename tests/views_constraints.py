"""How each constraint on readings and what follows from them is broken; see test_constraints."""

from collections.abc import Callable
from datetime import timedelta

from django.db import models
from django.utils import timezone

from contests.models import Campaign
from entries.models import Entry
from metrics.models import (
    Attestation,
    Board,
    BoardLine,
    CampaignReading,
    Case,
    DailyViews,
    EntryViews,
    Reading,
    ReadingBatch,
    ReadingImport,
    ReadingPlan,
    RefusedReading,
    StaleAcceptance,
)
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_reading,
)

NOW = timezone.now()
DAY = timedelta(days=1)


def _twice(make: Callable[[], object]) -> None:
    make()
    make()


def build_typed_reading(**values: object) -> Reading:
    base = {
        "views": 1,
        "taken_at": timezone.now() - DAY,
        "source": Reading.Source.MANUAL,
        "recorded_by": personas.manager(),
    }
    return build_reading(build_entry(build_campaign()), **base | values)


def build_attestation(reading: Reading | None = None, **values: object) -> Attestation:
    reading = reading or build_typed_reading()
    base = {
        "agrees": True,
        "recorded_by": reading.recorded_by,
        "attested_by": personas.moderator(),
        "attested_at": timezone.now(),
    }
    return Attestation.objects.create(reading=reading, **base | values)


def build_case(entry: Entry | None = None, **values: object) -> Case:
    base = {"kind": Case.Kind.JUMP, "raised_at": timezone.now()}
    return Case.objects.create(entry=entry or build_entry(build_campaign()), **base | values)


def decided_case() -> Case:
    return build_case(
        decided_at=timezone.now(),
        decided_by=personas.moderator(),
        outcome=Case.Outcome.HARMLESS,
        reason="Shown on television that evening.",
    )


def build_stale_acceptance(**values: object) -> StaleAcceptance:
    base = {
        "category": build_category(build_campaign()),
        "count": 1,
        "reason": "The platform was down.",
        "accepted_at": timezone.now(),
        "accepted_by": personas.manager(),
    }
    return StaleAcceptance.objects.create(**base | values)


def build_reading_import(campaign: Campaign | None = None, **values: object) -> ReadingImport:
    base = {
        "file_name": "views.csv",
        "sha256": "0" * 64,
        "uploaded_at": timezone.now(),
        "uploaded_by": personas.manager(),
    }
    return ReadingImport.objects.create(campaign=campaign or build_campaign(), **base | values)


def _reading(**values: object) -> Reading:
    entry = build_entry(build_campaign())
    return build_reading(entry, **{"views": 1, "taken_at": timezone.now() - DAY} | values)


def _correction_without_reason() -> None:
    first = _reading()
    build_reading(first.entry, views=2, taken_at=first.taken_at, replaces=first)


def _campaign_reading(**values: object) -> CampaignReading:
    now = timezone.now()
    return CampaignReading.objects.create(
        campaign=build_campaign(), taken_at=now, source="x", recorded_at=now, **values
    )


def _kept(**values: object) -> None:
    entry = build_entry(build_campaign())
    EntryViews.objects.create(entry=entry, campaign=entry.campaign, **values)


def _same_file() -> None:
    campaign = build_campaign()
    _twice(lambda: build_reading_import(campaign))


def _same_refused_row() -> None:
    reading_import = build_reading_import()
    _twice(
        lambda: RefusedReading.objects.create(reading_import=reading_import, line=2, code="future")
    )


def _same_line() -> None:
    entry, now = build_entry(build_campaign()), timezone.now()
    board = Board.objects.create(
        category=build_category(entry.campaign), as_of=now, built_at=now, lines_count=2
    )
    _twice(
        lambda: BoardLine.objects.create(
            board=board,
            position=1,
            rank=1,
            entry=entry,
            creator=entry.creator,
            views=1,
            videos=1,
            read_at=now,
        )
    )


def _day(campaign: Campaign, **values: object) -> None:
    DailyViews.objects.create(
        campaign=campaign, platform="tiktok", day=NOW.date(), views=1, videos=1, **values
    )


def _same_day(part: str = "") -> None:
    campaign = build_campaign()
    makers = {"category": lambda: build_category(campaign), "partner": build_partner}
    values = {part: makers[part]()} if part else {}
    _twice(lambda: _day(campaign, **values))


def _day_of_two_parts() -> None:
    campaign = build_campaign()
    _day(campaign, category=build_category(campaign), partner=build_partner())


def _two_open_cases() -> None:
    entry = build_entry(build_campaign())
    _twice(lambda: build_case(entry))


BROKEN: dict[str, Callable[[], object]] = {
    "metrics_reading_not_from_the_future": lambda: _reading(taken_at=timezone.now() + DAY),
    "metrics_reading_correction_has_reason": _correction_without_reason,
    "metrics_attestation_by_another": lambda: build_attestation(attested_by=personas.manager()),
    "metrics_attestation_refusal_has_reason": lambda: build_attestation(agrees=False),
    "metrics_attestation_refusal_replaces_nothing": lambda: build_attestation(
        agrees=False, reason="Another video.", replaces=_reading()
    ),
    "metrics_campaignreading_says_something": _campaign_reading,
    "metrics_dailyviews_campaign_once": _same_day,
    "metrics_dailyviews_category_once": lambda: _same_day("category"),
    "metrics_dailyviews_partner_once": lambda: _same_day("partner"),
    "metrics_dailyviews_one_part": _day_of_two_parts,
    "metrics_entryviews_last_whole": lambda: _kept(last_views=1),
    "metrics_entryviews_opening_whole": lambda: _kept(opening_views=1),
    "metrics_entryviews_closing_whole": lambda: _kept(closing_at=NOW),
    "metrics_boardline_position_once": _same_line,
    "metrics_case_open_once": _two_open_cases,
    "metrics_case_decided_whole": lambda: build_case(decided_at=NOW),
    "metrics_staleacceptance_has_reason": lambda: build_stale_acceptance(reason=""),
    "metrics_readingimport_file_once": _same_file,
    "metrics_readingimport_not_past_its_end": lambda: build_reading_import(
        rows_total=1, rows_done=2
    ),
    "metrics_readingimport_finished_was_started": lambda: build_reading_import(finished_at=NOW),
    "metrics_refusedreading_once": _same_refused_row,
    "metrics_readingplan_possible": lambda: ReadingPlan.objects.create(
        campaign=build_campaign(), every_hours=25
    ),
}

WRITTEN_ONCE: dict[str, Callable[[], models.Model]] = {
    "reading": _reading,
    "campaign reading": lambda: _campaign_reading(views=1),
    "attestation": build_attestation,
    "batch of readings": lambda: ReadingBatch.objects.create(came_at=NOW),
    "acceptance of old readings": build_stale_acceptance,
    "decided case": decided_case,
}
