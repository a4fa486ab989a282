"""One card of the queue: everything that a decision needs, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, F, Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.wording import country_name, day_and_time
from entries.admin.decision_form import LABELS, DecisionForm
from entries.admin.queue.findings import FoundRule, findings_of
from entries.asking import ANSWER, TAKE_BACK
from entries.hashtags import Match, marked
from entries.intake import RECEIVE
from entries.models import Check, Decision, Entry, EntryQuerySet, OwnershipProof
from entries.moderation import THE_RULES, Verb
from entries.player import player_url
from entries.undoing import UNDO

VERBS = (Verb.ACCEPT, Verb.REJECT, Verb.ASK)
STEPS: dict[str, str | Promise] = {
    Verb.ACCEPT: _("accepted"),
    Verb.REJECT: _("rejected"),
    Verb.ASK: _("asked"),
    ANSWER: _("answered"),
    TAKE_BACK: _("took the question back"),
    UNDO: _("undid that"),
    "override": _("let a rule not count"),
    "restore": _("let a rule count again"),
}
MARKS = {Match.EXACT: "exact", Match.LOOKALIKE: "lookalike"}


@dataclass(frozen=True)
class Card:
    """An entry that waits for a decision, with its form."""

    entry: Entry
    form: DecisionForm
    others: Sequence[tuple[str, int]] = ()

    @property
    def received(self) -> str:
        return self._moment(self.entry.received_at)

    @property
    def posted(self) -> str:
        return self._moment(self.entry.posted_at) if self.entry.posted_at else ""

    @property
    def seen(self) -> int:
        """The newest decision that the card shows, by which a later one is recognised."""
        return seen_of(self.entry)

    @cached_property
    def caption(self) -> list[tuple[str, str]]:
        """The caption in pieces, the campaign's hashtags marked."""
        accepted = [hashtag.text for hashtag in self.entry.campaign.hashtags.all()]
        pieces = marked(self.entry.caption, accepted)
        return [(text, MARKS[found] if found else "") for text, found in pieces]

    @cached_property
    def rules(self) -> list[FoundRule]:
        return findings_of(self.entry)

    @property
    def met(self) -> list[FoundRule]:
        """Rules that stand in nobody's way."""
        return [rule for rule in self.rules if rule.check.outcome == Check.Outcome.PASS]

    @property
    def player(self) -> str:
        """What a click plays; nothing in a demo, whose videos do not exist."""
        if self.entry.campaign.is_demo:
            return ""
        return player_url(self.entry.platform, self.entry.video_id)

    @property
    def country(self) -> str:
        code = self.entry.declared_country
        return country_name(code) if code else ""

    @property
    def guardian(self) -> str | Promise:
        """Whether a guardian was asked and has agreed; empty where none was named."""
        consent = getattr(self.entry, "guardian", None)
        if consent is None:
            return ""
        if consent.confirmed_at is None:
            return _("asked, has not answered yet")
        return _("has agreed")

    @property
    def proofs(self) -> list[tuple[str, str]]:
        """How people showed that the account is theirs, and whether it was who entered."""
        return [
            (
                proof.get_method_display(),
                "" if proof.user_id == self.entry.submitted_by_id else proof.user.email,
            )
            for proof in self.entry.creator.proofs.all()
        ]

    @property
    def steps(self) -> list[dict[str, object]]:
        """What has happened to the entry since it came, oldest first."""
        return [
            {
                "who": step.by or THE_RULES,
                "did": STEPS.get(step.verb, step.get_to_status_display()),
                "when": self._moment(step.at),
                "words": step.reason,
            }
            for step in self.entry.decisions.all()
            if step.verb != RECEIVE
        ]

    def _moment(self, moment: datetime) -> str:
        return day_and_time(moment, self.entry.campaign.zone)


def with_details(entries: EntryQuerySet) -> EntryQuerySet:
    """Everything that cards show, in a constant number of queries."""
    return entries.select_related(
        "campaign", "creator", "submitted_by", "institution", "guardian"
    ).prefetch_related(
        "campaign__hashtags",
        "campaign__rejection_reasons",
        "chosen_categories",
        Prefetch("checks", Check.objects.select_related("overridden_by")),
        Prefetch("creator__proofs", OwnershipProof.objects.select_related("user")),
        Prefetch("decisions", Decision.objects.select_related("by").order_by("pk")),
    )


def seen_of(entry: Entry) -> int:
    """The id of the newest decision among those that were fetched; 0 where there is none."""
    return max((decision.pk for decision in entry.decisions.all()), default=0)


def form_for(entry: Entry) -> DecisionForm:
    """A fresh form: nobody is asked twice at once, nor where nobody can answer."""
    verbs = [verb for verb in VERBS if verb is not Verb.ASK or _can_be_asked(entry)]
    offered = [*verbs, *([TAKE_BACK] if entry.asked_at else [])]
    return DecisionForm(about=entry, verbs=offered, seen=seen_of(entry))


def cards_of(entries: Iterable[Entry], *, bound: DecisionForm | None = None) -> list[Card]:
    """A card for each entry; the one that was sent and refused keeps what was typed."""
    shown = list(entries)
    others = _others(shown)
    return [
        Card(
            entry,
            _again(bound, entry) if bound and bound.about == entry else form_for(entry),
            others.get((entry.campaign_id, entry.creator_id), ()),
        )
        for entry in shown
    ]


def _again(bound: DecisionForm, entry: Entry) -> DecisionForm:
    """What was typed stays; whoever reads this card has seen what it shows now."""
    fresh = form_for(entry)
    bound.verbs = fresh.verbs
    bound.data = {**bound.data, "seen": seen_of(entry)}
    return bound


def _can_be_asked(entry: Entry) -> bool:
    return entry.submitted_by_id is not None and entry.asked_at is None


def _others(entries: Sequence[Entry]) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """By campaign and creator: the decided entries of the account, counted by their state."""
    decided = Entry.objects.exclude(status=Entry.Status.RECEIVED).filter(
        creator__in={entry.creator_id for entry in entries},
        campaign__in={entry.campaign_id for entry in entries},
    )
    counts = decided.order_by().values_list("campaign", "creator", "status").annotate(Count("pk"))
    others: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for campaign, creator, status, number in counts.order_by(F("status")):
        label = str(Entry.Status(status).label)
        others.setdefault((campaign, creator), []).append((label, number))
    return others


__all__ = ["LABELS", "Card", "cards_of", "form_for", "seen_of", "with_details"]
