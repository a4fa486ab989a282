"""Who answers for a campaign's promises, and is written to about them."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from accounts.roles import ADMINISTRATOR, ANNOUNCER, CAMPAIGN_MANAGER
from contests.campaign_roles import staff_of
from contests.models import Campaign, CampaignRole
from results.models import AnnouncementPlan


def responsible_for(campaign: Campaign) -> list[User]:
    """The people whom the plan names; nobody named: all announcers and campaign managers.

    Only those who can still sign in as staff; where nobody is left, the administrators.
    """
    plan = AnnouncementPlan.objects.filter(campaign=campaign).first()
    named = list(plan.responsible.filter(pk__in=staff_of(campaign))) if plan else []
    usual = (ANNOUNCER, CAMPAIGN_MANAGER)
    return named or _with_role(*usual, in_campaign=campaign) or administrators()


def administrators() -> list[User]:
    return _with_role(ADMINISTRATOR)


def _with_role(*roles: str, in_campaign: Campaign | None = None) -> list[User]:
    on_whole_site = Q(groups__name__in=roles)
    here = CampaignRole.objects.filter(campaign=in_campaign, role__in=roles).values("user")
    people = User.objects.filter(
        on_whole_site | Q(pk__in=here if in_campaign else []), is_active=True, is_staff=True
    )
    return list(people.order_by("pk").distinct())
