"""The views of one entry over time, drawn."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from entries.models import Entry
from metrics.charts import LineChart, Mark, Series
from metrics.models import Reading
from metrics.plans import plan_of


def entry_chart(entry: Entry, readings: Iterable[Reading], *, title: str) -> LineChart:
    """The curve of readings that count, oldest first, with the campaign's moments. One query."""
    campaign = entry.campaign
    moments = (
        (campaign.opens_at, _("opening")),
        (plan_of(campaign).board_freezes_at, _("the public leaderboard stands still")),
        (campaign.closes_at, _("close")),
    )
    points = [(reading.taken_at, reading.views) for reading in readings]
    return LineChart(
        title=title,
        series=[Series(_("views"), points)],
        marks=[Mark(moment, label) for moment, label in moments if moment is not None],
        zone=campaign.zone,
    )
