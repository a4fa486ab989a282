"""The sentences with which this room says no."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class MetricsRefused(Refused):
    """A reading was refused; the code says which rule, the message what to do next."""

    messages: dict[str, str | Promise] = {
        "future": _("A reading cannot come from the future. Check the date and the time."),
        "negative": _("Figures cannot be negative."),
        "older": _("There is a newer reading of this video. Enter only what was seen after it."),
        "same_moment": _("There is a reading of this moment already. Correct that one instead."),
        "nothing": _("Enter at least one figure."),
        "source_missing": _("Say where the figures come from."),
        "reason_missing": _("Say why the reading is corrected."),
        "corrected_already": _("This reading was corrected already. Correct the newer one."),
        "out_of_order": _("A correction must lie between the readings before and after it."),
        "plan_closed": _("The winners are announced. How views are read is settled for good."),
        "plan_cancelled": _("The campaign is cancelled. Nothing is read any more."),
        "plan_changed": _(
            "Somebody else has changed these settings meanwhile. Look at them as they are now."
        ),
        "plan_limits": _("Hours and minutes must be within their limits."),
        "freeze_outside": _(
            "The leaderboard can stand still only from a moment of the competition period on."
        ),
        "stale_limit_late": _(
            "This limit is settled at the close. Accept the old readings instead, with a reason."
        ),
    }
