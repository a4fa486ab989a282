"""What a change of a campaign's terms would do to the entries that are there.

Nothing is written and nothing asked of platforms: the rules are answered twice from what is known,
with the terms as they are and as they are to be.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from contests.models import Campaign
from entries.automatic_acceptance import TAKEN_UP
from entries.eligibility import Finding, Outcome, Rule, Subject, Terms, evaluate
from entries.models import Check, Decision, Entry, EntryQuerySet
from entries.subjects import subjects_of, terms_of

AT_ONCE = 500
"""Entries in memory at a time, and in one query."""
EXAMPLES = 5

Status = Entry.Status
_LOOKED_AT = (Status.ACCEPTED, Status.RECEIVED, Status.REJECTED)


class Turn(StrEnum):
    """How the answer to a rule would change."""

    FAILING = "failing"
    UNKNOWN = "unknown"
    RELIEVED = "relieved"


@dataclass(frozen=True)
class Standing:
    """What the rules ask of entries at a moment: a campaign with its terms."""

    campaign: Campaign
    terms: Terms

    @classmethod
    def of(cls, campaign: Campaign) -> Standing:
        return cls(campaign, terms_of(campaign))

    def subjects(self, entries: Sequence[Entry]) -> list[Subject]:
        return subjects_of(self.campaign, entries)

    def sees_alike(self, other: Standing) -> bool:
        """Whether entries look the same from both: all that subjects take from a campaign."""
        mine, theirs = self.campaign, other.campaign
        return (mine.max_entries_per_creator, mine.participants_excluded) == (
            theirs.max_entries_per_creator,
            theirs.participants_excluded,
        )

    @property
    def key(self) -> str:
        """Equal for standings that answer alike for every entry; the same in every process."""
        flags = (self.campaign.participants_excluded, self.campaign.accepts_automatically)
        return json.dumps([asdict(self.terms), flags], default=_plain)


def fingerprint(before: Standing, after: Standing) -> str:
    """Names one change of terms, so that what a person agreed to can be told from another."""
    return sha256(f"{before.key}\n{after.key}".encode()).hexdigest()


@dataclass
class Effect:
    """Entries of one state for which the answer to a rule would change, and some of them."""

    count: int = 0
    examples: list[Entry] = field(default_factory=list)


@dataclass
class Effects:
    """What a change of terms would do."""

    looked_at: int = 0
    by_rule: defaultdict[tuple[Turn, Rule], dict[str, Effect]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    entries: Counter[tuple[Turn, str]] = field(default_factory=Counter)
    """How many entries change in any rule, by turn and status."""
    accepted_at_once: int = 0
    """Waiting entries that would be accepted, because the campaign accepts automatically."""


def has_entries(campaign: Campaign) -> bool:
    """Whether there is anything to which a change of terms could do something."""
    return _entries(campaign).exists()


def effects_of(before: Standing, after: Standing) -> Effects:
    """Compare the answers for all entries; a second or two for ten thousand."""
    effects, overridden = Effects(), _overridden(before.campaign)
    in_hand = _in_hand(before.campaign)
    for entries in _in_chunks(before.campaign):
        old = before.subjects(entries)
        new = old if before.sees_alike(after) else after.subjects(entries)
        for entry, subjects in zip(entries, zip(old, new, strict=True), strict=True):
            settled = overridden[entry.pk]
            answers = _answers(before.terms, subjects[0]), _answers(after.terms, subjects[1])
            _count(effects, entry, *answers, settled)
            if after.campaign.accepts_automatically and entry.pk not in in_hand:
                outcomes = {answers[1][rule] for rule in answers[1].keys() - settled}
                effects.accepted_at_once += _waits(entry) and outcomes <= {Outcome.PASS}
    return effects


def _count(
    effects: Effects,
    entry: Entry,
    old: dict[Rule, Outcome],
    new: dict[Rule, Outcome],
    settled: set[str],
) -> None:
    effects.looked_at += 1
    turns = set()
    for rule in Rule:
        turn = _turn(old.get(rule, Outcome.PASS), new.get(rule, Outcome.PASS))
        # A rejected entry can only be relieved: it does not take part as it is.
        if turn is None or rule in settled:
            continue
        if entry.status == Status.REJECTED and turn is not Turn.RELIEVED:
            continue
        turns.add(turn)
        effect = effects.by_rule[turn, rule].setdefault(entry.status, Effect())
        effect.count += 1
        if len(effect.examples) < EXAMPLES:
            effect.examples.append(entry)
    effects.entries.update((turn, entry.status) for turn in turns)


def _turn(old: Outcome, new: Outcome) -> Turn | None:
    """A rule that is not asked is as good as met."""
    if old is new:
        return None
    match new:
        case Outcome.FAIL:
            return Turn.FAILING
        case Outcome.UNKNOWN:
            return Turn.UNKNOWN
        case Outcome.PASS:
            return Turn.RELIEVED


def _answers(terms: Terms, subject: Subject) -> dict[Rule, Outcome]:
    findings: Iterable[Finding] = evaluate(terms, subject)
    return {finding.rule: finding.outcome for finding in findings}


def _entries(campaign: Campaign) -> EntryQuerySet:
    return Entry.objects.confirmed().filter(campaign=campaign, status__in=_LOOKED_AT)


def _in_chunks(campaign: Campaign) -> Iterator[list[Entry]]:
    last = 0
    while chunk := list(_entries(campaign).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield chunk
        last = chunk[-1].pk


def _overridden(campaign: Campaign) -> defaultdict[int, set[str]]:
    """The rules that staff have overridden, by entry: they count as met."""
    rules: defaultdict[int, set[str]] = defaultdict(set)
    overridden = Check.objects.filter(
        entry__campaign=campaign, outcome=Check.Outcome.OVERRIDDEN
    ).order_by()
    for entry, rule in overridden.values_list("entry_id", "rule"):
        rules[entry].add(rule)
    return rules


def _in_hand(campaign: Campaign) -> set[int]:
    """Entries that people have taken in hand, which are never accepted by rules alone."""
    taken_up = Decision.objects.filter(entry__campaign=campaign, verb__in=TAKEN_UP).order_by()
    return set(taken_up.values_list("entry_id", flat=True))


def _waits(entry: Entry) -> bool:
    return entry.status == Status.RECEIVED and entry.asked_at is None


def _plain(value: object) -> object:
    """What JSON does not know: sets in order, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(value)
