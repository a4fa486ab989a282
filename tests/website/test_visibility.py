"""Who sees which public page in which phase, and what strangers get instead."""

import pytest

from contests.phases import Phase
from tests import personas
from tests.builders import build_campaign, build_category, build_entry, build_prize
from tests.website.campaigns import announce

pytestmark = pytest.mark.django_db

READERS_OF_DRAFTS = {"administrator", "manager", "moderator", "announcer", "auditor"}
ALL_PERSONAS = sorted({*READERS_OF_DRAFTS, "judge", "creator", "stranger"})


def sign_in(client, name: str) -> None:
    client.force_login(
        getattr(personas, name)(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.DRAFT])
def test_published_campaign_is_public_in_every_phase(client, phase):
    campaign = build_campaign(phase=phase)
    for page in ("", "gallery/", "rules/"):
        assert client.get(f"/en/{campaign.slug}/{page}").status_code == 200


@pytest.mark.parametrize("page", ["", "gallery/", "rules/", "winners/"])
def test_draft_is_not_found_by_anonymous(client, page):
    campaign = build_campaign(phase=Phase.DRAFT)
    assert client.get(f"/en/{campaign.slug}/{page}").status_code == 404


@pytest.mark.parametrize("persona", ALL_PERSONAS)
def test_draft_is_previewed_by_those_who_read_campaigns_in_the_admin(client, persona):
    campaign = build_campaign(phase=Phase.DRAFT)
    sign_in(client, persona)

    response = client.get(f"/en/{campaign.slug}/")

    if persona in READERS_OF_DRAFTS:
        assert response.status_code == 200
        assert "Preview: this campaign is not published" in response.content.decode()
    else:
        assert response.status_code == 404


def test_published_campaign_has_no_preview_banner_for_staff(client):
    campaign = build_campaign()
    sign_in(client, "manager")
    assert "Preview:" not in client.get(f"/en/{campaign.slug}/").content.decode()


@pytest.mark.parametrize("phase", [Phase.COMING, Phase.OPEN, Phase.REVIEW, Phase.CANCELLED])
def test_winners_are_not_found_before_they_are_announced(client, phase):
    campaign = build_campaign(phase=phase)
    assert client.get(f"/en/{campaign.slug}/winners/").status_code == 404


def test_concluded_showcase_has_no_winners_page(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    assert client.get(f"/en/{campaign.slug}/winners/").status_code == 404
    assert (
        f"/en/{campaign.slug}/winners/" not in client.get(f"/en/{campaign.slug}/").content.decode()
    )


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ARCHIVED])
def test_winners_are_public_once_announced(client, phase):
    campaign = build_campaign(phase=phase)
    build_prize(build_category(campaign))
    announce(campaign)
    assert client.get(f"/en/{campaign.slug}/winners/").status_code == 200


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("accepted", 200),
        ("received", 404),
        ("rejected", 404),
        ("disqualified", 404),
        ("withdrawn", 404),
    ],
)
def test_only_accepted_entries_are_shown(client, status, expected):
    campaign = build_campaign()
    entry = build_entry(campaign, status=status)

    page = client.get(f"/en/{campaign.slug}/gallery/{entry.pk}/")
    gallery = client.get(f"/en/{campaign.slug}/gallery/").content.decode()

    assert page.status_code == expected
    assert (entry.creator.handle in gallery) == (expected == 200)


def test_entry_under_another_campaigns_address_is_not_found(client):
    entry = build_entry(build_campaign())
    other = build_campaign()
    assert client.get(f"/en/{other.slug}/gallery/{entry.pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_only_for_reading(client, method):
    campaign = build_campaign()
    assert getattr(client, method)(f"/en/{campaign.slug}/").status_code == 405
