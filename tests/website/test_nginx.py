"""Behind a real nginx with the shipped configuration: pages outlive the site and its database."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from contests.models import Campaign
from contests.phases import Phase
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_prize
from tests.website.campaigns import announce
from tests.website.front import FRESH, Front

pytestmark = [pytest.mark.nginx, pytest.mark.django_db(transaction=True)]

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


@pytest.fixture
def front(tmp_path):
    call_command("error_pages", verbosity=0)
    with Front(tmp_path) as front:
        yield front


def says_it_is_being_updated(language: str) -> str:
    with translation.override(language):
        return gettext("The site is being updated")


def test_pages_go_on_while_the_site_is_killed(front):
    campaign = build_campaign(phase=Phase.OPEN)
    page = f"/kk/{campaign.slug}/"
    seen = front.get(page)
    assert (seen.status_code, seen.headers["x-cache"]) == (200, "MISS")
    front.kill()
    time.sleep(FRESH)

    kept = front.get(page)
    assert (kept.status_code, kept.headers["x-cache"]) == (200, "STALE")
    assert kept.text == seen.text


def test_pages_that_nobody_has_asked_for_say_that_the_site_is_being_updated(front):
    front.kill()
    for language, _name in settings.LANGUAGES:
        answer = front.get(f"/{language}/")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        assert f'lang="{language}"' in answer.text
        assert says_it_is_being_updated(language) in answer.text
    asked = front.get("/", headers={"Accept-Language": "az-AZ,az;q=0.9,en;q=0.5"})
    assert says_it_is_being_updated("az") in asked.text


def test_the_site_is_back_when_it_is_started_again(front):
    page = f"/en/{build_campaign().slug}/"
    front.kill()
    assert front.get(page).status_code == 503
    front.start()
    assert front.get(page).status_code == 200


@pytest.mark.postgres
def test_pages_go_on_while_the_database_restarts(front):
    campaign = build_campaign(phase=Phase.OPEN)
    page, unseen = f"/en/{campaign.slug}/", f"/ar/{campaign.slug}/"
    seen = front.get(page)
    assert seen.status_code == 200
    front.relay.cut()
    time.sleep(FRESH)
    kept = front.get(page)
    assert (kept.status_code, kept.headers["x-cache"]) == (200, "STALE")
    assert kept.text == seen.text
    assert front.get("/healthz").status_code == 503
    assert front.get(unseen).status_code >= 500

    front.relay.mend()
    time.sleep(FRESH)
    assert front.get(unseen).status_code == 200
    assert front.get(page).headers["x-cache"] in ("EXPIRED", "REVALIDATED", "MISS")


def test_an_announcement_is_seen_within_moments(front):
    campaign = build_campaign(phase=Phase.REVIEW)
    build_prize(build_category(campaign))
    entry_of = announce(campaign).awards.get().entry
    page = f"/en/{campaign.slug}/winners/"
    assert entry_of.creator.handle not in front.get(page).text
    now = timezone.now()
    Campaign.objects.filter(pk=campaign.pk).update(announced_at=now - timedelta(seconds=1))
    time.sleep(FRESH)
    assert entry_of.creator.handle in front.get(page).text


def test_pages_of_those_who_signed_in_stay_theirs(front):
    campaign = build_campaign(phase=Phase.OPEN)
    page = f"/en/{campaign.slug}/"
    person = personas.creator()
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = {settings.SESSION_COOKIE_NAME: client.session.session_key}
    assert "Sign in" in front.get(page).text

    own = front.get(page, cookies=session)
    assert own.headers["x-cache"] == "BYPASS"
    assert "My account" in own.text
    others = front.get(page)
    assert "My account" not in others.text
    assert others.headers["x-cache"] != "BYPASS"


def test_no_page_is_kept_for_another_language_or_another_encoding(front):
    slug = build_campaign().slug
    for language, _name in settings.LANGUAGES:
        for packed in ("gzip", "br", "identity"):
            answer = front.get(f"/{language}/{slug}/", headers={"Accept-Encoding": packed})
            assert f'<html lang="{language}"' in answer.text
            assert answer.headers.get("content-encoding", "identity") in (packed, "identity")
    for wish, language in (("kk", "kk"), ("ar", "ar"), ("kk", "kk")):
        led = front.get("/", headers={"Accept-Language": wish}, follow_redirects=False)
        assert led.headers["location"] == f"/{language}/"


def test_pages_that_tell_of_one_person_are_never_kept(front):
    entry = build_entry(build_campaign())
    for path in ("/admin/login/", "/en/account/login/", "/healthz", f"/en/{entry.campaign.slug}/-"):
        front.get(path)
        assert front.get(path).headers.get("x-cache", "") in ("", "MISS", "BYPASS"), path


def test_many_who_want_one_page_have_it_made_once(front):
    """Cookies that tell no person, and what others append to links, make no other page of it."""
    page = f"/en/{build_campaign().slug}/"
    front.get(page)
    language = {settings.LANGUAGE_COOKIE_NAME: "kk", "csrftoken": "x" * 32}
    assert front.get(page, cookies=language).headers["x-cache"] in ("HIT", "REVALIDATED", "EXPIRED")
