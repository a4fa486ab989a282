"""Stepping back from an entry, and taking that back while nothing else bars the judge."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry

from entries.models import Creator, Entry
from judging.models import Assignment, Judge, Relation, Round
from judging.recusal import recuse, take_back_recusal
from judging.refusal import JudgingRefused
from tests import personas
from tests.builders import build_partner
from tests.judging.conftest import Jury


@pytest.fixture
def recused(jury) -> Jury:
    """The judge had finished the review, and then stepped back."""
    Assignment.objects.update(finished_at=jury.now)
    recuse(assignment_id=jury.assignment.pk, reason="cousin", by=jury.user, at=jury.now)
    return jury


def take_back(jury: Jury, *, by=None, at=None) -> Assignment:
    return take_back_recusal(
        assignment_id=jury.assignment.pk, by=by or jury.user, at=at or jury.now
    )


def refusal_of(jury: Jury, **more) -> str:
    with pytest.raises(JudgingRefused) as refused:
        take_back(jury, **more)
    return refused.value.code


def test_taken_back_counts_again_and_the_log_keeps_why(recused):
    assert not Assignment.objects.counting().exists()
    take_back(recused)
    assert Assignment.objects.counting().get().recusal_reason == ""
    last = LogEntry.objects.get_for_object(recused.assignment).order_by("pk").last()
    assert last.changes_dict["recusal_reason"] == ["cousin", ""]


def test_taken_back_twice_is_once(recused):
    take_back(recused)
    LogEntry.objects.all().delete()
    take_back(recused)
    assert not LogEntry.objects.exists()


def related(jury: Jury) -> None:
    Relation.objects.create(
        judge=jury.judge,
        creator=jury.entry.creator,
        reason="married",
        declared_at=jury.now,
        declared_by=personas.manager(),
    )


def own(jury: Jury) -> None:
    Creator.objects.update(user=jury.user)


def of_the_same_house(jury: Jury) -> None:
    house = build_partner(name="City Library")
    Judge.objects.update(organisation=house)
    Entry.objects.update(institution=house)


@pytest.mark.parametrize("tie", [of_the_same_house, own, related])
def test_not_taken_back_while_the_judge_is_tied(recused, tie):
    tie(recused)
    assert refusal_of(recused) == "conflict_stands"
    assert Assignment.objects.get().recusal_reason == "cousin"


def test_not_taken_back_when_the_round_is_over(recused):
    assert refusal_of(recused, at=recused.round.closes_at) == "round_over"
    Round.objects.update(closed_at=recused.now)
    assert refusal_of(recused) == "round_over"


def test_not_taken_back_by_another(recused):
    assert refusal_of(recused, by=personas.other_judge()) == "not_yours"


def test_not_taken_back_when_given_to_another(recused):
    Assignment.objects.update(released_at=recused.now, released_reason="evened out")
    assert refusal_of(recused) == "released"


def test_not_taken_back_by_who_left(recused):
    Judge.objects.update(
        left_at=recused.now - timedelta(hours=1), left_by=personas.manager(), left_reason="ill"
    )
    assert refusal_of(recused) == "judge_left"
