"""The winners page."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contests.phases import Phase
from entries.models import Entry
from results.models import Announcement, CategoryRemark
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_prize,
)
from tests.results.announcing import announce as announce_contest
from tests.results.contests import build_contest
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


def test_equal_winners_are_told_to_be_equal(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign)
    prize = build_prize(category, quantity=2)
    announcement = build_announcement(campaign)
    for slot in (1, 2):
        award(announcement, prize=prize, entry=build_entry(campaign), slot=slot)
    page = html(client, f"/en/{campaign.slug}/winners/")
    assert page.count("One of several equal winners") == 2
    build_prize(category, place=2)
    page = html(client, f"/en/{campaign.slug}/winners/")
    assert page.count("shared by equal winners") == 2
    assert "Place 2: not awarded" in page


def test_place_that_only_some_won_is_told(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    prize = build_prize(build_category(campaign), quantity=3)
    award(build_announcement(campaign), prize=prize, entry=build_entry(campaign))
    assert "Place 1: 2 of 3 prizes not awarded" in html(client, f"/en/{campaign.slug}/winners/")


@pytest.mark.parametrize("language", ["kk", "ar"])
def test_category_without_winner_gives_its_reason(client, language):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign)
    build_prize(category)
    announcement = build_announcement(campaign)
    CategoryRemark.objects.create(
        category=category,
        announcement=announcement,
        leaves_places_empty=True,
        text_kk="Ешкім жетпеді.",
        text_ar="لم يصل أحد.",
    )
    CategoryRemark.objects.create(category=category, text_kk="Draft", text_ar="Draft")
    page = html(client, f"/{language}/{campaign.slug}/winners/")
    assert {"kk": "Ешкім жетпеді.", "ar": "لم يصل أحد."}[language] in page
    assert "Draft" not in page


def _corrected(campaign) -> tuple[Entry, Entry]:
    """A campaign whose first winner was replaced by another one."""
    prize = build_prize(build_category(campaign))
    was, now = build_entry(campaign), build_entry(campaign)
    first = build_announcement(campaign)
    award(first, prize=prize, entry=was)
    second = Announcement.objects.create(
        campaign=campaign,
        number=2,
        announced_at=first.announced_at + timedelta(hours=1),
        announced_by=first.announced_by,
        digest="1" * 64,
        note_en="Another one moved up, see @someone.",
    )
    award(second, prize=prize, entry=now)
    return was, now


def test_correction_is_told_on_top_and_what_it_replaced_stays_readable(client):
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    was, now = _corrected(campaign)

    page = html(client, f"/en/{campaign.slug}/winners/")
    assert "Another one moved up, see <bdi>@someone</bdi>." in page
    assert "Corrected on" in page
    assert now.creator.handle in page
    assert was.creator.handle not in page
    assert f"/en/{campaign.slug}/winners/1/" in page

    answer = client.get(f"/en/{campaign.slug}/winners/1/")
    old = answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert "A correction has replaced it." in old
    assert was.creator.handle in old
    assert now.creator.handle not in old

    answer = client.get(f"/en/{campaign.slug}/winners/2/")
    assert now.creator.handle in answer.content.decode()
    assert "X-Robots-Tag" not in answer
    for number in (0, 3):
        assert client.get(f"/en/{campaign.slug}/winners/{number}/").status_code == 404


def test_page_leads_to_the_evidence_and_not_to_alternates(client):
    contest = build_contest()
    contest.draft()
    announcement = announce_contest(contest)
    page = html(client, f"/en/{contest.campaign.slug}/winners/")
    for text in (
        announcement.evidence.sha256,
        f"/evidence/{contest.campaign.slug}/1.json",
        "/evidence/verify.py",
        f"python verify.py {contest.campaign.slug}-1.json",
        f"/en/{contest.campaign.slug}/winners/how/",
    ):
        assert text in page
    alternates = {one.creator.handle for one in announcement.alternates.select_related("creator")}
    winners = {one.creator.handle for one in announcement.awards.select_related("creator")}
    assert alternates - winners
    assert not [handle for handle in alternates - winners if handle in page]


def test_views_that_decided_are_told_and_points_are_not(client):
    contest = build_contest()
    contest.draft()
    announce_contest(contest)
    page = html(client, f"/en/{contest.campaign.slug}/winners/")
    # The best video, and the creator of it; the jury's winner is not told by figures.
    assert page.count("100,000 views") == 2
