"""What the rules found about an entry, as a card shows it: what stands in the way first."""

from __future__ import annotations

from dataclasses import dataclass

from contests.wording import day_and_time
from entries.check_evidence import in_words
from entries.check_sentences import rule_name, sentence_of
from entries.eligibility import Rule
from entries.models import Check, Entry

Outcome = Check.Outcome
_URGENCY = [Outcome.FAIL, Outcome.UNKNOWN, Outcome.OVERRIDDEN, Outcome.PASS]
_PLACES = {rule.value: place for place, rule in enumerate(Rule)}
ICONS = {
    Outcome.PASS: "check_circle",
    Outcome.FAIL: "cancel",
    Outcome.UNKNOWN: "help",
    Outcome.OVERRIDDEN: "published_with_changes",
}


@dataclass(frozen=True)
class FoundRule:
    """One rule's outcome in words, with what it rests on."""

    check: Check
    name: str
    sentence: str
    evidence: list[tuple[str, str]]
    checked: str

    @property
    def icon(self) -> str:
        return ICONS[Outcome(self.check.outcome)]


def findings_of(entry: Entry) -> list[FoundRule]:
    """The checks of an entry: broken rules first, then what is not known, then the rest."""
    zone = entry.campaign.zone
    checks = sorted(
        entry.checks.all(),
        key=lambda check: (_URGENCY.index(Outcome(check.outcome)), _PLACES.get(check.rule, 99)),
    )
    return [
        FoundRule(
            check,
            rule_name(check.rule),
            sentence_of(check.rule, check.code, check.evidence, zone),
            list(in_words(check.evidence, zone).items()),
            day_and_time(check.checked_at, zone),
        )
        for check in checks
    ]
