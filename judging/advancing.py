"""Who goes on from a round: the best so many, those above a cut-off, or all that were reviewed.

A rule never parts what is equal: who shares the rank that straddles the line is *on the line*, and
a person decides. Pure: no Django, and no floats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from contests.competition_ranking import Ranked
from judging.screening import Verdict


@dataclass(frozen=True)
class Line:
    """Ids best first: who goes on by the rule, whom it cannot part, who stays behind.

    ``places``: how many of those on the line the rule still has room for; None if it knows no
    number.
    """

    through: tuple[int, ...]
    on_line: tuple[int, ...]
    out: tuple[int, ...]
    places: int | None = None

    def neighbours(self, many: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The last of those who go on and the first of those who stay, both best first."""
        return (self.through[-many:] if many else (), self.out[:many])


def everybody(ranked: Iterable[Ranked]) -> Line:
    """Without a number and a cut-off all go on."""
    return Line(tuple(one.id for one in ranked), (), ())


def best(ranked: Sequence[Ranked], *, count: int) -> Line:
    """The ``count`` best; a shared rank that begins within them and ends behind is on the line.

    Raises ``ValueError`` for a count below one.
    """
    if count < 1:
        raise ValueError("at least one goes on")
    through: list[int] = []
    on_line: list[int] = []
    out: list[int] = []
    for place, sharing in groupby(ranked, key=lambda one: one.rank):
        ids = [one.id for one in sharing]
        ahead = place - 1
        if ahead + len(ids) <= count:
            through += ids
        elif ahead < count:
            on_line += ids
        else:
            out += ids
    places = count - len(through) if on_line else None
    return Line(tuple(through), tuple(on_line), tuple(out), places)


def above(ranked: Iterable[Ranked], *, values: Mapping[int, Decimal], cutoff: Decimal) -> Line:
    """Whose value (0 to 1) times 100 reaches the cut-off (0 to 100). Nobody is on the line."""
    through: list[int] = []
    out: list[int] = []
    for one in ranked:
        (through if values[one.id] * 100 >= cutoff else out).append(one.id)
    return Line(tuple(through), (), tuple(out))


def screened(
    ranked: Sequence[Ranked], *, verdicts: Mapping[int, Verdict], count: int | None
) -> Line:
    """Who has the quorum goes on, at most ``count`` of them; the undecided are on the line.

    ``ranked`` as judging.screening.rank_votes does, which puts those with the quorum first.
    """
    reached = [one for one in ranked if verdicts[one.id] is Verdict.THROUGH]
    line = everybody(reached) if count is None else best(reached, count=count)
    undecided = [one.id for one in ranked if verdicts[one.id] is Verdict.UNDECIDED]
    below = [one.id for one in ranked if verdicts[one.id] is Verdict.OUT]
    on_line = (*line.on_line, *undecided)
    return Line(
        through=line.through,
        on_line=on_line,
        # Who had the quorum but no place comes before those who never had it.
        out=(*line.out, *below),
        places=None if count is None or not on_line else count - len(line.through),
    )
