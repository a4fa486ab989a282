"""Giving the entries of a round to its judges; again whenever entries or judges have come."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.phases import Phase
from judging.assignment import Pair, Plan, assign
from judging.conflicts import Bar, Bars, find_bars, reasons_of
from judging.entrants import entries_in, previous_round
from judging.handover import NOT_BEGUN, give, release, seed_of, step_back
from judging.locks import lock_round
from judging.models import Assignment, Completion, Judge, Round
from judging.refusal import JudgingRefused

SAID_FINISHED = "said_finished"
"""Beside the codes of Bar: the judge said “I am finished” and gets nothing new."""


@dataclass(frozen=True)
class RoundPlan:
    """What assigning would do in a round now, and why.

    `conflicted`: reviews that would stop counting, since a conflict of interest has come to light.
    `sitting`: the judges who could get reviews; `resting`: those of them who said that they are
    finished.
    """

    plan: Plan
    bars: Bars
    conflicted: frozenset[Pair]
    sitting: tuple[int, ...]
    resting: frozenset[int]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """New reviews, those that replace a moved one among them."""
        return self.plan.pairs

    @property
    def changes(self) -> int:
        """How many reviews would be added, moved or stop counting; 0 where all is well."""
        return len(self.plan.pairs) + len(self.plan.released) + len(self.conflicted)

    @property
    def short(self) -> dict[int, int]:
        """How many reviews are missing of entries that cannot get enough."""
        return dict(self.plan.short)

    @property
    def loads(self) -> dict[int, int]:
        """Reviews of each sitting judge as they would be."""
        return dict(self.plan.loads)

    def reasons_of_shortage(self) -> dict[int, dict[str, list[int]]]:
        """Who cannot take each short entry, by what bars them: codes of Bar, or SAID_FINISHED.

        Judges who review the entry are left out. Where nobody is named, there are too few judges.
        """
        short = self.plan.short
        given = {pair for pair in (*self.plan.kept, *self.plan.pairs) if pair[1] in short}
        reasons: dict[int, dict[str, list[int]]] = {entry_id: {} for entry_id in short}
        for entry_id, of_entry in reasons.items():
            for judge_id in self.sitting:
                bar: str | None = self.bars.why(judge_id=judge_id, entry_id=entry_id)
                if bar is None and judge_id in self.resting:
                    bar = SAID_FINISHED
                if bar is not None and (judge_id, entry_id) not in given:
                    of_entry.setdefault(str(bar), []).append(judge_id)
        return reasons


@transaction.atomic
def assign_judges(*, round_id: int, by: User, at: datetime, even_out: bool = False) -> RoundPlan:
    """Assign what is missing and keep what is there; returns what was done and what falls short.

    Entries of the round only; nobody gets an entry that they must not judge (judging.conflicts),
    and reviews that turn out to be such stop counting. With `even_out`, reviews that are not begun
    go to those with less work, as few as possible. Finished and begun reviews never move. Two
    presses of the button assign once. Raises Round.DoesNotExist, JudgingRefused.
    """
    round_ = lock_round(round_id)
    plan = plan_assignments(round_, at=at, even_out=even_out)
    write_plan(round_, plan, by=by, at=at)
    return plan


def plan_assignments(round_: Round, *, at: datetime, even_out: bool = False) -> RoundPlan:
    """What assign_judges would do now. As many queries at any size. Raises JudgingRefused."""
    refuse_unless_assignable(round_, at=at)
    campaign = round_.category.campaign
    judges = list(Judge.objects.filter(campaign=campaign))
    if not judges:
        raise JudgingRefused("judges_missing")
    sitting = [judge.pk for judge in judges if judge.left_at is None]
    if not sitting:
        raise JudgingRefused("judges_left")
    bars = find_bars(judges, entries_in(round_))
    if not bars.entry_ids:
        raise JudgingRefused("entries_missing")
    given, not_begun = _given(round_, bars)
    conflicted = frozenset(
        pair for pair in given if bars.conflict(judge_id=pair[0], entry_id=pair[1])
    )
    every_judge = round_.reviews_per_entry is None
    resting = frozenset() if every_judge else _resting(round_)
    not_begun -= conflicted
    unwanted = {
        pair
        for pair in not_begun
        if bars.why(judge_id=pair[0], entry_id=pair[1]) is Bar.LANGUAGE
        or (even_out and pair[0] in resting)
    }
    plan = assign(
        entry_ids=bars.entry_ids,
        judge_ids=[judge for judge in sitting if judge not in resting],
        # Of every judge: also beside the reviews of those who have left.
        reviews_per_entry=round_.reviews_per_entry or len(judges),
        barred={entry: bars.barred_from(entry) for entry in bars.entry_ids},
        existing=given - conflicted,
        movable=not_begun if even_out else frozenset(),
        unwanted=frozenset() if every_judge else unwanted,
        seed=seed_of(round_),
    )
    return RoundPlan(
        plan=_of_every_judge(plan) if every_judge else plan,
        bars=bars,
        conflicted=conflicted,
        sitting=tuple(sitting),
        resting=resting & set(sitting),
    )


def refuse_unless_assignable(round_: Round, *, at: datetime) -> None:
    """Raise JudgingRefused where the round takes no assignments now."""
    campaign = round_.category.campaign
    if campaign.phase_under_lock(at=at) not in (Phase.OPEN, Phase.REVIEW):
        raise JudgingRefused("campaign_not_judged")
    if round_.kind == Round.Kind.PAIRWISE:
        raise JudgingRefused("pairs_not_assigned")
    if round_.closed_at is not None:
        raise JudgingRefused("assigning_after_closing")
    if at >= round_.closes_at:
        raise JudgingRefused("assigning_closed")
    before = previous_round(round_)
    if before is not None and before.closed_at is None:
        raise JudgingRefused("round_before_open")
    if round_.kind == Round.Kind.SCORING and not round_.criteria.exists():
        raise JudgingRefused("criteria_missing")


def write_plan(round_: Round, plan: RoundPlan, *, by: User, at: datetime) -> None:
    """Write what a plan says; for verbs that hold the round's lock."""
    conflicted = _rows(round_, plan.conflicted)
    step_back(conflicted, reasons=reasons_of(conflicted, plan.bars), by=by, at=at)
    moved = _rows(round_, plan.plan.released)
    release(moved, reason=_("It was given to another judge."), by=by, at=at)
    give(round_, plan.pairs, by=by, at=at)


def _given(round_: Round, bars: Bars) -> tuple[frozenset[Pair], Set[Pair]]:
    """The reviews that count or may still be given, and which of them are not begun."""
    rows = (
        Assignment.objects.expected()
        .filter(round=round_)
        .annotate(not_begun=NOT_BEGUN)
        .values_list("judge_id", "entry_id", "not_begun")
    )
    of_round = [row for row in rows if row[1] in bars.entry_ids]
    return (
        frozenset((judge, entry) for judge, entry, _not_begun in of_round),
        frozenset((judge, entry) for judge, entry, not_begun in of_round if not_begun),
    )


def _resting(round_: Round) -> frozenset[int]:
    """The judges who said that they are finished."""
    said = Completion.objects.filter(round=round_)
    return frozenset(said.values_list("judge_id", flat=True))


def _of_every_judge(plan: Plan) -> Plan:
    """Every judge was asked for: only who is left with nobody falls short."""
    reviewed = {entry_id for _judge_id, entry_id in (*plan.pairs, *plan.kept)}
    short = {entry_id: 1 for entry_id in plan.short if entry_id not in reviewed}
    return Plan(plan.pairs, plan.released, plan.kept, short, plan.before, plan.loads)


def _rows(round_: Round, pairs: Iterable[Pair]) -> list[Assignment]:
    """The rows of some pairs of a round."""
    wanted = set(pairs)
    if not wanted:
        return []
    judges = {judge for judge, _entry in wanted}
    rows = Assignment.objects.filter(round=round_, judge__in=judges).order_by("pk")
    return [row for row in rows if (row.judge_id, row.entry_id) in wanted]
