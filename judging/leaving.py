"""A judge who leaves the jury, who takes over, and a judge who comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.audit_trail import log_written
from accounts.models import User
from judging.assigning import plan_assignments, refuse_unless_assignable, write_plan
from judging.conflicts import find_bars
from judging.entrants import entries_in
from judging.handover import NOT_BEGUN, give, release
from judging.locks import lock_round
from judging.models import Assignment, AssignmentQuerySet, Judge, Round
from judging.refusal import JudgingRefused
from judging.relations import lock_judge


@dataclass(frozen=True)
class RoundLeft:
    """What a judge leaves behind in a round that is not closed.

    `finished` counts or not, as is decided; `begun` and `not_begun` are taken away. `taken_over`:
    how many of what is missing the successor may review; the `others` get the rest. `why_not`: why
    the round takes no new reviews; empty where it does.
    """

    round: Round
    finished: int
    begun: int
    not_begun: int
    missing: int
    taken_over: int
    why_not: str

    @property
    def others(self) -> int:
        return self.missing - self.taken_over


@transaction.atomic
def judge_leaves(
    *, judge_id: int, reason: str, work_counts: bool, by: User, at: datetime
) -> list[Assignment]:
    """Let a judge leave the jury; returns the reviews that were taken away.

    What is not finished is taken away in every round that is not closed, and kept as it is. What is
    finished counts, unless `work_counts` is False. Nobody gets the reviews yet (replace_judge,
    judging.assigning). Raises Judge.DoesNotExist, JudgingRefused.
    """
    judge = lock_judge(judge_id, at=at)
    if judge.left_at is not None:
        raise JudgingRefused("judge_left_already")
    if not reason.strip():
        raise JudgingRefused("leaving_reason_missing")
    leaves = {
        "left_at": at,
        "left_by": by,
        "left_reason": reason.strip(),
        "work_counts": work_counts,
    }
    Judge.objects.filter(pk=judge.pk).update(**leaves)
    log_written([(judge, {name: (getattr(judge, name), leaves[name]) for name in leaves})], by=by)
    rows = list(_held(judge).filter(finished_at__isnull=True).order_by("pk"))
    release(rows, reason=_("The judge left the jury."), by=by, at=at)
    return rows


@transaction.atomic
def replace_judge(
    *,
    judge_id: int,
    by_judge_id: int | None,
    reason: str,
    work_counts: bool,
    by: User,
    at: datetime,
) -> list[RoundLeft]:
    """Let a judge leave and give to others what is missing then.

    The judge `by_judge_id` takes over all that nothing bars them from, the rest is spread over
    the jury, as all of it is without a successor. Nothing else moves. Rounds that take no new
    reviews are left as they are. Returns what was done, round by round. Raises Judge.DoesNotExist,
    JudgingRefused.
    """
    judge = lock_judge(judge_id, at=at)
    successor = _successor(judge, by_judge_id)
    before = _left_behind(judge, successor, work_counts=work_counts, at=at)
    judge_leaves(judge_id=judge_id, reason=reason, work_counts=work_counts, by=by, at=at)
    for left, entry_ids in before:
        if left.why_not or not left.missing:
            continue
        round_ = lock_round(left.round.pk)
        if successor is not None:
            give(round_, [(successor.pk, entry_id) for entry_id in entry_ids], by=by, at=at)
        try:
            write_plan(round_, plan_assignments(round_, at=at), by=by, at=at)
        except JudgingRefused as refused:
            # The last judge has left: what is missing waits for the next one.
            if refused.code != "judges_left":
                raise
    return [left for left, _entry_ids in before]


def what_is_left(
    judge: Judge, *, by_judge_id: int | None, work_counts: bool, at: datetime
) -> list[RoundLeft]:
    """What replace_judge would do now, for those who ask before. Raises JudgingRefused."""
    successor = _successor(judge, by_judge_id)
    return [left for left, _ in _left_behind(judge, successor, work_counts=work_counts, at=at)]


@transaction.atomic
def judge_returns(*, judge_id: int, by: User, at: datetime) -> Judge:
    """Let a judge who left sit again; finished reviews count. New ones come with assigning.

    Raises Judge.DoesNotExist, JudgingRefused.
    """
    judge = lock_judge(judge_id, at=at)
    if judge.left_at is None:
        raise JudgingRefused("judge_sits")
    if judge.user_id == by.pk:
        raise JudgingRefused("member_of_jury")  # who has left reads scores
    former = judge.left_at
    back = {"left_at": None, "left_by": None, "left_reason": "", "work_counts": True}
    Judge.objects.filter(pk=judge.pk).update(**back)
    log_written([(judge, {"left_at": (former, None)})], by=by)
    judge.refresh_from_db()
    return judge


def _held(judge: Judge) -> AssignmentQuerySet:
    """The reviews that a judge has in rounds that are not closed."""
    return Assignment.objects.filter(
        judge=judge,
        released_at__isnull=True,
        recused_at__isnull=True,
        round__closed_at__isnull=True,
    )


def _successor(judge: Judge, by_judge_id: int | None) -> Judge | None:
    if by_judge_id is None:
        return None
    others = Judge.objects.sitting().filter(campaign=judge.campaign_id).exclude(pk=judge.pk)
    successor = others.filter(pk=by_judge_id).first()
    if successor is None:
        raise JudgingRefused("successor_unfit")
    return successor


def _left_behind(
    judge: Judge, successor: Judge | None, *, work_counts: bool, at: datetime
) -> list[tuple[RoundLeft, list[int]]]:
    """For each round, what the judge leaves behind and which entries the successor takes over."""
    held = _held(judge).annotate(is_new=NOT_BEGUN)
    rounds = Round.objects.filter(
        category__campaign=judge.campaign_id, closed_at__isnull=True, assignments__judge=judge
    )
    result = []
    for round_ in rounds.select_related("category__campaign").distinct().order_by("pk"):
        rows = list(held.filter(round=round_).values_list("entry_id", "finished_at", "is_new"))
        finished = {entry for entry, finished_at, _new in rows if finished_at}
        begun = {entry for entry, finished_at, new in rows if not finished_at and not new}
        lost = {entry for entry, _finished_at, _new in rows} - (finished if work_counts else set())
        why_not, taken_over = "", list[int]()
        try:
            refuse_unless_assignable(round_, at=at)
        except JudgingRefused as refused:
            why_not = str(refused)
        missing = _still_missing(round_, judge, lost)
        if successor is not None and not why_not:
            taken_over = _can_take(round_, successor, missing)
        if round_.reviews_per_entry is None:
            missing = set(taken_over)  # all others review all of it already
        result.append(
            (
                RoundLeft(
                    round=round_,
                    finished=len(finished),
                    begun=len(begun),
                    not_begun=len(rows) - len(finished) - len(begun),
                    missing=len(missing),
                    taken_over=len(taken_over),
                    why_not=why_not,
                ),
                taken_over,
            )
        )
    return result


def _still_missing(round_: Round, judge: Judge, lost: set[int]) -> set[int]:
    """The entries that have too few reviews without this judge."""
    others = Assignment.objects.expected().filter(round=round_).exclude(judge=judge).order_by()
    counts = dict(others.values_list("entry").annotate(Count("pk")))
    entries = set(entries_in(round_).values_list("pk", flat=True)) & lost
    wanted = round_.reviews_per_entry
    return {entry for entry in entries if wanted is None or counts.get(entry, 0) < wanted}


def _can_take(round_: Round, successor: Judge, missing: set[int]) -> list[int]:
    """Those of the missing reviews that nothing bars the successor from."""
    bars = find_bars([successor], entries_in(round_).filter(pk__in=missing))
    has = Assignment.objects.filter(round=round_, judge=successor, released_at__isnull=True)
    barred = set(has.values_list("entry_id", flat=True))
    return sorted(
        entry
        for entry in missing - barred
        if bars.why(judge_id=successor.pk, entry_id=entry) is None
    )
