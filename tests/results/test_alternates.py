"""Alternates: drafted behind the winners, chosen by hand, and never cut from a tie."""

import pytest

from contests.models import Category
from results.alternates import MOST, choose_alternates
from results.awarding import draft_awards
from results.models import Alternate, AnnouncementPlan
from tests.builders import build_entry
from tests.results.contests import Contest, build_contest, give_score
from tests.results.deeds import choose, refused, two_tied

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return build_contest(entries=6)


def listed(category: Category) -> list[tuple[int, int | None, int]]:
    drafts = Alternate.objects.filter(announcement=None, category=category)
    return [(one.position, one.entry_id, one.creator_id) for one in drafts]


def choose_them(contest: Contest, *keys: int, category: Category | None = None) -> None:
    choose_alternates(
        category_id=(category or contest.jury).pk, keys=keys, by=contest.staff, at=contest.at
    )


def test_lines_behind_the_winners_are_alternates_in_every_category(contest: Contest):
    contest.jury.prizes.update(quantity=2)
    contest.draft()
    entries = contest.entries
    assert listed(contest.jury) == [
        (position, one.pk, one.creator_id) for position, one in enumerate(entries[2:5], start=1)
    ]
    assert listed(contest.creators) == [
        (position, None, one.creator_id) for position, one in enumerate(entries[1:4], start=1)
    ]


@pytest.mark.parametrize("count", [0, 1, 20])
def test_plan_says_how_many(contest: Contest, count: int):
    AnnouncementPlan.objects.create(campaign=contest.campaign, alternates=count)
    contest.draft()
    assert len(listed(contest.videos)) == min(count, 5)


def _score_alike(contest: Contest, count: int) -> list[int]:
    """So many more entries, all of which the judges liked least and equally."""
    alike = [build_entry(contest.campaign) for _ in range(count)]
    for entry in alike:
        for judge in contest.judges:
            give_score(contest.round, entry, judge, 0, 0)
    return [entry.pk for entry in alike]


def test_tie_among_alternates_is_not_cut():
    contest = build_contest(entries=3)
    alike = _score_alike(contest, 4)
    contest.draft()
    ids = [entry_id for _position, entry_id, _creator in listed(contest.jury)]
    assert ids == [contest.entries[1].pk, contest.entries[2].pk, *alike]


def test_tie_that_would_make_the_list_endless_stays_out_as_a_whole():
    contest = build_contest(entries=3, judges=1)
    _score_alike(contest, MOST)
    contest.draft()
    ids = [entry_id for _position, entry_id, _creator in listed(contest.jury)]
    assert ids == [contest.entries[1].pk, contest.entries[2].pk]


def test_nobody_is_an_alternate_while_a_tie_reaches_across_a_prize_boundary(contest: Contest):
    two_tied(contest)
    contest.draft()
    assert listed(contest.jury) == []
    assert len(listed(contest.videos)) == 3


def test_draft_made_again_changes_nothing_if_nothing_has_changed(contest: Contest):
    contest.draft()
    before = list(Alternate.objects.order_by("pk").values())
    assert before
    draft_awards(campaign_id=contest.campaign.pk, by=contest.staff, at=contest.at)
    assert list(Alternate.objects.order_by("pk").values()) == before


def test_alternates_are_chosen_in_an_order_of_their_own(contest: Contest):
    contest.draft()
    third, fourth, fifth = (entry.pk for entry in contest.entries[3:])
    choose_them(contest, fifth, third, fourth)
    assert [entry_id for _p, entry_id, _c in listed(contest.jury)] == [fifth, third, fourth]
    choose_them(contest)
    assert listed(contest.jury) == []


def test_whoever_is_given_a_prize_place_is_no_alternate_any_more(contest: Contest):
    contest.draft()
    choose(contest, contest.jury, contest.entries[1].pk)
    ids = [(position, entry_id) for position, entry_id, _creator in listed(contest.jury)]
    assert ids == [(1, contest.entries[2].pk), (2, contest.entries[3].pk)]


def test_alternate_is_refused_who_wins_or_is_named_twice_or_does_not_take_part(contest: Contest):
    contest.draft()
    best, second = contest.entries[0].pk, contest.entries[1].pk
    out = build_entry(contest.campaign, status="withdrawn").pk
    before = listed(contest.jury)
    for code, keys in (
        ("alternate_wins", [second, best]),
        ("alternate_twice", [second, second]),
        ("choose_entry", [out]),
        ("choose_entry", [build_contest().entries[0].pk]),
        ("too_many_alternates", list(range(1, MOST + 2))),
    ):
        refused(code, choose_alternates, contest, category_id=contest.jury.pk, keys=keys)
        assert listed(contest.jury) == before
    values = {"category_id": contest.creators.pk, "keys": [10**9]}
    refused("choose_creator", choose_alternates, contest, **values)
