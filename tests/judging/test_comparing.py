"""Preferring one of two: once for each tap, undone, refused; and stepping back from a finalist."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from entries.models import Entry
from judging.comparing import come_back, compare_entries, step_back, undo_comparison
from judging.conflicts import Bar, find_bars
from judging.duties import visible_reviews
from judging.entrants import entries_in
from judging.models import Assignment, Comparison, Judge, Relation, Round
from judging.pair_tally import MOST_FINALISTS, tally_pairs
from judging.pairs import work_in_pairs
from judging.refusal import JudgingRefused
from tests.builders import build_campaign, build_entry, build_judge, build_partner
from tests.judging.finals import DAY, Final, build_final, plain_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def final() -> Final:
    return build_final(entries=4, judges=2, comparisons_per_judge=5)


def code_of(verb, **named) -> str:
    with pytest.raises(JudgingRefused) as caught:
        verb(**named)
    assert str(caught.value)
    return caught.value.code


def refusal(final: Final, better: int, worse: int, **more) -> str:
    return code_of(lambda: final.compare(better, worse, **more))


def update(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


# Taken


@pytest.mark.parametrize("swapped", [False, True])
def test_comparison_is_kept_in_the_order_of_ids(final: Final, swapped: bool):
    low, high = final.ids[1], final.ids[2]
    made = compare_entries(
        round_id=final.round.pk,
        first=high if swapped else low,
        second=low if swapped else high,
        preferred=high,
        by=final.users[0],
        at=final.now,
    )
    made.refresh_from_db()
    assert (made.first_id, made.second_id, made.preferred_id) == (low, high, high)
    assert (made.judge_id, made.made_at, made.undone_at) == (final.judges[0].pk, final.now, None)
    assert LogEntry.objects.get_for_object(made).count() == 1


def test_comparison_tapped_twice_is_one(final: Final):
    assert final.compare(0, 1) == final.compare(0, 1)
    assert Comparison.objects.count() == 1


def test_comparison_taken_in_time_is_answered_after_the_close(final: Final):
    made = final.compare(0, 1)
    assert final.compare(0, 1, at=final.round.closes_at + DAY) == made


def test_comparison_with_another_answer_is_refused(final: Final):
    final.compare(0, 1)
    assert refusal(final, 1, 0) == "compared_already"
    assert Comparison.objects.get().preferred_id == final.ids[0]


def test_comparisons_of_two_judges_are_their_own(final: Final):
    final.compare(0, 1)
    final.compare(1, 0, judge=1)
    assert Comparison.objects.counting().count() == 2


# Undone


def test_undone_comparison_stays_and_no_longer_counts(final: Final):
    made = final.compare(0, 1)
    undo_comparison(comparison_id=made.pk, by=final.users[0], at=final.now)
    assert Comparison.objects.count() == 1
    assert Comparison.objects.counting().count() == 0
    assert final.compare(1, 0).pk != made.pk


def test_undo_twice_is_once(final: Final):
    made = final.compare(0, 1)
    first = undo_comparison(comparison_id=made.pk, by=final.users[0], at=final.now)
    again = undo_comparison(comparison_id=made.pk, by=final.users[0], at=final.now + DAY)
    assert again.undone_at == first.undone_at == final.now


def test_tap_that_arrives_after_it_was_undone_is_refused(final: Final):
    made = final.compare(0, 1, undone=0)
    undo_comparison(comparison_id=made.pk, by=final.users[0], at=final.now)
    assert refusal(final, 0, 1, undone=0) == "undone_since"
    assert Comparison.objects.counting().count() == 0
    final.compare(0, 1, undone=1)
    assert Comparison.objects.counting().count() == 1


def test_undo_of_another_judge_is_refused(final: Final):
    made = final.compare(0, 1)
    assert (
        code_of(undo_comparison, comparison_id=made.pk, by=final.users[1], at=final.now)
        == "comparison_not_yours"
    )


def test_undo_after_the_close_is_refused(final: Final):
    made = final.compare(0, 1)
    late = final.round.closes_at
    assert (
        code_of(undo_comparison, comparison_id=made.pk, by=final.users[0], at=late) == "round_over"
    )
    made.refresh_from_db()
    assert made.undone_at is None


# Refused


@pytest.mark.parametrize(("shift", "code"), [(-2 * DAY, "round_not_open"), (8 * DAY, "round_over")])
def test_comparison_outside_the_round_is_refused(final: Final, shift: timedelta, code: str):
    assert refusal(final, 0, 1, at=final.now + shift) == code


def test_comparison_in_a_round_that_a_person_closed_is_refused(final: Final):
    update(final.round, closed_at=final.now)
    assert refusal(final, 0, 1) == "round_over"


def test_comparison_after_the_announcement_is_refused(final: Final):
    update(final.campaign, announced_at=final.now)
    assert refusal(final, 0, 1) == "announced"


def test_comparison_in_a_cancelled_campaign_is_refused(final: Final):
    update(final.campaign, cancelled_at=final.now - DAY)
    assert refusal(final, 0, 1) == "campaign_not_judged"


def test_comparison_in_another_kind_of_round_is_refused(final: Final):
    update(final.round, kind=Round.Kind.SCORING, comparisons_per_judge=None)
    assert refusal(final, 0, 1) == "not_pairwise"


@pytest.mark.parametrize(
    ("first", "second", "preferred"), [(0, 0, 0), (0, 1, 2), (0, 9, 0), (9, 1, 1)]
)
def test_comparison_that_is_no_pair_is_refused(final: Final, first, second, preferred):
    strangers = build_entry(final.campaign).pk  # accepted, but did not come through
    ids = {place: final.ids[place] for place in range(4)} | {9: strangers}
    sent = {
        "first": ids[first],
        "second": ids[second],
        "preferred": ids[preferred],
        "round_id": final.round.pk,
        "by": final.users[0],
        "at": final.now,
    }
    assert code_of(compare_entries, **sent) == "pair_unknown"


def test_comparison_of_an_entry_that_left_is_refused(final: Final):
    update(final.entries[1], status=Entry.Status.WITHDRAWN)
    assert refusal(final, 0, 1) == "pair_left"


def test_comparison_by_a_stranger_is_refused(final: Final):
    build_judge(build_campaign(), outsider := plain_user("outsider"))
    assert refusal(final, 0, 1, by=outsider) == "not_a_judge"


def test_comparison_by_a_judge_who_left_is_refused(final: Final):
    update(final.judges[0], left_at=final.now, left_reason="Ill.")
    assert refusal(final, 0, 1) == "judge_left"


def test_comparison_of_ones_own_video_is_refused(final: Final):
    update(final.entries[0].creator, user=final.users[0])
    assert refusal(final, 0, 1) == "pair_conflict"
    assert refusal(final, 1, 0) == "pair_conflict"
    final.compare(1, 2)


def test_more_comparisons_than_asked_for_are_refused(final: Final):
    for worse in (1, 2, 3):
        final.compare(0, worse)
    final.compare(1, 2)
    made = final.compare(1, 3)
    assert refusal(final, 2, 3) == "comparisons_done"
    undo_comparison(comparison_id=made.pk, by=final.users[0], at=final.now)
    final.compare(2, 3)


def test_comparisons_of_too_many_entries_are_refused():
    final = build_final(entries=MOST_FINALISTS + 1)
    assert refusal(final, 0, 1) == "shortlist_too_long"
    update(final.entries[-1], status=Entry.Status.WITHDRAWN)
    final.compare(0, 1)


# What stops counting


def counted(final: Final) -> int:
    return len(tally_pairs(final.round).comparisons)


def test_declared_relation_takes_the_comparisons_with_it_at_once(final: Final):
    final.compare(0, 1)
    final.compare(2, 3)
    Relation.objects.create(
        judge=final.judges[0],
        creator=final.entries[1].creator,
        reason="Sisters.",
        declared_at=final.now,
        declared_by=final.users[1],
    )
    assert counted(final) == 1


def test_own_organisation_takes_the_comparisons_with_it_at_once(final: Final):
    final.compare(0, 1)
    partner = build_partner()
    update(final.judges[0], organisation=partner)
    update(final.entries[0], institution=partner)
    assert counted(final) == 0


def test_work_that_no_longer_counts_takes_the_comparisons_with_it(final: Final):
    final.compare(0, 1)
    final.compare(0, 1, judge=1)
    update(final.judges[0], left_at=final.now, left_reason="Bribed.", work_counts=False)
    assert counted(final) == 1


def test_judge_who_left_in_peace_keeps_their_comparisons(final: Final):
    final.compare(0, 1)
    update(final.judges[0], left_at=final.now, left_reason="Ill.")
    assert counted(final) == 1


def test_language_learnt_later_keeps_the_comparisons(final: Final):
    """A language says who gets what; it is no conflict of interest."""
    final.compare(0, 1)
    update(final.entries[0], language="kk")
    update(final.judges[0], languages=["ru"])
    assert counted(final) == 1
    assert (
        final.ids[0]
        not in work_in_pairs(final.users[0], round_id=final.round.pk, at=final.now).allowed
    )


# Stepping back


def step(final: Final, place: int, reason: str = "My pupil.", **more) -> Assignment:
    return step_back(
        round_id=final.round.pk,
        entry_id=final.ids[place],
        reason=reason,
        **{"by": final.users[0], "at": final.now, **more},
    )


def allowed(final: Final) -> list[int]:
    work = work_in_pairs(final.users[0], round_id=final.round.pk, at=final.now)
    assert work is not None
    return [final.ids.index(pk) for pk in work.allowed]


def test_stepping_back_takes_the_comparisons_with_it(final: Final):
    final.compare(0, 1)
    final.compare(2, 3)
    row = step(final, 1)
    assert (row.recusal_reason, row.judge_id) == ("My pupil.", final.judges[0].pk)
    assert counted(final) == 1
    assert allowed(final) == [0, 2, 3]
    assert refusal(final, 1, 2) == "pair_conflict"
    bars = find_bars(Judge.objects.filter(campaign=final.campaign), entries_in(final.round))
    assert bars.why(judge_id=final.judges[0].pk, entry_id=final.ids[1]) == Bar.RECUSED


def test_stepping_back_leaves_no_review_to_do(final: Final):
    step(final, 1)
    come_back(round_id=final.round.pk, entry_id=final.ids[1], by=final.users[0], at=final.now)
    assert not Assignment.objects.expected().exists()
    assert not visible_reviews(final.users[0], at=timezone.now()).exists()


def test_stepping_back_twice_is_once(final: Final):
    assert step(final, 1) == step(final, 1, reason="Once more.")
    assert Assignment.objects.get().recusal_reason == "My pupil."


def test_coming_back_makes_comparisons_count_again(final: Final):
    final.compare(0, 1)
    step(final, 1)
    for _twice in range(2):
        come_back(round_id=final.round.pk, entry_id=final.ids[1], by=final.users[0], at=final.now)
    assert counted(final) == 1
    assert allowed(final) == [0, 1, 2, 3]
    step(final, 1, reason="After all.")
    assert Assignment.objects.get().recusal_reason == "After all."


def test_recusal_of_an_earlier_round_holds_in_the_final(final: Final):
    Assignment.objects.create(
        round=final.scoring,
        judge=final.judges[0],
        entry=final.entries[2],
        assigned_at=final.now,
        recused_at=final.now,
        recusal_reason="My pupil.",
    )
    assert allowed(final) == [0, 1, 3]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"place": 9}, "not_in_contest"),
        ({"at": 8 * DAY}, "round_over"),
    ],
)
def test_stepping_back_is_refused(final: Final, more: dict, code: str):
    stranger = build_entry(final.campaign).pk
    sent = {
        "round_id": final.round.pk,
        "entry_id": stranger if more.get("place") == 9 else final.ids[0],
        "reason": more.get("reason", "My pupil."),
        "by": final.users[0],
        "at": final.now + more.get("at", timedelta()),
    }
    assert code_of(step_back, **sent) == code
    assert not Assignment.objects.exists()
