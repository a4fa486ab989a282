"""What decisions about a campaign may be refused for."""

from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class CampaignRefused(Refused):
    """A decision about a campaign was refused; nothing was written."""

    messages = {
        "already_published": _("The campaign is published already."),
        "cancelled": _("The campaign is cancelled. Nothing about it can be decided any more."),
        "already_announced": _("The winners are announced. The campaign cannot be cancelled."),
        "not_published": _("The campaign is a draft. Delete it instead of cancelling it."),
        "incomplete": _("Something is still missing. See the list on the campaign's desk."),
        "no_reason": _("Say why the campaign is cancelled."),
        "no_dates": _(
            "The earlier edition has no opening and no close to go by. Fill them in first."
        ),
        "opens_in_the_past": _("The next edition must open after now. Choose a later day."),
        "slug_taken": _("Another campaign has this address name. Choose another one."),
        "rules_closed": _("The campaign has closed. Its rules can no longer be changed."),
    }
