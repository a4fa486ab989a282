"""Showing that the account of one's video is one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.models import User
from accounts.platform_sign_in import ConnectedAccount, connected_accounts
from entries.models import Entry, OwnershipProof, OwnershipQuestion
from entries.ownership import personal_code
from entries.ownership_questions import (
    PROVIDER_OF,
    ask_by_code,
    ask_to_compare,
    can_look_for_code,
    can_sign_in,
)
from entries.refusal import EntryRefused
from entries.views.facts import PARTS, facts_context, seconds_until_look
from entries.views.own import own_entry

Way, Result = OwnershipQuestion.Way, OwnershipQuestion.Result

AWAITED: dict[str, Promise] = {
    Way.CODE: _("We are looking for your code."),
    Way.SIGNED_IN: _("We are comparing your account with the video."),
}
SENTENCES: dict[str, Promise] = {
    Result.NO_CODE: _(
        "We looked and did not find the code. "
        "It may take some minutes until we are shown what you have changed."
    ),
    Result.OTHER_ACCOUNT: _(
        "The video belongs to another account than the one that you signed in with."
    ),
    Result.NOT_TOLD: _("We were not told whose video this is. Try again later."),
    Result.NOT_ALLOWED: _(
        "We were not allowed to see which videos are yours. Sign in once more and allow it."
    ),
}


@dataclass(frozen=True)
class Asked:
    """How a question of the person stands: a sentence, and whether the answer is still awaited."""

    sentence: str | Promise
    is_awaited: bool
    at: datetime | None


@dataclass(frozen=True)
class Ownership:
    """What the entry's page says about whose account it is."""

    proof: OwnershipProof | None
    is_required: bool
    provider: str
    account: ConnectedAccount | None
    code: str
    sign_in: Asked | None
    by_code: Asked | None

    @property
    def is_awaited(self) -> bool:
        return any(asked.is_awaited for asked in (self.sign_in, self.by_code) if asked)


def ownership_of(entry: Entry, user: User) -> Ownership:
    """How far the person has come with showing that the entry's account is theirs."""
    proofs = OwnershipProof.objects.filter(creator=entry.creator_id, user=user)
    provider = PROVIDER_OF[entry.platform] if can_sign_in(entry.platform) else ""
    connected = connected_accounts(user, provider=provider) if provider else []
    code = personal_code(entry, user_id=user.pk) if can_look_for_code(entry.platform) else ""
    questions = {question.way: question for question in entry.ownership_questions.filter(user=user)}
    return Ownership(
        proof=proofs.first(),
        is_required=entry.campaign.ownership_required,
        provider=provider,
        account=connected[-1] if connected else None,
        code=code,
        sign_in=_asked(questions.get(Way.SIGNED_IN)),
        by_code=_asked(questions.get(Way.CODE)),
    )


def _asked(question: OwnershipQuestion | None) -> Asked | None:
    if question is None or question.result == Result.PROVEN:
        return None
    is_awaited = question.due_at is not None
    told = AWAITED[question.way] if is_awaited else SENTENCES[question.result]
    return Asked(told, is_awaited, question.settled_at)


def _back(entry: Entry) -> HttpResponse:
    return redirect(f"{reverse('entries:mine_entry', args=[entry.pk])}#ownership")


@login_required
@never_cache
@require_safe
def ownership(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Whether the answer is there, and then the parts of the page that it changes."""
    entry = own_entry(request, entry_id)
    found = ownership_of(entry, acting_user(request))
    asked = request.GET.get("look", "")
    look = int(asked) + 1 if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    context: dict[str, Any] = {
        "entry": entry,
        "ownership": found,
        "ownership_look": look,
        "ownership_seconds": seconds_until_look(look),
    }
    if not found.is_awaited:
        context |= {**facts_context(entry, request), "parts": PARTS}
    return render(request, "entries/_ownership_looking.html", context)


@login_required
@require_POST
def look_for_code(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Have the code looked for."""
    entry = own_entry(request, entry_id)
    try:
        ask_by_code(entry_id=entry.pk, user_id=acting_user(request).pk, at=database_now())
    except EntryRefused as refused:
        messages.error(request, refused.message)
    return _back(entry)


@login_required
@require_POST
def compare(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Have the account that one has connected compared with one's entries of its platform."""
    entry = own_entry(request, entry_id)
    user = acting_user(request)
    try:
        ask_to_compare(user_id=user.pk, platform=entry.platform, at=database_now())
    except EntryRefused as refused:
        messages.error(request, refused.message)
    return _back(entry)
