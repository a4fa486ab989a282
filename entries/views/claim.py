"""Behind a claim link: the owner of an imported account takes over its entries.

First the address is proven by a code, as always; then the same is asked as of everybody who enters.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.account_opening import open_account
from accounts.clock import database_now
from accounts.models import User
from accounts.sign_in_code import may_send_code, send_sign_in_code
from entries.application_form import ApplicationForm
from entries.claiming import claim_entries, open_claim, unclaimed_entries
from entries.models import ClaimLink
from entries.refusal import EntryRefused


class AddressForm(forms.Form):
    """Where the code goes."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a code to it, and later what becomes of your entry."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is about, and the two steps to take it over."""
    try:
        link = open_claim(token, at=database_now())
    except EntryRefused as refused:
        return render(request, "entries/link_refused.html", {"refused": refused}, status=404)
    data = request.POST if request.method == "POST" else None
    user = request.user if isinstance(request.user, User) else None
    form = AddressForm(data) if user is None else _application_form(link, user, data)
    if form.is_valid():
        answer = _send_code(request, form) if user is None else _claim(request, link, form, user)
        if answer is not None:
            return answer
    context = {
        "link": link,
        "campaign": link.campaign,
        "entries": unclaimed_entries(link.creator, link.campaign).order_by("pk"),
        "form": form,
    }
    return render(request, "entries/claim.html", context)


def _application_form(link: ClaimLink, user: User, data: object) -> ApplicationForm:
    """What is asked of everybody who enters; categories that were chosen stay ticked."""
    campaign = link.campaign
    entries = unclaimed_entries(link.creator, campaign)
    chosen = entries.filter(chosen_categories__isnull=False)
    return ApplicationForm(
        data,
        campaign=campaign,
        rules=campaign.rules.order_by("-number").first(),
        user=user,
        initial={"categories": list(chosen.values_list("chosen_categories", flat=True))},
    )


def _send_code(request: HttpRequest, form: forms.Form) -> HttpResponse | None:
    """Mail the code that brings the person back here, signed in; None: show the form again."""
    email = form.cleaned_data["email"]
    if not may_send_code(request, email=email):
        form.add_error("email", _("Too many codes were asked for. Wait a minute, then try again."))
        return None
    person = open_account(email=email, language=get_language() or "en")
    if not person.is_active:
        form.add_error("email", _("This account is closed. Write to the organisers."))
        return None
    try:
        return redirect(send_sign_in_code(request, user=person, next_url=request.path))
    except OSError:
        form.add_error("email", _("The mail with the code could not be sent. Try again later."))
        return None


def _claim(
    request: HttpRequest, link: ClaimLink, form: forms.Form, user: User
) -> HttpResponse | None:
    """Take the entries over; None: show the form again."""
    if not isinstance(form, ApplicationForm):
        return None
    try:
        claim_entries(
            link_id=link.pk,
            nonce=link.nonce,
            by=user,
            application=form.application,
            at=database_now(),
        )
    except EntryRefused as refused:
        form.add_refusal(refused)
        return None
    messages.success(request, _("Thank you. These entries are yours now."))
    return redirect("entries:mine")
