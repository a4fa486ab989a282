"""One decision from a card: with a page after it, or in the card's own place."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from contests.campaign_roles import within_reach
from entries.admin.decision_form import DecisionForm
from entries.admin.queue.cards import cards_of, seen_of, with_details
from entries.admin.queue.filters import QueueFilter
from entries.asking import TAKE_BACK
from entries.bulk_moderation import IN_BULK
from entries.models import Entry, EntryQuerySet
from entries.moderation import last_decision

SENT_TO_QUEUE = (*IN_BULK, TAKE_BACK)


def must_moderate(request: HttpRequest) -> None:
    if not request.user.has_perm("entries.moderate_entry"):
        raise PermissionDenied


def decidable(request: HttpRequest) -> EntryQuerySet:
    """Entries of campaigns in which the person decides about entries."""
    return within_reach(Entry.objects.all(), user=request.user, permission="entries.moderate_entry")


def in_place(request: HttpRequest) -> bool:
    """Whether the answer takes a card's place, as scripts ask for it."""
    return bool(getattr(request, "htmx", False))


def queue_url(chosen: QueueFilter | None = None) -> str:
    """The queue as it is filtered."""
    query = chosen.as_query() if chosen else ""
    return f"{reverse('admin:entries_entry_queue')}{'?' if query else ''}{query}"


def sent_form(request: HttpRequest) -> DecisionForm | None:
    """The form as it was sent; None where it names no entry."""
    entry_id = request.POST.get("entry", "")
    if not entry_id.isdecimal() or len(entry_id) > 18:
        return None
    entry = with_details(decidable(request).filter(pk=int(entry_id))).first()
    if entry is None:
        return None
    return DecisionForm(request.POST.dict(), about=entry, verbs=SENT_TO_QUEUE, seen=seen_of(entry))


def answer_in_place(request: HttpRequest, bound: DecisionForm | None, done: str) -> HttpResponse:
    """What takes the card's place: what was done, or the card with what stands in the way."""
    if bound is None:
        return render(
            request, "admin/entries/queue/_done.html", {"refusal": _("Nothing was sent.")}
        )
    if not done:
        return _refused_in_place(request, bound)
    context = {
        "told": done,
        "decision": last_decision(bound.about),
        "is_undoable": bound.cleaned_data["verb"] != TAKE_BACK,
    }
    return render(request, "admin/entries/queue/_done.html", context)


def render_card(
    request: HttpRequest, entry_id: int, *, bound: DecisionForm | None = None
) -> HttpResponse:
    """One card as it is now, to be put into the page that is there."""
    entries = with_details(Entry.objects.filter(pk=entry_id))
    context = {"card": cards_of(entries, bound=bound)[0]}
    return render(request, "admin/entries/queue/_card.html", context)


def _refused_in_place(request: HttpRequest, bound: DecisionForm) -> HttpResponse:
    """The card again, or only the sentence where the entry no longer waits."""
    still = Entry.objects.get(pk=bound.about.pk)
    if still.status == Entry.Status.RECEIVED:
        return render_card(request, still.pk, bound=bound)
    told = " ".join(str(error) for errors in bound.errors.values() for error in errors)
    return render(request, "admin/entries/queue/_done.html", {"refusal": told})
