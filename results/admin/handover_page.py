"""The hand-over lists of a campaign: what is ready for each sponsor: page, file, paper."""

from __future__ import annotations

from datetime import UTC, datetime
from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.acting import acting_user
from accounts.audit_trail import log_looked_at
from accounts.clock import database_now
from contests.models import Campaign
from contests.wording import day_and_time
from judging.spreadsheets import as_csv, write_xlsx
from results.admin.page import demand, page_context
from results.claim_refusal import ClaimRefused
from results.fulfilment import hand_over_claims
from results.handover import SponsorList, lists_of, parcels, table_of, taken_back_from_sponsors
from results.models import Claim

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handover_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Where each sponsor's prizes stand; on POST a list is noted as handed over."""
    demand(request, "results.view_claim")
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    if request.method == "POST":
        demand(request, "results.change_claim")
        _hand_over(request)
        return redirect("admin:results_handover", campaign.pk)
    at = database_now()
    context = {
        **page_context(request, campaign, title=_("Prizes"), here="handover"),
        "closed_because": "",
        "lists": lists_of(campaign, at=at),
        "taken_back": taken_back_from_sponsors(campaign),
        "seen_at": at.isoformat(),
        "may_see": request.user.has_perm("results.view_deliverydata"),
        "may_change": request.user.has_perm("results.change_claim"),
    }
    return TemplateResponse(request, "admin/results/handover.html", context)


@never_cache
@require_safe
def handover_file(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """A sponsor's list with the delivery data, as CSV or with ?format=xlsx. The look is logged."""
    campaign, of_one, claims = _asked_for(request, campaign_id)
    table = table_of(claims, title=_("Prizes"))
    sponsor = of_one.sponsor.slug if of_one.sponsor else "organisers"
    name = f"prizes-{campaign.slug}-{sponsor}"
    if request.GET.get("format") == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(table, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@never_cache
@require_safe
def handover_print(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """A sponsor's list with the delivery data, for paper. The look is logged."""
    campaign, of_one, claims = _asked_for(request, campaign_id)
    context = {
        "campaign": campaign,
        "sponsor": of_one.sponsor,
        "parcels": parcels(claims),
        "printed": day_and_time(timezone.now(), campaign.zone),
    }
    return TemplateResponse(request, "admin/results/handover_print.html", context)


def _asked_for(request: HttpRequest, campaign_id: int) -> tuple[Campaign, SponsorList, list[Claim]]:
    """The list of the sponsor in the address: what is ready, or what was handed over already."""
    demand(request, "results.view_claim")
    demand(request, "results.view_deliverydata")
    campaign = get_object_or_404(Campaign, pk=campaign_id)
    asked = request.GET.get("sponsor", "")
    found = [one for one in lists_of(campaign, at=timezone.now()) if str(one.key) == asked]
    if not found:
        raise Http404
    of_one = found[0]
    claims = of_one.handed_over if request.GET.get("of") == "handed_over" else of_one.ready
    log_looked_at(claims, by=acting_user(request))
    return campaign, of_one, claims


def _hand_over(request: HttpRequest) -> None:
    ids = [int(pk) for pk in request.POST.getlist("claim") if pk.isdecimal()]
    try:
        count = hand_over_claims(
            claim_ids=ids,
            by=acting_user(request),
            at=database_now(),
            seen_at=_seen_at(request),
        )
    except ClaimRefused as refused:
        messages.error(request, refused.message)
        return
    done = ngettext(
        "%(count)d prize is noted as with the sponsor.",
        "%(count)d prizes are noted as with the sponsor.",
        count,
    )
    messages.success(request, done % {"count": count})


def _seen_at(request: HttpRequest) -> datetime:
    """When the page was made; long ago where that was tampered with, so that nothing slips by."""
    try:
        seen = parse_datetime(request.POST.get("seen_at", ""))
    except ValueError:
        seen = None
    if seen is None or seen.tzinfo is None:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return seen
