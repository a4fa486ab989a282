"""The guardian's page, and the page where an under-age entrant names another guardian."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from entries.guardian_forms import AgreementForm, GuardianForm
from entries.guardians import agree_as_guardian, ask_guardian, open_guardian_link
from entries.models import GuardianConsent
from entries.refusal import EntryRefused
from entries.views.own import own_entry


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, token: str) -> HttpResponse:
    """What an under-age entrant's video is about, and the guardian's agreement."""
    try:
        consent = open_guardian_link(token)
    except EntryRefused as refused:
        return render(request, "entries/link_refused.html", {"refused": refused}, status=404)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agree_as_guardian(consent_id=consent.pk, nonce=consent.nonce, at=database_now())
        except EntryRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Thank you. Your consent is kept."))
        return redirect(request.path)
    context = {
        "guardian": consent,
        "entry": consent.entry,
        "campaign": consent.entry.campaign,
        "form": form,
    }
    return render(request, "entries/guardian.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name_guardian(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Correct who the guardian is, or have them written to once more."""
    entry = own_entry(request, entry_id)
    consent = GuardianConsent.objects.filter(entry=entry, confirmed_at__isnull=True).first()
    if consent is None:
        raise Http404
    form = GuardianForm(
        request.POST if request.method == "POST" else None,
        initial={"name": consent.name, "email": consent.email},
    )
    if form.is_valid():
        try:
            ask_guardian(
                entry_id=entry.pk,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                language=get_language() or consent.language,
                at=database_now(),
            )
        except EntryRefused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The guardian has been written to."))
            return redirect("entries:mine_entry", entry.pk)
    context = {"entry": entry, "campaign": entry.campaign, "form": form}
    return render(request, "entries/name_guardian.html", context)
