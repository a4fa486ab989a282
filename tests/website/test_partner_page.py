"""An institution's own page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contests.phases import Phase
from entries.models import Entry
from metrics.models import ReadingPlan
from partners.models import PartnerAccount, Quote
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
)
from tests.website.campaigns import html

pytestmark = pytest.mark.django_db


def test_partner_shows_its_part_in_each_campaign(client):
    partner = build_partner(name_en="National Library", region_en="Astana")
    PartnerAccount.objects.create(partner=partner, platform="tiktok", handle="trend_kitapkhana")
    campaign = build_campaign(phase=Phase.OPEN)
    build_partnership(campaign, partner=partner, contribution_en="Shows its **halls**.")
    entry = build_entry(campaign, institution=partner)
    other = build_entry(campaign)
    quote = Quote.objects.create(partner=partner, speaker="Moldir", text="Read.")
    campaign.quotes.add(quote)

    page = html(client, f"/en/partners/{partner.slug}/")

    for part in (
        "National Library",
        "Astana",
        "<bdi>@trend_kitapkhana</bdi>",
        f'href="/en/{campaign.slug}/"',
        "Shows its <strong>halls</strong>.",
        f'href="/en/{campaign.slug}/gallery/{entry.pk}/"',
        "Moldir",
    ):
        assert part in page
    assert f"/gallery/{other.pk}/" not in page
    assert f"/numbers/{partner.slug}/" not in page  # the campaign's numbers are not public


def test_numbers_are_linked_where_they_are_public(client):
    partner = build_partner()
    campaign = build_campaign(phase=Phase.OPEN)
    build_partnership(campaign, partner=partner)
    build_entry(campaign, institution=partner)
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
    page = html(client, f"/en/partners/{partner.slug}/")
    assert f'href="/en/{campaign.slug}/numbers/{partner.slug}/"' in page


def test_sponsor_without_a_partnership_shows_its_prizes(client):
    sponsor = build_partner(name_en="Meloman")
    category = build_category(build_campaign(phase=Phase.ANNOUNCED), title_en="The most creative")
    build_prize(
        category,
        quantity=3,
        sponsor=sponsor,
        title_en="Certificate",
        value=Decimal(70_000),
        currency="KZT",
    )
    build_prize(category, place=2, title_en="Somebody else’s")
    page = html(client, f"/en/partners/{sponsor.slug}/")
    assert "Certificate" in page
    assert "The most creative" in page
    assert "<p>prizes that it gives</p>" in page
    assert "Somebody else" not in page


def test_quote_about_a_draft_is_not_told(client):
    partner = build_partner()
    build_partnership(build_campaign(phase=Phase.OPEN), partner=partner)
    quote = Quote.objects.create(partner=partner, speaker="Too early", text="Soon.")
    build_campaign(phase=Phase.DRAFT).quotes.add(quote)
    assert "Too early" not in html(client, f"/en/partners/{partner.slug}/")


@pytest.mark.parametrize("phase", [None, Phase.DRAFT])
def test_partner_of_no_public_campaign_is_not_found(client, phase):
    partner = build_partner()
    if phase:
        build_partnership(build_campaign(phase=phase), partner=partner)
    assert client.get(f"/en/partners/{partner.slug}/").status_code == 404
    assert client.get("/en/partners/nobody/").status_code == 404


def test_staff_see_the_partner_of_a_draft(client):
    partner = build_partner()
    build_partnership(build_campaign(phase=Phase.DRAFT), partner=partner)
    client.force_login(
        personas.manager(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(f"/en/partners/{partner.slug}/").status_code == 200


def test_videos_that_are_not_accepted_are_not_shown(client):
    partner = build_partner()
    campaign = build_campaign(phase=Phase.OPEN)
    build_partnership(campaign, partner=partner)
    for status in (Entry.Status.RECEIVED, Entry.Status.REJECTED, Entry.Status.WITHDRAWN):
        build_entry(campaign, institution=partner, status=status)
    assert "/gallery/" not in html(client, f"/en/partners/{partner.slug}/")


def test_partner_page_keeps_its_queries(client):
    counts = set()
    for size in (1, 3, 20):
        partner = build_partner()
        for number in range(size):
            campaign = build_campaign(phase=Phase.OPEN)
            build_partnership(campaign, partner=partner)
            build_prize(build_category(campaign), sponsor=partner)
            build_entry(campaign, institution=partner)
            PartnerAccount.objects.create(
                partner=partner, platform="tiktok", handle=f"a{partner.pk}_{number}"
            )
            quote = Quote.objects.create(partner=partner, speaker="A", text="Yes.")
            campaign.quotes.add(quote)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/partners/{partner.slug}/").status_code == 200
        counts.add(len(captured))
    assert len(counts) == 1
    assert counts.pop() <= 12
