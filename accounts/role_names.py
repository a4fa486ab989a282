"""The roles in words. Groups keep their English names in the database."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import roles

ROLE_NAMES: dict[str, Promise] = {
    roles.ADMINISTRATOR: _("Administrator"),
    roles.CAMPAIGN_MANAGER: _("Campaign manager"),
    roles.MODERATOR: _("Moderator"),
    roles.ANNOUNCER: _("Announcer"),
    roles.AUDITOR: _("Auditor"),
    roles.JUDGE: _("Judge"),
}


def role_name(group_name: str) -> str:
    """The name of a group in the active language."""
    return str(ROLE_NAMES.get(group_name, group_name))
