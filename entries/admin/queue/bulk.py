"""Deciding about many entries at once: what it would do, a nod, and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.admin.decision_form import LABELS
from entries.admin.queue.bulk_form import BulkForm
from entries.admin.queue.bulk_words import CONSEQUENCES, QUESTIONS, done_in_words
from entries.admin.queue.counts import PROPOSALS
from entries.admin.queue.deciding import decidable, must_moderate, queue_url
from entries.admin.queue.filters import (
    UNCHECKED,
    QueueFilter,
    decidable_campaigns,
    read_filter,
    undecided,
)
from entries.bulk_moderation import IN_BULK, MOST_AT_ONCE, Outcome, decide_in_bulk
from entries.models import Decision, Entry, EntryQuerySet
from entries.moderation import Verb


def bulk_page(request: HttpRequest, *, site_context: dict[str, Any]) -> HttpResponse:
    """Ask before deciding about the chosen entries; then do it and tell what was left."""
    must_moderate(request)
    campaigns = decidable_campaigns(acting_user(request), at=timezone.now())
    chosen = read_filter(request.GET, campaigns)
    verb = _sent_verb(request)
    waiting = undecided(campaigns)
    seen = _everything(chosen.narrow(waiting)) if "all" in request.POST else _sent_entries(request)
    if request.method != "POST" or verb is None:
        return redirect(queue_url(chosen))
    entries = list(decidable(request).filter(pk__in=seen).select_related("campaign", "creator"))
    if not entries:
        messages.error(request, _("Choose at least one entry."))
        return redirect(queue_url(chosen))
    batch = _sent_batch(request)
    form = BulkForm(request.POST if batch else None, verb=verb, entries=entries)
    if batch and form.is_valid():
        outcome = decide_in_bulk(
            seen={entry.pk: seen[entry.pk] for entry in entries},
            verb=verb,
            by=acting_user(request),
            at=database_now(),
            reason=form.why,
            batch=batch,
        )
        return _answered(request, verb, outcome, chosen, site_context)
    context = {
        **site_context,
        "title": QUESTIONS[verb] % {"count": len(entries)},
        "consequence": CONSEQUENCES[verb],
        "verb": verb.value,
        "label": LABELS[verb],
        "form": form,
        "seen": seen.items(),
        "batch": batch or uuid4(),
        "by_proposal": _by_proposal(entries),
        "without_reader": sum(entry.submitted_by_id is None for entry in entries),
        "chosen": chosen,
        "back_url": queue_url(chosen),
    }
    return TemplateResponse(request, "admin/entries/queue/bulk.html", context)


def _answered(
    request: HttpRequest,
    verb: Verb,
    outcome: Outcome,
    chosen: QueueFilter,
    site_context: dict[str, Any],
) -> HttpResponse:
    """Back to the queue if all went well; else a page that names what was left, and why."""
    told = done_in_words(verb, len(outcome.done))
    if not outcome.refused:
        messages.success(request, told)
        return redirect(queue_url(chosen))
    context = {
        **site_context,
        "title": told,
        "refused": outcome.refused,
        "back_url": queue_url(chosen),
    }
    return TemplateResponse(request, "admin/entries/queue/bulk_done.html", context)


def _everything(entries: EntryQuerySet) -> dict[int, int]:
    """All that the filter shows, the oldest first, with the newest decision about each."""
    newest = Decision.objects.filter(entry=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = entries.annotate(seen=Subquery(newest)).values_list("pk", "seen")
    return {pk: seen or 0 for pk, seen in rows[:MOST_AT_ONCE]}


def _sent_entries(request: HttpRequest) -> dict[int, int]:
    """The ticked entries with the newest decision that was shown: "17:42"."""
    pairs = [text.partition(":")[::2] for text in request.POST.getlist("entry")]
    return {
        int(pk): int(seen)
        for pk, seen in pairs[:MOST_AT_ONCE]
        if pk.isdecimal() and seen.isdecimal() and max(len(pk), len(seen)) <= 18
    }


def _sent_verb(request: HttpRequest) -> Verb | None:
    sent = request.POST.get("verb", "")
    return Verb(sent) if sent in IN_BULK else None


def _sent_batch(request: HttpRequest) -> UUID | None:
    """Given by the page that asks; without it nobody has been asked yet."""
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError:
        return None


def _by_proposal(entries: list[Entry]) -> list[tuple[str, int]]:
    """What the rules say about the chosen entries."""
    counts = Counter(entry.proposal or UNCHECKED for entry in entries)
    return [(str(label), counts[value]) for value, label in PROPOSALS.items() if counts[value]]
