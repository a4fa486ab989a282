"""From the form to the confirmed entry: what the browser that entered a video may confirm.

An entry waits until the code from the mail is typed into the browser that made it: then it is
confirmed at the very sign-in, whatever page follows. In any other browser the account's owner
finds the entry under "My entries" and confirms it with a button, because entering somebody
else's address must not be enough to enter a video in that person's name.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.adapter import AccountAdapter
from accounts.clock import database_now
from accounts.models import User
from entries.confirmation import confirm_entry, unconfirmed_entries
from entries.models import Entry
from entries.ownership_questions import PROVIDER_OF, ask_by_sign_in
from entries.refusal import EntryRefused

SESSION_KEY = "entries_to_confirm"


def remember_entry(request: HttpRequest, entry: Entry) -> None:
    """Note in the browser's session that this entry was made here."""
    waiting = request.session.get(SESSION_KEY, [])
    request.session[SESSION_KEY] = [*(pk for pk in waiting if pk != entry.pk), entry.pk]


def confirm_remembered(request: HttpRequest, user: User) -> None:
    """Confirm the entries that this browser made for the user who has just signed in."""
    waiting = request.session.get(SESSION_KEY, [])
    if not waiting:
        return
    mine = unconfirmed_entries(user).filter(pk__in=waiting).order_by("pk")
    confirmed, refusals = 0, {}
    for entry_id in mine.values_list("pk", flat=True):
        try:
            confirm_entry(entry_id=entry_id, by=user, at=database_now())
        except EntryRefused as refused:
            refusals[refused.code] = refused.message
        else:
            confirmed += 1
    for sentence in refusals.values():
        messages.warning(request, sentence)
    if confirmed:
        messages.success(request, entries_received(confirmed))
    request.session[SESSION_KEY] = []


def entries_received(number: int) -> str:
    """What is said to somebody whose entries are in."""
    if number == 1:
        return _("Your entry has been received.")
    return ngettext(
        "%(number)s entry has been received.", "%(number)s entries have been received.", number
    ) % {"number": number}


class CreatorAccountAdapter(AccountAdapter):
    """allauth's sign-in, with the entries of this browser confirmed before anything else."""

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        if isinstance(user, User):
            confirm_remembered(request, user)
        return super().post_login(request, user, **kwargs)

    def platform_account_shown(self, user: User, account: SocialAccount) -> None:
        """Compare it with what the person has entered from there."""
        for platform, provider in PROVIDER_OF.items():
            if provider == account.provider:
                ask_by_sign_in(user_id=user.pk, platform=platform, at=database_now())
