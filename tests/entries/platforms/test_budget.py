"""Calls are counted over all workers; what does not fit in is refused, and nothing counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from entries.models import CallBudget
from entries.platforms import budget
from entries.platforms.budget import close_day, prune, spend
from entries.platforms.source import BudgetSpent
from tests.builders import utc
from tests.races import Meeting, at_once

AT = utc(2026, 11, 2, 9, 30) + timedelta(seconds=12)


def used() -> dict[str, int]:
    return dict(CallBudget.objects.order_by("name").values_list("name", "used"))


@pytest.mark.django_db
def test_spend_counts_until_the_minute_is_over():
    for _ in range(3):
        spend("tiktok", at=AT, per_minute=3)
    with pytest.raises(BudgetSpent) as spent:
        spend("tiktok", at=AT + timedelta(seconds=47), per_minute=3)
    assert spent.value.until == utc(2026, 11, 2, 9, 31)
    assert used() == {"tiktok/minute": 3}
    spend("tiktok", at=spent.value.until, per_minute=3)
    spend("youtube", at=AT, per_minute=3)


@pytest.mark.django_db
def test_spend_counts_days_by_the_pacific_midnight():
    # 9:30 in Greenwich is half past one in California, in winter.
    spend("youtube", at=AT, per_day=1)
    with pytest.raises(BudgetSpent) as spent:
        spend("youtube", at=utc(2026, 11, 3, 7, 59), per_day=1)
    assert spent.value.until == utc(2026, 11, 3, 8)
    spend("youtube", at=utc(2026, 11, 3, 8), per_day=1)
    # In summer the day begins an hour earlier.
    with pytest.raises(BudgetSpent) as spent:
        spend("youtube", at=utc(2026, 7, 1, 12), per_day=0)
    assert spent.value.until == utc(2026, 7, 2, 7)


@pytest.mark.django_db
def test_spend_counts_nothing_when_one_of_two_windows_is_full():
    spend("youtube", at=AT, per_minute=5, per_day=1)
    with pytest.raises(BudgetSpent) as spent:
        spend("youtube", at=AT, per_minute=5, per_day=1)
    assert spent.value.until == utc(2026, 11, 3, 8)
    assert used() == {"youtube/day": 1, "youtube/minute": 1}


@pytest.mark.django_db
def test_spend_refuses_what_costs_more_than_is_left():
    spend("youtube", at=AT, per_day=10, cost=6)
    with pytest.raises(BudgetSpent):
        spend("youtube", at=AT, per_day=10, cost=5)
    spend("youtube", at=AT, per_day=10, cost=4)
    with pytest.raises(BudgetSpent):
        spend("other", at=AT, per_day=10, cost=11)
    assert used() == {"youtube/day": 10}


@pytest.mark.django_db
def test_closed_day_allows_no_more_calls():
    spend("youtube", at=AT, per_day=10_000)
    assert close_day("youtube", at=AT) == utc(2026, 11, 3, 8)
    with pytest.raises(BudgetSpent) as spent:
        spend("youtube", at=AT, per_day=10_000)
    assert spent.value.until == utc(2026, 11, 3, 8)
    assert close_day("youtube", at=AT) == utc(2026, 11, 3, 8)
    spend("youtube", at=utc(2026, 11, 3, 8), per_day=10_000)


@pytest.mark.django_db
def test_old_windows_are_pruned():
    spend("tiktok", at=AT, per_minute=3)
    spend("tiktok", at=AT + timedelta(days=7), per_minute=3)
    prune(at=AT + timedelta(days=7, minutes=1))
    assert CallBudget.objects.get().began_at == utc(2026, 11, 9, 9, 30)


@pytest.mark.django_db(transaction=True)
def test_spend_inside_of_a_transaction_is_a_mistake():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        spend("tiktok", at=AT, per_minute=3)


def twelve_at_once() -> list[Any]:
    return at_once(12, lambda: spend("tiktok", at=AT, per_minute=5))


@pytest.mark.django_db(transaction=True)
def test_twelve_workers_at_once_get_five_calls_of_five():
    results = twelve_at_once()
    assert (
        sorted(type(result).__name__ for result in results)
        == ["BudgetSpent"] * 7 + ["NoneType"] * 5
    )
    assert used() == {"tiktok/minute": 5}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twelve_workers_would_get_more_without_the_condition(monkeypatch: Any):
    """The same race, when each worker reads what is used and then writes what it makes of it."""
    spend("tiktok", at=AT, per_minute=5)
    meeting = Meeting(12, patience=10)

    def add_unguarded(window: budget.Window, cost: int) -> bool:
        row = budget._rows(window).get()
        meeting.wait()
        if row.used + cost > window.limit:
            return False
        row.used += cost
        row.save()
        return True

    monkeypatch.setattr(budget, "_add", add_unguarded)
    results = twelve_at_once()
    assert results == [None] * 12
    assert used() == {"tiktok/minute": 2}
