"""Entering a video."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.account_opening import open_account
from accounts.clock import database_now
from accounts.models import User
from accounts.sign_in_code import may_send_code, send_sign_in_code
from contests.models import Campaign
from contests.phases import Phase
from entries.application import Application
from entries.forms import SubmitForm
from entries.intake import submit_entry
from entries.models import Entry
from entries.refusal import EntryRefused
from entries.sign_in import remember_entry


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what comes of it; a page that says when while no entries are taken."""
    writes = request.method == "POST"
    at = database_now() if writes else timezone.now()
    campaign = get_object_or_404(
        Campaign.objects.public(at=at).prefetch_related("hashtags", "categories"),
        slug=slug,
    )
    phase = campaign.phase(at=at)
    if phase is not Phase.OPEN or campaign.is_showcase:
        context = {"campaign": campaign, "phase": phase, "at": at}
        return render(request, "entries/not_open.html", context, status=403 if writes else 200)
    form = SubmitForm(
        request.POST or None,
        campaign=campaign,
        rules=campaign.rules.order_by("-number").first(),
        asks_email=request.user.is_anonymous,
    )
    if form.is_valid():
        answer = _enter(request, campaign, form, at)
        if answer is not None:
            return answer
    return render(request, "entries/submit.html", {"campaign": campaign, "form": form, "at": at})


def _enter(
    request: HttpRequest, campaign: Campaign, form: SubmitForm, at: datetime
) -> HttpResponse | None:
    """Enter the video and lead on; None when the form has to be shown again."""
    signed_in = request.user if isinstance(request.user, User) else None
    if signed_in is None and not may_send_code(request, email=form.cleaned_data["email"]):
        form.add_error("email", _("Too many codes were asked for. Wait a minute, then try again."))
        return None
    try:
        entry = _submit(campaign, form, signed_in, at)
    except EntryRefused as refused:
        form.add_refusal(refused)
        return None
    if entry is None:
        form.add_error("email", _("This account is closed. Write to the organisers."))
        return None
    if signed_in:
        messages.success(request, _("Your entry has been received."))
        return redirect("entries:mine_entry", entry.pk)
    remember_entry(request, entry)
    return _ask_for_code(request, entry)


@transaction.atomic
def _submit(
    campaign: Campaign, form: SubmitForm, signed_in: User | None, at: datetime
) -> Entry | None:
    """The entry of whoever is signed in or of the account with the given address.

    An account is opened together with its first entry or not at all. None: the account is closed.
    """
    language = get_language() or "en"
    by = signed_in or open_account(email=form.cleaned_data["email"], language=language)
    if not by.is_active or form.video is None:
        return None
    return submit_entry(
        campaign_id=campaign.pk,
        link=form.video,
        handle=form.cleaned_data["handle"],
        by=by,
        application=Application(consents=form.consents, language=language),
        at=at,
        address_proven=signed_in is not None,
    )


def _ask_for_code(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Send the code that confirms the address, and with it the entry."""
    mine = reverse("entries:mine")
    if entry.submitted_by is None:  # an entry of the form always has a person
        return redirect(mine)
    try:
        return redirect(send_sign_in_code(request, user=entry.submitted_by, next_url=mine))
    except OSError:
        messages.error(
            request,
            _(
                "Your entry is kept, but the mail with the code could not be sent. "
                "Ask for a new code in a few minutes."
            ),
        )
        return redirect(f"{reverse('account_request_login_code')}?next={mine}")
