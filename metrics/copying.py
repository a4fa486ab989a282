"""How an earlier edition's views were read, for the next one."""

from __future__ import annotations

from contests.edition_dates import Move
from contests.models import Campaign
from metrics.models import ReadingPlan

SETTINGS = (
    "collects",
    "every_hours",
    "last_day_hours",
    "final_minutes",
    "stale_hours",
    "shows_numbers",
)


def copy_reading_plan(*, earlier_id: int, to: Campaign, move: Move) -> ReadingPlan | None:
    """Give a new edition the reading plan of the earlier one; None where that had the defaults."""
    plan = ReadingPlan.objects.filter(campaign=earlier_id).first()
    if plan is None:
        return None
    return ReadingPlan.objects.create(
        campaign=to,
        board_freezes_at=plan.board_freezes_at and move.later(plan.board_freezes_at),
        **{name: getattr(plan, name) for name in SETTINGS},
    )
