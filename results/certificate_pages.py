"""Certificates on the web: the winner's file, and the page on which anyone can check one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.models import User
from contests.campaign_roles import within_reach
from results.certificate_codes import ALPHABET, code_in, grouped
from results.certificate_setting import (
    account_of,
    award_in_words,
    certificate_pdf,
    others_of,
    printed_name,
)
from results.certificates import award_behind
from results.models import Announcement, Certificate
from results.winning import claim_of


@login_required
@never_cache
@require_safe
def certificate_file(request: HttpRequest, claim_id: int, certificate_id: int) -> HttpResponse:
    """The PDF, for the people behind the prize and for staff who may see certificates.

    410 with a sentence once no announcement stands behind it.
    """
    if not _may_have(acting_user(request), claim_id):
        raise Http404
    certificate = get_object_or_404(_certificates(), pk=certificate_id, claim=claim_id)
    pdf = certificate_pdf(certificate, at=database_now())
    if pdf is None:
        campaign = certificate.claim.prize.category.campaign
        return render(request, "results/certificate_gone.html", {"campaign": campaign}, status=410)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"certificate-{grouped(certificate.code)}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
def to_readers_language(request: HttpRequest, code: str = "") -> HttpResponse:
    """The address on the paper has no language: take the reader's, by cookie, then by browser."""
    with translation.override(translation.get_language_from_request(request)):
        response = redirect("results:verified", code) if code else redirect("results:verify")
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def ask_code(request: HttpRequest) -> HttpResponse:
    """A field for the code; what is typed leads to its page."""
    typed = request.GET.get("code", "").strip()
    code = code_in(typed)
    if code:
        return redirect("results:verified", code)
    return _unindexed(render(request, "results/verify.html", _about_codes(typed)))


@never_cache
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate with this code says, and whether it still holds; else what to check."""
    known = code_in(code)
    if known and known != code:
        return redirect("results:verified", known)
    certificate = _certificates().filter(code=known).first() if known else None
    if certificate is None:
        context = _about_codes(code) | {"is_unknown": True}
        return _unindexed(render(request, "results/verify.html", context, status=404))
    at = database_now()
    award = award_behind(certificate, at=at)
    campaign = certificate.claim.prize.category.campaign
    newest = (
        Announcement.objects.filter(campaign=campaign, announced_at__lte=at)
        .order_by("-number")
        .first()
    )
    context = {
        "campaign": campaign,
        "certificate": certificate,
        "code": grouped(certificate.code),
        "award": award,
        "newest": newest,
        "category": certificate.claim.prize.category,
        "won": award_in_words(award) if award else "",
        "name": printed_name(certificate),
        "account": account_of(certificate.creator),
        "others": others_of(certificate, award) if award else [],
        "evidence_url": reverse("evidence_file", args=[campaign.slug, newest.number])
        if newest and award
        else "",
    }
    return _unindexed(render(request, "results/verified.html", context))


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "claim__prize__category__campaign", "claim__entry", "creator"
    )


def _may_have(user: User, claim_id: int) -> bool:
    if claim_of(user, claim_id) is not None:
        return True
    certificates = within_reach(
        Certificate.objects.filter(claim=claim_id),
        user=user,
        permission="results.view_certificate",
        path="claim__prize__category__campaign",
    )
    return user.is_staff and certificates.exists()


def _about_codes(typed: str) -> dict[str, Any]:
    """`strange`: letters and digits in what was typed that no code has."""
    shown = typed[:60]
    strange = dict.fromkeys(
        letter for letter in shown.upper() if letter.isalnum() and letter not in ALPHABET
    )
    return {"typed": shown, "strange": " ".join(strange)}


def _unindexed(response: HttpResponse) -> HttpResponse:
    """Certificates are for those who hold one, not for search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
