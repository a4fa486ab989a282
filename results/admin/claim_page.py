"""One prize claim: where it stands, what became of it, and what staff can do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting_user
from accounts.audit_trail import log_looked_at
from accounts.clock import database_now
from contests.wording import day_and_time, zone_name
from results.admin.page import demand
from results.claim_moves import is_overdue, is_possible
from results.claim_refusal import ClaimRefused
from results.fulfilment import (
    decline_for_winner,
    extend_claim,
    fulfil_claims,
    hand_over_claims,
    lapse_claim,
    undo_claim,
)
from results.handover import parcels
from results.models import Claim, ClaimDecision
from results.plans import plan_of
from results.winning import people_behind

STEPS: dict[str, Promise] = {
    "offer": gettext_lazy("offered to the winner"),
    "accept": gettext_lazy("accepted by the winner"),
    "change": gettext_lazy("delivery data changed"),
    "decline": gettext_lazy("declined by the winner"),
    "extend": gettext_lazy("more time given"),
    "lapse": gettext_lazy("no answer, taken for a no"),
    "hand_over": gettext_lazy("handed over to the sponsor"),
    "fulfil": gettext_lazy("received by the winner"),
    "undo": gettext_lazy("one step taken back"),
    "revoke": gettext_lazy("taken back by a correction"),
    "forget": gettext_lazy("delivery data deleted"),
}


class ReasonForm(forms.Form):
    """Why a step is taken, and until when where it gives time."""

    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(max_length=1000, required=False, widget=forms.Textarea)


def claim_page(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show a claim; on POST take the step that `do` names."""
    demand(request, "results.view_claim")
    claim = _claim_or_404(claim_id)
    if request.method == "POST":
        if request.POST.get("do") == "look":
            return _page(request, claim, with_data=True)
        demand(request, "results.change_claim")
        if _step(request, claim):
            return redirect("admin:results_claim_change", claim.pk)
        claim = _claim_or_404(claim_id)
    return _page(request, claim)


def _claim_or_404(claim_id: str) -> Claim:
    if not claim_id.isascii() or not claim_id.isdecimal() or len(claim_id) > 18:
        raise Http404
    claims = Claim.objects.select_related(
        "prize__category__campaign", "prize__sponsor", "creator", "entry"
    )
    found = claims.filter(pk=int(claim_id)).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, claim: Claim, *, with_data: bool = False) -> HttpResponse:
    at = database_now()
    campaign = claim.prize.category.campaign
    may_see = request.user.has_perm("results.view_deliverydata")
    parcel = None
    if with_data:
        if not may_see:
            raise PermissionDenied
        [parcel] = parcels([claim])
        log_looked_at([claim], by=acting_user(request))
    context = {
        **admin.site.each_context(request),
        "title": _("Prize of %(who)s") % {"who": f"@{claim.creator.handle}"},
        "opts": None,
        "claim": claim,
        "prize": claim.prize,
        "category": claim.prize.category,
        "campaign": campaign,
        "people": people_behind([claim])[claim.pk],
        "is_late": is_overdue(claim, at=at),
        "accept_by": _moment(claim, claim.accept_by),
        "zone": zone_name(campaign.zone, claim.accept_by),
        "days": plan_of(campaign).delivery_data_days,
        "history": _history(claim),
        "parcel": parcel,
        "has_data": hasattr(claim, "delivery"),
        "may_see": may_see,
        "possible": _possible(request, claim, at=at),
        "typed": request.POST,
    }
    return TemplateResponse(request, "admin/results/claim.html", context)


def _possible(request: HttpRequest, claim: Claim, *, at: datetime) -> list[str]:
    """The steps that this person can take now."""
    if not request.user.has_perm("results.change_claim"):
        return []
    steps = [
        verb
        for verb in ("hand_over", "fulfil", "extend", "lapse", "decline", "undo")
        if is_possible(claim, verb)
    ]
    return [one for one in steps if one != "lapse" or is_overdue(claim, at=at)]


def _history(claim: Claim) -> list[dict[str, Any]]:
    steps = ClaimDecision.objects.filter(claim=claim).select_related("by").order_by("at", "pk")
    return [
        {
            "what": STEPS.get(step.verb, step.verb),
            "when": _moment(claim, step.at),
            "by": step.by or _("by itself"),
            "reason": step.reason,
        }
        for step in steps
    ]


def _moment(claim: Claim, moment: datetime) -> str:
    return day_and_time(moment, claim.prize.category.campaign.zone)


def _step(request: HttpRequest, claim: Claim) -> bool:
    """Take the step; False where it was refused: the page is shown again with what was typed."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        for error in (one for errors in form.errors.values() for one in errors):
            messages.error(request, str(error))
        return False
    until: date | None = form.cleaned_data["until"]
    of_one: dict[str, Any] = {"claim_id": claim.pk, "reason": form.cleaned_data["reason"]}
    verbs: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "extend": (extend_claim, of_one | {"until": until or date.min}),
        "lapse": (lapse_claim, of_one),
        "decline": (decline_for_winner, of_one),
        "undo": (undo_claim, of_one),
        "hand_over": (hand_over_claims, {"claim_ids": [claim.pk]}),
        "fulfil": (fulfil_claims, {"claim_ids": [claim.pk]}),
    }
    chosen = verbs.get(request.POST.get("do", ""))
    if chosen is None:
        return False
    verb, values = chosen
    try:
        verb(**values, by=acting_user(request), at=database_now())
    except ClaimRefused as refused:
        messages.error(request, refused.message)
        return False
    messages.success(request, _("Saved."))
    return True
