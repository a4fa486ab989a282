"""The public page of shortlists: when it is there, for whom, and what it tells."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.phases import Phase
from results.models import Shortlist
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_round,
)
from tests.website.campaigns import announce, html, publish_shortlist

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def address(campaign, language="en") -> str:
    return f"/{language}/{campaign.slug}/shortlist/"


def sign_in(client, name: str) -> None:
    client.force_login(
        getattr(personas, name)(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )


def build_listed(*handles: str, phase: Phase = Phase.REVIEW, **fields):
    campaign = build_campaign(phase=phase)
    category = build_category(campaign, title_en="The most creative video")
    entries = [build_entry(campaign, creator=build_creator(handle=name)) for name in handles]
    shortlist = publish_shortlist(category, entries)
    Shortlist.objects.filter(pk=shortlist.pk).update(**fields)
    return campaign, category, entries


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_published_shortlist_is_read_in_every_language(client, language):
    campaign, _category, _entries = build_listed("aysel", "timur")
    page = html(client, address(campaign, language))
    assert "<bdi>@aysel</bdi>" in page
    direction = re.search(r'<html lang="(\w+)"\s+dir="(\w+)"', page)
    assert direction
    assert direction.groups() == (language, "rtl" if language == "ar" else "ltr")
    assert address(campaign, language) in html(client, f"/{language}/{campaign.slug}/")


def test_entries_stand_in_the_order_of_their_names_whatever_was_confirmed(client):
    campaign, _category, _entries = build_listed("zara", "Bota", "aysel")
    page = html(client, address(campaign))
    places = [page.index(f"<bdi>@{name}</bdi>") for name in ("aysel", "Bota", "zara")]
    assert places == sorted(places)
    assert "They stand in alphabetical order" in page


@pytest.mark.parametrize("moment", [None, HOUR])
def test_shortlist_is_not_found_before_its_time(client, moment):
    published_at = timezone.now() + moment if moment else None
    campaign, category, _entries = build_listed("aysel", published_at=published_at)
    assert client.get(address(campaign)).status_code == 404
    assert address(campaign) not in html(client, f"/en/{campaign.slug}/")
    gallery = f"/en/{campaign.slug}/gallery/"
    assert client.get(f"{gallery}?category={category.slug}").status_code == 404
    assert "Shortlisted in" not in html(client, f"{gallery}{_entries[0].pk}/")


SEE_BEFORE = {"administrator", "manager", "announcer", "auditor"}


@pytest.mark.parametrize("name", [*sorted(personas.STAFF_PERSONAS), "judge", "creator", "stranger"])
def test_shortlist_before_its_time_is_for_staff_who_see_standings(client, name):
    campaign, _category, _entries = build_listed("aysel", published_at=timezone.now() + HOUR)
    sign_in(client, name)
    answer = client.get(address(campaign))
    assert answer.status_code == (200 if name in SEE_BEFORE else 404)
    if name in SEE_BEFORE:
        text = answer.content.decode()
        assert "Not all of this is public yet." in text
        assert "public from" in text
        assert "no-store" in answer["Cache-Control"]


def test_shortlist_before_its_time_is_not_for_staff_who_judge(client):
    campaign, category, entries = build_listed("aysel", published_at=None)
    round_ = build_round(category, closes_at=timezone.now() + HOUR)
    build_assignment(round_, entries[0], build_judge(campaign, personas.manager()))
    sign_in(client, "manager")
    assert client.get(address(campaign)).status_code == 404


def test_staff_read_of_a_published_shortlist_what_the_public_reads(client):
    campaign, _category, _entries = build_listed("aysel")
    sign_in(client, "manager")
    page = html(client, address(campaign))
    assert "Not all of this is public yet." not in page


@pytest.mark.parametrize("status", ["withdrawn", "disqualified"])
def test_who_left_the_contest_is_left_out(client, status):
    campaign, _category, entries = build_listed("aysel", "timur")
    campaign.entries.filter(pk=entries[0].pk).update(status=status, status_reason="Why.")
    page = html(client, address(campaign))
    assert "@aysel" not in page
    campaign.entries.filter(pk=entries[1].pk).update(status=status, status_reason="Why.")
    assert client.get(address(campaign)).status_code == 404


def test_category_without_a_published_shortlist_is_not_shown(client):
    campaign, _category, entries = build_listed("aysel")
    internal = build_category(campaign, title_en="Kept inside")
    Shortlist.objects.filter(pk=publish_shortlist(internal, entries).pk).update(published_at=None)
    build_category(campaign, title_en="Nothing confirmed")
    page = html(client, address(campaign))
    assert "The most creative video" in page
    assert "Kept inside" not in page
    assert "Nothing confirmed" not in page


def test_shortlist_of_a_cancelled_campaign_is_not_found(client):
    campaign, _category, _entries = build_listed("aysel", phase=Phase.CANCELLED)
    assert client.get(address(campaign)).status_code == 404


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ARCHIVED])
def test_shortlist_stays_after_the_announcement_and_leads_to_the_winners(client, phase):
    campaign, _category, _entries = build_listed("aysel", phase=phase)
    announce(campaign)
    assert "See who won" in html(client, address(campaign))
    assert "See who won" not in html(client, address(build_listed("bota")[0]))


def test_institution_stands_under_the_name(client):
    campaign, _category, entries = build_listed("aysel")
    library = build_partner(name_en="City Library")
    campaign.entries.filter(pk=entries[0].pk).update(institution=library)
    assert "City Library" in html(client, address(campaign))


def test_page_takes_the_same_queries_at_any_size(client):
    counts = set()
    for size in (1, 3, 30):
        campaign, _category, entries = build_listed(*(f"h{size}_{n}" for n in range(size)))
        for _ in range(size):
            publish_shortlist(build_category(campaign), entries)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(campaign)).status_code == 200
        counts.add(len(captured))
    assert len(counts) == 1
