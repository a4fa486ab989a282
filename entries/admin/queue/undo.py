"""The moderator's last decision, and the way back from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.admin.decision_form import LABELS
from entries.admin.queue.deciding import decidable, in_place, must_moderate, queue_url, render_card
from entries.admin.queue.filters import decidable_campaigns, read_filter
from entries.models import Decision
from entries.refusal import EntryRefused
from entries.undoing import LastAct, last_act, undo_batch, undo_decision


def undo_page(request: HttpRequest) -> HttpResponse:
    """Take back the decision that was sent, with all that were taken in one go with it."""
    must_moderate(request)
    campaigns = decidable_campaigns(acting_user(request), at=timezone.now())
    back = queue_url(read_filter(request.GET, campaigns))
    decision = _sent_decision(request)
    if decision is None:
        return redirect(back)
    by, at = acting_user(request), database_now()
    if decision.batch:
        outcome = undo_batch(batch=decision.batch, by=by, at=at)
        for entry, refused in outcome.refused:
            messages.error(request, f"\u2068{entry.creator}\u2069: {refused.message}")
        if outcome.done:
            messages.success(request, _undone(len(outcome.done)))
        return redirect(back)
    try:
        entry = undo_decision(decision_id=decision.pk, by=by, at=at)
    except EntryRefused as refused:
        if in_place(request):
            return render(request, "admin/entries/queue/_done.html", {"refusal": refused.message})
        messages.error(request, refused.message)
        return redirect(back)
    if in_place(request):
        return render_card(request, entry.pk)
    messages.success(request, _undone(1))
    return redirect(back)


def told_last_act(request: HttpRequest) -> dict[str, Any] | None:
    """What the moderator did last and may undo, in words."""
    act = last_act(by=acting_user(request), at=timezone.now())
    return {"decision": act.decision, "told": _told(act)} if act else None


def _sent_decision(request: HttpRequest) -> Decision | None:
    sent = request.POST.get("decision", "")
    if not sent.isdecimal() or len(sent) > 18:
        return None
    return Decision.objects.filter(pk=int(sent), entry__in=decidable(request)).first()


def _told(act: LastAct) -> str:
    verb = LABELS[act.decision.verb]
    if act.count == 1:
        creator = f"\u2068{act.decision.entry.creator}\u2069"
        return _("Your last decision: %(decision)s, %(entry)s.") % {
            "decision": verb,
            "entry": creator,
        }
    return ngettext(
        "Your last decision: %(decision)s, %(count)d entry.",
        "Your last decision: %(decision)s, %(count)d entries.",
        act.count,
    ) % {"decision": verb, "count": act.count}


def _undone(count: int) -> str:
    return ngettext(
        "%(count)d entry waits for a decision again.",
        "%(count)d entries wait for a decision again.",
        count,
    ) % {"count": count}
