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
        # Announcing
        "blocked": _("Something still stands in the way. Nothing was announced: see the list."),
        "changed": _(
            "Something has changed since you looked at the preview, so nothing was announced. "
            "The difference is shown below: look at it and confirm again."
        ),
    }
