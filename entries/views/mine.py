"""One's own entries: where they stand, why, and how to take one back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.confirmation import confirm_entry
from entries.models import Entry
from entries.moderation import Verb, is_possible, withdraw_entry
from entries.refusal import EntryRefused
from entries.states import UNCONFIRMED, state_of
from entries.views.facts import facts_context
from entries.views.own import own_entry
from entries.views.ownership import ownership_of

PER_PAGE = 20


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All entries of the person who is signed in, newest first."""
    own = (
        Entry.objects.of_user(request.user)
        .select_related("campaign", "creator")
        .prefetch_related("campaign__hashtags")
    )
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(entry, state_of(entry)) for entry in page]
    return render(request, "entries/mine.html", {"page": page, "rows": rows})


@login_required
@never_cache
@require_safe
def mine_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry: where it stands, what is known of the video, its history and the reasons."""
    entry = own_entry(request, entry_id)
    context = {
        **facts_context(entry, request),
        "ownership": ownership_of(entry, acting_user(request)),
        "is_unconfirmed": state_of(entry) is UNCONFIRMED,
        "can_withdraw": is_possible(entry, Verb.WITHDRAW, at=timezone.now()),
    }
    return render(request, "entries/mine_entry.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Ask once more, then take the entry back."""
    entry = own_entry(request, entry_id)
    if request.method == "POST":
        try:
            withdraw_entry(entry_id=entry.pk, by=acting_user(request), at=database_now())
        except EntryRefused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Your entry is withdrawn."))
        return redirect("entries:mine_entry", entry.pk)
    if not is_possible(entry, Verb.WITHDRAW, at=timezone.now()):
        return redirect("entries:mine_entry", entry.pk)
    return render(request, "entries/withdraw.html", {"entry": entry, "campaign": entry.campaign})


@login_required
@require_POST
def confirm(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Stand by an entry that was made with one's address in another browser."""
    entry = own_entry(request, entry_id)
    try:
        confirm_entry(entry_id=entry.pk, by=acting_user(request), at=database_now())
    except EntryRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Your entry has been received."))
    return redirect("entries:mine_entry", entry.pk)
