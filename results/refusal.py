"""The sentences with which this room says no."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class ResultsRefused(Refused):
    """A decision about results was refused; nothing was written."""

    messages: dict[str, str | Promise] = {
        # When
        "not_published": _("The campaign is a draft."),
        "not_closed": _("The campaign still takes entries. Results are decided after its close."),
        "already_announced": _("The results are announced already. Nothing was changed."),
        "cancelled": _("The campaign is cancelled. Nothing about it can be decided any more."),
        # Shortlist
        "ranks_creators": _("This category ranks creators, so it has no shortlist of videos."),
        "shortlist_empty": _("Choose at least one entry."),
        "shortlist_missing": _("Confirm the shortlist before you publish it."),
        "shortlist_published": _("The shortlist is published already. Nothing was changed."),
        "not_accepted": _(
            "Nothing was changed. Chosen entries that do not take part (any more): %(count)s."
        ),
        "shortlist_reasons_missing": _(
            "Nothing was changed. Say why for each entry that you add or leave out against the "
            "proposal. Without a reason: %(count)s."
        ),
        "shortlist_changed": _(
            "The standings or the shortlist have changed since you looked. Nothing was changed: "
            "look at the list again."
        ),
        "shortlisted_left": _(
            "Nothing was published. These entries do not take part any more: %(who)s. Confirm the "
            "shortlist without them first."
        ),
        "shortlist_internal": _("The shortlist is kept internal already. Nothing was changed."),
        "publishes_in_past": _("Choose a time that is still to come, or publish at once."),
        "no_such_basis": _("Say by what the shortlist is proposed: ranks, a cut-off or a round."),
        "basis_value": _("Give the limit as a number above zero."),
        "no_closed_round": _("No round of this category is closed yet."),
        # Ties
        "not_tied": _("These entries are not tied any more. Look at the standings again."),
        "no_reason": _("Say why the tie was decided this way."),
        # Awards
        "no_such_place": _("The prize has no such place."),
        "choose_entry": _("Choose an entry that takes part in this campaign."),
        "choose_creator": _("Choose a creator whose entries take part in this campaign."),
        "wins_already": _("%(who)s has a place in this category already."),
        "no_such_award": _("This place has no winner any more. Look at the page again."),
        "no_such_language": _("The campaign is not published in one of these languages."),
        # The private link to the preview
        "showcase": _("A showcase has no winners, so there is nothing to preview."),
        "link_label": _("Say for whom the link is, in at most %(most)s letters."),
        "link_days": _("A link works for 1 to %(most)s days."),
        "preview_unknown": _(
            "This link is not complete, or it is not one of ours. Copy the whole address from "
            "the message in which you got it."
        ),
        "preview_withdrawn": _("This link was withdrawn. Ask whoever sent it for a new one."),
        "preview_expired": _("This link has run out. Ask whoever sent it for a new one."),
        "preview_cancelled": _("The campaign was cancelled, so there is nothing to preview."),
        # Two people
        "confirmed_already": _(
            "You have confirmed exactly this already. Now it waits for the next step."
        ),
        "second_person": _(
            "Two people stand by this announcement: another person must confirm it first."
        ),
        "second_person_yours": _("You confirmed it; another person announces it."),
        # Corrections
        "nothing_announced": _("There is nothing to correct: nothing is announced yet."),
        "correction_open": _("A correction is open already. Go on with that one."),
        "correction_over": _(
            "This correction is announced or withdrawn already. Nothing was changed."
        ),
        "no_correction_reason": _("Say why the results are corrected."),
        "no_alternate": _("No alternate is left who still takes part. The place stays as it is."),
        # Alternates
        "alternate_wins": _("%(who)s has a prize place already and cannot be an alternate too."),
        "alternate_twice": _("%(who)s is named twice among the alternates."),
        "too_many_alternates": _("Name at most %(most)s alternates."),
        # The plan of the announcement
        "plan_cancelled": _("The campaign is cancelled: there is nothing to plan any more."),
        "plan_settled": _(
            "The winners are announced, so this stays as it is: when and by how many they are "
            "announced, alternates, and the days to accept a prize."
        ),
        "plan_changed": _(
            "Somebody else has changed the plan since you opened the page. Nothing was saved: "
            "look at it again."
        ),
        "plan_limits": _("These settings are not possible. Look at the limits of each."),
        "announces_before_close": _("Choose a time after the close of the campaign."),
        "announces_in_past": _("Choose a time that is still to come."),
        "announces_after_promise": _(
            "The winners are promised for %(promised)s. Choose a time at least %(minutes)s minutes "
            "before: the site needs a moment."
        ),
        "not_staff": _("Only staff who can sign in can be responsible."),
        # Announcing
        "blocked": _("Something still stands in the way. Nothing was announced: see the list."),
        "changed": _(
            "Something has changed since you looked at the preview, so nothing was announced. "
            "The difference is shown below: look at it and confirm again."
        ),
    }
