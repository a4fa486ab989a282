"""Who answers for a campaign's promises, and is written to about them."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import ADMINISTRATOR, ANNOUNCER, CAMPAIGN_MANAGER
from contests.models import Campaign
from results.models import AnnouncementPlan


def responsible_for(campaign: Campaign) -> list[User]:
    """The people whom the plan names; nobody named: all announcers and campaign managers.

    Only those who can still sign in as staff; where nobody is left, the administrators.
    """
    plan = AnnouncementPlan.objects.filter(campaign=campaign).first()
    named = list(plan.responsible.filter(is_active=True, is_staff=True)) if plan else []
    return named or _with_role(ANNOUNCER, CAMPAIGN_MANAGER) or administrators()


def administrators() -> list[User]:
    return _with_role(ADMINISTRATOR)


def possible_responsible() -> list[User]:
    """Whom a plan can name: staff who can sign in."""
    return list(User.objects.filter(is_active=True, is_staff=True).order_by("name", "pk"))


def _with_role(*roles: str) -> list[User]:
    people = User.objects.filter(is_active=True, is_staff=True, groups__name__in=roles)
    return list(people.order_by("pk").distinct())
