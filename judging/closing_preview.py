"""What closing a round would do now: who goes on, who is on the line, who stays behind.

Computed live from the reviews that count. Whoever confirms sends back the digest of what they saw.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from contests.competition_ranking import Ranked
from entries.models import Entry
from judging.advancing import Line, above, best, everybody, screened
from judging.entrants import entries_in
from judging.models import Assignment, Completion, Judge, Round
from judging.round_ranks import rank_reviews
from judging.screen_tally import votes_of_round
from judging.screening import Votes, rank_votes, verdict
from judging.tally import aggregate_reviews, reviews_of_round


class Where(StrEnum):
    """On which side of the line the rule puts an entry."""

    THROUGH = "through"
    ON_LINE = "on_line"
    OUT = "out"
    UNREVIEWED = "unreviewed"  # nothing is known of it; it stays behind


@dataclass(frozen=True)
class Decision:
    """A person's word about one entry, with the reason."""

    advances: bool
    reason: str


Decisions = Mapping[int, Decision]
"""By the entry's id."""


@dataclass(frozen=True)
class ClosingRow:
    """An entry as the round leaves it. `value` (0 to 1) of a scoring, `votes` of a screening."""

    entry_id: int
    creator_ids: tuple[int, ...]
    where: Where
    rank: int | None
    reviews: int
    value: Decimal | None = None
    votes: Votes | None = None


@dataclass(frozen=True)
class ClosingPreview:
    """The rows, best first and those without a review last; `unfinished` reviews still missing.

    In a round of pairs `unfinished` are the judges who have not said that they are finished.
    """

    round: Round
    rows: Mapping[int, ClosingRow]
    line: Line
    unfinished: int

    def ids(self, where: Where) -> list[int]:
        return [row.entry_id for row in self.rows.values() if row.where is where]

    @property
    def reviewed(self) -> int:
        return sum(row.reviews > 0 for row in self.rows.values())

    def by_hand(self, decisions: Decisions) -> dict[int, Decision]:
        """The decisions that say something else than the rule, or what it leaves open."""
        return {
            entry_id: one
            for entry_id, one in decisions.items()
            if entry_id in self.rows and not self._is_the_rules(entry_id, one)
        }

    def undecided(self, decisions: Decisions) -> list[int]:
        """Who is on the line and not decided about."""
        return [entry_id for entry_id in self.line.on_line if entry_id not in decisions]

    def advancing(self, decisions: Decisions) -> list[int]:
        """Who would go on, best first; of those on the line only whom a person takes in."""
        return [
            entry_id
            for entry_id, row in self.rows.items()
            if (
                decisions[entry_id].advances
                if entry_id in decisions
                else row.where is Where.THROUGH
            )
        ]

    def creators_of(self, entry_ids: Iterable[int]) -> set[int]:
        """The creators behind entries, joint ones too."""
        return {pk for entry_id in entry_ids for pk in self.rows[entry_id].creator_ids}

    @cached_property
    def figures(self) -> str:
        """One line that stands for every row: its place, points or votes, and creators."""
        rows = [
            [
                row.entry_id,
                row.where,
                row.rank,
                row.reviews,
                str(row.value),
                _plain(row.votes),
                row.creator_ids,
            ]
            for row in self.rows.values()
        ]
        return _digest([self.round.pk, rows])

    def digest(self, decisions: Decisions) -> str:
        """SHA-256 in hexadecimal of what is shown: the rows, what is missing, the decisions."""
        chosen = decisions_digest(self.by_hand(decisions))
        return _digest([self.figures, self.unfinished, chosen])

    def _is_the_rules(self, entry_id: int, decision: Decision) -> bool:
        where = self.rows[entry_id].where
        return where is not Where.ON_LINE and decision.advances == (where is Where.THROUGH)


def preview_closing(round_: Round) -> ClosingPreview:
    """Work out what closing the round would do. A handful of queries at any size."""
    creators = _creators_in(round_)
    if round_.kind == Round.Kind.SCREENING:
        line, rows = _screening(round_, creators)
    elif round_.kind == Round.Kind.SCORING:
        line, rows = _scoring(round_, creators)
    else:
        # Pairs only order a shortlist: nobody is left behind by them.
        line = Line(tuple(creators), (), ())
        rows = [
            ClosingRow(pk, of_entry, Where.THROUGH, None, 0) for pk, of_entry in creators.items()
        ]
    return ClosingPreview(round_, {row.entry_id: row for row in rows}, line, _unfinished(round_))


def decisions_digest(decisions: Decisions) -> str:
    """One line that stands for a person's decisions."""
    return _digest(sorted([pk, one.advances, one.reason] for pk, one in decisions.items()))


def _screening(
    round_: Round, creators: Mapping[int, tuple[int, ...]]
) -> tuple[Line, list[ClosingRow]]:
    quorum = round_.quorum or 1
    votes = {pk: one for pk, one in votes_of_round(round_).items() if pk in creators}
    verdicts = {pk: verdict(one, quorum=quorum) for pk, one in votes.items()}
    ranked = rank_votes(votes, quorum=quorum)
    line = screened(ranked, verdicts=verdicts, count=round_.advance_count)
    sides = _sides(line)
    return line, [
        ClosingRow(
            entry_id=one.id,
            creator_ids=creators[one.id],
            where=sides[one.id],
            rank=one.rank,
            reviews=votes[one.id].given,
            votes=votes[one.id],
        )
        for one in ranked
    ]


def _scoring(
    round_: Round, creators: Mapping[int, tuple[int, ...]]
) -> tuple[Line, list[ClosingRow]]:
    reviews = [one for one in reviews_of_round(round_) if one.entry_id in creators]
    totals = aggregate_reviews(reviews, round_)
    ranked = rank_reviews(reviews, totals)
    line = _line(round_, ranked, {pk: total.value for pk, total in totals.items()})
    sides = _sides(line)
    rows = [
        ClosingRow(
            entry_id=one.id,
            creator_ids=creators[one.id],
            where=sides[one.id],
            rank=one.rank,
            reviews=totals[one.id].reviews,
            value=totals[one.id].value,
        )
        for one in ranked
    ]
    rows += [
        ClosingRow(pk, of_entry, Where.UNREVIEWED, None, 0)
        for pk, of_entry in creators.items()
        if pk not in totals
    ]
    return line, rows


def _line(round_: Round, ranked: Sequence[Ranked], values: Mapping[int, Decimal]) -> Line:
    if round_.advance_count is not None:
        return best(ranked, count=round_.advance_count)
    if round_.advance_cutoff is not None:
        return above(ranked, values=values, cutoff=round_.advance_cutoff)
    return everybody(ranked)


def _sides(line: Line) -> dict[int, Where]:
    return {
        **dict.fromkeys(line.through, Where.THROUGH),
        **dict.fromkeys(line.on_line, Where.ON_LINE),
        **dict.fromkeys(line.out, Where.OUT),
    }


def _creators_in(round_: Round) -> dict[int, tuple[int, ...]]:
    """The round's entries in their order, each with its creators; two queries."""
    entries = entries_in(round_).order_by("pk")
    creators: defaultdict[int, list[int]] = defaultdict(list)
    for entry_id, creator_id in entries.values_list("pk", "creator_id"):
        creators[entry_id].append(creator_id)
    joint = Entry.joint_creators.through.objects.filter(entry__in=entries.order_by())
    for entry_id, creator_id in joint.order_by("pk").values_list("entry_id", "creator_id"):
        if entry_id in creators:
            creators[entry_id].append(creator_id)
    return {entry_id: tuple(of_entry) for entry_id, of_entry in creators.items()}


def _unfinished(round_: Round) -> int:
    if round_.kind == Round.Kind.PAIRWISE:
        sitting = Judge.objects.sitting().filter(campaign=round_.category.campaign_id)
        said_so = Completion.objects.filter(round=round_)
        return sitting.exclude(pk__in=said_so.values("judge")).count()
    entries = entries_in(round_).order_by().values("pk")
    return Assignment.objects.unfinished().filter(round=round_, entry__in=entries).count()


def _plain(votes: Votes | None) -> list[int] | None:
    return None if votes is None else [votes.yes, votes.no, votes.unsure, votes.wanted]


def _digest(facts: Any) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
