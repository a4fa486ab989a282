"""What moderators look at: the filters in the address of the queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from contests.campaign_roles import within_reach
from contests.models import Campaign
from entries.eligibility import Rule
from entries.handles import clean_handle
from entries.links import LinkRefused, parse_video_link
from entries.models import Check, Entry, EntryQuerySet
from partners.models import Platform

WAITING, ASKED = "waiting", "asked"
UNCHECKED = "none"
"""In the address: the rules have not been checked yet."""


@dataclass(frozen=True)
class QueueFilter:
    """One choice for each filter; empty means all. `as_query` and `read_filter` are inverse."""

    state: str = WAITING
    campaign: str = ""
    proposal: str = ""
    check: str = ""
    category: str = ""
    platform: str = ""
    institution: str = ""
    source: str = ""
    search: str = ""

    def as_query(self) -> str:
        """The part of an address that chooses this filter; empty where nothing is chosen."""
        chosen = {name: value for name, value in vars(self).items() if value}
        if self.state == WAITING:
            chosen.pop("state")
        return urlencode(chosen)

    def without(self, *names: str) -> QueueFilter:
        return replace(self, **dict.fromkeys(names, ""))

    @property
    def is_narrow(self) -> bool:
        """Whether anything beside the campaign and the state is chosen."""
        return self.without("campaign", "state") != QueueFilter(state="")

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Those of the entries that the filter lets through."""
        for name, condition in CONDITIONS.items():
            value = getattr(self, name)
            if value:
                entries = entries.filter(condition(value))
        return entries


def read_filter(query: Mapping[str, Any], campaigns: Sequence[Campaign]) -> QueueFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    given = {name: str(query.get(name, "")).strip() for name in vars(QueueFilter())}
    allowed = {
        "state": (WAITING, ASKED),
        "campaign": [str(campaign.pk) for campaign in campaigns],
        "proposal": [*Entry.Proposal.values, UNCHECKED],
        "platform": Platform.values,
        "source": Entry.Source.values,
        "check": [f"{rule}:{outcome}" for rule in Rule for outcome in Check.Outcome.values],
    }
    chosen = {
        name: value
        for name, value in given.items()
        if value in allowed.get(name, (value,)) and (name not in _NUMBERS or _is_number(value))
    }
    chosen["search"] = given["search"][:300]
    return QueueFilter(**{"state": WAITING} | {name: v for name, v in chosen.items() if v})


def decidable_campaigns(user: User, *, at: datetime) -> list[Campaign]:
    """The campaigns in which entries can still be decided about, the next to close first."""
    reached = within_reach(
        Campaign.objects.all(), user=user, permission="entries.moderate_entry", path="pk"
    )
    campaigns = reached.exclude(cancelled_at__lte=at).exclude(announced_at__lte=at)
    return list(campaigns.order_by("closes_at", "pk"))


def undecided(campaigns: Sequence[Campaign]) -> EntryQuerySet:
    """Received entries that nobody has decided about, oldest first."""
    entries = Entry.objects.confirmed().filter(status=Entry.Status.RECEIVED)
    return entries.filter(campaign__in=campaigns).order_by("received_at", "pk")


_NUMBERS = ("campaign", "category", "institution")


def _is_number(value: str) -> bool:
    return not value or (value.isdecimal() and len(value) <= 18)


def _has_check(value: str) -> Q:
    rule, outcome = value.split(":")
    checks = Check.objects.filter(entry=OuterRef("pk"), rule=rule, outcome=outcome)
    return Q(Exists(checks))


def _is_searched(text: str) -> Q:
    """By any link of the video, else by the account's handle."""
    try:
        link = parse_video_link(text)
    except LinkRefused:
        handle = clean_handle(text) or text
        return Q(creator__handle__icontains=handle) | Q(video_id=text)
    return Q(platform=link.platform, video_id=link.video_id)


CONDITIONS: dict[str, Callable[[str], Q]] = {
    "state": lambda state: Q(asked_at__isnull=state != ASKED),
    "campaign": lambda pk: Q(campaign=int(pk)),
    "proposal": lambda value: Q(proposal="" if value == UNCHECKED else value),
    "check": _has_check,
    "category": lambda pk: Q(chosen_categories=int(pk)),
    "platform": lambda platform: Q(platform=platform),
    "institution": lambda pk: Q(institution=int(pk)),
    "source": lambda source: Q(source=source),
    "search": _is_searched,
}
