"""What a judge has written of a review, before it is saved: points or a vote, and two comments.

Pure. A page sends a draft as a whole: what is left out of it is gone after the save.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

# Characters of each comment, counted after line ends were made alike.
LONGEST_COMMENT = 3000

VOTES = ("yes", "no", "unsure")


class CriterionLimits(Protocol):
    """What a draft needs to know of a criterion."""

    @property
    def title(self) -> str: ...
    @property
    def max_points(self) -> int: ...


@dataclass(frozen=True)
class Fault:
    """Why a draft cannot be saved: a code of JudgingRefused, what it is about, and what to say.

    `about` is "vote", "comment_for_staff", "comment_for_creator", a criterion's id, or
    "points" where a round has lost all its criteria.
    """

    code: str
    about: int | str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """One review as its judge wants it. `points` maps criteria's ids to whole points.

    Comments are kept without what no database takes and no person types (NUL, halves of
    characters), with one kind of line end and without space around them: so that the same text
    from a form and from a script is the same text.
    """

    points: Mapping[int, int] = field(default_factory=dict)
    vote: str = ""
    comment_for_staff: str = ""
    comment_for_creator: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", dict(self.points))
        for name in ("comment_for_staff", "comment_for_creator"):
            object.__setattr__(self, name, _clean(getattr(self, name)))

    def faults(
        self, criteria: Mapping[int, CriterionLimits], *, votes: bool, whole: bool
    ) -> list[Fault]:
        """What is wrong with the draft in a round with these criteria; nothing if it can be saved.

        `votes` for a screening, which takes a vote and no points. `whole` for a review that is
        finished, or is to be: all points, or the vote, must be there.
        """
        found = [*self._faulty_comments(), *self._faulty_vote(votes=votes)]
        wanted = {} if votes else criteria
        found += self._faulty_points(wanted)
        if found or not whole:
            return found
        if votes:
            return [] if self.vote else [Fault("vote_missing", "vote")]
        if not wanted:  # nothing to score by: such a review would be finished and never count
            return [Fault("criterion_unknown", "points")]
        return [Fault("points_missing", key) for key in wanted if key not in self.points]

    def _faulty_points(self, criteria: Mapping[int, CriterionLimits]) -> Iterable[Fault]:
        for key, given in self.points.items():
            limits = criteria.get(key)
            if limits is None:
                yield Fault("criterion_unknown", key)
            elif not 0 <= given <= limits.max_points:
                params = {"criterion": limits.title, "most": limits.max_points}
                yield Fault("points_out_of_range", key, params)

    def _faulty_vote(self, *, votes: bool) -> Iterable[Fault]:
        if self.vote and not votes:
            yield Fault("vote_not_asked", "vote")
        elif self.vote and self.vote not in VOTES:
            yield Fault("vote_unknown", "vote")

    def _faulty_comments(self) -> Iterable[Fault]:
        for name in ("comment_for_staff", "comment_for_creator"):
            if len(getattr(self, name)) > LONGEST_COMMENT:
                yield Fault("comment_too_long", name, {"most": LONGEST_COMMENT})


def _clean(text: str) -> str:
    typed = "".join(sign for sign in text if sign != "\0" and not "\ud800" <= sign <= "\udfff")
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()
