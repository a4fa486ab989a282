"""The curve behind a case, and the middle curve of its peers beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from entries.models import Entry
from metrics.charts import LineChart, Mark, Series
from metrics.models import Case, EntryViews, Reading

PEERS = 100
BEFORE = timedelta(days=2)
"""A peer's count at the first moment may come from so long before it."""
MOST_READINGS = 500
"""Of one video on a page: three weeks of hourly ones."""

Counts = Sequence[tuple[datetime, int]]


def readings_of(entry: Entry) -> list[Reading]:
    """The newest readings of an entry that count, in the order of time."""
    found = Reading.objects.filter(entry=entry).live().newest_first()
    return list(found.defer("reason", "screenshot")[:MOST_READINGS])[::-1]


def views_chart(case: Case, readings: Sequence[Reading]) -> LineChart:
    """Views over time with the peers' middle, the opening, the close and what is striking.

    Two queries.
    """
    moments = [reading.taken_at for reading in readings]
    peers = middle_curve(_curves_of_peers(case.entry, moments), moments)
    return LineChart(
        title=_("Views"),
        series=[
            Series(_("this video"), [(reading.taken_at, reading.views) for reading in readings]),
            Series(
                _("the middle of the most viewed videos"), list(zip(moments, peers, strict=True))
            ),
        ],
        marks=_marks(case),
        zone=case.entry.campaign.zone,
    )


def likes_chart(case: Case, readings: Sequence[Reading]) -> LineChart | None:
    """Likes over time; None where no reading knows them."""
    if all(reading.likes is None for reading in readings):
        return None
    return LineChart(
        title=_("Likes"),
        series=[Series(_("likes"), [(reading.taken_at, reading.likes) for reading in readings])],
        marks=_marks(case),
        zone=case.entry.campaign.zone,
    )


def middle_curve(curves: Mapping[int, Counts], moments: Sequence[datetime]) -> list[int | None]:
    """At each moment the middle of the counts that were known of each curve by then.

    None where fewer than half of the curves have begun: the first ones are no middle.
    """
    times = {key: [at for at, _views in counts] for key, counts in curves.items()}
    middle: list[int | None] = []
    for moment in moments:
        known = sorted(
            counts[place - 1][1]
            for key, counts in curves.items()
            if (place := bisect_right(times[key], moment))
        )
        enough = known and len(known) * 2 >= len(curves)
        middle.append(known[(len(known) - 1) // 2] if enough else None)
    return middle


def _curves_of_peers(
    entry: Entry, moments: Sequence[datetime]
) -> dict[int, list[tuple[datetime, int]]]:
    if not moments:
        return {}
    most_viewed = (
        EntryViews.objects.filter(
            campaign=entry.campaign_id,
            last_views__isnull=False,
            entry__status=Entry.Status.ACCEPTED,
            entry__platform=entry.platform,
        )
        .exclude(entry=entry)
        .order_by("-last_views", "entry_id")
        .values_list("entry_id", flat=True)[:PEERS]
    )
    rows = (
        Reading.objects.filter(
            entry__in=list(most_viewed), taken_at__range=(moments[0] - BEFORE, moments[-1])
        )
        .live()
        .order_by("taken_at", "pk")
        .values_list("entry_id", "taken_at", "views")
    )
    curves: defaultdict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for entry_id, taken_at, views in rows:
        curves[entry_id].append((taken_at, views))
    return dict(curves)


def _marks(case: Case) -> list[Mark]:
    campaign = case.entry.campaign
    marks = []
    if campaign.opens_at:
        marks.append(Mark(campaign.opens_at, _("opening")))
    if campaign.closes_at:
        marks.append(Mark(campaign.closes_at, _("close")))
    striking = case.evidence.get("since") or case.evidence.get("absent_since")
    if isinstance(striking, str):
        marks.append(Mark(datetime.fromisoformat(striking), _("what is striking begins")))
    return marks
