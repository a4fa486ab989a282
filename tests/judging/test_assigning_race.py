"""Two managers press "assign" at once: the judges are assigned once."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from judging import assigning
from judging.assigning import assign_judges, plan_assignments
from judging.models import Assignment, Round
from tests.builders import build_entry, build_judge
from tests.judging.conftest import build_jury
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def press_twice_at_once(monkeypatch, verb, *, even_out=False, patience=1.0) -> list[int | str]:
    """How many reviews each press added; "collided" where the database had to refuse one."""
    meeting = Meeting(2, patience=patience)

    def plan_and_wait(round_: Round, **when):
        plan = plan_assignments(round_, **when)
        meeting.wait()
        return plan

    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    build_entry(jury.campaign)
    if even_out:
        # Both reviews are the judge's, and a second judge has come.
        Round.objects.update(reviews_per_entry=1)
        assign_judges(round_id=jury.round.pk, by=jury.user, at=timezone.now())
        build_judge(jury.campaign, User.objects.create_user("other@example.org"))

    monkeypatch.setattr(assigning, "plan_assignments", plan_and_wait)

    def press() -> int | str:
        try:
            plan = verb(round_id=jury.round.pk, by=jury.user, at=timezone.now(), even_out=even_out)
        except IntegrityError:
            return "collided"
        return len(plan.pairs)

    return sorted(at_once(2, press), key=str)


def read_round(round_id: int) -> Round:
    """What lock_round is without its locks."""
    return Round.objects.select_related("category__campaign").get(pk=round_id)


@pytest.mark.parametrize("even_out", [False, True])
def test_assign_judges_twice_at_once_assigns_once(monkeypatch, even_out):
    assert press_twice_at_once(monkeypatch, assign_judges, even_out=even_out) == [0, 1]
    assert Assignment.objects.expected().count() == 2
    assert Assignment.objects.filter(released_at__isnull=False).count() == int(even_out)


@pytest.mark.parametrize("even_out", [False, True])
def test_assign_judges_without_its_lock_collides(monkeypatch, even_out):
    """The negative control: it is the lock that the test above sees."""
    monkeypatch.setattr(assigning, "lock_round", read_round)
    presses = press_twice_at_once(
        monkeypatch,
        assign_judges.__wrapped__,
        even_out=even_out,
        patience=20.0,  # nobody is kept from coming, however slow the machine
    )
    assert presses == [1, "collided"]
