"""Giving somebody a role in one campaign, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.account_opening import open_account
from accounts.models import User
from accounts.refusal import Refused
from accounts.roles import STAFF_ROLES
from contests.campaign_roles import RIGHTS
from contests.locking import lock_campaign
from contests.models import Campaign, CampaignRole
from outbox.drafting import draft_message
from outbox.release import release_messages


class RoleRefused(Refused):
    """A role was not given, or not taken back; nothing was changed."""

    messages = {
        "unknown": _("Choose one of the roles."),
        "more_than_yours": _(
            "You can give only roles whose rights you have yourself. Ask an administrator."
        ),
        "own": _("Nobody gives themselves a role or takes their own. Ask a colleague."),
        "account_closed": _("This person’s account is closed. Ask an administrator to open it."),
        "whole_site": _("This person has a role on the whole site already."),
        "held": _("This person has this role in this campaign already."),
    }


def roles_to_give(user: User, campaign: Campaign) -> list[CampaignRole.Role]:
    """The roles that somebody may give in a campaign: nobody gives more rights than they have."""
    own = user.get_all_permissions(campaign)
    return [role for role in CampaignRole.Role if user.is_superuser or own >= RIGHTS[role]]


@transaction.atomic
def give_role(
    *, campaign_id: int, email: str, name: str, language: str, role: str, by: User, at: datetime
) -> CampaignRole:
    """Let somebody work on a campaign, and tell them by mail.

    Who has no account gets one and signs in with a code sent to the address; `name` and `language`
    are for a new account only. Pressing the button is the nod that the mail needs. Raises
    RoleRefused.
    """
    campaign = lock_campaign(campaign_id)
    if role not in CampaignRole.Role.values:
        raise RoleRefused("unknown")
    if role not in roles_to_give(by, campaign):
        raise RoleRefused("more_than_yours")
    is_new = not User.objects.filter(email__iexact=email.strip()).exists()
    user = User.objects.select_for_update().get(pk=open_account(email=email, language=language).pk)
    if user == by:
        raise RoleRefused("own")
    if not user.is_active:
        raise RoleRefused("account_closed")
    if user.is_superuser or user.groups.filter(name__in=STAFF_ROLES).exists():
        raise RoleRefused("whole_site")
    if CampaignRole.objects.filter(campaign=campaign, user=user, role=role).exists():
        raise RoleRefused("held")
    given = CampaignRole.objects.create(
        campaign=campaign, user=user, role=role, given_by=by, given_at=at
    )
    user.is_staff = True
    if is_new:
        user.name = name.strip()
    user.save(update_fields=["is_staff", "name"])
    _tell(given, by=by, at=at)
    return given


@transaction.atomic
def take_role(*, role_id: int, by: User, at: datetime) -> None:
    """Take a role back: from the next page on, its rights are gone. Decisions keep the name.

    Raises RoleRefused, and CampaignRole.DoesNotExist where somebody was quicker.
    """
    campaign_id = CampaignRole.objects.values_list("campaign_id", flat=True).get(pk=role_id)
    campaign = lock_campaign(campaign_id)
    given = CampaignRole.objects.select_for_update().get(pk=role_id)
    if given.user_id == by.pk:
        raise RoleRefused("own")
    if given.role not in roles_to_give(by, campaign):
        raise RoleRefused("more_than_yours")
    user = User.objects.select_for_update().get(pk=given.user_id)
    given.delete()
    on_whole_site = user.is_superuser or user.groups.filter(name__in=STAFF_ROLES).exists()
    if not on_whole_site and not CampaignRole.objects.filter(user=user).exists():
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def _tell(given: CampaignRole, *, by: User, at: datetime) -> None:
    message = draft_message(
        key=f"role_given:{given.pk}",
        purpose="role_given",
        topic=given.campaign.slug,
        recipient=given.user,
        template="role_given",
        context={"campaign": given.campaign, "role": given, "by": by},
        at=at,
    )
    release_messages(message_ids=[message.pk], by=by, at=at)
