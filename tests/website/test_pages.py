"""What a campaign's page and its rules say."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from contests.models import Category, Hashtag
from contests.phases import Phase
from metrics.models import CampaignReading
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
    utc,
)
from tests.website.campaigns import html

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "az", "en", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_the_language_of_its_address(client, language):
    campaign = build_campaign(**{f"title_{language}": f"Title in {language}"})

    page = html(client, f"/{language}/{campaign.slug}/")

    assert f'<html lang="{language}"' in page
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert f"Title in {language}" in page
    for other in LANGUAGES:
        assert f'href="/{other}/{campaign.slug}/"' in page


def test_text_that_fell_back_says_its_language(client):
    campaign = build_campaign(title_en="", title_ru="Книги", title="")
    shown = '<span class="hero__title" lang="ru" dir="ltr" data-fallback="Русский">Книги</span>'
    assert shown in html(client, f"/ar/{campaign.slug}/")
    assert "data-fallback" not in html(client, f"/ru/{campaign.slug}/")


def test_campaign_wears_its_own_colour(client):
    campaign = build_campaign(accent="saffron")
    assert 'data-accent="saffron"' in html(client, f"/en/{campaign.slug}/").split("<body")[0]


def test_pages_have_no_inline_style_or_script(client):
    campaign = build_campaign(is_demo=True, tagline="x" * 100)
    build_prize(build_category(campaign))
    entry = build_entry(campaign)
    for url in ("", "gallery/", f"gallery/{entry.pk}/", "rules/"):
        page = html(client, f"/en/{campaign.slug}/{url}")
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


def test_hashtag_with_markup_is_only_text(client):
    campaign = build_campaign(title="<b>bold</b>")
    Hashtag.objects.create(campaign=campaign, text='"><script>x</script>')
    page = html(client, f"/en/{campaign.slug}/")
    assert "<script>x" not in page
    assert "<b>bold</b>" not in page


def test_campaign_teaches_accepted_spellings_but_not_tolerated_ones(client):
    campaign = build_campaign(hashtag="TikTokdanÖyrən", phase=Phase.OPEN)
    build_category(campaign)
    Hashtag.objects.create(campaign=campaign, text="LearnOnTikTok", kind=Hashtag.Kind.ACCEPTED)
    Hashtag.objects.create(campaign=campaign, text="tiktokdan", kind=Hashtag.Kind.TOLERATED)

    page = html(client, f"/en/{campaign.slug}/")

    assert "#LearnOnTikTok" in page
    assert "#tiktokdan<" not in page


def test_dates_are_told_in_the_campaigns_zone(client):
    now = timezone.now()
    campaign = build_campaign(
        time_zone="Asia/Baku",
        opens_at=utc(2020, 2, 20, 20),
        closes_at=now + timedelta(days=100),
        shortlist_by=None,
        announce_by=None,
        archives_at=None,
        published_at=utc(2020, 1, 1),
    )
    page = html(client, f"/en/{campaign.slug}/")
    assert "February 21, 2020, 00:00" in page
    assert "Baku time, \u2066UTC+4\u2069" in page


def test_open_campaign_counts_down_to_its_close(client):
    campaign = build_campaign(phase=Phase.OPEN)
    page = html(client, f"/en/{campaign.slug}/")
    assert f'data-countdown="{campaign.closes_at.isoformat()}"' in page


def test_missed_promise_is_not_counted_down(client):
    now = timezone.now()
    campaign = build_campaign(
        phase=Phase.REVIEW, closes_at=now - timedelta(days=9), announce_by=now - timedelta(days=1),
        shortlist_by=None,
    )  # fmt: skip
    build_category(campaign)
    page = html(client, f"/en/{campaign.slug}/")
    assert "data-countdown" not in page
    assert "Winners announced by" in page


def test_showcase_has_no_contest_parts(client):
    campaign = build_campaign(phase=Phase.OPEN)
    page = html(client, f"/en/{campaign.slug}/")
    assert "running now" in page
    for contest_part in ("How to take part", "Categories and prizes", "Winners announced"):
        assert contest_part not in page


def test_categories_say_how_each_is_decided(client):
    campaign = build_campaign()
    for method in Category.Method:
        build_prize(build_category(campaign, method=method), title=f"Prize of {method}")
    page = html(client, f"/en/{campaign.slug}/")
    for method, words in (
        ("jury", "A jury decides"),
        ("most_viewed_video", "The video with the most views"),
        ("most_viewed_creator", "The creator with the most views"),
    ):
        assert words in page
        assert f"Prize of {method}" in page


def test_figures_come_from_the_newest_reading_that_has_them(client):
    campaign = build_campaign()
    now = timezone.now()
    for days, figures in ((9, {"views": 5, "videos": 20_000}), (1, {"views": 35_000_000})):
        CampaignReading.objects.create(
            campaign=campaign,
            taken_at=now - timedelta(days=days),
            recorded_at=now,
            source=f"Report {days}",
            at_least=days == 9,
            **figures,
        )
    page = strip_tags(html(client, f"/en/{campaign.slug}/"))
    assert "35 million" in page
    assert "over 20,000" in page
    assert "Report 9" in page
    assert "Report 1" in page


def test_partners_are_grouped_by_role(client):
    campaign = build_campaign()
    build_partnership(campaign, partner=build_partner(name_en="A theatre"), contribution_en="Plays")
    build_partnership(campaign, partner=build_partner(name_en="A ministry"), role="organiser")
    page = html(client, f"/en/{campaign.slug}/")
    assert page.index("Organisers") < page.index("Taking part") < page.index("Plays")
