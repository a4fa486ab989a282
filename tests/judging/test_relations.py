"""Who must not judge what: relations, languages, and reviews that stop counting."""

import pytest
from django.utils import timezone

from contests.phases import Phase
from entries.models import Entry
from judging.conflicts import Bar, find_bars
from judging.models import Assignment, Comparison, Judge, Relation
from judging.refusal import JudgingRefused
from judging.relations import declare_relation, follow_conflicts, withdraw_relation
from tests import personas
from tests.builders import (
    build_campaign,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_round,
)
from tests.judging.test_assigning import assign, build_contest
from tests.judging.test_leaving import finish, held, refusal_of

pytestmark = pytest.mark.django_db


def declare(judge, *, creator=None, partner=None, reason="cousins"):
    return declare_relation(
        judge_id=judge.pk,
        creator_id=creator and creator.pk,
        partner_id=partner and partner.pk,
        reason=reason,
        by=personas.manager(),
        at=timezone.now(),
    )


def withdraw(relation):
    return withdraw_relation(relation_id=relation.pk, by=personas.manager(), at=timezone.now())


def bar(judge, entry):
    bars = find_bars([judge], Entry.objects.filter(pk=entry.pk))
    assert (judge.pk in bars.barred_from(entry.pk)) is bool(
        bars.why(judge_id=judge.pk, entry_id=entry.pk)
    )
    return bars.why(judge_id=judge.pk, entry_id=entry.pk)


TIES = ["creator", "joint", "same_person", "submitter", "institution", "organisation"]


@pytest.mark.parametrize("tie", TIES)
def test_relation_bars_all_that_the_other_entered(tie):
    _round, (judge,), (entry, other) = build_contest(judges=1, entries=2)
    creator, partner = build_creator(user=personas.creator()), build_partner()
    if tie == "creator":
        entry.creator = creator
    if tie == "joint":
        entry.joint_creators.add(creator)
    if tie == "same_person":
        entry.creator = build_creator(user=personas.creator(), platform="youtube")
    if tie == "submitter":
        entry.submitted_by = personas.creator()
    if tie == "institution":
        entry.institution = partner
    if tie == "organisation":
        entry.creator = build_creator(organisation=partner)
    entry.save()
    assert bar(judge, entry) is None
    if tie in ("institution", "organisation"):
        declare(judge, partner=partner)
    else:
        declare(judge, creator=creator)
    assert (bar(judge, entry), bar(judge, other)) == (Bar.DECLARED_RELATION, None)


@pytest.mark.parametrize(
    ("of_judge", "of_entry", "expected"),
    [
        ([], "ar", None),
        (["kk", "ar"], "ar", None),
        (["kk"], "ar", Bar.LANGUAGE),
        (["kk"], "", None),
        (["ar"], "ar-EG", None),
        (["kk"], "tr", Bar.LANGUAGE),
    ],
)
def test_language_bars_who_does_not_judge_in_it(of_judge, of_entry, expected):
    campaign = build_campaign()
    judge = build_judge(campaign, personas.judge(), languages=of_judge)
    assert bar(judge, build_entry(campaign, language=of_entry)) is expected


def test_the_weightiest_reason_is_told():
    round_, (judge,), (entry,) = build_contest(judges=1, entries=1)
    assign(round_)
    Assignment.objects.update(recused_at=timezone.now(), recusal_reason="mine")
    assert bar(judge, entry) is Bar.RECUSED
    Entry.objects.update(submitted_by=judge.user, language="ar")
    Judge.objects.update(languages=["kk"])
    assert bar(Judge.objects.get(), entry) is Bar.OWN_ENTRY


def test_recusal_holds_in_the_next_round_too():
    round_, (judge,), (entry,) = build_contest(judges=1, entries=1)
    assign(round_)
    Assignment.objects.update(recused_at=timezone.now(), recusal_reason="cousin")
    other = build_round(build_contest(judges=0, entries=0)[0].category, order=2)
    assert other.pk != round_.pk
    assert bar(judge, entry) is Bar.RECUSED


@pytest.mark.parametrize("size", [1, 3, 30])
def test_find_bars_costs_four_queries(size, django_assert_num_queries):
    round_, judges, entries = build_contest(judges=3, entries=size)
    for entry in entries:
        entry.joint_creators.add(build_creator())
    with django_assert_num_queries(4):
        find_bars(judges, Entry.objects.filter(campaign=round_.category.campaign))


def test_declared_relation_takes_reviews_out_of_the_averages():
    round_, judges, entries = build_contest(judges=2, entries=3)
    assign(round_)
    finish(judges[0], 3)
    relation, followed = declare(judges[0], creator=entries[0].creator, reason=" cousins ")
    assert followed == (1, 0)
    assert set(held(round_, judges[0])) == {entries[1].pk, entries[2].pk}
    row = Assignment.objects.get(judge=judges[0], entry=entries[0])
    assert (row.recused_at, row.recusal_reason) == (relation.declared_at, "cousins")
    assert row.finished_at is not None  # kept, though it does not count
    assert len(held(round_, judges[1])) == 3


def test_withdrawn_relation_lets_them_count_again():
    round_, (judge,), entries = build_contest(judges=1, entries=2)
    assign(round_)
    relation, _followed = declare(judge, creator=entries[0].creator)
    assert withdraw(relation) == (1, 0)
    assert len(held(round_, judge)) == 2
    assert not Relation.objects.exists()
    assert refusal_of(lambda: withdraw(relation)) == "relation_gone"


def test_withdrawn_relation_leaves_what_something_else_bars():
    round_, (judge,), entries = build_contest(judges=1, entries=2)
    assign(round_)
    partner = build_partner()
    Entry.objects.filter(pk=entries[0].pk).update(institution=partner)
    # The judge stepped back from the second one on their own.
    Assignment.objects.filter(entry=entries[1]).update(
        recused_at=timezone.now(), recusal_reason="mine"
    )
    first, _ = declare(judge, creator=entries[0].creator)
    declare(judge, partner=partner)
    assert withdraw(first) == (0, 0)
    assert not held(round_, judge)


def test_declared_relation_undoes_comparisons_and_withdrawing_brings_them_back():
    campaign_round, (judge,), entries = build_contest(
        judges=1, entries=3, kind="pairwise", criteria=0
    )
    for first, second in ((0, 1), (1, 2)):
        Comparison.objects.create(
            round=campaign_round,
            judge=judge,
            first=entries[first],
            second=entries[second],
            preferred=entries[first],
            made_at=timezone.now(),
        )
    relation, followed = declare(judge, creator=entries[0].creator)
    assert followed == (0, 1)
    assert Comparison.objects.counting().get().first == entries[1]
    assert withdraw(relation) == (0, 1)
    assert Comparison.objects.counting().count() == 2


def test_replacement_is_assigned_after_a_relation():
    round_, judges, entries = build_contest(judges=2, entries=1, reviews_per_entry=1)
    assign(round_)
    first = Assignment.objects.get()
    declare(first.judge, creator=entries[0].creator)
    plan = assign(round_)
    (other,) = [judge for judge in judges if judge.pk != first.judge_id]
    assert plan.pairs == ((other.pk, entries[0].pk),)


def test_assigning_recuses_what_has_become_a_conflict():
    round_, judges, entries = build_contest(judges=2, entries=1, reviews_per_entry=1)
    assign(round_)
    first = Assignment.objects.get()
    partner = build_partner()
    Judge.objects.filter(pk=first.judge_id).update(organisation=partner)
    Entry.objects.update(institution=partner)
    plan = assign(round_)
    assert plan.conflicted == {(first.judge_id, entries[0].pk)}
    first.refresh_from_db()
    assert first.recusal_reason == "Conflict of interest: own organisation"
    assert len(plan.pairs) == 1
    assert len(judges) == 2


def test_follow_conflicts_after_a_new_organisation():
    round_, judges, entries = build_contest(judges=2, entries=2)
    assign(round_)
    partner = build_partner()
    Entry.objects.filter(pk=entries[0].pk).update(institution=partner)
    Judge.objects.filter(pk=judges[0].pk).update(organisation=partner)
    followed = follow_conflicts(judge_id=judges[0].pk, by=personas.manager(), at=timezone.now())
    assert followed == (1, 0)
    assert set(held(round_, judges[0])) == {entries[1].pk}


@pytest.mark.parametrize("language", ["ar", ""])
def test_untouched_review_in_a_foreign_language_goes_to_somebody_else(language):
    round_, judges, entries = build_contest(judges=2, entries=1, reviews_per_entry=1)
    assign(round_)
    first = Assignment.objects.get()
    Judge.objects.filter(pk=first.judge_id).update(languages=["kk"])
    Entry.objects.update(language=language)
    plan = assign(round_)
    moved = 1 if language else 0
    assert (len(plan.plan.released), len(plan.pairs)) == (moved, moved)
    assert set(held(round_).values()) == {1}
    assert (len(judges), len(entries)) == (2, 1)


def test_begun_review_in_a_foreign_language_stays():
    round_, (judge, _other), _entries = build_contest(judges=2, entries=2, reviews_per_entry=1)
    assign(round_)
    finished = finish(judge, 1)
    Judge.objects.filter(pk=judge.pk).update(languages=["kk"])
    Entry.objects.update(language="ar")
    assign(round_)
    assert set(held(round_, judge)) == finished


def test_short_entries_tell_who_is_barred_by_what():
    round_, judges, entries = build_contest(judges=3, entries=1, reviews_per_entry=3)
    Entry.objects.update(language="ar", submitted_by=judges[0].user)
    Judge.objects.filter(pk=judges[1].pk).update(languages=["kk", "en"])
    plan = assign(round_)
    assert plan.short == {entries[0].pk: 2}
    assert plan.reasons_of_shortage()[entries[0].pk] == {
        "own_entry": [judges[0].pk],
        "language": [judges[1].pk],
    }


def test_relation_twice_is_refused():
    _round, (judge,), (entry,) = build_contest(judges=1, entries=1)
    declare(judge, creator=entry.creator)
    assert refusal_of(lambda: declare(judge, creator=entry.creator)) == "relation_known"


def test_relation_needs_a_reason_and_one_other():
    _round, (judge,), (entry,) = build_contest(judges=1, entries=1)
    assert (
        refusal_of(lambda: declare(judge, creator=entry.creator, reason=" "))
        == "relation_reason_missing"
    )
    assert refusal_of(lambda: declare(judge)) == "relation_to_one"
    assert (
        refusal_of(lambda: declare(judge, creator=entry.creator, partner=build_partner()))
        == "relation_to_one"
    )


def test_relation_refused_after_the_announcement():
    _round, (judge,), (entry,) = build_contest(judges=1, entries=1, phase=Phase.ANNOUNCED)
    with pytest.raises(JudgingRefused) as refused:
        declare(judge, creator=entry.creator)
    assert refused.value.code == "results_out"
    followed = follow_conflicts(judge_id=judge.pk, by=personas.manager(), at=timezone.now())
    assert followed == (0, 0)
