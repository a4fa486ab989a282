"""Correcting what is announced: why, what the public is told, and who moves up."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign
from contests.wording import day_and_time
from results.admin.correction_form import NoteForm
from results.admin.page import campaign_or_404, demand, page_context
from results.corrected import corrected_categories
from results.correcting import open_correction, withdraw_correction, write_correction_note
from results.models import Correction
from results.moving_up import move_alternate_up
from results.preview import preview_of
from results.refusal import ResultsRefused


@dataclass(frozen=True)
class PastCorrection:
    """A correction that is over."""

    correction: Correction
    opened: str
    withdrawn: str


def correction_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the open correction, or how to begin one; on POST decide one step of it."""
    campaign = campaign_or_404(request, campaign_id)
    if request.method == "POST" and _decide(request, campaign):
        return redirect("admin:results_correction", campaign.pk)
    page = page_context(request, campaign, title=_("Correction"), here="correction")
    correction: Correction | None = page["correction"]
    context = {
        **page,
        "past": _past(campaign, correction),
        "reason": request.POST.get("reason", ""),
        "may_correct": request.user.has_perm("results.announce_campaign"),
        "may_change": request.user.has_perm("results.change_award"),
        "opened": "",
    }
    if correction is not None:
        sent = request.POST if request.POST.get("do") == "note" else None
        context |= {
            "opened": day_and_time(correction.opened_at, campaign.zone),
            "note": NoteForm(sent, correction=correction, languages=campaign.languages),
            "sections": corrected_categories(preview_of(campaign)),
        }
    return TemplateResponse(request, "admin/results/correction.html", context)


def _decide(request: HttpRequest, campaign: Campaign) -> bool:
    """Do what was asked for; False if the page has to be shown again as it was filled in."""
    do = request.POST.get("do", "")
    demand(request, "results.change_award" if do == "move" else "results.announce_campaign")
    try:
        done = _STEPS[do](request, campaign) if do in _STEPS else ""
    except ResultsRefused as refused:
        messages.error(request, refused.message)
        return do not in ("open", "note")
    if done:
        messages.success(request, done)
    return True


def _open(request: HttpRequest, campaign: Campaign) -> str:
    open_correction(
        campaign_id=campaign.pk,
        reason=request.POST.get("reason", ""),
        by=acting_user(request),
        at=database_now(),
    )
    return _("The correction is open. The public goes on reading what is announced.")


def _note(request: HttpRequest, campaign: Campaign) -> str:
    correction = _asked_for(request, campaign)
    form = NoteForm(request.POST, correction=correction, languages=campaign.languages)
    if not form.is_valid() or not form.changed_texts:
        return ""
    write_correction_note(
        correction_id=correction.pk,
        texts=form.changed_texts,
        by=acting_user(request),
        at=database_now(),
    )
    return _("Saved.")


def _move(request: HttpRequest, campaign: Campaign) -> str:
    numbers = [request.POST.get(name, "") for name in ("category", "prize", "slot", "position")]
    if not all(number.isdecimal() and len(number) < 10 for number in numbers):
        raise ResultsRefused("no_such_place")
    category, prize, slot, position = map(int, numbers)
    if not campaign.categories.filter(pk=category).exists():
        raise ResultsRefused("no_such_place")
    move_alternate_up(
        category_id=category,
        place=(prize, slot),
        position=position,
        all_move_up=request.POST.get("how") == "all",
        by=acting_user(request),
        at=database_now(),
    )
    return _("Moved up. Say on the page of winners why the new winner won.")


def _withdraw(request: HttpRequest, campaign: Campaign) -> str:
    withdraw_correction(
        correction_id=_asked_for(request, campaign).pk, by=acting_user(request), at=database_now()
    )
    return _("Withdrawn. What is announced stays as it is.")


def _asked_for(request: HttpRequest, campaign: Campaign) -> Correction:
    """The correction that the page showed, which another person may have ended meanwhile."""
    number = request.POST.get("correction", "")
    known = number if number.isdecimal() and len(number) < 10 else "0"
    correction = Correction.objects.filter(campaign=campaign, pk=int(known)).first()
    if correction is None:
        raise ResultsRefused("correction_over")
    return correction


_STEPS = {"open": _open, "note": _note, "move": _move, "withdraw": _withdraw}


def _past(campaign: Campaign, current: Correction | None) -> list[PastCorrection]:
    """Corrections that were announced or withdrawn, the newest first."""
    over = Correction.objects.filter(campaign=campaign)
    if current is not None:
        over = over.exclude(pk=current.pk)
    zone = campaign.zone
    return [
        PastCorrection(
            correction=one,
            opened=day_and_time(one.opened_at, zone),
            withdrawn=day_and_time(one.withdrawn_at, zone) if one.withdrawn_at else "",
        )
        for one in over.select_related("opened_by", "withdrawn_by").order_by("-opened_at", "-pk")
    ]
