"""One case: the video, its curve beside its peers', what is striking, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.models import User
from contests.wording import day_and_time
from entries.models import Entry
from entries.player import player_url
from metrics.admin.case_form import KEYS, CaseForm
from metrics.case_charts import likes_chart, readings_of, views_chart
from metrics.case_queue import CaseFilter, read_filter, waiting
from metrics.case_sentences import sentences_of
from metrics.models import Case

MOST = 1_000
"""Cases among which the next one is looked for."""


@dataclass(frozen=True)
class Told:
    """A case in words."""

    case: Case
    sentences: list[str]
    raised: str
    decided: str


def told(case: Case) -> Told:
    zone = case.entry.campaign.zone
    decided = day_and_time(case.decided_at, zone) if case.decided_at else ""
    return Told(case, sentences_of(case, zone), day_and_time(case.raised_at, zone), decided)


def case_page(request: HttpRequest, case_id: int, *, site_context: dict[str, Any]) -> HttpResponse:
    """Show a case to those who may see it; on POST decide it and go on to the next one."""
    if not request.user.has_perm("metrics.view_case"):
        raise PermissionDenied
    may_decide = request.user.has_perm("metrics.decide_case")
    at = timezone.now()
    case = get_object_or_404(_cases(), pk=case_id)
    chosen = read_filter(request.GET)
    form = CaseForm(about=case)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        following = next_case(acting_user(request), chosen, case, at=at)
        form = CaseForm(request.POST, about=case)
        if form.is_valid() and (done := form.carry_out(request)):
            messages.success(request, done)
            return redirect(_onward(chosen, following))
        case = get_object_or_404(_cases(), pk=case_id)
    context = {
        **site_context,
        **_shown(case),
        "title": _("Case about views"),
        "form": form,
        "outcomes": list(zip(KEYS, form["outcome"], strict=True)),
        "may_decide": may_decide and Case.objects.filter(waiting(at=at), pk=case.pk).exists(),
        "next_url": _onward(chosen, next_case(acting_user(request), chosen, case, at=at)),
        "queue_url": queue_url(chosen),
    }
    return TemplateResponse(request, "admin/metrics/case.html", context)


def queue_url(chosen: CaseFilter) -> str:
    query = chosen.as_query()
    return reverse("admin:metrics_case_changelist") + (f"?{query}" if query else "")


def next_case(user: User, chosen: CaseFilter, case: Case, *, at: datetime) -> int | None:
    """The open case after this one in the order of the queue; the first one after the last."""
    waits = list(chosen.to_open().cases(user, at=at).values_list("pk", flat=True)[:MOST])
    place = waits.index(case.pk) + 1 if case.pk in waits else 0
    others = [pk for pk in waits[place:] + waits[:place] if pk != case.pk]
    return others[0] if others else None


def _onward(chosen: CaseFilter, following: int | None) -> str:
    if following is None:
        return queue_url(chosen)
    query = chosen.to_open().as_query()
    url = reverse("admin:metrics_case_decide", args=[following])
    return url + (f"?{query}" if query else "")


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related(
        "entry__campaign",
        "entry__creator",
        "entry__submitted_by",
        "entry__kept_views",
        "decided_by",
    ).prefetch_related("entry__campaign__rejection_reasons")


def _shown(case: Case) -> dict[str, Any]:
    """What the page tells; a constant number of queries."""
    entry = case.entry
    readings = readings_of(entry)
    others = Case.objects.filter(entry=entry).exclude(pk=case.pk).select_related("decided_by")
    same_entry = list(others.order_by("-raised_at", "-pk"))
    for other in same_entry:
        other.entry = entry
    zone = entry.campaign.zone
    return {
        "case": case,
        "entry": entry,
        "told": told(case),
        "player": player_url(entry.platform, entry.video_id),
        "posted": day_and_time(entry.posted_at, zone) if entry.posted_at else "",
        "last": readings[-1] if readings else None,
        "last_read": day_and_time(readings[-1].taken_at, zone) if readings else "",
        "views_chart": views_chart(case, readings),
        "likes_chart": likes_chart(case, readings),
        "others": [told(other) for other in same_entry],
        "companions": _companions(case),
    }


def _companions(case: Case) -> list[tuple[Entry, int | None]]:
    """Entries that rise in step with this one, each with its own newest case about it."""
    named = case.evidence.get("entries") if case.kind == Case.Kind.IN_STEP else None
    if not isinstance(named, list):
        return []
    entries = Entry.objects.filter(pk__in=named, campaign=case.entry.campaign_id)
    cases = Case.objects.filter(entry__in=named, kind=Case.Kind.IN_STEP).order_by("pk")
    by_entry = dict(cases.values_list("entry_id", "pk"))
    return [
        (entry, by_entry.get(entry.pk))
        for entry in entries.select_related("creator").order_by("pk")
    ]
