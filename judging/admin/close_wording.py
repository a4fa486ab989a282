"""By what rule entries go on, and what has changed since somebody looked, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.bidi import isolated
from entries.models import Entry
from judging.closing_changes import Change
from judging.closing_preview import Where
from judging.models import Round

NAMED_AT_MOST = 10


def rule_in_words(round_: Round) -> str:
    """Who goes on from a round, as a sentence in the active language."""
    most = round_.advance_count
    if round_.kind == Round.Kind.SCREENING:
        return _screening_rule(round_.quorum or 1, most)
    if most is not None:
        sentence = ngettext("The best entry goes on.", "The best %(most)s entries go on.", most)
        return sentence % {"most": most}
    if round_.advance_cutoff is not None:
        return _("Entries with a result of %(cutoff)s or more go on.") % {
            "cutoff": number_format(round_.advance_cutoff.normalize())
        }
    return _("Every entry that was reviewed goes on.")


def _screening_rule(quorum: int, most: int | None) -> str:
    sentence = ngettext(
        "Entries with at least %(quorum)s vote of yes go on.",
        "Entries with at least %(quorum)s votes of yes go on.",
        quorum,
    ) % {"quorum": quorum}
    if most is None:
        return sentence
    limit = ngettext(
        "At most %(most)s of them, by the share of yes.",
        "At most %(most)s of them, by the share of yes.",
        most,
    )
    return f"{sentence} {limit % {'most': most}}"


def change_in_words(change: Change, entries: Mapping[int, Entry]) -> str:
    """One change as a sentence in the active language; names the first of the entries."""
    if change.code == "unfinished":
        return _("Reviews still missing: now %(now)s, before %(was)s.") % {
            "now": change.now,
            "was": change.was,
        }
    if change.code == "figures":
        return _(
            "Points, votes or creators have changed; everybody is on the same side of the line."
        )
    if change.code == "choice":
        return _("Your own choices have changed: look at the new numbers and confirm them.")
    count = len(change.entry_ids)
    sentence = {
        Where.THROUGH: ngettext(
            "%(count)s entry goes on now and did not before: %(names)s.",
            "%(count)s entries go on now and did not before: %(names)s.",
            count,
        ),
        Where.ON_LINE: ngettext(
            "%(count)s entry is on the line now and was not before: %(names)s.",
            "%(count)s entries are on the line now and were not before: %(names)s.",
            count,
        ),
        Where.OUT: ngettext(
            "%(count)s entry stays behind now and did not before: %(names)s.",
            "%(count)s entries stay behind now and did not before: %(names)s.",
            count,
        ),
        Where.UNREVIEWED: ngettext(
            "%(count)s entry is without a review now and was not before: %(names)s.",
            "%(count)s entries are without a review now and were not before: %(names)s.",
            count,
        ),
        "gone": ngettext(
            "%(count)s entry is no longer in this round: %(names)s.",
            "%(count)s entries are no longer in this round: %(names)s.",
            count,
        ),
    }[change.code]
    return sentence % {"count": count, "names": _names(change, entries)}


def _names(change: Change, entries: Mapping[int, Entry]) -> str:
    named = [isolated(entries[pk].creator) for pk in change.entry_ids if pk in entries]
    shown = " · ".join(named[:NAMED_AT_MOST])
    return f"{shown} …" if len(change.entry_ids) > NAMED_AT_MOST else shown
