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
        "round_over": _("This round is closed: nothing in it can change any more."),
        "changed_elsewhere": _(
            "This review was saved from another device or page in the meantime. "
            "Choose which of the two to keep."
        ),
        "released": _("This review was given to another judge. There is nothing left to do here."),
        "judge_left": _("You no longer sit in this jury. What is finished is kept."),
        "not_a_judge": _("You do not sit in the jury of this round."),
        "conflict_stands": _(
            "The organisers have recorded why you must not judge this entry. "
            "Ask them if that is not right."
        ),
        "flag_reason_missing": _("Say what the organisers should look at."),
        "flag_not_for_you": _("Only the organisers answer what judges ask about an entry."),
        "flag_not_raised": _("Nobody has asked about this entry."),
        "flag_settled": _("Somebody has answered this already."),
        "flag_answer_missing": _("Say what was done."),
        "these_points_missing": _("Choose the points."),
        "save_unreadable": _("This could not be read. Open the page again and try once more."),
        "vote_missing": _("Vote yes, no or unsure to finish the review."),
        "vote_not_asked": _("This round asks for points, not for a vote. Open the page again."),
        "vote_unknown": _("A vote is yes, no or unsure."),
        "comment_too_long": _("A comment has room for %(most)s characters. Please shorten it."),
        "reason_missing": _("Say why you step back from this entry."),
        "criterion_unknown": _("The criteria of this round have changed. Open the page again."),
        "points_out_of_range": _("“%(criterion)s” takes whole points from 0 to %(most)s."),
        "points_missing": _("Give points for every criterion to finish the review."),
        "round_locked": _(
            "Scores are in: this round can no longer change. Make a new round instead."
        ),
        "round_assigned": _(
            "Reviews of this round are assigned: it stays in its category, and cannot become "
            "a round of pairs. Make a new round instead."
        ),
        "member_of_jury": _(
            "You sit in this jury, and its scores may have been open to you since the round ended. "
            "Ask a colleague who does not judge here to do this."
        ),
        "close_in_the_past": _("The close of a round with scores can only move to a later moment."),
        "campaign_over": _("The campaign is over. Judging can no longer be set up."),
        "judge_already": _("This person judges in the campaign already."),
        "judges_missing": _("This campaign has no judges yet. Add them first."),
        "criteria_missing": _("This round has no criteria yet. Add at least one first."),
        "not_pairwise": _("In this round videos are not compared in pairs. Open your list again."),
        "pair_unknown": _("These two are not compared in this round. Open the page again."),
        "pair_left": _(
            "One of the two videos is no longer in the contest. Go on with the next pair."
        ),
        "pair_conflict": _("You must not judge one of these two videos. Go on with the next pair."),
        "compared_already": _(
            "You have compared these two already, with the other answer. Undo that one first."
        ),
        "undone_since": _(
            "You took this answer back in the meantime, on another device or page. "
            "Answer again if you meant it."
        ),
        "comparisons_done": _("You have made all the comparisons that are asked of you."),
        "comparison_not_yours": _("Another judge made this comparison."),
        "shortlist_too_long": _(
            "There are too many videos to compare in pairs. Tell the organisers: forty at most."
        ),
        "round_closed_already": _("This round is closed already."),
        "round_not_closed": _("This round is not closed."),
        "reviews_missing": _(
            "Work is still missing in this round (%(count)s). "
            "It can be closed when all is finished, or when its time is over."
        ),
        "nothing_reviewed": _("Nothing has been reviewed in this round yet. Wait for its close."),
        "closing_changed": _(
            "Something has changed since you looked. The round was not closed: look again."
        ),
        "line_undecided": _("Say of everybody on the line whether they go on."),
        "decision_reason_missing": _("Say why, wherever you decide yourself."),
        "entry_not_in_round": _(
            "An entry that you decided about is no longer in this round. Look again."
        ),
        "next_round_begun": _("The next round has begun: this one cannot be opened again."),
        "reopening_reason_missing": _("Say why the round is opened again."),
        "pairs_need_a_round": _(
            "Pairs only order a shortlist: add a round before this one that makes it."
        ),
        "pairs_are_last": _("Comparing pairs comes last: no round can follow it."),
        "later_round_begun": _(
            "A later round has begun with the entries that it has. Give this one a higher number."
        ),
        "opens_too_early": _(
            "“%(round)s” comes before and ends on %(moment)s. Open this round then or later."
        ),
        "closes_too_late": _(
            "“%(round)s” comes after and opens on %(moment)s. Move its opening first, "
            "or close this round earlier."
        ),
        "entries_missing": _("There are no accepted entries to assign yet."),
        "assigning_closed": _("This round is closed. Move its close to assign more reviews."),
        "assigning_after_closing": _(
            "This round was closed with its outcome. Open it again to assign more reviews."
        ),
        "round_before_open": _(
            "The round before is not closed yet. Close it first: its outcome says which entries "
            "this round is about."
        ),
        "pairs_not_assigned": _(
            "Pairs are not assigned: each judge gets the next pair as they go. Open the round."
        ),
        "judges_left": _("All judges of this campaign have left. Appoint one first."),
        "results_out": _("The winners are announced: the jury can no longer change."),
        "judge_left_already": _("This judge has left the jury already."),
        "judge_sits": _("This judge sits in the jury. There is nothing to take back."),
        "leaving_reason_missing": _("Say why the judge leaves."),
        "successor_unfit": _("Choose a judge of this campaign who has not left the jury."),
        "relation_reason_missing": _("Say how the judge is related."),
        "relation_to_one": _("Choose either a creator or an institution."),
        "relation_known": _("This relation is declared already."),
        "relation_gone": _("This relation was withdrawn already."),
    }
