"""The queue of cases: what waits for a person, by campaign and kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting_user
from contests.models import Campaign
from metrics.admin.case_page import told
from metrics.case_queue import (
    DECIDED,
    LEFT,
    MOST_VIEWED,
    NEWEST,
    OPEN,
    CaseCounts,
    read_filter,
)
from metrics.models import Case

PER_PAGE = 25
STATES: dict[str, Promise] = {
    OPEN: gettext_lazy("Open"),
    DECIDED: gettext_lazy("Decided"),
    LEFT: gettext_lazy("Left open"),
}
ORDERS: dict[str, Promise] = {
    NEWEST: gettext_lazy("Newest first"),
    MOST_VIEWED: gettext_lazy("Most viewed first"),
}


@dataclass(frozen=True)
class Option:
    """One choice of a filter: its value in the address, its name, and how much it shows."""

    value: str
    label: str | Promise
    count: int
    is_chosen: bool


def case_queue_page(request: HttpRequest, *, site_context: dict[str, Any]) -> HttpResponse:
    """Show the cases that a filter lets through; the open ones unless asked otherwise."""
    user = acting_user(request)
    if not user.has_perm("metrics.view_case"):
        raise PermissionDenied
    at = timezone.now()
    chosen = read_filter(request.GET)
    counts = CaseCounts(user, chosen, at=at)
    cases = chosen.cases(user, at=at).select_related(
        "entry__campaign", "entry__creator", "entry__kept_views", "decided_by"
    )
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **site_context,
        "title": _("Cases about views"),
        "chosen": chosen,
        "query": chosen.as_query(),
        "states": _states(counts),
        "campaigns": _campaigns(counts),
        "kinds": _options(counts, "kind", Case.Kind.choices),
        "orders": [(value, label, value == chosen.order) for value, label in ORDERS.items()],
        "page": page,
        "cases": [told(case) for case in page],
    }
    return TemplateResponse(request, "admin/metrics/case_queue.html", context)


def _states(counts: CaseCounts) -> list[Option]:
    """What was left open in campaigns that are over is shown only where there is any."""
    options = _options(counts, "state", list(STATES.items()), every=True)
    return [one for one in options if one.value != LEFT or one.count or one.is_chosen]


def _campaigns(counts: CaseCounts) -> list[Option]:
    ids = [int(pk) for pk in {*counts.of("campaign"), counts.chosen.campaign} if pk]
    campaigns = Campaign.objects.filter(pk__in=ids)
    return _options(counts, "campaign", [(str(one.pk), str(one)) for one in campaigns])


def _options(counts: CaseCounts, name: str, labels: Any, *, every: bool = False) -> list[Option]:
    """Options that would show something, and the one that is chosen."""
    found, chosen = counts.of(name), getattr(counts.chosen, name)
    return [
        Option(value, label, found[value], value == chosen)
        for value, label in labels
        if every or found[value] or value == chosen
    ]
