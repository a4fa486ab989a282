"""The winners page."""

from decimal import Decimal

import pytest

from contests.phases import Phase
from entries.models import Entry
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_prize,
)
from tests.website.campaigns import announce, award, build_announcement, html

pytestmark = pytest.mark.django_db


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
    announcement = build_announcement(campaign)
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
