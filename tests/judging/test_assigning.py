"""Who gets what to review: balanced, without conflicts, keeping what is there."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from contests.models import Category
from contests.phases import Phase
from entries.models import Entry
from judging.assigning import assign_judges, plan_assignments
from judging.models import Assignment
from judging.recusal import recuse
from judging.refusal import JudgingRefused
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_round,
)

pytestmark = pytest.mark.django_db


def build_contest(*, judges=3, entries=6, phase=Phase.REVIEW, **fields):
    campaign = build_campaign(phase=phase)
    round_ = build_round(build_category(campaign), **fields)
    people = [
        build_judge(campaign, User.objects.create_user(f"judge{number}@example.org"))
        for number in range(judges)
    ]
    return round_, people, [build_entry(campaign) for _ in range(entries)]


def assign(round_):
    return assign_judges(round_id=round_.pk, by=personas.manager(), at=timezone.now())


def pairs(round_):
    return set(
        Assignment.objects.filter(round=round_).values_list("judge_id", "entry_id").distinct()
    )


def refusal_of(round_, **values):
    with pytest.raises(JudgingRefused) as refused:
        assign_judges(
            round_id=round_.pk, by=personas.manager(), at=values.get("at") or timezone.now()
        )
    return refused.value.code


def test_assign_judges_gives_every_judge_every_entry():
    round_, judges, entries = build_contest()
    plan = assign(round_)
    assert pairs(round_) == {(judge.pk, entry.pk) for judge in judges for entry in entries}
    assert (len(plan.pairs), plan.short) == (18, {})


def test_assign_judges_shares_the_work():
    round_, judges, _entries = build_contest(reviews_per_entry=2)
    assign(round_)
    loads = Counter(judge for judge, _entry in pairs(round_))
    assert loads == {judge.pk: 4 for judge in judges}


def test_assign_judges_records_who_and_when():
    round_, _judges, _entries = build_contest(judges=1, entries=1)
    before = timezone.now()
    assign(round_)
    assignment = Assignment.objects.get()
    assert assignment.assigned_by == personas.manager()
    assert assignment.assigned_at >= before


def test_assign_judges_twice_adds_nothing():
    round_, _judges, _entries = build_contest(reviews_per_entry=2)
    assign(round_)
    before = set(Assignment.objects.values_list("pk", flat=True))
    assert assign(round_).pairs == ()
    assert set(Assignment.objects.values_list("pk", flat=True)) == before


def test_assign_judges_tops_up_with_a_new_entry():
    round_, judges, _entries = build_contest(reviews_per_entry=2)
    assign(round_)
    before = pairs(round_)
    late = build_entry(round_.category.campaign)
    plan = assign(round_)
    assert before < pairs(round_)
    assert len(plan.pairs) == 2
    assert {entry for _judge, entry in plan.pairs} == {late.pk}
    assert {judge for judge, _entry in plan.pairs} <= {judge.pk for judge in judges}


@pytest.mark.parametrize("tie", ["creator", "user", "submitter", "joint", "institution"])
def test_assign_judges_leaves_conflicts_out(tie):
    round_, judges, entries = build_contest(judges=2, entries=1)
    judge, entry = judges[0], entries[0]
    if tie in ("creator", "institution", "joint"):
        judge.organisation = build_partner()
        judge.save()
    own = build_creator(organisation=judge.organisation, user=judge.user if tie == "user" else None)
    if tie in ("creator", "user"):
        entry.creator = own
    if tie == "joint":
        entry.joint_creators.add(own)
    if tie == "institution":
        entry.institution = judge.organisation
    if tie == "submitter":
        entry.submitted_by = judge.user
    entry.save()
    plan = assign(round_)
    assert pairs(round_) == {(judges[1].pk, entry.pk)}
    assert plan.short == {}


def test_assign_judges_names_entries_that_nobody_may_judge():
    round_, judges, entries = build_contest(judges=1, entries=2)
    entries[0].submitted_by = judges[0].user
    entries[0].save()
    assert assign(round_).short == {entries[0].pk: 1}


def test_assign_judges_names_entries_that_fall_short():
    round_, judges, entries = build_contest(judges=2, entries=1, reviews_per_entry=3)
    plan = assign(round_)
    assert plan.short == {entries[0].pk: 1}
    assert plan.loads == {judge.pk: 1 for judge in judges}


def test_assign_judges_replaces_who_stepped_back():
    round_, judges, entries = build_contest(judges=2, entries=1, reviews_per_entry=1)
    assign(round_)
    first = Assignment.objects.get()
    recuse(assignment_id=first.pk, reason="cousin", by=first.judge.user, at=timezone.now())
    assign(round_)
    (other,) = [judge for judge in judges if judge.pk != first.judge_id]
    assert pairs(round_) == {(first.judge_id, entries[0].pk), (other.pk, entries[0].pk)}


def test_assign_judges_takes_accepted_entries_only():
    round_, _judges, entries = build_contest(judges=1, entries=1)
    for status in set(Entry.Status) - {Entry.Status.ACCEPTED}:
        build_entry(round_.category.campaign, status=status)
    assign(round_)
    assert {entry for _judge, entry in pairs(round_)} == {entries[0].pk}


def test_assign_judges_takes_the_categorys_platform_only():
    round_, _judges, _entries = build_contest(judges=1, entries=1)
    Category.objects.filter(pk=round_.category_id).update(platform="youtube")
    creator = build_creator(platform="youtube")
    entry = build_entry(
        round_.category.campaign, platform="youtube", creator=creator, video_id="abcdefghijk"
    )
    assign(round_)
    assert {entry_id for _judge, entry_id in pairs(round_)} == {entry.pk}


def test_assign_judges_refused_without_judges():
    assert refusal_of(build_contest(judges=0)[0]) == "judges_missing"


def test_assign_judges_refused_without_criteria():
    assert refusal_of(build_contest(criteria=0)[0]) == "criteria_missing"


def test_assign_judges_refused_without_entries():
    assert refusal_of(build_contest(entries=0)[0]) == "entries_missing"


def test_assign_judges_refused_after_the_close():
    round_ = build_contest()[0]
    assert refusal_of(round_, at=round_.closes_at) == "assigning_closed"


@pytest.mark.parametrize(
    "phase", [Phase.DRAFT, Phase.COMING, Phase.ANNOUNCED, Phase.ARCHIVED, Phase.CANCELLED]
)
def test_assign_judges_refused_in_phase(phase):
    assert refusal_of(build_contest(phase=phase)[0]) == "campaign_not_judged"


def test_assign_judges_before_the_round_opens():
    now = timezone.now()
    round_ = build_contest(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))[0]
    assert len(assign(round_).pairs) == 18


@pytest.mark.parametrize("size", [1, 3, 30])
def test_plan_assignments_costs_as_many_queries_at_any_size(size, django_assert_num_queries):
    round_, judges, entries = build_contest(judges=2, entries=size)
    build_assignment(round_, entries[0], judges[0])
    with django_assert_num_queries(9):
        plan_assignments(round_, at=timezone.now())
