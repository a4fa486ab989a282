"""Preferring one of two entries, taking that back, and stepping back from an entry of the final."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.locking import share_campaign
from entries.models import Entry
from judging.models import Assignment, Comparison, Judge, Round
from judging.next_pair import Pair, pair_of
from judging.pairs import PairWork, work_of
from judging.refusal import JudgingRefused
from judging.reviewing import refuse_unless_judged


@transaction.atomic
def compare_entries(
    *,
    round_id: int,
    first: int,
    second: int,
    preferred: int,
    by: User,
    at: datetime,
    undone: int | None = None,
) -> Comparison:
    """Record which of two entries a judge prefers; the order in which they are named is no matter.

    The same answer twice is once (a double tap, an answer that got lost), even after the close;
    another answer is refused until the first one is undone. `undone` is how often the page knew
    the judge to have taken these two back: a tap that arrives after it was undone is refused.
    Raises Round.DoesNotExist, JudgingRefused.
    """
    round_, judge = hold_judge(round_id, by=by)
    pair = _refuse_unless_pair(first, second, preferred)
    rows = list(Comparison.objects.filter(round=round_, judge=judge, first=pair[0], second=pair[1]))
    known = next((row for row in rows if row.undone_at is None), None)
    if known is not None and known.preferred_id == preferred:
        return known
    _refuse_unless_compared(round_, judge, at=at)
    hold_entries(pair)
    work = work_of(judge, round_, at=at)
    _refuse_pair(work, pair)
    if known is not None:
        raise JudgingRefused("compared_already")
    if undone is not None and undone != len(rows):
        raise JudgingRefused("undone_since")
    if not work.left:
        raise JudgingRefused("comparisons_done")
    return Comparison.objects.create(
        round=round_,
        judge=judge,
        first_id=pair[0],
        second_id=pair[1],
        preferred_id=preferred,
        made_at=at,
    )


@transaction.atomic
def undo_comparison(*, comparison_id: int, by: User, at: datetime) -> Comparison:
    """Take a comparison back; the row stays, it no longer counts. Twice is once.

    Raises Comparison.DoesNotExist, JudgingRefused.
    """
    round_id = Comparison.objects.values_list("round_id", flat=True).get(pk=comparison_id)
    round_, judge = hold_judge(round_id, by=by)
    comparison = Comparison.objects.get(pk=comparison_id)
    if comparison.judge_id != judge.pk:
        raise JudgingRefused("comparison_not_yours")
    if comparison.undone_at is not None:
        return comparison
    _refuse_unless_compared(round_, judge, at=at)
    comparison.undone_at = at
    comparison.save(update_fields=["undone_at"])
    return comparison


@transaction.atomic
def step_back(*, round_id: int, entry_id: int, reason: str, by: User, at: datetime) -> Assignment:
    """Compare an entry no more: what the judge has said about it stops counting at once.

    Kept as a review that is not expected of anybody, so that staff find all recusals in one list
    and later rounds know of it (judging.conflicts). Twice is once. Raises Round.DoesNotExist,
    JudgingRefused.
    """
    round_, judge = hold_judge(round_id, by=by)
    _refuse_unless_compared(round_, judge, at=at)
    known = Assignment.objects.filter(round=round_, judge=judge, entry=entry_id).first()
    if known is not None and known.recused_at is not None:
        return known
    if entry_id not in work_of(judge, round_, at=at).allowed:
        raise JudgingRefused("not_in_contest")
    if not reason.strip():
        raise JudgingRefused("reason_missing")
    row = known or Assignment(round=round_, judge=judge, entry_id=entry_id, assigned_at=at)
    row.recused_at, row.recusal_reason = at, reason.strip()
    # Nobody waits for it: in a round of pairs there are no reviews.
    row.released_at, row.released_reason = at, reason.strip()
    row.save()
    return row


@transaction.atomic
def come_back(*, round_id: int, entry_id: int, by: User, at: datetime) -> None:
    """Take stepping back in this round back: comparisons made before count again. Twice is once.

    Raises Round.DoesNotExist, JudgingRefused.
    """
    round_, judge = hold_judge(round_id, by=by)
    _refuse_unless_compared(round_, judge, at=at)
    for row in Assignment.objects.filter(
        round=round_, judge=judge, entry=entry_id, recused_at__isnull=False
    ):
        row.recused_at, row.recusal_reason = None, ""
        row.save(update_fields=["recused_at", "recusal_reason"])


def hold_entries(pair: Pair) -> None:
    """Lock both entries in the order of ids, so that neither leaves the contest meanwhile."""
    list(Entry.objects.select_for_update(no_key=True).filter(pk__in=pair).order_by("pk"))


def hold_judge(round_id: int, *, by: User) -> tuple[Round, Judge]:
    """The round, and the judge that a person is in its campaign; strangers learn nothing else.

    The campaign is shared: judges do not wait for each other, only for whoever changes the
    campaign or its rounds. The judge's own row is held, so that two devices of one judge queue.
    Raises Round.DoesNotExist, JudgingRefused.
    """
    round_ = Round.objects.select_related("category").get(pk=round_id)
    campaign = share_campaign(round_.category.campaign_id)
    # Read again: it may have been closed while this waited.
    round_ = Round.objects.select_related("category").get(pk=round_id)
    round_.category.campaign = campaign
    judges = Judge.objects.select_for_update(no_key=True, of=("self",))
    judge = judges.filter(campaign=campaign, user=by).first()
    if judge is None:
        raise JudgingRefused("not_a_judge")
    return round_, judge


def _refuse_unless_pair(first: int, second: int, preferred: int) -> Pair:
    if first == second or preferred not in (first, second):
        raise JudgingRefused("pair_unknown")
    return pair_of(first, second)


def _refuse_unless_compared(round_: Round, judge: Judge, *, at: datetime) -> None:
    """Refuse where nothing can be compared, or taken back, now."""
    refuse_unless_judged(round_, at=at)
    if judge.left_at is not None:
        raise JudgingRefused("judge_left")
    if round_.kind != Round.Kind.PAIRWISE:
        raise JudgingRefused("not_pairwise")
    if not round_.is_open(at=at):
        raise JudgingRefused("round_over")


def _refuse_pair(work: PairWork, pair: Pair) -> None:
    """Refuse two entries that this judge cannot compare in this round."""
    if work.is_too_long:
        raise JudgingRefused("shortlist_too_long")
    if not set(pair) <= set(work.finalists):
        left = Entry.objects.filter(pk__in=pair).exclude(status=Entry.Status.ACCEPTED)
        raise JudgingRefused("pair_left" if left.exists() else "pair_unknown")
    if not set(pair) <= set(work.allowed):
        raise JudgingRefused("pair_conflict")
