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
        "waiting": _(
            "A reading of this moment or later waits for a second person. Have it looked at first."
        ),
        "announced": _(
            "The winners are announced, and the readings of the competition period are settled. "
            "Only later readings are taken."
        ),
        "does_not_count": _(
            "This reading does not count: it waits for a second person, or was refused. "
            "There is nothing to correct."
        ),
        "not_typed": _("Nobody typed this reading. It counts without a second person."),
        "attested_already": _("A second person has looked at this reading already."),
        "own_reading": _("You entered this reading yourself. Another person must look at it."),
        "objection_missing": _("Say what is wrong with the reading."),
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
        # Cases and old readings.
        "decided_already": _(
            "%(who)s decided this case already, on %(when)s: %(outcome)s. "
            "What is new since then comes as a case of its own."
        ),
        "case_not_now": _(
            "Cases are decided while the campaign is open or under review. "
            "It is neither, so nothing changes here any more."
        ),
        "outcome_missing": _("Choose what follows from it."),
        "case_reason_missing": _("Say for your colleagues why you decide so."),
        "told_missing": _("Tell the creator why the entry is disqualified."),
        "not_under_review": _(
            "Old readings are accepted after the close and before the announcement."
        ),
        "accept_reason_missing": _("Say why the old readings may decide."),
        "nothing_stale": _("No reading is too old any more. There is nothing to accept."),
        "stale_changed": _(
            "There are more or older readings now than when you looked. "
            "Look at the list as it is now, and accept it then."
        ),
    }
