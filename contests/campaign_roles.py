"""What roles in single campaigns allow, and how far that reaches.

A staff role holds on the whole site (a group, accounts.roles) or in named campaigns (CampaignRole);
whoever holds one on the whole site is not narrowed by the others. Asked without an object,
`user.has_perm` says whether the user may do a thing in any campaign, which is what lists and menus
want; asked with a campaign, or with what belongs to one, it answers for that campaign. A page about
one campaign lets its reader act within that campaign alone (`act_within`): then every question
without an object is about it, in templates and in what Django's admin asks, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from accounts.reach import may_everywhere, rights_everywhere
from accounts.roles import ROLES, STAFF_ROLES
from contests.models import Campaign, CampaignRole

R = TypeVar("R", bound=QuerySet[Any])
# Whoever holds one of the staff roles on the whole site may look at every campaign.
SEES_ALL = "contests.view_campaign"
_ROOMS = ("contests.", "entries.", "metrics.", "judging.", "results.", "outbox.")
# Partners belong to no campaign: each may be named in any.
_SHARED = {
    f"partners.{verb}_{name}"
    for verb in ("view", "add", "change")
    for name in ("partner", "partneraccount", "quote")
}
_NEW_CAMPAIGNS = "contests.add_campaign"
NOTHING: frozenset[str] = frozenset()


def _allowed_in_a_campaign(role: str) -> frozenset[str]:
    return frozenset(
        right
        for right in ROLES[role]
        if (right.startswith(_ROOMS) and right != _NEW_CAMPAIGNS) or right in _SHARED
    )


RIGHTS: dict[str, frozenset[str]] = {
    str(role): _allowed_in_a_campaign(str(role)) for role in CampaignRole.Role
}


def rights_by_campaign(user: User) -> Mapping[int, frozenset[str]]:
    """What the user may do, by campaign; empty for those whose role holds on the whole site.

    One query for each user object, and none for creators, judges and staff of the whole site.
    """
    if not (user.is_active and user.is_staff) or may_everywhere(user, SEES_ALL):
        return {}
    known: dict[int, frozenset[str]] | None = getattr(user, "_rights_by_campaign", None)
    if known is None:
        known = {}
        held = CampaignRole.objects.filter(user=user).order_by()
        for campaign_id, role in held.values_list("campaign_id", "role"):
            known[campaign_id] = known.get(campaign_id, NOTHING) | RIGHTS[role]
        user._rights_by_campaign = known  # type: ignore[attr-defined]  # kept like Django's own
    return known


def campaigns_where(user: User, permission: str) -> frozenset[int] | None:
    """The campaigns in which the user may do this, by id; None stands for all of them."""
    if may_everywhere(user, permission):
        return None
    within = _acting_within(user)
    return frozenset(
        campaign_id
        for campaign_id, rights in rights_by_campaign(user).items()
        if permission in rights and (within is None or campaign_id in within)
    )


def within_reach(rows: R, *, user: Any, permission: str, path: str = "campaign") -> R:
    """Those rows that belong to a campaign in which the user may do this.

    path: the lookup that leads from a row to its campaign; "pk" for campaigns themselves.
    """
    if not isinstance(user, User):
        return rows.none()
    reached = campaigns_where(user, permission)
    return rows if reached is None else rows.filter(**{f"{path}__in": reached})


def act_within(user: User, campaign_ids: Collection[int]) -> None:
    """Let what the user may do be what they may do in these campaigns, for this user object."""
    user._acting_within = frozenset(campaign_ids)  # type: ignore[attr-defined]  # as above


def staff_of(campaign: Campaign) -> QuerySet[User]:
    """Active staff who may work on a campaign: with a role there or on the whole site."""
    here = Exists(CampaignRole.objects.filter(user=OuterRef("pk"), campaign=campaign))
    everywhere = Exists(
        User.groups.through.objects.filter(user_id=OuterRef("pk"), group__name__in=STAFF_ROLES)
    )
    staff = User.objects.filter(is_active=True, is_staff=True)
    return staff.filter(here | everywhere | Q(is_superuser=True)).order_by("name", "pk")


@contextmanager
def acting_within(user: User, campaign_ids: Collection[int]) -> Iterator[None]:
    """The same for a while."""
    before = _acting_within(user)
    act_within(user, campaign_ids)
    try:
        yield
    finally:
        user._acting_within = before  # type: ignore[attr-defined]  # as above


def _acting_within(user: User) -> frozenset[int] | None:
    return getattr(user, "_acting_within", None)


def _campaign_id_of(thing: Any) -> int | None:
    if isinstance(thing, Campaign):
        return thing.pk
    return getattr(thing, "campaign_id", None)


class CampaignRoleBackend:
    """Answers `user.has_perm` for roles in campaigns; nobody signs in by it."""

    def authenticate(self, request: HttpRequest | None) -> None:
        """Django asks each backend; this one takes no credentials."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the user may do this anywhere, or where the object belongs."""
        return perm in self.get_all_permissions(user_obj, obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Without an object what is allowed in any campaign; with one, what is allowed there."""
        if not isinstance(user_obj, User):
            return set()
        by_campaign = rights_by_campaign(user_obj)
        if obj is None:
            within = _acting_within(user_obj)
            return {
                right
                for campaign_id, rights in by_campaign.items()
                if within is None or campaign_id in within
                for right in rights
            }
        # Django's own backend knows nothing of objects.
        there = by_campaign.get(_campaign_id_of(obj) or 0, NOTHING)
        return rights_everywhere(user_obj) | there

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether anything in this room may be done."""
        rights = self.get_all_permissions(user_obj)
        return any(right.startswith(f"{app_label}.") for right in rights)

    def topics_where(self, user: User, permission: str) -> Collection[str]:
        """The address names of the campaigns in which the user may do this; mails name them."""
        reached = campaigns_where(user, permission)
        campaigns = Campaign.objects.order_by()
        if reached is not None:
            campaigns = campaigns.filter(pk__in=reached)
        return frozenset(campaigns.values_list("slug", flat=True))

    def has_topics(self, user: User) -> bool:
        """Whether the user holds a role in any campaign."""
        return CampaignRole.objects.filter(user=user.pk).exists()
