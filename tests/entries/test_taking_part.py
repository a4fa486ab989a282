"""Which entries a category ranks: one place decides it for judging, boards and standings."""

import pytest

from contests.models import Category
from contests.phases import Phase
from entries.models import Entry
from results.standings import standings_of
from tests.builders import build_campaign, build_category, build_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return build_campaign(phase=Phase.REVIEW)


def test_every_accepted_entry_takes_part_in_a_category_that_need_not_be_chosen(campaign):
    entry = build_entry(campaign)
    build_entry(campaign, status=Entry.Status.RECEIVED)
    build_entry(build_campaign())
    assert list(Entry.objects.taking_part_in(build_category(campaign))) == [entry]


def test_category_that_asks_to_be_chosen_has_only_those_that_chose_it(campaign):
    category = build_category(campaign, is_chosen=True)
    build_entry(campaign)
    chosen = build_entry(campaign)
    chosen.chosen_categories.add(category, build_category(campaign, is_chosen=True))
    assert list(Entry.objects.taking_part_in(category)) == [chosen]


def test_category_of_one_platform_has_only_its_videos(campaign):
    build_entry(campaign)
    category = build_category(campaign, platform="youtube")
    assert list(Entry.objects.taking_part_in(category)) == []


@pytest.mark.parametrize("method", Category.Method.values)
def test_standings_leave_out_entries_that_chose_another_category(campaign, method):
    category = build_category(campaign, method=method, is_chosen=True)
    build_entry(campaign)
    chosen = build_entry(campaign)
    chosen.chosen_categories.add(category)
    keys = {row.entry_id or row.creator_id for row in standings_of(category).rows}
    expected = chosen.creator_id if category.ranks_creators else chosen.pk
    assert keys == {expected}
