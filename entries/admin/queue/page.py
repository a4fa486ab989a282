"""The queue itself: cards, filters, and one decision at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from contests.models import Campaign
from entries.admin.decision_form import LABELS, DecisionForm, carry_out
from entries.admin.queue.cards import Card, cards_of, with_details
from entries.admin.queue.counts import Counts
from entries.admin.queue.deciding import (
    answer_in_place,
    in_place,
    must_moderate,
    queue_url,
    sent_form,
)
from entries.admin.queue.filters import QueueFilter, decidable_campaigns, read_filter, undecided
from entries.admin.queue.undo import told_last_act
from entries.bulk_moderation import IN_BULK, MOST_AT_ONCE
from entries.models import Entry, EntryQuerySet

PER_PAGE = 10


@dataclass(frozen=True)
class Shown:
    """The cards of one page, and after which entry the next ones begin."""

    cards: list[Card]
    next_after: int | None


def queue_page(request: HttpRequest, *, site_context: dict[str, Any]) -> HttpResponse:
    """Show what waits and decide about one entry at a time; for moderators only."""
    must_moderate(request)
    campaigns = decidable_campaigns(acting_user(request), at=timezone.now())
    chosen = read_filter(request.GET, campaigns)
    bound = None
    if request.method == "POST":
        bound = sent_form(request)
        done = carry_out(request, bound) if bound and bound.is_valid() else ""
        if in_place(request):
            return answer_in_place(request, bound, done)
        if done:
            messages.success(request, done)
            return redirect(queue_url(chosen))
    entries = undecided(campaigns)
    shown = _shown(chosen.narrow(entries), after=request.GET.get("after", ""), bound=bound)
    context = {
        **site_context,
        "title": _("Entries that wait for a decision"),
        "chosen": chosen,
        "campaign": _campaign_of(chosen, campaigns),
        "counts": Counts(entries, chosen, campaigns),
        "shown": shown,
        "refusal": bound if bound and bound.about not in [c.entry for c in shown.cards] else None,
        "last_act": told_last_act(request),
        "bulk_verbs": [(verb.value, LABELS[verb]) for verb in IN_BULK],
        "most_at_once": MOST_AT_ONCE,
    }
    return TemplateResponse(request, "admin/entries/queue/page.html", context)


def _shown(entries: EntryQuerySet, *, after: str, bound: DecisionForm | None) -> Shown:
    """The first entries after the one named, oldest first. Nothing is skipped by deciding."""
    # Their ids first: an index has them in order, and only these are then put together.
    found = list(_after(entries, after).values_list("pk", flat=True)[: PER_PAGE + 1])
    page = with_details(Entry.objects.filter(pk__in=found[:PER_PAGE]))
    cards = cards_of(page.order_by("received_at", "pk"), bound=bound)
    return Shown(cards, found[PER_PAGE - 1] if len(found) > PER_PAGE else None)


def _after(entries: EntryQuerySet, after: str) -> EntryQuerySet:
    if not after.isdecimal() or len(after) > 18:
        return entries
    last = Entry.objects.filter(pk=int(after)).only("received_at").first()
    if last is None:
        return entries
    later = Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=last.pk)
    return entries.filter(later, received_at__gte=last.received_at)


def _campaign_of(chosen: QueueFilter, campaigns: list[Campaign]) -> Campaign | None:
    return next((one for one in campaigns if str(one.pk) == chosen.campaign), None)
