"""The public rules: as they hold, as they stood, in five languages."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from contests.models import Campaign, RulesVersion
from contests.phases import Phase
from contests.rules import renew_rules
from tests.builders import build_campaign, build_category

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def with_terms(**fields: object) -> Campaign:
    """A campaign whose second version has terms; the first has only a text."""
    campaign = build_campaign(**fields)
    renew_rules(campaign_id=campaign.pk, by=None, at=timezone.now())
    return campaign


def test_rules_show_what_the_terms_say_and_the_own_part_below(client):
    campaign = with_terms(min_seconds=30)
    page = html(client, f"/en/{campaign.slug}/rules/")
    assert page.index("It is at least 30 seconds long.") < page.index("Be kind.")
    assert "Version 2 of" in page
    assert "no longer in force" not in page


def test_earlier_versions_stay_as_they_were(client):
    campaign = with_terms(min_seconds=30)
    campaign.min_seconds = 60
    campaign.save()
    renew_rules(campaign_id=campaign.pk, by=None, at=timezone.now())
    assert "at least 60 seconds" in html(client, f"/en/{campaign.slug}/rules/")
    old = html(client, f"/en/{campaign.slug}/rules/2/")
    assert "at least 30 seconds" in old
    assert "no longer in force" in old
    # From before terms were kept: the text alone.
    first = html(client, f"/en/{campaign.slug}/rules/1/")
    assert "Be kind." in first
    assert "seconds long" not in first


@pytest.mark.parametrize("number", ["4", "0", "x", "-1", "99999999999999999999"])
def test_version_that_is_not_there_is_not_found(client, number):
    campaign = with_terms()
    assert client.get(f"/en/{campaign.slug}/rules/{number}/").status_code == 404


def test_rules_without_an_own_part_are_whole(client):
    campaign = build_campaign()
    campaign.rules.all().delete()
    renew_rules(campaign_id=campaign.pk, by=None, at=timezone.now())
    page = html(client, f"/en/{campaign.slug}/rules/")
    assert "What the video must be" in page
    assert page.count('class="prose"') == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_rules_are_read_in_every_language(client, code):
    campaign = with_terms(hashtag="TikTokdanÖyrən")
    build_category(campaign)
    page = html(client, f"/{code}/{campaign.slug}/rules/")
    assert "<bdi>#TikTokdanÖyrən</bdi>" in page
    assert f'href="/{code}/{campaign.slug}/rules/1/"' in page


def test_draft_without_rules_has_no_page(client):
    campaign = build_campaign(phase=Phase.OPEN)
    RulesVersion.objects.all().delete()
    assert client.get(f"/en/{campaign.slug}/rules/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_rules_take_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    campaign = with_terms()
    for number in range(3, 3 + count):
        build_category(campaign)
        RulesVersion.objects.create(campaign=campaign, number=number, created_at=timezone.now())
    with django_assert_num_queries(5):
        html(client, f"/en/{campaign.slug}/rules/")
