"""What the public pages say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from contests.models import Category, Hashtag, RulesVersion
from contests.phases import Phase
from entries.models import Entry
from metrics.models import CampaignReading
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
    utc,
)
from tests.website.campaigns import announce, award, publish_shortlist
from website.pages.gallery import PER_PAGE

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "az", "en", "ar")


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


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
    assert '<span class="hero__title" lang="ru" dir="ltr">Книги</span>' in html(
        client, f"/ar/{campaign.slug}/"
    )


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


def test_gallery_has_pages(client):
    campaign = build_campaign()
    for _ in range(PER_PAGE + 1):
        build_entry(campaign)
    first = html(client, f"/en/{campaign.slug}/gallery/")
    second = html(client, f"/en/{campaign.slug}/gallery/?page=2")
    assert first.count('class="cover"') == PER_PAGE
    assert second.count('class="cover"') == 1
    assert "?page=2" in first
    for wild in ("0", "-1", "9999", "x", ""):
        assert client.get(f"/en/{campaign.slug}/gallery/?page={wild}").status_code == 200


def test_gallery_is_filtered_by_a_published_shortlist(client):
    campaign = build_campaign(phase=Phase.REVIEW)
    category = build_category(campaign, slug="best")
    chosen, other = build_entry(campaign), build_entry(campaign)
    shortlist = publish_shortlist(category, [chosen])

    page = html(client, f"/en/{campaign.slug}/gallery/?category=best")
    assert chosen.creator.handle in page
    assert f"@{other.creator.handle}<" not in page

    shortlist.published_at = None
    shortlist.save()
    assert client.get(f"/en/{campaign.slug}/gallery/?category=best").status_code == 404


def test_entry_of_a_demo_has_no_player_but_says_so(client):
    entry = build_entry(build_campaign(is_demo=True))
    page = html(client, f"/en/{entry.campaign.slug}/gallery/{entry.pk}/")
    assert "there is no video behind it" in page
    assert "data-player" not in page
    assert entry.url not in page


def test_entry_loads_its_player_only_on_click(client):
    entry = build_entry(build_campaign())
    page = html(client, f"/en/{entry.campaign.slug}/gallery/{entry.pk}/")
    assert f'data-player="https://www.tiktok.com/player/v1/{entry.video_id}' in page
    assert "<iframe" not in page
    assert "which then learns your address" in page


def test_rules_show_the_newest_version_and_older_ones_on_request(client):
    campaign = build_campaign()
    RulesVersion.objects.create(
        campaign=campaign, number=2, text="Be **very** kind.", created_at=timezone.now()
    )
    assert "Be <strong>very</strong> kind." in html(client, f"/en/{campaign.slug}/rules/")
    old = html(client, f"/en/{campaign.slug}/rules/?version=1")
    assert "Be kind." in old
    assert "no longer in force" in old
    for wild in ("3", "x", "-1"):
        assert client.get(f"/en/{campaign.slug}/rules/?version={wild}").status_code == 404


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("kk", "70\xa0000"),
        ("ru", "70\xa0000"),
        ("az", "70.000"),
        ("en", "70,000"),
        ("ar", "70,000"),
    ],
)
def test_winners_page_names_winners_prize_value_and_sponsor(client, language, value):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign, title_en="The most creative video")
    prize = build_prize(
        category,
        quantity=3,
        title_en="Certificate",
        value=Decimal(70_000),
        currency="KZT",
        sponsor=build_partner(name_en="Meloman"),
    )
    announcement = announce(campaign)
    announcement.awards.all().delete()
    handles = ["tsifranuty", "altynay_zhumadil", "la.la.leila"]
    for slot, handle in enumerate(handles, start=1):
        entry = build_entry(campaign, creator=build_creator(handle=handle))
        award(announcement, prize=prize, entry=entry, slot=slot)

    page = html(client, f"/{language}/{campaign.slug}/winners/")

    for text in (*(f"<bdi>@{handle}</bdi>" for handle in handles), value, "Meloman", "Certificate"):
        assert text in page
    assert page.count("Because it is good.") == 3


def test_winners_page_names_joint_creators(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    entry = announce(campaign).awards.get().entry
    page = html(client, f"/en/{campaign.slug}/winners/")
    assert f"@{entry.joint_creators.get().handle}" in page


def test_winner_whose_video_is_withdrawn_keeps_only_the_name(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    entry = announce(campaign).awards.get().entry
    Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.WITHDRAWN)
    page = html(client, f"/en/{campaign.slug}/winners/")
    assert entry.creator.handle in page
    assert f"/gallery/{entry.pk}/" not in page


def test_home_tells_running_coming_and_past_apart(client):
    running = build_campaign(phase=Phase.OPEN)
    coming = build_campaign(phase=Phase.COMING)
    past = build_campaign(phase=Phase.ANNOUNCED)
    draft = build_campaign(phase=Phase.DRAFT)
    build_prize(build_category(past))
    winner = announce(past).awards.get().creator

    page = html(client, "/en/")

    order = [page.index(f'href="/en/{one.slug}/"') for one in (running, coming, past)]
    assert order == sorted(order)
    assert draft.slug not in page
    assert f"<bdi>@{winner.handle}</bdi>" in page


def test_home_without_campaigns_says_so(client):
    assert "No campaign is published yet." in html(client, "/en/")


@pytest.mark.parametrize(
    ("header", "cookie", "expected"),
    [
        ("kk", None, "/kk/"),
        ("ar-EG,ar;q=0.9", None, "/ar/"),
        ("fr", None, "/en/"),
        ("kk", "az", "/az/"),
        ("", "xx", "/en/"),
    ],
)
def test_root_leads_to_the_readers_language(client, settings, header, cookie, expected):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in response["Vary"].split(",")}
