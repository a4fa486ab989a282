"""What is to do before a jury can work."""

import pytest
from django.utils import timezone

from contests.models import Campaign, Category
from contests.phases import Phase
from desk.readiness import tasks_of, warnings_of
from judging.models import Criterion
from tests.builders import build_campaign, build_category, build_judge, build_round
from tests.personas import judge

pytestmark = pytest.mark.django_db


def jury_codes(campaign: Campaign) -> list[str]:
    fresh = Campaign.objects.get(pk=campaign.pk)
    return [task.code for task in tasks_of(fresh, at=timezone.now()) if not task.blocks]


def test_jury_needs_a_round_criteria_and_judges():
    campaign = build_campaign()
    category = build_category(campaign)
    assert jury_codes(campaign) == ["no_round", "no_judges"]
    round_ = build_round(category, criteria=0)
    assert jury_codes(campaign) == ["no_criteria", "no_judges"]
    Criterion.objects.create(round=round_, title="Idea")
    build_judge(campaign, judge())
    assert jury_codes(campaign) == []


def test_screening_needs_no_criteria_but_a_round_with_points_after_it():
    campaign = build_campaign()
    category = build_category(campaign)
    build_judge(campaign, judge())
    build_round(category, kind="screening", criteria=0)
    assert jury_codes(campaign) == ["no_scoring"]
    build_round(category, order=2)
    build_round(category, order=3, kind="pairwise", criteria=0)
    assert jury_codes(campaign) == []


def test_categories_by_views_need_no_jury():
    campaign = build_campaign()
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO)
    assert jury_codes(campaign) == []


def test_over_campaigns_have_nothing_left_to_do():
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    build_category(campaign)
    assert tasks_of(campaign, at=timezone.now()) == []


@pytest.mark.parametrize(
    ("phase", "codes"), [(Phase.DRAFT, ["alike_hashtag"]), (Phase.ANNOUNCED, [])]
)
def test_hashtag_that_looks_like_anothers_is_shown_while_it_can_be_changed(phase, codes):
    campaign = build_campaign(phase=phase, hashtag="кітапток")
    other = build_campaign(phase=phase, hashtag="кiтапток")
    warnings = warnings_of(campaign, at=timezone.now())
    assert [warning.code for warning in warnings] == codes
    if codes:
        assert str(other) in warnings[0].message
        assert warnings[0].url.endswith(f"/{campaign.pk}/change/#hashtags")
