"""Who decided what about a shortlist, when, and what was done against the proposal and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.bidi import isolated
from contests.models import Category
from contests.wording import day_and_time
from entries.models import Entry
from results.models import ShortlistDecision
from results.shortlist_proposal import ADDED, LEFT_OUT, MOVED

AT_MOST = 20
"""Decisions shown; all of them are in the audit log."""
CHANGES: dict[str, Promise] = {
    ADDED: gettext_lazy("added"),
    LEFT_OUT: gettext_lazy("left out"),
    MOVED: gettext_lazy("stands elsewhere"),
}


@dataclass(frozen=True)
class ToldChange:
    """What was done about one entry against the proposal."""

    who: str
    change: str
    reason: str


@dataclass(frozen=True)
class ToldDecision:
    """One decision in words."""

    what: str
    basis: str
    who: str
    when: str
    changes: Sequence[ToldChange]


def history_of(category: Category) -> list[ToldDecision]:
    """The newest decisions about the shortlist of a category, newest first. Two queries."""
    decisions = list(
        ShortlistDecision.objects.filter(category=category).select_related("decided_by")[:AT_MOST]
    )
    changed = {one["entry"] for decision in decisions for one in decision.changes}
    entries = Entry.objects.filter(pk__in=changed).select_related("creator")
    names = {entry.pk: isolated(entry.creator) for entry in entries}
    zone = category.campaign.zone
    return [
        ToldDecision(
            what=_what(decision, category),
            basis=basis_in_words(decision.basis, decision.basis_value, category),
            who=str(decision.decided_by),
            when=day_and_time(decision.decided_at, zone),
            changes=[
                ToldChange(names.get(one["entry"], ""), str(CHANGES[one["change"]]), one["reason"])
                for one in decision.changes
            ],
        )
        for decision in decisions
    ]


def basis_in_words(basis: str, value: str, category: Category) -> str:
    """By what a shortlist was proposed, as a sentence; empty where nothing was."""
    if basis == ShortlistDecision.Basis.RANK:
        return _("Proposed by rank: the first %(value)s.") % {"value": value}
    if basis == ShortlistDecision.Basis.CUTOFF and category.by_views:
        return _("Proposed by a cut-off: at least %(value)s views.") % {"value": value}
    if basis == ShortlistDecision.Basis.CUTOFF:
        return _("Proposed by a cut-off: a result of at least %(value)s.") % {"value": value}
    if basis == ShortlistDecision.Basis.ROUND:
        return _("Proposed: who came through the last closed round.")
    return _("Chosen by hand.") if basis == ShortlistDecision.Basis.HAND else ""


def _what(decision: ShortlistDecision, category: Category) -> str:
    count = len(decision.entries)
    if decision.verb == ShortlistDecision.Verb.CONFIRM:
        sentence = ngettext("%(count)s entry confirmed", "%(count)s entries confirmed", count)
    elif decision.verb == ShortlistDecision.Verb.KEEP_INTERNAL:
        sentence = ngettext(
            "%(count)s entry kept internal", "%(count)s entries kept internal", count
        )
    elif decision.publishes_at and decision.publishes_at > decision.decided_at:
        when = day_and_time(decision.publishes_at, category.campaign.zone)
        sentence = ngettext(
            "%(count)s entry to be published on %(when)s",
            "%(count)s entries to be published on %(when)s",
            count,
        )
        return sentence % {"count": count, "when": when}
    else:
        sentence = ngettext("%(count)s entry published", "%(count)s entries published", count)
    return sentence % {"count": count}
