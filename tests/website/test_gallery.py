"""The gallery and the page of an entry."""

import re
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from contests.phases import Phase
from entries.models import Entry
from metrics.models import EntryViews, ReadingPlan
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
)
from tests.website.campaigns import announce, html, publish_shortlist, rich_campaign
from website.pages.gallery import PER_PAGE

pytestmark = pytest.mark.django_db


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


def test_deep_pages_follow_one_another_without_gap_or_double(client, monkeypatch):
    monkeypatch.setattr("website.pages.gallery.PER_PAGE", 3)
    monkeypatch.setattr("website.pages.gallery.DEEP", 1)
    campaign = build_campaign()
    entries = [build_entry(campaign) for _ in range(11)]
    build_entry(build_campaign())
    # Several came at the same moment, across the ends of pages.
    together = entries[0].received_at
    Entry.objects.filter(pk__in=[one.pk for one in entries[1:8]]).update(received_at=together)
    newest_first = Entry.objects.filter(campaign=campaign).order_by("-received_at", "-pk")

    pages = [gallery(client, campaign, f"?page={number}") for number in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [3, 3, 3, 2]
    assert [one for page in pages for one in page] == [one.creator.handle for one in newest_first]


def handles(page: str) -> list[str]:
    """Whose videos a page of the gallery shows, in its order."""
    return re.findall(r"<bdi>@([^<]+)</bdi>", page)


def gallery(client, campaign, query: str = "") -> list[str]:
    return handles(html(client, f"/en/{campaign.slug}/gallery/{query}"))


def test_gallery_is_filtered_by_a_published_shortlist(client):
    campaign = build_campaign(phase=Phase.REVIEW)
    category = build_category(campaign, slug="best")
    chosen, _other = build_entry(campaign), build_entry(campaign)
    shortlist = publish_shortlist(category, [chosen])
    assert gallery(client, campaign, "?shortlist=best") == [chosen.creator.handle]

    shortlist.published_at = None
    shortlist.save()
    assert client.get(f"/en/{campaign.slug}/gallery/?shortlist=best").status_code == 404


def test_gallery_is_filtered_by_what_a_video_has(client):
    campaign = build_campaign(platforms=["tiktok", "youtube"])
    category = build_category(campaign, slug="poems", is_chosen=True)
    libraries = [
        build_partner(slug=f"library-{code}", region_code=code) for code in ("KZ-63", "KZ-75")
    ]
    for library in libraries:
        build_partnership(campaign, partner=library)
    one = build_entry(campaign, institution=libraries[0])
    two = build_entry(
        campaign, institution=libraries[1], platform="youtube", video_id="dQw4w9WgXcQ"
    )
    two.chosen_categories.add(category)

    for query, found in {
        "?platform=youtube": [two],
        "?platform=tiktok": [one],
        "?region=KZ-63": [one],
        "?partner=library-KZ-75": [two],
        "?category=poems": [two],
        "?category=poems&platform=youtube&region=KZ-75": [two],
        "?category=poems&platform=tiktok": [],
    }.items():
        assert gallery(client, campaign, query) == [one.creator.handle for one in found], query


def test_categories_of_one_platform_can_be_chosen_where_there_are_two(client):
    campaign = build_campaign(platforms=["tiktok", "youtube"])
    short = build_category(campaign, slug="short", platform="tiktok", title="Short films")
    build_category(campaign, slug="all", title="For all")
    one = build_entry(campaign)
    build_entry(campaign, platform="youtube", video_id="dQw4w9WgXcQ")
    alone = build_campaign(platforms=["tiktok"])
    build_category(alone, slug="short", platform="tiktok")
    build_entry(alone)

    assert gallery(client, campaign, "?category=short") == [one.creator.handle]
    assert client.get(f"/en/{campaign.slug}/gallery/?category=all").status_code == 404
    assert client.get(f"/en/{alone.slug}/gallery/?category=short").status_code == 404
    page = html(client, f"/en/{campaign.slug}/gallery/{one.pk}/")
    assert f'href="/en/{campaign.slug}/gallery/?category=short">{short.title}</a>' in page
    assert "For all" not in page


def test_video_is_found_by_who_made_it_together_with_others(client):
    campaign = build_campaign()
    entry = build_entry(campaign)
    entry.joint_creators.add(build_creator(handle="ayaulym.reads"))
    build_entry(campaign)

    assert gallery(client, campaign, "?q=%40ayaulym") == [entry.creator.handle]


@pytest.mark.parametrize(
    "query",
    [
        "category=none",
        "platform=vhs",
        "region=XX",
        "partner=nobody",
        "shortlist=x",
        "sort=random",
        "winners=2",
    ],
)
def test_gallery_knows_no_other_values(client, query):
    campaign = build_campaign()
    build_entry(campaign)
    assert client.get(f"/en/{campaign.slug}/gallery/?{query}").status_code == 404


def test_gallery_of_winners_waits_for_the_announcement(client):
    campaign = rich_campaign(size=1, phase=Phase.ANNOUNCED)
    won = announce(campaign).awards.get().entry
    build_entry(campaign)
    assert gallery(client, campaign, "?winners=1") == [won.creator.handle]
    undecided = build_campaign(phase=Phase.REVIEW)
    assert client.get(f"/en/{undecided.slug}/gallery/?winners=1").status_code == 404


def test_gallery_is_sorted_by_views_where_the_public_sees_them(client):
    campaign = build_campaign()
    few, many, none = (build_entry(campaign) for _one in range(3))
    for entry, views in ((few, 10), (many, 900)):
        EntryViews.objects.create(
            entry=entry, campaign=campaign, last_at=timezone.now(), last_views=views
        )
    address = f"/en/{campaign.slug}/gallery/?sort=views"
    assert client.get(address).status_code == 404
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
    in_order = [one.creator.handle for one in (many, few, none)]
    assert handles(html(client, address)) == in_order


@pytest.mark.parametrize(
    ("question", "caption"),
    [
        ("kitap", "Менің кітап сөрем"),
        ("КІТАП", "kitap"),
        ("oyren", "TikTokdanÖyrən"),
        ("öyrən", "OYREN"),
        ("اقرا", "هيا اِقْرَأ معنا"),
        ("shymkent", "Шымкент кітапханасы"),
        ("шымкент", "Shymkent"),
        ("кітап Абай", "Абайдың бір кітабы: kitap"),
        ("insan", "İnsan haqqında"),
        ("İNSAN", "insan"),
        ("IDMAN", "İdman dərsi"),
        ("öyrən", "TikTokdan o\u0308yrən"),
        ("йога", "Утренняя и\u0306ога"),
    ],
)
def test_search_finds_words_in_any_script(client, question, caption):
    campaign = build_campaign()
    found = build_entry(campaign, caption=caption)
    build_entry(campaign, caption="Nothing of it")
    assert gallery(client, campaign, f"?{urlencode({'q': question})}") == [found.creator.handle]


def test_search_finds_a_handle_and_a_link(client):
    campaign = build_campaign()
    entry = build_entry(campaign, creator=build_creator(handle="trend_kitapkhana"))
    build_entry(campaign)
    for question in ("@trend_kitap", "TREND", "кітапхана", entry.url, f"{entry.url}?utm_source=x"):
        found = gallery(client, campaign, f"?{urlencode({'q': question})}")
        assert found == ["trend_kitapkhana"], question


def test_search_does_not_find_just_anything(client):
    campaign = build_campaign()
    build_entry(campaign, caption="да, сан, зан", creator=build_creator(handle="qqq"))
    for question in ("ja", "xan", "san kan"):
        assert gallery(client, campaign, f"?{urlencode({'q': question})}") == [], question


@pytest.mark.parametrize(
    "question", ["x" * 100_000, "(((", "%", "\\", "a" * 99 + "(", "@", "#", "💥", "[^", ".*"]
)
def test_search_bears_junk(client, question):
    campaign = build_campaign()
    build_entry(campaign, caption="Calm")
    page = html(client, f"/en/{campaign.slug}/gallery/?{urlencode({'q': question})}")
    assert handles(page) == []
    assert "No video matches" in page


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


def test_entry_that_is_gone_says_so_and_loads_no_player(client):
    entry = build_entry(build_campaign())
    EntryViews.objects.create(entry=entry, campaign=entry.campaign, absent_since=timezone.now())
    page = html(client, f"/en/{entry.campaign.slug}/gallery/{entry.pk}/")
    assert "This video is no longer available on TikTok" in page
    assert "data-player" not in page
    assert "Open on TikTok" not in page


def test_entry_leads_to_those_beside_it(client):
    campaign = build_campaign()
    first, second, third = (build_entry(campaign) for _one in range(3))
    page = html(client, f"/en/{campaign.slug}/gallery/{second.pk}/")
    base = f"/en/{campaign.slug}/gallery/"
    assert f'rel="prev" href="{base}{third.pk}/"' in page
    assert f'rel="next" href="{base}{first.pk}/"' in page
    assert 'rel="next"' not in html(client, f"{base}{first.pk}/")
