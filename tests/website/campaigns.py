"""What the tests of pages put on them."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from contests.models import Ambassador, Campaign, Partnership
from contests.phases import Phase
from entries.models import Entry
from metrics.models import CampaignReading
from partners.models import PartnerAccount, Quote
from results.models import Announcement, Award, Shortlist, ShortlistItem
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
)


def rich_campaign(*, size: int, phase: Phase = Phase.OPEN, **fields) -> Campaign:
    """A campaign with `size` of everything that its pages list."""
    campaign = build_campaign(phase=phase, **fields)
    for number in range(size):
        partner = build_partner(name_en=f"Library {number}")
        PartnerAccount.objects.create(
            partner=partner, platform="tiktok", handle=f"library{partner.pk}"
        )
        role = list(Partnership.Role)[number % len(Partnership.Role)]
        build_partnership(campaign, partner=partner, role=role)
        category = build_category(campaign)
        build_prize(category, value=Decimal(70_000), currency="KZT", sponsor=partner)
        Ambassador.objects.create(campaign=campaign, handle=f"star{number}")
        campaign.quotes.add(Quote.objects.create(partner=partner, speaker="A", text="Yes."))
        CampaignReading.objects.create(
            campaign=campaign,
            taken_at=timezone.now() - timedelta(days=number),
            recorded_at=timezone.now(),
            views=1_000_000 + number,
            source="TikTok",
        )
        build_entry(campaign)
    return campaign


def build_announcement(campaign: Campaign) -> Announcement:
    """An announcement that names nobody yet."""
    return Announcement.objects.create(
        campaign=campaign,
        announced_at=campaign.announced_at or timezone.now(),
        announced_by=personas.make_person("anna"),
        digest="0" * 64,
    )


def announce(campaign: Campaign) -> Announcement:
    """Announce an award for each prize of the campaign, each to an entry of its own."""
    announcement = build_announcement(campaign)
    for category in campaign.categories.prefetch_related("prizes"):
        for prize in category.prizes.all():
            entry = build_entry(campaign, caption=f"#{category.slug}")
            entry.joint_creators.add(build_creator())
            award(announcement, prize=prize, entry=entry)
    return announcement


def award(announcement: Announcement, *, prize, entry: Entry, **fields) -> Award:
    values = {"creator": entry.creator, "citation_en": "Because it is good."}
    return Award.objects.create(
        announcement=announcement, prize=prize, entry=entry, **values | fields
    )


def publish_shortlist(category, entries: list[Entry]) -> Shortlist:
    shortlist = Shortlist.objects.create(
        category=category,
        confirmed_at=timezone.now(),
        confirmed_by=personas.make_person("anna"),
        published_at=timezone.now(),
    )
    for position, entry in enumerate(entries, start=1):
        ShortlistItem.objects.create(shortlist=shortlist, entry=entry, position=position)
    return shortlist


def html(client: Client, url: str) -> str:
    """The page at an address, which must be there."""
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()
