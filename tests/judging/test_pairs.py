"""The judge's work in pairs: how much it is, and which two come next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entries.models import Entry
from judging.models import Round
from judging.pairs import as_shown, choose_pair, pair_work_of, work_in_pairs
from tests.builders import build_judge, build_round
from tests.judging.finals import DAY, Final, build_final, plain_user

pytestmark = pytest.mark.django_db


def work(final: Final, *, judge: int = 0):
    return work_in_pairs(final.users[judge], round_id=final.round.pk, at=timezone.now())


def update(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_work_says_how_much_is_asked_and_made():
    final = build_final(entries=5, judges=2, comparisons_per_judge=6)
    final.compare(0, 1)
    final.compare(2, 3)
    final.compare(0, 1, judge=1)
    found = work(final)
    assert (found.asked, found.finished, found.total, found.left) == (6, 2, 6, 4)
    assert [one.first_id for one in found.made] == [final.ids[2], final.ids[0]]
    assert found.last == found.made[0]
    assert len(found.open_pairs) == 8


@pytest.mark.parametrize(
    ("entries", "judges", "asked"),
    [(3, 1, 3), (10, 5, 14), (2, 3, 1)],
)
def test_work_asks_for_what_the_number_of_entries_asks_for(entries: int, judges: int, asked: int):
    assert work(build_final(entries=entries, judges=judges)).asked == asked


def test_work_never_asks_for_more_pairs_than_there_are():
    final = build_final(entries=4, comparisons_per_judge=50)
    assert work(final).asked == 6
    update(final.entries[0].creator, user=final.users[0])
    assert work(final).asked == 3


def test_work_of_a_judge_who_did_more_than_is_asked_now():
    final = build_final(entries=4, comparisons_per_judge=3)
    for worse in (1, 2, 3):
        final.compare(0, worse)
    update(final.round, comparisons_per_judge=2)
    assert (work(final).left, work(final).total) == (0, 3)


def test_work_lists_open_rounds_first():
    first = build_final(entries=2, closes_at=timezone.now() + 5 * DAY)
    second = build_final(entries=2, users=first.users, closes_at=timezone.now() + 4 * DAY)
    over = build_final(entries=2, users=first.users, opens_at=timezone.now() - 5 * DAY)
    update(over.round, closes_at=timezone.now() - DAY)
    found = pair_work_of(first.users[0], at=timezone.now())
    assert [one.round.pk for one in found] == [second.round.pk, first.round.pk, over.round.pk]
    assert [one.is_open for one in found] == [True, True, False]


@pytest.mark.parametrize(
    "why", ["not opened", "left", "stranger", "scoring", "not closed", "alone"]
)
def test_work_that_is_not_there_is_left_out(why: str):
    final = build_final(entries=2)
    user = final.users[0]
    if why == "not opened":
        update(final.round, opens_at=timezone.now() + DAY)
    elif why == "left":
        update(final.judges[0], left_at=timezone.now(), left_reason="Ill.")
    elif why == "stranger":
        user = plain_user("stranger")
    elif why == "scoring":
        update(final.round, kind=Round.Kind.SCORING)
    elif why == "not closed":
        final.scoring.closings.update(
            reopened_at=timezone.now(), reopened_by=user, reopening_reason="Too early."
        )
    else:
        update(final.entries[0], status=Entry.Status.WITHDRAWN)
    assert pair_work_of(user, at=timezone.now()) == []


def test_next_pair_is_never_one_that_is_done_and_ends_with_what_is_asked():
    final = build_final(entries=4, comparisons_per_judge=5)
    seen = set()
    while pair := choose_pair(work(final)):
        assert pair not in seen
        seen.add(pair)
        better, worse = (final.ids.index(pk) for pk in pair)
        final.compare(better, worse)
    assert len(seen) == 5


def test_next_pair_is_one_that_was_not_put_off():
    final = build_final(entries=3)
    first = choose_pair(work(final))
    assert choose_pair(work(final), not_yet=[first]) != first


def test_next_pair_that_was_put_off_comes_back_when_it_is_the_last():
    final = build_final(entries=2)
    pair = choose_pair(work(final))
    assert choose_pair(work(final), not_yet=[pair]) == pair


def test_next_pair_of_a_closed_round_is_none():
    final = build_final(entries=3)
    update(final.round, closed_at=timezone.now())
    assert choose_pair(work(final)) is None


def test_next_pair_has_no_entry_that_the_judge_must_not_judge():
    final = build_final(entries=4)
    update(final.entries[2].creator, user=final.users[0])
    found = work(final)
    while pair := choose_pair(found):
        assert final.ids[2] not in pair
        final.compare(*(final.ids.index(pk) for pk in pair))
        found = work(final)
    assert found.finished == 3


def test_next_pair_knows_what_others_said():
    """Where others have compared two often, those whom nobody has compared tell more."""
    final = build_final(entries=4, judges=4)
    for judge in (1, 2, 3):
        final.compare(0, 1, judge=judge)
    assert choose_pair(work(final)) == (final.ids[2], final.ids[3])


def test_sides_are_drawn_for_each_judge():
    final = build_final(entries=2, judges=12)
    pair = (final.ids[0], final.ids[1])
    shown = {as_shown(work(final, judge=judge), pair) for judge in range(12)}
    assert shown == {pair, pair[::-1]}
    assert len({as_shown(work(final), pair) for _again in range(5)}) == 1


def test_work_takes_the_same_queries_at_any_size():
    counts = []
    for size in (2, 5, 30):
        final = build_final(entries=size, judges=2)
        for worse in range(1, min(size, 9)):
            final.compare(0, worse)
        with CaptureQueriesContext(connection) as queries:
            found = pair_work_of(final.users[0], at=timezone.now())
            choose_pair(found[0])
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 20


def test_work_does_not_ask_about_rounds_of_other_kinds():
    final = build_final(entries=2)
    with CaptureQueriesContext(connection) as before:
        pair_work_of(final.users[0], at=timezone.now())
    for order in range(2, 6):
        build_round(final.category, order=order, opens_at=timezone.now() - timedelta(hours=1))
    judge = plain_user("busy")
    build_judge(final.campaign, judge)
    with CaptureQueriesContext(connection) as after:
        pair_work_of(final.users[0], at=timezone.now())
    # A round between the two is the one before now, and it is not closed: nothing to compare.
    assert len(after) <= len(before)
