"""What pages of a campaign begin with is kept while nothing of it moves, and no longer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from results.models import Shortlist
from tests import personas
from tests.builders import build_campaign, build_category, build_entry
from tests.website.campaigns import html, publish_shortlist
from website import known_campaigns
from website.pages.campaign import standpoint

pytestmark = pytest.mark.django_db(transaction=True)


def look(campaign, *, user=None, at=None):
    return standpoint(slug=campaign.slug, user=user or AnonymousUser(), at=at or timezone.now())


def test_nothing_is_asked_twice():
    campaign = build_campaign()
    look(campaign)
    with CaptureQueriesContext(connection) as asked:
        again = look(campaign)
        assert again.hashtag == "#кітапток"
    assert len(asked) == 0


def test_a_change_is_seen_at_once():
    campaign = build_campaign(phase=Phase.REVIEW)
    build_category(campaign)
    assert not look(campaign).has_winners
    Campaign.objects.filter(pk=campaign.pk).update(announced_at=timezone.now())
    assert look(campaign).has_winners


def test_nobody_sees_what_another_did_to_the_campaign_in_memory():
    """A preview announces its campaign in memory: others must not read it as announced."""
    campaign = build_campaign(phase=Phase.REVIEW)
    for _time in range(2):
        mine = look(campaign)
        assert mine.campaign.announced_at is None
        mine.campaign.announced_at = timezone.now()


def test_what_is_changed_and_not_committed_is_nobody_elses():
    campaign = build_campaign()
    look(campaign)
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(title_en="Mine")
        assert look(campaign).campaign.title_en == "Mine"
        transaction.set_rollback(True)
    assert look(campaign).campaign.title_en == campaign.title


def test_a_shortlist_is_seen_when_its_time_comes():
    campaign = build_campaign(phase=Phase.REVIEW)
    shortlist = publish_shortlist(build_category(campaign), [build_entry(campaign)])
    comes = timezone.now() + timedelta(seconds=1)
    Shortlist.objects.filter(pk=shortlist.pk).update(published_at=comes)
    assert not look(campaign).has_shortlist
    [kept] = known_campaigns._known.values()
    assert 0 < kept.until - known_campaigns.time.monotonic() <= 1.1
    known_campaigns._known[next(iter(known_campaigns._known))] = kept._replace(until=0)
    assert look(campaign, at=comes).has_shortlist


def test_a_draft_is_known_to_staff_only():
    campaign = build_campaign(phase=Phase.DRAFT)
    assert look(campaign, user=personas.manager()).is_draft
    with pytest.raises(Http404):
        look(campaign)


def test_each_language_has_its_own_words(client):
    campaign = build_campaign(title_kk="Кітап", title_en="Books")
    for language, title in (("kk", "Кітап"), ("en", "Books"), ("kk", "Кітап")):
        page = html(client, f"/{language}/{campaign.slug}/gallery/")
        assert f'lang="{language}"' in page
        assert title in html(client, f"/{language}/{campaign.slug}/")


def test_the_count_of_a_gallery_follows_its_videos(client):
    campaign = build_campaign()
    for number in (1, 2):
        build_entry(campaign)
        videos = "1 video" if number == 1 else "2 videos"
        assert videos in html(client, f"/en/{campaign.slug}/gallery/")


def test_addresses_in_other_languages_are_those_of_this_page(client):
    slug = build_campaign().slug
    for path in (f"{slug}/", f"{slug}/gallery/", f"{slug}/gallery/?sort=", ""):
        page = html(client, f"/en/{path}")
        assert f'href="/ar/{path.partition("?")[0]}' in page
        assert "\ue000" not in page
