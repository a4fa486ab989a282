"""Which cases wait for a person, which are decided, and how many of each kind there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When

from accounts.models import User
from contests.campaign_roles import within_reach
from entries.models import Entry
from metrics.models import Case

OPEN, DECIDED, LEFT = "open", "decided", "left"
STATES = (OPEN, DECIDED, LEFT)
NEWEST, MOST_VIEWED = "newest", "views"
ORDERS = (NEWEST, MOST_VIEWED)


def waiting(*, at: datetime) -> Q:
    """Open cases that can still be decided, of entries that still take part."""
    return Q(
        Q(entry__campaign__announced_at__isnull=True) | Q(entry__campaign__announced_at__gt=at),
        Q(entry__campaign__cancelled_at__isnull=True) | Q(entry__campaign__cancelled_at__gt=at),
        decided_at__isnull=True,
        entry__status=Entry.Status.ACCEPTED,
    )


def seen_by(user: User) -> QuerySet[Case]:
    """Cases of campaigns in which the person may read them."""
    return within_reach(
        Case.objects.all(), user=user, permission="metrics.view_case", path="entry__campaign"
    )


@dataclass(frozen=True)
class CaseFilter:
    """One choice for each filter; empty means all. `as_query` and `read_filter` are inverse."""

    state: str = OPEN
    campaign: str = ""
    kind: str = ""
    order: str = NEWEST

    def as_query(self) -> str:
        usual = CaseFilter()
        chosen = {
            name: value for name, value in vars(self).items() if value != getattr(usual, name)
        }
        return urlencode(chosen)

    def cases(self, user: User, *, at: datetime) -> QuerySet[Case]:
        """Those that the filter shows to somebody, in its order."""
        cases = seen_by(user).filter(_in_state(self.state, at))
        if self.campaign:
            cases = cases.filter(entry__campaign=int(self.campaign))
        if self.kind:
            cases = cases.filter(kind=self.kind)
        if self.order == MOST_VIEWED:
            views = F("entry__kept_views__last_views").desc(nulls_last=True)
            return cases.order_by(views, "-pk")
        return cases.order_by("-raised_at" if self.state != DECIDED else "-decided_at", "-pk")

    def to_open(self) -> CaseFilter:
        return replace(self, state=OPEN)


def read_filter(query: Mapping[str, Any]) -> CaseFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    given = {name: str(query.get(name, "")) for name in vars(CaseFilter())}
    campaign = given["campaign"]
    return CaseFilter(
        state=given["state"] if given["state"] in STATES else OPEN,
        campaign=campaign if campaign.isdecimal() and len(campaign) <= 18 else "",
        kind=given["kind"] if given["kind"] in Case.Kind.values else "",
        order=given["order"] if given["order"] in ORDERS else NEWEST,
    )


class CaseCounts:
    """How much each choice of a filter would show beside the other choices. One query."""

    def __init__(self, user: User, chosen: CaseFilter, *, at: datetime) -> None:
        self.chosen = chosen
        state = Choose(
            When(decided_at__isnull=False, then=Value(DECIDED)),
            When(_in_state(OPEN, at), then=Value(OPEN)),
            default=Value(LEFT),
            output_field=CharField(),
        )
        rows = (
            seen_by(user)
            .order_by()
            .annotate(state=state)
            .values_list("state", "entry__campaign", "kind")
            .annotate(Count("pk"))
        )
        self._rows = [
            ({"state": state, "campaign": str(campaign), "kind": kind}, number)
            for state, campaign, kind, number in rows
        ]

    def of(self, name: str) -> Counter[str]:
        """By value of one filter, what the others let through."""
        others = {
            other: value
            for other in ("state", "campaign", "kind")
            if other != name and (value := getattr(self.chosen, other))
        }
        counts: Counter[str] = Counter()
        for row, number in self._rows:
            if all(row[other] == value for other, value in others.items()):
                counts[row[name]] += number
        return counts


def _in_state(state: str, at: datetime) -> Q:
    if state == DECIDED:
        return Q(decided_at__isnull=False)
    if state == LEFT:
        return Q(decided_at__isnull=True) & ~waiting(at=at)
    return waiting(at=at)
