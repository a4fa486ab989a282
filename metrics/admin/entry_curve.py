"""Everything that is known about the views of one entry: curve, readings, what counts, cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from contests.wording import day_and_time, distance, zone_name
from entries.models import Entry
from metrics.admin.reading_columns import STATE_COLOURS, word_in_words
from metrics.admin.screenshot import screenshot_url
from metrics.charts import LineChart
from metrics.entry_chart import entry_chart
from metrics.models import Case, Reading
from metrics.reading_state import (
    STATE_NAMES,
    STATE_RELATIONS,
    ReadingState,
    growth_of,
    state_of,
    with_previous,
)
from metrics.reading_words import WINDOW_REASONS, count_in_words, growth_in_words
from metrics.window import ReadingFact, WindowTotal, window_total

PER_PAGE = 100


@dataclass(frozen=True)
class Line:
    """One reading in the table."""

    row: Reading
    may_correct: bool

    @property
    def when(self) -> str:
        return day_and_time(self.row.taken_at, self.row.entry.campaign.zone)

    @property
    def recorded(self) -> str:
        return day_and_time(self.row.recorded_at, self.row.entry.campaign.zone)

    @property
    def figures(self) -> list[str]:
        row = self.row
        return [count_in_words(value) for value in (row.likes, row.comments, row.shares)]

    @property
    def views(self) -> str:
        return count_in_words(self.row.views)

    @property
    def growth(self) -> str:
        return growth_in_words(growth_of(self.row))

    @property
    def state(self) -> str:
        return str(STATE_NAMES[self.state_value])

    @property
    def said(self) -> str:
        """What the second person said; empty if nobody was asked."""
        return word_in_words(self.row)

    @cached_property
    def state_value(self) -> ReadingState:
        return state_of(self.row)

    @property
    def colour(self) -> str:
        return STATE_COLOURS[self.state_value.value]

    @property
    def counts(self) -> bool:
        return self.state_value is ReadingState.COUNTS

    @property
    def waits(self) -> bool:
        return self.state_value is ReadingState.WAITING

    @property
    def screenshot(self) -> str:
        return screenshot_url(self.row)

    @property
    def correct_url(self) -> str:
        """Where it is corrected; empty where it does not count, or one may not."""
        if not (self.may_correct and self.counts):
            return ""
        query = urlencode({"entry": self.row.entry_id, "replaces": self.row.pk})
        return f"{reverse('admin:metrics_reading_add')}?{query}"


@dataclass(frozen=True)
class Total:
    """The window total in words; None where the campaign has no dates yet."""

    total: WindowTotal
    read: str
    age: str

    @property
    def views(self) -> str:
        return count_in_words(self.total.views)

    @property
    def reason(self) -> str:
        return str(WINDOW_REASONS[self.total.reason])


def entry_curve_page(
    request: HttpRequest, entry: Entry, *, site_context: dict[str, Any]
) -> HttpResponse:
    """Show it all; the same queries however many readings there are."""
    live = list(Reading.objects.filter(entry=entry).live().order_by("taken_at", "pk"))
    page = _page(request, entry)
    may_add = request.user.has_perm("metrics.add_reading")
    campaign = entry.campaign
    context = {
        **site_context,
        "title": _("Views of an entry"),
        "entry": entry,
        "campaign": campaign,
        "zone": zone_name(campaign.zone, campaign.opens_at or timezone.now()),
        "posted": day_and_time(entry.posted_at, campaign.zone) if entry.posted_at else "",
        "total": _total(entry, live),
        "chart": _chart(entry, live),
        "page": page,
        "lines": [Line(row, may_correct=may_add) for row in page],
        "cases": _cases(request, entry),
        "may_add": may_add,
        "may_attest": request.user.has_perm("metrics.attest_reading"),
        "add_url": f"{reverse('admin:metrics_reading_add')}?{urlencode({'entry': entry.pk})}",
    }
    return TemplateResponse(request, "admin/metrics/entry_curve.html", context)


def _page(request: HttpRequest, entry: Entry) -> Page[Reading]:
    """The readings, also those that do not count, the newest first."""
    relations = ("recorded_by", "batch__reading_import", "attestation__attested_by")
    readings = Reading.objects.filter(entry=entry).select_related(*relations, *STATE_RELATIONS)
    ordered = with_previous(readings.order_by("-taken_at", "-pk"))
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    for row in rows:
        row.entry = entry
    page.object_list = rows
    return page


def _total(entry: Entry, live: list[Reading]) -> Total | None:
    """What the readings come to by the rules, by the one function that says so."""
    campaign = entry.campaign
    if campaign.opens_at is None or campaign.closes_at is None:
        return None
    total = window_total(
        readings=[ReadingFact(row.taken_at, row.views) for row in live],
        posted_at=entry.posted_at,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        prior_posts_allowed=campaign.prior_posts_allowed,
    )
    moment = total.reading_taken_at
    if moment is None:
        return Total(total, "", "")
    # Once the period is over, what matters is how long before its end the reading was taken.
    until = min(timezone.now(), campaign.closes_at)
    is_over = until == campaign.closes_at
    age = _("%(time)s, as seen from the close") if is_over else "%(time)s"
    return Total(
        total,
        day_and_time(moment, campaign.zone),
        age % {"time": distance(moment, at=until)},
    )


def _chart(entry: Entry, live: list[Reading]) -> LineChart:
    return entry_chart(entry, live, title=_("Views over time"))


def _cases(request: HttpRequest, entry: Entry) -> list[Case]:
    """The cases about it, open ones first; none for those who may not view them."""
    if not request.user.has_perm("metrics.view_case"):
        return []
    cases = Case.objects.filter(entry=entry).select_related("decided_by")
    return sorted(cases, key=lambda case: case.decided_at is not None)
