"""A campaign’s own page beside the contest: figures, questions, editions, ways to follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import CampaignQuestion
from contests.phases import Phase
from metrics.models import DailyViews, ReadingPlan
from partners.models import PartnerAccount
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
)
from tests.website.campaigns import html, publish_shortlist

pytestmark = pytest.mark.django_db


def with_views(campaign, *values: int) -> None:
    """The views by the end of each of the last days, on TikTok."""
    ReadingPlan.objects.update_or_create(campaign=campaign, defaults={"shows_numbers": True})
    today = timezone.now().date()
    for ago, views in enumerate(reversed(values)):
        DailyViews.objects.create(
            campaign=campaign,
            platform="tiktok",
            day=today - timedelta(days=ago),
            views=views,
            videos=1,
        )


def test_questions_are_answered_in_their_order_with_an_address_each(client):
    campaign = build_campaign(phase=Phase.OPEN)
    last = CampaignQuestion.objects.create(
        campaign=campaign, order=2, question_en="Until when?", answer_en="Until **May**."
    )
    first = CampaignQuestion.objects.create(
        campaign=campaign, order=1, question_en="Who?", answer_en="Anybody."
    )

    page = html(client, f"/en/{campaign.slug}/")

    assert page.index("Who?") < page.index("Until when?")
    assert "Until <strong>May</strong>." in page
    for one in (first, last):
        assert f'id="question-{one.pk}"' in page
        assert f'href="#question-{one.pk}"' in page


def test_answer_with_markup_is_only_text(client):
    campaign = build_campaign()
    CampaignQuestion.objects.create(
        campaign=campaign, question_en="<b>Q</b>", answer_en="<script>x</script>"
    )
    page = html(client, f"/en/{campaign.slug}/")
    assert "<script>x" not in page
    assert "<b>Q" not in page


def test_campaign_without_questions_has_no_heading_for_them(client):
    assert "Questions and answers" not in html(client, f"/en/{build_campaign().slug}/")


def test_editions_before_and_after_are_linked_if_they_are_public(client):
    first = build_campaign(phase=Phase.ANNOUNCED)
    second = build_campaign(phase=Phase.ANNOUNCED, previous_edition=first)
    third = build_campaign(phase=Phase.OPEN, previous_edition=second)
    draft = build_campaign(phase=Phase.DRAFT, previous_edition=second)

    page = html(client, f"/en/{second.slug}/")

    before, after = page.index(f'href="/en/{first.slug}/"'), page.index(f'href="/en/{third.slug}/"')
    assert "The earlier edition" in page
    assert "The next edition" in page
    assert after < before
    assert draft.slug not in page


def test_draft_edition_is_no_neighbour_even_for_staff(admin_client):
    campaign = build_campaign(phase=Phase.OPEN)
    draft = build_campaign(phase=Phase.DRAFT, previous_edition=campaign)
    assert draft.slug not in html(admin_client, f"/en/{campaign.slug}/")


def test_live_numbers_count_people_once(client):
    campaign = build_campaign(phase=Phase.OPEN)
    creator = build_creator()
    for _ in range(2):
        build_entry(campaign, creator=creator)
    build_entry(campaign, status="received")
    page = html(client, f"/en/{campaign.slug}/")
    assert '<span class="stat__digits">2</span>' in page
    assert "<p>accepted videos</p>" in page
    assert '<span class="stat__digits">1</span>' in page
    assert "<p>creator</p>" in page


def test_views_are_drawn_only_where_numbers_are_public(client):
    campaign = build_campaign(phase=Phase.OPEN)
    build_entry(campaign)
    with_views(campaign, 100, 2_500)
    page = html(client, f"/en/{campaign.slug}/")
    assert "2,500 views on TikTok by the end of" in page
    assert '<path class="spark__line" d="M0.0 140.3L600.0 4.0"' in page

    ReadingPlan.objects.filter(campaign=campaign).update(shows_numbers=False)
    page = html(client, f"/en/{campaign.slug}/")
    assert "views on TikTok" not in page
    assert "spark__line" not in page


def test_one_day_of_views_is_told_but_not_drawn(client):
    campaign = build_campaign(phase=Phase.OPEN)
    build_entry(campaign)
    with_views(campaign, 7)
    page = html(client, f"/en/{campaign.slug}/")
    assert "7 views on TikTok" in page
    assert "spark__line" not in page


def test_partner_with_several_accounts_stands_there_once(client):
    campaign = build_campaign()
    partner = build_partner(name_en="National Library")
    for handle in ("one", "two"):
        PartnerAccount.objects.create(partner=partner, platform="tiktok", handle=handle)
    build_partnership(campaign, partner=partner)
    page = html(client, f"/en/{campaign.slug}/")
    assert page.count(f'href="/en/partners/{partner.slug}/"') == 1
    assert page.index("<bdi>@one</bdi>") < page.index("<bdi>@two</bdi>")


def test_ways_to_follow_are_offered_to_everybody_but_not_of_a_draft(client, admin_client):
    campaign = build_campaign(phase=Phase.OPEN)
    page = html(client, f"/en/{campaign.slug}/")
    for way in ("calendar.ics", "feed/", "press/"):
        assert f'href="/en/{campaign.slug}/{way}"' in page
    draft = build_campaign(phase=Phase.DRAFT)
    assert 'calendar.ics"' not in html(admin_client, f"/en/{draft.slug}/").split("<footer")[0]


def test_shortlist_that_is_out_says_when_instead_of_until_when(client):
    campaign = build_campaign(
        phase=Phase.REVIEW, shortlist_by=timezone.now() + timedelta(days=1), announce_by=None
    )
    category = build_category(campaign)
    assert "Shortlist by" in html(client, f"/en/{campaign.slug}/")
    publish_shortlist(category, [build_entry(campaign)])
    page = html(client, f"/en/{campaign.slug}/")
    assert "Shortlist published" in page
    assert "Shortlist by" not in page
