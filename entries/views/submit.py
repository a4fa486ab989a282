"""Entering videos."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.clock import database_now
from accounts.models import User
from accounts.sign_in_code import may_send_code, send_sign_in_code
from contests.models import Campaign
from contests.phases import Phase
from entries.entering import AccountClosed, Entered, enter_videos
from entries.limits import Purpose, most_in_an_hour, take
from entries.link_messages import STILL_FOLLOWED
from entries.pasted_videos import awaited_videos
from entries.sign_in import entries_received, remember_entry
from entries.submit_form import SubmitForm
from entries.views.entered import links_to_mend, remember_answer


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
        request.POST if writes else None,
        campaign=campaign,
        rules=campaign.rules.order_by("-number").first(),
        user=request.user if isinstance(request.user, User) else None,
        initial={"links": links_to_mend(request, campaign)},
    )
    status = HTTPStatus.OK
    if form.is_valid():
        if form.is_trapped:
            return _pretend()
        links = len(form.pasted)
        if take(Purpose.ENTER, address=request.META["REMOTE_ADDR"], count=links, at=at):
            answer = _enter(request, form, at)
            if answer is not None:
                return answer
        else:
            form.add_error(None, _too_many())
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"campaign": campaign, "form": form, "at": at}
    return render(request, "entries/submit.html", context, status=status)


def _pretend() -> HttpResponse:
    """Answer as after an entry, and write nothing.

    A program that filled the trap must not learn from the answer that it was found out: it would
    only be made better. The page to which this leads sends everybody on to the sign-in.
    """
    return redirect(_code_page(reverse("entries:mine")))


def _code_page(next_url: str) -> str:
    return f"{reverse('account_confirm_login_code')}?{urlencode({'next': next_url})}"


def _too_many() -> str:
    return _(
        "From your network %(most)s videos can be entered within an hour. "
        "Nothing is lost: wait a while, then press the button again."
    ) % {"most": most_in_an_hour(Purpose.ENTER)}


def _enter(request: HttpRequest, form: SubmitForm, at: datetime) -> HttpResponse | None:
    """Enter the videos and lead on; None when the form has to be shown again."""
    videos = awaited_videos(form.pasted, at=at)
    if any(one.is_pending for one in videos):
        form.add_error("links", STILL_FOLLOWED)
        return None
    accounts = form.name_accounts([one.video for one in videos if one.video])
    if form.errors:
        return None
    if form.user is None and not may_send_code(request, email=form.cleaned_data["email"]):
        form.add_error("email", _("Too many codes were asked for. Wait a minute, then try again."))
        return None
    try:
        entered = enter_videos(
            campaign=form.campaign,
            videos=videos,
            accounts=accounts,
            application=form.application,
            by=form.user or form.cleaned_data["email"],
            at=at,
        )
    except AccountClosed:
        form.add_error("email", _("This account is closed. Write to the organisers."))
        return None
    if not entered.entries:
        form.add_refused(entered.refused)
        form.rules = form.campaign.rules.order_by("-number").first()  # the newest is to be read
        return None
    return _lead_on(request, form, entered)


def _lead_on(request: HttpRequest, form: SubmitForm, entered: Entered) -> HttpResponse:
    """To the entry, to the page that lists several, or first to the code that confirms them."""
    remember_answer(request, form.campaign, entered, left_over=form.left_over)
    is_one = len(entered.entries) == 1 and not entered.refused and not form.left_over
    several = reverse("entries:entered", args=[form.campaign.slug])
    if form.user is not None:
        messages.success(request, entries_received(len(entered.entries)))
        if not is_one:
            return redirect(several)
        return redirect("entries:mine_entry", entered.entries[0].pk)
    for entry in entered.entries:
        remember_entry(request, entry)
    return _ask_for_code(request, entered, reverse("entries:mine") if is_one else several)


def _ask_for_code(request: HttpRequest, entered: Entered, next_url: str) -> HttpResponse:
    """Send the code that confirms the address, and with it the entries."""
    user = entered.entries[0].submitted_by
    if user is None:  # an entry of the form always has a person
        return redirect(next_url)
    if entered.refused:
        messages.warning(
            request,
            _("Not every video could be entered. You read why as soon as you have typed the code."),
        )
    try:
        return redirect(send_sign_in_code(request, user=user, next_url=next_url))
    except OSError:
        messages.error(
            request,
            _(
                "Your entry is kept, but the mail with the code could not be sent. "
                "Ask for a new code in a few minutes."
            ),
        )
        return redirect(f"{reverse('account_request_login_code')}?next={next_url}")
