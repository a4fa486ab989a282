"""What staff call the mails of each purpose."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, Promise] = {
    "entry_accepted": _("entry accepted"),
    "entry_rejected": _("entry not accepted"),
    "entry_question": _("question about an entry"),
    "entry_disqualified": _("entry disqualified"),
    "guardian_request": _("question to a guardian"),
    "winner": _("news of winning"),
    "claim_reminder": _("reminder to a winner"),
    "award_withdrawn": _("award taken back"),
    "role_given": _("role in a campaign"),
    "judging_reminder": _("reminder to a judge"),
    "promise_reminder": _("reminder of a promised date"),
    "promise_missed": _("alarm about a missed promise"),
    "announcement_alert": _("why an announcement waits"),
}


def purpose_label(purpose: str) -> str:
    """The purpose in the active language; its code where it has no name yet."""
    return str(PURPOSES.get(purpose, purpose))
