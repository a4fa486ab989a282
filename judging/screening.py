"""What the votes of a screening say about an entry: through, out, or not decided yet.

An entry is through once so many judges as the quorum asks for have said yes. It is out when the
votes that are still missing could not make up the quorum any more. "Unsure" is neither a yes nor a
missing vote. Everything in between is undecided: at the round's end that is for a person.

Pure: no Django, and no floats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from contests.competition_ranking import Ranked, by, rank


class Verdict(StrEnum):
    """Where a quorum puts an entry."""

    THROUGH = "through"
    UNDECIDED = "undecided"
    OUT = "out"


_ORDER = {Verdict.THROUGH: 0, Verdict.UNDECIDED: 1, Verdict.OUT: 2}


@dataclass(frozen=True)
class Votes:
    """The votes on an entry; ``wanted`` is how many reviews it is to have in all."""

    yes: int = 0
    no: int = 0
    unsure: int = 0
    wanted: int = 0

    @property
    def given(self) -> int:
        return self.yes + self.no + self.unsure

    @property
    def missing(self) -> int:
        return max(self.wanted - self.given, 0)

    @property
    def share(self) -> Fraction:
        """Yes among all votes, exactly; 0 without any."""
        return Fraction(self.yes, self.given) if self.given else Fraction(0)


def verdict(votes: Votes, *, quorum: int) -> Verdict:
    """What a quorum makes of votes. Raises ``ValueError`` for a quorum below one."""
    if quorum < 1:
        raise ValueError("a quorum is at least one vote")
    if votes.yes >= quorum:
        return Verdict.THROUGH
    if votes.yes + votes.missing < quorum:
        return Verdict.OUT
    return Verdict.UNDECIDED


class _Screened(NamedTuple):
    id: int
    verdict: Verdict
    votes: Votes


def rank_votes(votes: Mapping[int, Votes], *, quorum: int) -> list[Ranked]:
    """Entries by their votes: verdict, then the share of yes, then the number of yes.

    What is equal in all three shares its rank. Raises ``ValueError`` for a quorum below one.
    """
    return rank(
        [_Screened(id_, verdict(one, quorum=quorum), one) for id_, one in votes.items()],
        [
            ("verdict", by(lambda one: _ORDER[one.verdict])),
            ("share", by(lambda one: one.votes.share, highest_first=True)),
            ("yes", by(lambda one: one.votes.yes, highest_first=True)),
        ],
    )
