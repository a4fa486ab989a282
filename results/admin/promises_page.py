"""The clock of the promises: how each stands, what is in the way, and who was told when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.acting import acting_user
from contests.models import Campaign
from contests.wording import day_and_time, zone_name
from judging.visibility import sees_scores
from outbox.models import Message
from outbox.purposes import purpose_label
from results.admin.page import page_context
from results.announcing_due import PURPOSE as ALERT
from results.announcing_due import Outlook, outlook_in
from results.blocker import WORK_NAMES, Blocker, Work
from results.blockers import blockers_in, blockers_of, is_early
from results.blockers_shortlist import shortlist_blockers_of
from results.locking import refusal_at
from results.models import AnnouncementPlan
from results.plans import plan_of
from results.preview import preview_of
from results.promise_clock import Kind, Promise, State
from results.promise_reminding import MISSED, REMINDER
from results.promise_wording import NAMES, due_in_words, state_in_words
from results.promises import promises_of
from results.responsible import responsible_for

MOST_MAILS = 20
TONES: dict[State, str] = {
    State.AHEAD: "",
    State.TODAY: "warn",
    State.KEPT: "ok",
    State.KEPT_LATE: "late",
    State.MISSED: "late",
}


@dataclass(frozen=True)
class Clock:
    """One promise as the page shows it."""

    name: Lazy
    due: str
    state: str
    tone: str
    kept: str
    set_for: str


@dataclass(frozen=True)
class Section:
    """What is in the way, of one kind of work."""

    name: Lazy
    lines: list[Blocker]


@dataclass(frozen=True)
class Told:
    """Mails to staff that were written together."""

    when: str
    what: str
    people: list[str]


@require_safe
def promises_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show it to whoever may see standings; staff who judge there read no names and figures."""
    user, at = acting_user(request), timezone.now()
    if not user.has_perm("results.view_standings"):
        raise PermissionDenied
    campaigns = Campaign.objects.prefetch_related("hashtags", "categories")
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    plan, promises = plan_of(campaign), promises_of(campaign, at=at)
    is_open = refusal_at(campaign, at=at) in (None, "not_closed", "not_published")
    lines, outlook = _look(campaign, plan, promises, at=at) if is_open else ([], None)
    sees = sees_scores(user, campaign=campaign, at=at)
    shown = [line for line in lines if sees or not line.tells_scores]
    announces_at = plan.announces_at if campaign.announced_at is None else None
    context = {
        **page_context(request, campaign, title=_("Promised dates"), here="promises"),
        "clocks": [_clock(campaign, promise) for promise in promises],
        "zone": zone_name(campaign.zone, campaign.announce_by or at),
        "moved": _moved(campaign, promises),
        "is_open": is_open,
        "is_early": is_early(campaign, at=at),
        "blocking": _sections([line for line in shown if line.blocks]),
        "worth_a_look": _sections([line for line in shown if not line.blocks]),
        "hides": len(lines) - len(shown),
        "plan": plan,
        "announces": announces_at and day_and_time(announces_at, campaign.zone),
        "is_overdue": announces_at is not None and announces_at <= at,
        "outlook": outlook,
        "responsible": responsible_for(campaign),
        "is_named": bool(plan.pk and plan.responsible.exists()),
        "told": _told(campaign),
        "may_plan": user.has_perm("results.view_announcementplan"),
    }
    return TemplateResponse(request, "admin/results/promises.html", context)


def _look(
    campaign: Campaign, plan: AnnouncementPlan, promises: Sequence[Promise], *, at: datetime
) -> tuple[list[Blocker], Outlook | None]:
    """What is in the way, and what the clock would do; the standings are computed once."""
    owed = any(one.kind is Kind.SHORTLIST and one.is_pending for one in promises)
    lines: list[Blocker] = []
    if owed and campaign.announced_at is None:
        lines += shortlist_blockers_of(campaign, at=at)
    if is_early(campaign, at=at):
        return _each_once([*lines, *blockers_of(campaign, at=at)]), None
    preview = preview_of(campaign)
    is_first = campaign.announced_at is None
    outlook = outlook_in(preview, plan, at=at) if plan.announces_at and is_first else None
    return _each_once([*lines, *blockers_in(preview, at=at)]), outlook


def _each_once(lines: Sequence[Blocker]) -> list[Blocker]:
    """Without what stands in the way of the shortlist and of the winners alike."""
    said: dict[tuple[str, str], Blocker] = {}
    for line in lines:
        said.setdefault((line.message, line.url), line)
    return list(said.values())


def _sections(lines: Sequence[Blocker]) -> list[Section]:
    """By kind of work, in its order. That the campaign is still open is no work."""
    return [
        Section(WORK_NAMES[work], found)
        for work in Work
        if work is not Work.TIME and (found := [line for line in lines if line.work is work])
    ]


def _clock(campaign: Campaign, promise: Promise) -> Clock:
    kept, set_for = promise.kept_at, promise.set_for
    return Clock(
        name=NAMES[promise.kind],
        due=due_in_words(campaign, promise),
        state=state_in_words(promise),
        tone=TONES[promise.state],
        kept=day_and_time(kept, campaign.zone) if kept else "",
        set_for=day_and_time(set_for, campaign.zone) if set_for else "",
    )


def _moved(campaign: Campaign, promises: Sequence[Promise]) -> list[str]:
    """Promised moments that were missed before the promise was moved away from them.

    The alarms tell: each names the moment that it was about.
    """
    present = {(str(one.kind), f"{one.due.timestamp():.0f}") for one in promises}
    keys = Message.objects.filter(
        purpose=MISSED, topic=campaign.slug, key__startswith=f"{MISSED}:{campaign.pk}:"
    ).values_list("key", flat=True)
    missed = {tuple(key.split(":")[2:4]) for key in keys}
    moments = sorted(int(due) for kind, due in missed - present)
    return [day_and_time(datetime.fromtimestamp(due, UTC), campaign.zone) for due in moments]


def _told(campaign: Campaign) -> list[Told]:
    """The newest mails to staff about promises, those written together as one line."""
    mails = Message.objects.filter(
        purpose__in=(REMINDER, MISSED, ALERT), topic=campaign.slug
    ).select_related("recipient")
    newest = mails.order_by("-created_at", "purpose", "pk")[: MOST_MAILS * 10]
    together = groupby(newest, key=lambda mail: (mail.created_at, mail.purpose))
    told = [
        Told(
            when=day_and_time(when, campaign.zone),
            what=purpose_label(purpose),
            people=[str(mail.recipient or mail.to_email) for mail in group],
        )
        for (when, purpose), group in together
    ]
    return told[:MOST_MAILS]
