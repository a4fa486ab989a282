"""Writing to staff about promises: before each, on its day, and when one is missed.

Seven, three and one day before and on the day, in the morning of the campaign's zone, whoever is
responsible reads what is in the way. When a promise is missed, they and all administrators are told
at once, and again every third day while it is not kept, five times in all. A promise that moves is
reminded of anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from contests.locking import lock_campaign
from contests.models import Campaign
from results.blocker import Blocker
from results.blockers import blockers_of
from results.blockers_shortlist import shortlist_blockers_of
from results.plans import plan_of
from results.promise_clock import DAYS_BEFORE, Kind, Moment, Promise, alarm_at, reminder_at
from results.promise_wording import headline
from results.promises import promises_of
from results.responsible import administrators, responsible_for
from results.staff_mail import (
    StaffMail,
    moment_in_words,
    send_to_staff,
    unwritten,
    withdraw_all_but,
    zone_in_words,
)

REMINDER = "promise_reminder"
MISSED = "promise_missed"
PURPOSES = (REMINDER, MISSED)


@dataclass(frozen=True)
class Due:
    """A promise that staff are to be written to about now, and in which of its mails."""

    promise: Promise
    purpose: str
    moment: Moment

    def key(self, campaign: Campaign) -> str:
        """Of its mails to everybody; names the promised moment, so that another is another mail."""
        due, number = f"{self.promise.due.timestamp():.0f}", self.moment.number
        return f"{self.purpose}:{campaign.pk}:{self.promise.kind}:{due}:{number}:"


def remind_due(*, at: datetime) -> int:
    """Write what is due; return how many mails. A periodic job.

    A few queries for each campaign with a promise near; what is in the way is looked up only for
    mails that are to be written.
    """
    keys: set[str] = set()
    written = 0
    for campaign in _campaigns(at=at):
        for due in due_of(campaign, at=at):
            mails = mails_of(campaign, due)
            keys |= {mail.key for mail in mails}
            if unwritten(mails):
                lines = lines_of(campaign, due.promise, at=at)
                written += _write(campaign.pk, due, lines, at=at)
    withdraw_all_but(keys, purposes=PURPOSES)
    return written


def due_of(campaign: Campaign, *, at: datetime) -> list[Due]:
    """The newest mail about each promise that is still to be kept, if its moment has come."""
    found = []
    for promise in promises_of(campaign, at=at):
        # No shortlist can be published any more, so that nobody is sent to do it.
        if promise.kind is Kind.SHORTLIST and campaign.announced_at is not None:
            continue
        for purpose, moment in (
            (REMINDER, reminder_at(promise, zone=campaign.zone, at=at)),
            (MISSED, alarm_at(promise, zone=campaign.zone, at=at)),
        ):
            if moment is not None:
                found.append(Due(promise, purpose, moment))
    return found


def mails_of(campaign: Campaign, due: Due) -> list[StaffMail]:
    """One to each who is responsible, and to the administrators when a promise is missed."""
    people = responsible_for(campaign)
    if due.purpose == MISSED:
        people = [*people, *administrators()]
    key = due.key(campaign)
    return [StaffMail(f"{key}{person.pk}", due.purpose, person) for person in dict.fromkeys(people)]


def lines_of(campaign: Campaign, promise: Promise, *, at: datetime) -> list[Blocker]:
    """What is in the way of a promise; before the close without what only the close brings."""
    if promise.kind is Kind.SHORTLIST:
        return shortlist_blockers_of(campaign, at=at)
    return [one for one in blockers_of(campaign, at=at) if one.code != "not_closed"]


def _campaigns(*, at: datetime) -> QuerySet[Campaign]:
    """Those with a promise near or missed that is still to be kept."""
    horizon = at + timedelta(days=max(DAYS_BEFORE) + 1)
    near = Q(announce_by__lte=horizon) | Q(shortlist_by__lte=horizon)
    running = Campaign.objects.filter(
        near, published_at__lte=at, announced_at__isnull=True, cancelled_at__isnull=True
    )
    return running.prefetch_related("categories").order_by("pk")


@transaction.atomic
def _write(campaign_id: int, due: Due, lines: Sequence[Blocker], *, at: datetime) -> int:
    # Whoever announces, moves the promise or reminds at the same moment waits here: each mail is
    # written once, and nobody is reminded of what has just been kept.
    campaign = lock_campaign(campaign_id)
    if due not in due_of(campaign, at=at):
        return 0
    promise = due.promise
    announces_at = plan_of(campaign).announces_at if promise.kind is not Kind.SHORTLIST else None
    is_ahead = announces_at is not None and announces_at > at
    return send_to_staff(
        mails_of(campaign, due),
        campaign=campaign,
        headline=partial(headline, campaign, promise),
        lines=lines,
        context={
            "due": moment_in_words(promise.due, campaign),
            "zone": zone_in_words(promise.due, campaign),
            "announces": moment_in_words(announces_at, campaign)
            if announces_at and is_ahead
            else "",
            "set_for": moment_in_words(promise.set_for, campaign) if promise.set_for else "",
        },
        at=at,
    )
