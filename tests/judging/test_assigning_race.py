"""Two managers press "assign" at once: the judges are assigned once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import User
from judging import assigning
from judging.assigning import assign_judges, plan_assignments
from judging.models import Assignment, Round
from tests.builders import build_entry
from tests.judging.conftest import build_jury
from tests.judging.test_reviewing_race import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def press_twice_at_once(monkeypatch, verb) -> list[int | None]:
    """How many reviews each press added; None where the database had to refuse one."""
    meeting = Barrier(2)

    def plan_and_wait(round_: Round, **when):
        plan = plan_assignments(round_, **when)
        with suppress(BrokenBarrierError):  # when a lock keeps the other one waiting
            meeting.wait(timeout=PATIENCE)
        return plan

    monkeypatch.setattr(assigning, "plan_assignments", plan_and_wait)
    jury = build_jury(user=User.objects.create_user("judge@example.org"))
    build_entry(jury.campaign)

    def press() -> int | None:
        try:
            return len(verb(round_id=jury.round.pk, by=jury.user, at=timezone.now()).pairs)
        except IntegrityError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as managers:
        presses = [managers.submit(press) for _ in range(2)]
        return [one.result(timeout=30) for one in presses]


def test_assign_judges_twice_at_once_assigns_once(monkeypatch):
    assert sorted(press_twice_at_once(monkeypatch, assign_judges)) == [0, 1]
    assert Assignment.objects.count() == 2


def test_assign_judges_without_its_lock_collides(monkeypatch):
    """The negative control: it is the lock that the test above sees."""

    def read_round(round_id: int) -> Round:
        return Round.objects.select_related("category__campaign").get(pk=round_id)

    monkeypatch.setattr(assigning, "lock_round", read_round)
    presses = press_twice_at_once(monkeypatch, assign_judges.__wrapped__)
    assert sorted(presses, key=str) == [1, None]
