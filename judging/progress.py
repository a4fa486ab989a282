"""How far a round is, judge by judge and entry by entry, and where judges disagree most.

For staff who may see scores (judging.visibility). The number of queries is the same at any size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any

from django.db.models import Count, Max, Q

from judging.adjustment import EXACT, RESULT_PLACES, standard_deviation
from judging.entrants import entries_in
from judging.flag_queue import WAITS
from judging.models import Assignment, Completion, Judge, Round, expected_reviews
from judging.pair_progress import pair_progress
from judging.tally import reviews_of_round

# For counting several things at once.
_EXPECTED = expected_reviews()
_FINISHED = _EXPECTED & Q(finished_at__isnull=False)

VOTE_SCORES = {"yes": Decimal(1), "unsure": Decimal("0.5"), "no": Decimal(0)}
"""Votes as scores, to tell how far screeners are apart."""


@dataclass(frozen=True)
class JudgeProgress:
    """A judge's work in one round.

    `expected`: reviews that are theirs now; `begun`: saved but not finished. In a round of pairs
    both `expected` and `finished` count comparisons.
    """

    judge: Judge
    expected: int
    finished: int
    begun: int = 0
    recused: int = 0
    flags: int = 0
    last_save: datetime | None = None
    declared_at: datetime | None = None

    @property
    def left(self) -> int:
        return max(self.expected - self.finished, 0)

    @property
    def percent(self) -> int:
        """The finished part of what is expected, rounded down; 100 where nothing is."""
        return min(self.finished * 100 // self.expected, 100) if self.expected else 100


class Order(StrEnum):
    """In which order staff look at entries."""

    SPREAD = "spread"
    MISSING = "missing"
    MEAN = "mean"


@dataclass(frozen=True)
class EntryProgress:
    """How much of what an entry needs is there, and how far the judges are apart.

    `mean` and `spread` (standard deviation with n - 1) are of the scores that count, from 0 to 1;
    a screening's votes stand for 1, 0.5 and 0. None without a score.
    `judges`: how many have the entry to review; `wanted`: how many should.
    """

    entry_id: int
    wanted: int
    judges: int
    given: int
    flags: int = 0
    votes: tuple[int, int, int] = (0, 0, 0)  # yes, unsure, no
    mean: Decimal | None = None
    spread: Decimal | None = None

    @property
    def missing(self) -> int:
        return max(self.wanted - self.given, 0)


def progress_of_judges(round_: Round) -> list[JudgeProgress]:
    """Every judge who sits or has done something, those with most left first.

    Three queries at any size, ten in a round of pairs.
    """
    work = _work_by_judge(round_)
    said = dict(Completion.objects.filter(round=round_).values_list("judge", "declared_at"))
    campaign = round_.category.campaign_id
    judges = list(Judge.objects.filter(campaign=campaign).select_related("user", "organisation"))
    compared = pair_progress(round_, judges) if round_.kind == Round.Kind.PAIRWISE else {}
    lines = []
    for judge in judges:
        own, pairs = work.get(judge.pk, {}), compared.get(judge.pk)
        if judge.left_at and not own and not (pairs and pairs.made):
            continue
        moments = (own.get("saved"), own.get("done"), pairs and pairs.last)
        asked = 0 if judge.left_at or not pairs else pairs.asked
        lines.append(
            JudgeProgress(
                judge=judge,
                expected=max(asked, pairs.made) if pairs else own.get("expected", 0),
                finished=pairs.made if pairs else own.get("finished", 0),
                begun=own.get("begun", 0),
                recused=own.get("recused", 0),
                flags=own.get("flags", 0),
                last_save=max(filter(None, moments), default=None),
                declared_at=said.get(judge.pk),
            )
        )
    return sorted(lines, key=lambda line: (-line.left, line.judge.pk))


def _work_by_judge(round_: Round) -> dict[int, dict[str, Any]]:
    rows: Any = (
        Assignment.objects.filter(round=round_)
        .order_by()
        .values("judge")
        .annotate(
            expected=Count("pk", filter=_EXPECTED),
            finished=Count("pk", filter=_FINISHED),
            begun=Count("pk", filter=_EXPECTED & Q(finished_at__isnull=True, revision__gt=0)),
            recused=Count("pk", filter=Q(recused_at__isnull=False)),
            flags=Count("pk", filter=WAITS),
            saved=Max("saved_at"),
            done=Max("finished_at"),
        )
    )
    return {row["judge"]: row for row in rows}


def progress_of_entries(round_: Round, *, order: Order = Order.SPREAD) -> list[EntryProgress]:
    """Every entry of the round, in the order asked for; where that is equal, by id.

    By spread: the entries about which judges disagree most first. By missing: those that lack
    most reviews first. By mean: the best first. Without figures comes last. Five queries.
    """
    known, scores = _work_by_entry(round_), _scores_by_entry(round_)
    nothing = dict.fromkeys(("judges", "given", "flags", *VOTE_SCORES), 0)
    lines = []
    for pk in entries_in(round_).order_by("pk").values_list("pk", flat=True):
        row, given = known.get(pk, nothing), scores.get(pk)
        mean, spread = _figures_of(given) if given else (None, None)
        lines.append(
            EntryProgress(
                entry_id=pk,
                wanted=max(round_.reviews_per_entry or 0, row["judges"]),
                judges=row["judges"],
                given=row["given"],
                flags=row["flags"],
                votes=(row["yes"], row["unsure"], row["no"]),
                mean=mean,
                spread=spread,
            )
        )
    return sorted(lines, key=_KEYS[order])


def _work_by_entry(round_: Round) -> dict[int, dict[str, int]]:
    rows: Any = (
        Assignment.objects.filter(round=round_)
        .order_by()
        .values("entry")
        .annotate(
            judges=Count("pk", filter=_EXPECTED),
            given=Count("pk", filter=_FINISHED),
            flags=Count("pk", filter=WAITS),
            **{vote: Count("pk", filter=_FINISHED & Q(vote=vote)) for vote in VOTE_SCORES},
        )
    )
    return {row["entry"]: row for row in rows}


def _figures_of(scores: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Mean and spread, rounded to 9 places as judging.scoring rounds them."""
    with localcontext(EXACT):
        mean = sum(scores, Decimal(0)) / len(scores)
        spread = standard_deviation(scores)
        return mean.quantize(RESULT_PLACES), spread.quantize(RESULT_PLACES)


def _scores_by_entry(round_: Round) -> dict[int, list[Decimal]]:
    """The scores that count, of each entry: of its points, or what its votes stand for."""
    pairs: Iterable[tuple[int, Decimal]] = ()
    if round_.kind == Round.Kind.SCORING:
        pairs = ((review.entry_id, review.score) for review in reviews_of_round(round_))
    elif round_.kind == Round.Kind.SCREENING:
        votes = Assignment.objects.counting().filter(round=round_).exclude(vote="")
        rows = votes.order_by().values_list("entry", "vote")
        pairs = ((entry, VOTE_SCORES[vote]) for entry, vote in rows)
    found: defaultdict[int, list[Decimal]] = defaultdict(list)
    for entry, score in pairs:
        found[entry].append(score)
    return found


def _highest(value: Decimal | None) -> tuple[bool, Decimal]:
    return value is None, -(value or Decimal(0))


_KEYS: dict[Order, Callable[[EntryProgress], tuple[Any, ...]]] = {
    Order.SPREAD: lambda line: (*_highest(line.spread), line.entry_id),
    Order.MISSING: lambda line: (-line.missing, line.entry_id),
    Order.MEAN: lambda line: (*_highest(line.mean), line.entry_id),
}
