"""Rounds to close, and rounds whose judges may be late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.phases import Phase
from judging.awaiting import rounds_behind, rounds_to_close
from judging.models import Completion, Round
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_judge,
    build_round,
)
from tests.judging.staff import build_panel, entries_of, give

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_round_that_is_over_waits_if_another_follows():
    now = timezone.now()
    category = build_category(build_campaign(phase=Phase.REVIEW))
    first = build_round(category, opens_at=now - 3 * DAY, closes_at=now - DAY)
    assert list(rounds_to_close(at=now)) == []
    build_round(category, order=2)
    assert list(rounds_to_close(at=now)) == [first]
    assert list(rounds_to_close(at=now - 2 * DAY)) == []
    Round.objects.filter(pk=first.pk).update(closed_at=now)
    assert list(rounds_to_close(at=now)) == []


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.ANNOUNCED, Phase.CANCELLED])
def test_nothing_waits_where_nobody_judges(phase):
    now = timezone.now()
    category = build_category(build_campaign(phase=phase))
    build_round(category, opens_at=now - 3 * DAY, closes_at=now - DAY)
    build_round(category, order=2)
    assert list(rounds_to_close(at=now)) == []


def behind(**shifts: timedelta) -> list[int]:
    now = timezone.now()
    for name, shift in shifts.items():
        Round.objects.update(**{name: now + shift})
    return [one.judges for one in rounds_behind(personas.manager(), at=now)]


def test_judges_with_work_left_are_counted_shortly_before_the_close():
    round_, judges, campaign = build_panel()
    entry, other = entries_of(campaign, 2)
    give(round_, entry, judges[0], 1, 1)
    for judge in judges[1:]:
        build_assignment(round_, entry, judge)
        build_assignment(round_, other, judge)
    assert behind(closes_at=3 * DAY + timedelta(minutes=1)) == []
    assert behind(closes_at=2 * DAY) == [2]
    Completion.objects.create(round=round_, judge=judges[1], declared_at=timezone.now())
    assert behind() == [1]
    assert behind(closes_at=timedelta(minutes=-1)) == []


def test_work_left_is_not_told_to_staff_who_judge():
    round_, judges, campaign = build_panel(closes_at=timezone.now() + DAY)
    build_assignment(round_, *entries_of(campaign, 1), judges[0])
    assert behind() == [1]
    build_judge(campaign, personas.manager())
    assert behind() == []
