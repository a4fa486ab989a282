"""What judges asked staff to look at: waiting or answered, for those who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q

from accounts.models import User
from contests.campaign_roles import within_reach
from judging.models import Assignment, AssignmentQuerySet
from judging.visibility import campaigns_hidden_from

OPEN, SETTLED = "open", "settled"

WAITS = Q(flagged_at__isnull=False, flag_settled_at__isnull=True)
"""Flags without an answer. What became of entry, round and campaign does not settle them."""


@dataclass(frozen=True)
class FlagFilter:
    """Which flags are shown; an empty campaign means all."""

    state: str = OPEN
    campaign: str = ""

    def as_query(self) -> str:
        usual = FlagFilter()
        return urlencode({k: v for k, v in vars(self).items() if v != getattr(usual, k)})


def read_filter(query: Mapping[str, str]) -> FlagFilter:
    """What the address asks for; what makes no sense is left out."""
    campaign = query.get("campaign", "")
    return FlagFilter(
        state=SETTLED if query.get("state") == SETTLED else OPEN,
        campaign=campaign if campaign.isdecimal() and len(campaign) < 19 else "",
    )


def flags_for(user: User, *, at: datetime) -> AssignmentQuerySet:
    """All reviews with a flag, but for campaigns in which the person judges and must not peep."""
    if not user.has_perms(("judging.view_assignment", "judging.view_score")):
        return Assignment.objects.none()
    hidden = campaigns_hidden_from(user, at=at)
    flagged = Assignment.objects.filter(flagged_at__isnull=False)
    flagged = _in_reach(flagged, user, "judging.view_score")
    return flagged.exclude(round__category__campaign__in=hidden)


def open_flags_for(user: User, *, at: datetime) -> AssignmentQuerySet:
    """Those that wait for an answer which this person may give."""
    if not user.has_perm("judging.change_assignment"):
        return Assignment.objects.none()
    return _in_reach(flags_for(user, at=at).filter(WAITS), user, "judging.change_assignment")


def chosen_flags(user: User, chosen: FlagFilter, *, at: datetime) -> AssignmentQuerySet:
    """What a filter shows: waiting ones the oldest first, answered ones the latest first."""
    flags = flags_for(user, at=at)
    if chosen.campaign:
        flags = flags.filter(round__category__campaign=int(chosen.campaign))
    if chosen.state == SETTLED:
        return flags.exclude(WAITS).order_by("-flag_settled_at", "-pk")
    return flags.filter(WAITS).order_by("flagged_at", "pk")


def _in_reach(flags: AssignmentQuerySet, user: User, permission: str) -> AssignmentQuerySet:
    return within_reach(flags, user=user, permission=permission, path="round__category__campaign")
