"""A judge's word that they are finished with a round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from judging.locks import lock_round
from judging.models import Completion, Judge, Round
from judging.refusal import JudgingRefused
from judging.reviewing import refuse_unless_judged


def declare_finished(*, round_id: int, by: User, at: datetime) -> Completion:
    """“I am finished”: no more reminders for this round, even where reviews are left.

    Nothing is locked by it: until the close the judge may change what they gave. Twice is once.
    Raises Round.DoesNotExist, JudgingRefused.
    """
    with transaction.atomic():
        round_ = lock_round(round_id)
        judge = _sitting_judge(round_, by=by, at=at)
        completion, _made = Completion.objects.get_or_create(
            round=round_, judge=judge, defaults={"declared_at": at}
        )
    return completion


def go_on(*, round_id: int, by: User, at: datetime) -> None:
    """Take “I am finished” back. Twice is once. Raises Round.DoesNotExist, JudgingRefused."""
    with transaction.atomic():
        round_ = lock_round(round_id)
        judge = _sitting_judge(round_, by=by, at=at)
        Completion.objects.filter(round=round_, judge=judge).delete()


def _sitting_judge(round_: Round, *, by: User, at: datetime) -> Judge:
    """The judge that a person is in a round that is open."""
    judge = Judge.objects.filter(campaign=round_.category.campaign_id, user=by).first()
    if judge is None:
        raise JudgingRefused("not_a_judge")
    if judge.left_at is not None:
        raise JudgingRefused("judge_left")
    refuse_unless_judged(round_, at=at)
    if not round_.is_open(at=at):
        raise JudgingRefused("round_over")
    return judge
