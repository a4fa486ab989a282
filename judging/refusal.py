"""The sentences with which this room says no."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class JudgingRefused(Refused):
    """A verb of judging was refused; the code says which rule, the message what to do next."""

    messages: dict[str, str | Promise] = {
        "campaign_not_judged": _(
            "Judging takes place only while the campaign is open or reviewed."
        ),
        "announced": _("The winners are announced: scores can no longer change."),
        "round_not_open": _("This round has not opened yet."),
        "round_closed": _("This round is closed. What you wrote below was not saved."),
        "not_yours": _("This review belongs to another judge."),
        "not_in_contest": _("This video is no longer in the contest. There is nothing to judge."),
        "recused": _("You stepped back from this entry."),
        "reason_missing": _("Say why you step back from this entry."),
        "criterion_unknown": _("The criteria of this round have changed. Open the page again."),
        "points_out_of_range": _("“%(criterion)s” takes whole points from 0 to %(most)s."),
        "points_missing": _("Give points for every criterion to finish the review."),
        "round_locked": _(
            "Scores are in: this round can no longer change. Make a new round instead."
        ),
        "close_in_the_past": _("The close of a round with scores can only move to a later moment."),
        "campaign_over": _("The campaign is over. Judging can no longer be set up."),
        "judge_already": _("This person judges in the campaign already."),
        "judges_missing": _("This campaign has no judges yet. Add them first."),
        "criteria_missing": _("This round has no criteria yet. Add at least one first."),
        "entries_missing": _("There are no accepted entries to assign yet."),
        "assigning_closed": _("This round is closed. Move its close to assign more reviews."),
    }
