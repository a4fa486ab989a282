"""Taking over a series of reported figures: all of it or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.bidi import isolated
from accounts.models import User
from contests.locking import lock_campaign
from metrics.models import CampaignReading
from metrics.refusal import MetricsRefused
from metrics.reported_rows import ROWS_AT_MOST, Mistake, ReportedRow

_SENTENCES: dict[str, Promise] = {
    "empty": _("There are no figures. Write a row of headings and under it a row for each day."),
    "not_csv": _("This is no table. Separate the cells by commas, semicolons or tabs."),
    "heading_unknown": _("The heading “%(value)s” is not known."),
    "heading_twice": _("The heading “%(value)s” is there twice."),
    "heading_missing": _("The heading “%(value)s” is missing."),
    "too_many": _("There are too many rows: at most %(rows)s at a time."),
    "date": _(
        "“%(value)s” is no date. Write it like 2026-03-21 or 21.03.2026, with a time or not."
    ),
    "future": _("%(value)s lies in the future."),
    "source_missing": _("Say where the figures come from."),
    "source_long": _("The source is too long: at most 200 letters."),
    "nothing": _("Enter at least one figure."),
    "number": _("“%(value)s” is no whole number. Write it out, like 28300000."),
    "repeats": _("This repeats line %(value)s: the same moment and source."),
}


@dataclass(frozen=True)
class SeriesTaken:
    """How many rows were new, and how many were there already."""

    taken: int
    known: int


def mistake_in_words(mistake: Mistake) -> str:
    """What is wrong with a line, and what to do."""
    return str(_SENTENCES[mistake.code]) % {
        "value": isolated(mistake.value),
        "rows": ROWS_AT_MOST,
    }


def new_rows(campaign_id: int, rows: Sequence[ReportedRow]) -> list[ReportedRow]:
    """Those that are not there yet: a moment and a source, in whatever language, are there once."""
    named = [f"source_{code}" for code, _name in settings.LANGUAGES]
    there = {
        (taken_at, source)
        for taken_at, *sources in CampaignReading.objects.filter(campaign=campaign_id).values_list(
            "taken_at", *named
        )
        for source in sources
        if source
    }
    return [row for row in rows if (row.taken_at, row.source) not in there]


@transaction.atomic
def import_campaign_readings(
    *,
    campaign_id: int,
    rows: Sequence[ReportedRow],
    language: str,
    by: User | None,
    at: datetime,
) -> SeriesTaken:
    """Add what a series reports for the hashtag as a whole; rows that are there are passed over.

    language: the code of the language in which the sources are named. Raises MetricsRefused.
    """
    campaign = lock_campaign(campaign_id)
    if any(row.taken_at > at for row in rows):
        raise MetricsRefused("future")
    if not all(row.counts for row in rows):
        raise MetricsRefused("nothing")
    fresh = new_rows(campaign_id, rows)
    CampaignReading.objects.bulk_create(
        [
            CampaignReading(
                campaign=campaign,
                taken_at=row.taken_at,
                recorded_at=at,
                recorded_by=by,
                **row.counts,
                **{f"source_{language}": row.source},
            )
            for row in fresh
        ]
    )
    return SeriesTaken(taken=len(fresh), known=len(rows) - len(fresh))
