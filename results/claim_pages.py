"""The winner's pages: what was won, the answer to it, and the data for the delivery."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.models import User
from contests.models import Campaign, Partnership
from entries.models import Entry, GuardianConsent
from results.answering import (
    accept_claim,
    answered_by,
    change_delivery,
    decline_claim,
    is_answered_by_other,
)
from results.claim_form import ClaimForm, DeclineForm
from results.claim_moves import is_overdue, is_possible
from results.claim_refusal import ClaimRefused
from results.claiming import won_key
from results.delivery import Unreadable, unseal
from results.models import Award, Claim, DeliveryData
from results.plans import plan_of
from results.reading import announced_awards
from results.winning import claim_of, claims_of

Status = Claim.Status


@dataclass(frozen=True)
class OwnClaim:
    """A claim as one of the people behind it meets it at a moment."""

    claim: Claim
    award: Award | None
    user: User
    people: list[User]
    at: datetime

    @property
    def campaign(self) -> Campaign:
        return self.claim.prize.category.campaign

    @property
    def answered_by_other(self) -> bool:
        return is_answered_by_other(self.claim, self.user, self.people)

    @property
    def is_late(self) -> bool:
        return is_overdue(self.claim, at=self.at)

    @property
    def may_accept(self) -> bool:
        return is_possible(self.claim, "accept") and not self.is_late

    @property
    def may_change(self) -> bool:
        return is_possible(self.claim, "change") and not self.answered_by_other

    @property
    def may_decline(self) -> bool:
        return is_possible(self.claim, "decline") and not self.answered_by_other


@login_required
@never_cache
@require_safe
def prizes(request: HttpRequest) -> HttpResponse:
    """All prizes of the person who is signed in, newest first."""
    user, at = acting_user(request), database_now()
    rows = [(claim, is_overdue(claim, at=at)) for claim in claims_of(user)]
    return render(request, "results/prizes.html", {"rows": rows})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prize(request: HttpRequest, claim_id: int) -> HttpResponse:
    """What was won; on POST it is accepted, or the data changed."""
    own = _own_or_404(request, claim_id)
    form = _form(request, own)
    if request.method == "POST":
        if form is None:
            # Too late, declined, or with the sponsor meanwhile: the page says which.
            messages.error(request, _refusal(own).message)
            return redirect("results:claim", claim_id)
        if form.is_valid() and _answer(request, own, form):
            return redirect("results:claim", claim_id)
    context = {
        "own": own,
        "claim": own.claim,
        "award": own.award,
        "prize": own.claim.prize,
        "category": own.claim.prize.category,
        "campaign": own.campaign,
        "certificates": own.claim.certificates.select_related("creator").order_by("pk"),
        "form": form,
        "unreadable": form is not None and form.initial.get("unreadable", False),
        "days": plan_of(own.campaign).delivery_data_days,
        "organisers": _organisers(own.campaign),
    }
    return render(request, "results/claim.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Ask once more, then do without the prize."""
    own = _own_or_404(request, claim_id)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_claim(
                claim_id=claim_id,
                reason=form.cleaned_data["reason"],
                by=own.user,
                at=database_now(),
            )
        except ClaimRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("You have declined the prize. Thank you for telling us."))
        return redirect("results:claim", claim_id)
    if not own.may_decline:
        return redirect("results:claim", claim_id)
    context = {"own": own, "claim": own.claim, "campaign": own.campaign, "form": form}
    return render(request, "results/claim_decline.html", context)


def _own_or_404(request: HttpRequest, claim_id: int) -> OwnClaim:
    user, at = acting_user(request), database_now()
    found = claim_of(user, claim_id)
    if found is None:
        raise Http404
    claim, people = found
    awards = announced_awards(at=at).filter(prize=claim.prize_id)
    award = next((one for one in awards if won_key(one) == won_key(claim)), None)
    return OwnClaim(claim=claim, award=award, user=user, people=people, at=at)


def _form(request: HttpRequest, own: OwnClaim) -> ClaimForm | None:
    """The form to accept or to change by; None where neither is possible."""
    if not (own.may_accept or own.may_change):
        return None
    return ClaimForm(
        request.POST if request.method == "POST" else None,
        asks_guardian=_is_for_child(own.claim),
        days=plan_of(own.campaign).delivery_data_days,
        accepted=own.may_change,
        initial=_known(own),
    )


def _known(own: OwnClaim) -> dict[str, Any]:
    """What the person gave before; nothing of what another one gave."""
    if own.may_accept:
        return {"country": own.claim.entry.declared_country if own.claim.entry else ""}
    if answered_by(own.claim) != own.user.pk:
        return {}
    known: dict[str, Any] = {"certificate_name": own.claim.certificate_name}
    kept = DeliveryData.objects.filter(claim=own.claim).first()
    if kept is None:
        return known
    try:
        return known | asdict(unseal(kept))
    except Unreadable:
        return known | {"unreadable": True}


def _is_for_child(claim: Claim) -> bool:
    """Whether a guardian was asked about what won."""
    if claim.entry_id:
        return GuardianConsent.objects.filter(entry=claim.entry_id).exists()
    entries = Entry.objects.accepted().filter(
        campaign=claim.prize.category.campaign_id, creator=claim.creator_id
    )
    return GuardianConsent.objects.filter(entry__in=entries).exists()


def _answer(request: HttpRequest, own: OwnClaim, form: ClaimForm) -> bool:
    """Accept or change by what the form says; False where the verb refused."""
    verb = change_delivery if own.may_change else accept_claim
    try:
        verb(
            claim_id=own.claim.pk,
            certificate_name=form.certificate,
            delivery=form.delivery,
            by=own.user,
            at=database_now(),
        )
    except ClaimRefused as refused:
        form.add_error(None, refused.message)
        return False
    if own.may_change:
        messages.success(request, _("Saved. Nobody but the organisers can read it."))
    else:
        messages.success(request, _("The prize is yours. Thank you for accepting it."))
    return True


def _refusal(own: OwnClaim) -> ClaimRefused:
    if own.is_late:
        return ClaimRefused("too_late")
    if own.answered_by_other:
        return ClaimRefused("answered_by_other")
    return ClaimRefused(f"is_{own.claim.status}")


def _organisers(campaign: Campaign) -> list[Partnership]:
    """Whom to write to."""
    organisers = campaign.partnerships.filter(role=Partnership.Role.ORGANISER)
    return list(organisers.select_related("partner"))
