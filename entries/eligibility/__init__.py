"""Whether an entry meets the terms of a campaign: one finding for each rule that it asks.

Facts come in, findings go out; what is not known is unknown and never a fail. The sentences that
people read are in `entries.check_sentences`.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from entries.eligibility import person_rules, video_rules
from entries.eligibility.words import (
    ANSWERS,
    Code,
    Finding,
    Outcome,
    Owner,
    Proposal,
    Rule,
    Subject,
    Terms,
)

__all__ = [
    "ANSWERS",
    "Code",
    "Finding",
    "Outcome",
    "Owner",
    "Proposal",
    "Rule",
    "Subject",
    "Terms",
    "evaluate",
    "propose",
]

_RULES: dict[Rule, Callable[[Terms, Subject], Finding | None]] = {
    Rule.WINDOW: video_rules.window,
    Rule.DURATION: video_rules.duration,
    Rule.HASHTAG: video_rules.hashtag,
    Rule.PLATFORM: video_rules.platform,
    Rule.OWNER: person_rules.owner,
    Rule.PUBLIC: video_rules.public,
    Rule.NUMBER: person_rules.number,
    Rule.AGE: person_rules.age,
    Rule.COUNTRY: person_rules.country,
    Rule.GUARDIAN: person_rules.guardian,
    Rule.EXCLUDED: person_rules.excluded,
}


class HasOutcome(Protocol):
    """A finding, or a stored check, whose outcome may also be "overridden"."""

    @property
    def outcome(self) -> str: ...


def evaluate(terms: Terms, subject: Subject) -> tuple[Finding, ...]:
    """Answer every rule that the terms ask, in the order of Rule. Never raises."""
    findings = (rule(terms, subject) for rule in _RULES.values())
    return tuple(finding for finding in findings if finding is not None)


def propose(findings: Iterable[HasOutcome]) -> Proposal:
    """Reject if a rule is broken, look if something is not known, else accept.

    What a person has overridden counts as met.
    """
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAIL in outcomes:
        return Proposal.REJECT
    return Proposal.LOOK if Outcome.UNKNOWN in outcomes else Proposal.ACCEPT
