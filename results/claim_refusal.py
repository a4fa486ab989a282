"""The sentences with which prizes are not accepted, handed over or taken back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class ClaimRefused(Refused):
    """A step of a claim was refused; nothing was written.

    `is_…`: the state that the claim is in, which does not allow the step.
    """

    messages: dict[str, str | Promise] = {
        "is_offered": _("The prize has not been accepted yet."),
        "is_accepted": _("The prize is accepted already. Nothing was changed."),
        "is_declined": _("The prize was declined. Nothing was changed."),
        "is_handed_over": _(
            "The sponsor has the delivery data already. Nothing was changed: write to the "
            "organisers."
        ),
        "is_fulfilled": _("The winner has the prize already. Nothing was changed."),
        "is_revoked": _("The results were corrected, and this prize is not offered any more."),
        "not_yours": _("This prize is not yours to answer for."),
        "answered_by_other": _("Another winner of this prize has answered. Nothing was changed."),
        "too_late": _("The time to accept this prize is over. Write to the organisers."),
        "still_time": _("The winner still has time to answer. Nothing was changed."),
        "not_later": _("Choose a day after today and after the deadline that holds now."),
        "too_far": _("Choose a day within the next %(days)s days."),
        "no_reason": _("Say why. The reason is kept."),
        "no_name": _("Give the name for the certificate, and who receives the prize."),
        "nothing": _("Choose at least one prize."),
        "moved": _(
            "Nothing was changed. Chosen prizes that are in another state by now: %(count)s. "
            "Look at the list again."
        ),
        "data_changed": _(
            "Nothing was changed. Winners who have changed their delivery data since you opened "
            "the list: %(count)s. Look at the list again."
        ),
    }
