"""A campaign drawn: views by the day, entries by the day, and shares. Views per platform only."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Campaign
from contests.wording import country_name
from entries.models import Entry
from metrics.charts import BarChart, LineChart, Mark, Part, Point, Series, Shares
from metrics.entry_chart import entry_chart
from metrics.models import DailyViews, Reading
from metrics.pulse import entries_of
from partners.models import Partner, Platform

# An entry's chart keeps every reading up to so many, and from there on the last of each day.
POINTS_AT_MOST = 120

_DAY = timedelta(days=1)
_PLATFORMS = dict(Platform.choices)


def views_charts(
    campaign: Campaign, partner: Partner | None = None, *, with_categories: bool = False
) -> list[LineChart]:
    """Views by the end of each day, a chart for each platform.

    with_categories: a line for each category that entrants choose, too. Other categories take
    every entry of a platform: their line would be the platform's.
    """
    rows = DailyViews.objects.filter(campaign=campaign, partner=partner).order_by("day")
    if not with_categories:
        rows = rows.filter(category__isnull=True)
    points: dict[tuple[str, int | None], list[Point]] = defaultdict(list)
    for platform, category_id, day, views in rows.values_list(
        "platform", "category", "day", "views"
    ):
        points[platform, category_id].append((day, views))
    titles = {category.pk: category.title for category in campaign.categories.all()}
    charts = []
    for platform in Platform.values:
        if (platform, None) not in points:
            continue
        series = [Series(_("All accepted videos"), points[platform, None])]
        series += [
            Series(title, points[platform, pk])
            for pk, title in titles.items()
            if (platform, pk) in points
        ]
        charts.append(
            LineChart(
                title=_("Views on %(platform)s by the end of each day")
                % {"platform": _PLATFORMS[platform]},
                series=series,
                zone=campaign.zone,
                marks=_period(campaign),
            )
        )
    return charts


def entries_charts(campaign: Campaign, partner: Partner | None = None) -> list[BarChart]:
    """Accepted videos by the day on which they came in, and on which they were posted."""
    entries = entries_of(campaign, partner)
    received, posted = _by_day(entries, "received_at", "posted_at", zone=campaign.zone)
    opening = campaign.opens_at.astimezone(campaign.zone).date() if campaign.opens_at else None
    earlier = sum(count for day, count in posted.items() if opening and day < opening)
    unknown = received.total() - posted.total()
    notes = []
    if earlier:
        notes.append(
            ngettext(
                "%(count)s video was posted before the opening.",
                "%(count)s videos were posted before the opening.",
                earlier,
            )
            % {"count": earlier}
        )
    if unknown:
        notes.append(
            ngettext(
                "Of %(count)s video it is not known when it was posted.",
                "Of %(count)s videos it is not known when they were posted.",
                unknown,
            )
            % {"count": unknown}
        )
    inside = Counter({day: n for day, n in posted.items() if opening is None or day >= opening})
    return [
        _bars(_("Accepted videos by the day they were entered"), received, campaign.zone),
        _bars(
            _("Accepted videos by the day they were posted"),
            inside,
            campaign.zone,
            note=" ".join(notes),
        ),
    ]


def shares_of(campaign: Campaign, partner: Partner | None = None) -> list[Shares]:
    """How the accepted videos are shared out among platforms, regions and countries.

    Only what says something: a single platform is no share, and neither is nothing but "unknown".
    """
    entries = entries_of(campaign, partner)
    by_platform, codes, countries = _counts(
        entries, "platform", "institution__region_code", "declared_country"
    )
    platforms = [Part(_PLATFORMS[name], count) for name, count in by_platform.items()]
    charts = []
    if len(platforms) > 1:
        charts.append(_shares(_("Videos by platform"), platforms, _("Platform")))
    if partner is None:
        names = _region_names([code for code in codes if code])
        charts.append(
            _shares(
                _("Videos by region of the institution"),
                _named(codes, names, _("No institution, or its region is not known")),
                _("Region"),
            )
        )
    charts.append(
        _shares(
            _("Videos by the country that the entrant named"),
            _named(
                countries,
                {code: country_name(code) for code in countries if code},
                _("Not named"),
            ),
            _("Country"),
        )
    )
    return [chart for chart in charts if chart is not None and len(chart.parts) > 1]


def public_entry_chart(entry: Entry, campaign: Campaign) -> LineChart:
    """The readings of one video that count; of a long history the last of each day."""
    entry.campaign = campaign
    readings = list(Reading.objects.filter(entry=entry).live().order_by("taken_at", "pk"))
    if len(readings) > POINTS_AT_MOST:
        by_day = {one.taken_at.astimezone(campaign.zone).date(): one for one in readings}
        readings = list(by_day.values())
    return entry_chart(entry, readings, title=_("Views of this video"))


def _period(campaign: Campaign) -> list[Mark]:
    marks = ((campaign.opens_at, _("Entries open")), (campaign.closes_at, _("Entries close")))
    return [Mark(at, label) for at, label in marks if at is not None]


def _by_day(entries: QuerySet[Entry], *fields: str, zone: ZoneInfo) -> list[Counter[date]]:
    """How many videos each day has, by each of the moments; a moment not known is left out."""
    days = [TruncDate(field, tzinfo=zone) for field in fields]
    counts: list[Counter[date]] = [Counter() for _field in fields]
    for *found, count in entries.values_list(*days).annotate(count=Count("pk")):
        for counter, day in zip(counts, found, strict=True):
            if day is not None:
                counter[day] += count
    return counts


def _bars(title: str, counts: Counter[date], zone: ZoneInfo, *, note: str = "") -> BarChart:
    """Every day from the first to the last; one on which nothing came has a 0."""
    points: list[Point] = []
    if counts:
        day, last = min(counts), max(counts)
        while day <= last:
            points.append((day, counts[day]))
            day += _DAY
    return BarChart(title=title, series=[Series(_("Videos"), points)], zone=zone, note=note)


def _counts(entries: QuerySet[Entry], *fields: str) -> list[Counter[str]]:
    """How many videos each value of each field has, in one query; none and empty are one."""
    counts: list[Counter[str]] = [Counter() for _field in fields]
    for *values, count in entries.values_list(*fields).annotate(count=Count("pk")):
        for counter, value in zip(counts, values, strict=True):
            counter[value or ""] += count
    return counts


def _named(counts: Counter[str], names: dict[str, str], unknown: str) -> list[Part] | None:
    if not any(counts[code] for code in names):
        return None
    return [
        Part(names[code] if code else unknown, count, is_known=bool(code))
        for code, count in counts.items()
    ]


def _shares(title: str, parts: list[Part] | None, of_what: str) -> Shares | None:
    if parts is None:
        return None
    return Shares(title=title, parts=parts, of_what=of_what, counted=_("Videos"))


def _region_names(codes: list[str]) -> dict[str, str]:
    """The names of regions as their institutions write them; the code where none does."""
    names = dict.fromkeys(codes, "")
    for partner in Partner.objects.filter(region_code__in=codes).order_by("pk"):
        names[partner.region_code] = names[partner.region_code] or partner.region
    return {code: name or code for code, name in names.items()}
