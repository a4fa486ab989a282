"""What a campaign lacks before it can be published."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from contests.models import Campaign, Category, Partnership, RulesVersion
from contests.phases import Phase
from contests.readiness import SENTENCES, Missing, missing_for_publication, warnings_about
from tests.builders import build_campaign, build_category, build_prize
from tests.contests.ready import ready_campaign

pytestmark = pytest.mark.django_db


def codes_of(campaign: Campaign) -> set[str]:
    fresh = Campaign.objects.get(pk=campaign.pk)
    return {missing.code for missing in missing_for_publication(fresh, at=timezone.now())}


def test_complete_campaign_lacks_nothing():
    assert codes_of(ready_campaign()) == set()


def test_showcase_needs_neither_prizes_nor_a_promise():
    campaign = ready_campaign(announce_by=None)
    campaign.categories.all().delete()
    assert codes_of(campaign) == set()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title_ru": ""}, "no_title"),
        ({"title_ru": None}, "no_title"),
        ({"title_ru": "  "}, "no_title"),
        ({"description_kk": ""}, "no_description"),
        ({"opens_at": None}, "no_dates"),
        ({"closes_at": None, "shortlist_by": None, "archives_at": None}, "no_dates"),
        ({"announce_by": None}, "no_promise"),
        ({"platforms": []}, "no_platforms"),
        ({"platforms": ["youtube"]}, None),
    ],
)
def test_campaign_lacks_what_was_left_out(fields, code):
    assert codes_of(ready_campaign(**fields)) == ({code} if code else set())


def test_campaign_without_languages_lacks_them():
    assert codes_of(ready_campaign(languages=[])) == {"no_languages"}


def test_close_in_the_past_cannot_be_published():
    now = timezone.now()
    campaign = ready_campaign(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    assert codes_of(campaign) == {"close_passed"}


def test_close_at_this_very_moment_has_passed():
    campaign = ready_campaign()
    assert campaign.closes_at
    missing = missing_for_publication(campaign, at=campaign.closes_at)
    assert [thing.code for thing in missing] == ["close_passed"]


def test_campaign_without_official_hashtag_lacks_it():
    campaign = ready_campaign()
    campaign.hashtags.update(kind="accepted")
    assert codes_of(campaign) == {"no_hashtag"}


def test_rules_write_themselves_so_that_own_texts_may_be_missing():
    campaign = ready_campaign()
    campaign.rules.update(text_en="", text_kk="", text_ru=None)
    assert codes_of(campaign) == set()
    campaign.rules.all().delete()
    assert codes_of(campaign) == set()


def test_own_part_of_the_rules_is_asked_for_in_all_languages_by_its_latest_version():
    campaign = ready_campaign()
    RulesVersion.objects.create(
        campaign=campaign, number=3, text_kk="Ереже", created_at=timezone.now()
    )
    assert codes_of(campaign) == {"no_rules"}


def test_organiser_is_asked_for_even_beside_other_partners():
    campaign = ready_campaign()
    campaign.partnerships.update(role=Partnership.Role.MEDIA)
    assert codes_of(campaign) == {"no_organiser"}


def test_category_without_prize_or_titles_is_named():
    campaign = ready_campaign()
    build_category(campaign, title="Best", title_kk="Ең үздік")
    missing = missing_for_publication(Campaign.objects.get(pk=campaign.pk), at=timezone.now())
    assert [(thing.code, thing.languages) for thing in missing] == [
        ("no_category_title", ("ru",)),
        ("no_prize", ()),
    ]
    assert {str(thing.category) for thing in missing} == {"Best"}


def test_prize_titles_are_asked_for_in_each_language():
    campaign = ready_campaign()
    category = campaign.categories.get()
    build_prize(category, place=2, title_ru="Сертификат", title_kk="")
    assert codes_of(campaign) == {"no_prize_title"}


def test_views_on_a_platform_that_is_not_accepted_are_found():
    campaign = ready_campaign(platforms=["youtube"])
    campaign.categories.update(method=Category.Method.MOST_VIEWED_VIDEO, platform="tiktok")
    assert codes_of(campaign) == {"category_platform"}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_do_not_grow_with_categories(count, django_assert_num_queries):
    campaign = ready_campaign()
    for _ in range(count):
        build_prize(build_category(campaign))
    fresh = Campaign.objects.get(pk=campaign.pk)
    with django_assert_num_queries(5):
        missing_for_publication(fresh, at=timezone.now())


def test_message_names_category_and_languages_in_the_readers_language():
    category = Category(title_en="Best", title_ru="Лучшее")
    missing = Missing("no_category_title", "category", ("kk", "ru"), category)
    with translation.override("en"):
        assert missing.message == "Write the title of “Best”. Missing languages: Kazakh, Russian."


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_can_be_read(code):
    assert Missing(code, "general", ("kk",), Category(title="Best")).message


def sentences_about(campaign: Campaign) -> list[str]:
    fresh = Campaign.objects.get(pk=campaign.pk)
    return [concern.message for concern in warnings_about(fresh)]


def test_hashtag_of_another_campaign_of_the_same_time_is_warned_of():
    campaign = build_campaign(hashtag="кітапток")
    build_campaign(hashtag="кiтапток", title="Latin i", phase=Phase.DRAFT)
    build_campaign(hashtag="КІТАПТОК", title="Capitals")
    with translation.override("en"):
        capitals, latin = sentences_about(campaign)
    assert capitals == (
        "“Capitals” runs at the same time with the same hashtag "
        "(\u2068#кітапток\u2069 · \u2068#КІТАПТОК\u2069): "
        "a video could belong to either. Change the dates or the hashtag."
    )
    assert latin.startswith("“Latin i” runs at the same time with a hashtag that looks like ours")


@pytest.mark.parametrize("phase", [Phase.ARCHIVED, Phase.CANCELLED])
def test_campaign_that_does_not_take_videos_at_the_time_is_no_concern(phase):
    campaign = build_campaign(hashtag="кітапток")
    build_campaign(hashtag="кітапток", phase=phase)
    assert sentences_about(campaign) == []


def test_warnings_do_not_keep_a_campaign_from_being_published():
    campaign = ready_campaign()
    build_campaign(hashtag=campaign.hashtags.get().text)
    assert (len(sentences_about(campaign)), codes_of(campaign)) == (1, set())


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_overlapping_campaigns(count, django_assert_num_queries):
    campaign = build_campaign()
    for _ in range(count):
        build_campaign()
    with django_assert_num_queries(4):
        assert len(sentences_about(campaign)) == count
