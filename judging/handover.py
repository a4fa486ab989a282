"""Reviews that change hands: taken away, given back, or no longer counting.

Nothing is ever deleted: what a judge wrote stays in the row. All of this is for verbs that hold the
lock of the round or of its campaign.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.audit_trail import log_written
from accounts.models import User
from entries.importing.writing import insert_objects
from judging.assignment import Pair
from judging.models import Assignment, Completion, Round, Score

# Nothing of the judge's is in it, so that it can go to somebody else without a loss.
NOT_BEGUN = Q(
    finished_at__isnull=True,
    revision=0,
    vote="",
    comment_for_staff="",
    comment_for_creator="",
    flagged_at__isnull=True,
    is_favourite=False,
) & ~Exists(Score.objects.filter(assignment=OuterRef("pk")))


def release(rows: Sequence[Assignment], *, reason: str, by: User, at: datetime) -> None:
    """Take reviews away from their judges; what is in them is kept."""
    for row in rows:
        row.released_at, row.released_reason = at, reason
    Assignment.objects.bulk_update(rows, ["released_at", "released_reason"], batch_size=500)
    log_written(
        ((row, {"released_at": (None, at), "released_reason": ("", reason)}) for row in rows), by=by
    )


def give(round_: Round, pairs: Iterable[Pair], *, by: User, at: datetime) -> None:
    """Give reviews to judges. One that was taken away goes on where it was left."""
    ordered = sorted(pairs)
    # Judges go through their entries in the order of these rows: each in another one, so that no
    # entry is always judged first.
    random.Random(seed_of(round_)).shuffle(ordered)  # noqa: S311 - fairness must be repeatable
    again = _take_up(round_, ordered, by=by, at=at)
    made = [
        Assignment(
            round_id=round_.pk,
            judge_id=judge_id,
            entry_id=entry_id,
            assigned_at=at,
            assigned_by_id=by.pk,
        )
        for judge_id, entry_id in ordered
        if (judge_id, entry_id) not in again
    ]
    insert_objects(made)
    log_written(((row, {"judge": (None, row.judge_id)}) for row in made), by=by)
    # Whoever has something new to do is not finished any more, and is reminded of it.
    busy = {judge_id for judge_id, _entry_id in ordered}
    Completion.objects.filter(round=round_, judge__in=busy).delete()


def seed_of(round_: Round) -> str:
    """What chance in a round starts from, so that a plan can be made again."""
    return f"round {round_.pk}"


def step_back(
    rows: Sequence[Assignment], *, reasons: Sequence[str], by: User | None, at: datetime
) -> None:
    """Let judges step back from entries for a reason each; averages follow at once."""
    for row, reason in zip(rows, reasons, strict=True):
        row.recused_at, row.recusal_reason = at, reason
    Assignment.objects.bulk_update(rows, ["recused_at", "recusal_reason"], batch_size=500)
    log_written(
        (
            (row, {"recused_at": (None, at), "recusal_reason": ("", row.recusal_reason)})
            for row in rows
        ),
        by=by,
    )


def _take_up(round_: Round, pairs: Collection[Pair], *, by: User, at: datetime) -> set[Pair]:
    """Give back reviews that were taken away earlier: the judge goes on where they were."""
    wanted = set(pairs)
    released = Assignment.objects.filter(round=round_, released_at__isnull=False)
    rows = [row for row in released if (row.judge_id, row.entry_id) in wanted]
    changes: list[tuple[Any, dict[str, tuple[Any, Any]]]] = []
    for row in rows:
        changes.append((row, {"released_at": (row.released_at, None)}))
        row.released_at, row.released_reason = None, ""
        row.assigned_at, row.assigned_by = at, by
    fields = ["released_at", "released_reason", "assigned_at", "assigned_by"]
    Assignment.objects.bulk_update(rows, fields, batch_size=500)
    log_written(changes, by=by)
    return {(row.judge_id, row.entry_id) for row in rows}
