"""What press releases say: every fact of the campaign, in every language, and nothing else."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from contests.models import Ambassador, Hashtag
from contests.phases import Phase
from metrics.keeping import keep_anew
from metrics.models import CampaignReading, ReadingPlan
from partners.models import PartnerAccount, Quote
from results.press_blocks import blocks_of
from results.press_facts import texts_of
from results.press_figures import figures_of
from results.press_parts import institutions
from tests.builders import (
    build_campaign,
    build_category,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
    build_reading,
)
from tests.results.announcing import announce
from tests.results.contests import build_contest

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "az", "en", "ar")
NASTY = "**Evil** [x](javascript:alert(1)) <script>alert(1)</script> _a_ # b %(x)s {y}"


def launch_of(campaign, code="en"):
    texts, _named = texts_of(campaign, "launch", at=timezone.now())
    return texts[code]


def words_of(text: dict[str, str]) -> str:
    return "\n".join([text["title"], *(block.text for block in blocks_of(text["body"]))])


def full_campaign(**values):
    campaign = build_campaign(
        phase=Phase.OPEN,
        title="Kitaptok",
        tagline_en="Tell of a book.",
        description_en="About **books**.",
        min_seconds=30,
        min_age=16,
        platforms=["tiktok"],
        **values,
    )
    Hashtag.objects.create(campaign=campaign, text="kitap_tok", kind="accepted")
    category = build_category(campaign, title="The most creative video")
    sponsor = build_partner(name="Meloman", kind="sponsor")
    build_prize(
        category, title="Certificate", value=Decimal(70_000), currency="KZT", sponsor=sponsor
    )
    for name, role, contribution in (
        ("The Ministry", "organiser", ""),
        ("The Fund", "supporter", ""),
        ("The Library", "participant", "Opens its stacks."),
        ("The Other Library", "participant", "Opens its stacks."),
        ("The Theatre", "participant", ""),
        ("The Paper", "media", ""),
    ):
        partner = build_partner(name=name)
        PartnerAccount.objects.create(partner=partner, platform="tiktok", handle=f"p{partner.pk}")
        build_partnership(campaign, partner=partner, role=role, contribution=contribution)
    Ambassador.objects.create(campaign=campaign, name="AKIM", note="singer", handle="akimrah")
    quote = Quote.objects.create(
        partner=build_partner(name="TikTok"), speaker="A. Person", post="head", text="It is good."
    )
    campaign.quotes.add(quote)
    return campaign


def test_launch_tells_every_fact():
    campaign = full_campaign()
    text = words_of(launch_of(campaign))
    for fact in (
        "New video contest: “Kitaptok”",
        campaign.official_hashtag,
        "#kitap_tok",
        "Tell of a book.",
        "About books.",
        "Organised by: The Ministry.",
        "With the support of: The Fund.",
        "at least 30 seconds",
        "youngest age for taking part is 16",
        "“The most creative video”: a jury decides.",
        "Certificate (70,000 tenge)",
        "The prizes are given by: Meloman.",
        "Opening: ",
        "The winners are announced by ",
        "3 institutions take part.",
        "Opens its stacks.",
        "Also taking part: The Theatre",
        "Media partners: The Paper",
        "AKIM, singer: @akimrah",
        "It is good.",
        "— A. Person, head",
        f"/en/{campaign.slug}/",
        f"/en/{campaign.slug}/press/",
    ):
        assert fact in text, fact


def test_those_who_contribute_the_same_share_a_line():
    with override("en"):
        text = "\n".join(institutions(full_campaign()))
    assert text.count("Opens its stacks.") == 1
    assert re.search(r"The Library.*The Other Library", text)


def test_showcase_speaks_of_no_contest():
    campaign = build_campaign(phase=Phase.OPEN, title="CreateForGood")
    text = words_of(launch_of(campaign))
    assert "New initiative: “CreateForGood”" in text
    assert "winner" not in text.casefold()
    assert "This is no contest" in text


@pytest.mark.parametrize("kind", ["launch", "results"])
def test_no_placeholder_is_left_in_any_language(kind):
    contest = build_contest()
    contest.draft()
    texts, _named = texts_of(contest.campaign, kind, at=contest.at)
    assert set(texts) == set(LANGUAGES)
    for text in texts.values():
        assert "%(" not in text["title"] + text["body"]
        assert text["title"]
        assert len(text["body"]) > 200


def test_invisible_signs_stand_only_where_text_runs_both_ways():
    texts, _named = texts_of(full_campaign(), "launch", at=timezone.now())
    isolates = re.compile("[\u2066-\u2069]")
    assert {code for code in LANGUAGES if isolates.search(texts[code]["body"])} == {"ar"}


def test_what_people_wrote_stays_text():
    campaign = full_campaign()
    partner = campaign.partnerships.get(role="organiser").partner
    partner.name_en = NASTY
    partner.save()
    campaign.title_en = NASTY[:120]
    campaign.save()
    text = launch_of(campaign)
    blocks = blocks_of(text["body"])
    assert any(block.text.startswith(f"Organised by: {NASTY}.") for block in blocks)
    assert NASTY[:120] in blocks[0].text


def test_headline_of_the_longest_title_fits():
    campaign = build_campaign(phase=Phase.OPEN, title="T" * 120)
    texts, _named = texts_of(campaign, "launch", at=timezone.now())
    assert all(len(text["title"]) <= 250 for text in texts.values())
    assert all("T" * 120 in text["title"] for text in texts.values())


def test_results_name_winners_with_prizes_and_citations():
    contest = build_contest()
    contest.draft()
    announce(contest)
    contest.campaign.refresh_from_db()
    texts, _named = texts_of(contest.campaign, "results", at=contest.at)
    text = words_of(texts["en"])
    assert text.count("Prize: Certificate (70,000 tenge). Prize given by: Meloman.") == 3
    assert "has 3 winners." in text
    assert "Announced: " in text
    assert text.count("Warm (en)") == 3
    assert f"/en/{contest.campaign.slug}/winners/how/" in text
    assert "Views that counted: 100,000." in text


def test_places_nobody_won_are_told():
    contest = build_contest()
    texts, _named = texts_of(contest.campaign, "results", at=contest.at)
    text = words_of(texts["en"])
    assert "the contest ended without winners" in text
    assert text.count("Not awarded: Certificate.") == 3


def test_winners_of_one_video_are_named_together():
    contest = build_contest()
    contest.draft()
    first = contest.entries[0]
    first.joint_creators.add(contest.entries[1].creator)
    texts, _named = texts_of(contest.campaign, "results", at=contest.at)
    handles = [one.creator.handle for one in contest.entries[:2]]
    assert f"Winners: @{handles[0]} and @{handles[1]}" in words_of(texts["en"])


def test_withdrawn_video_leaves_only_the_name():
    contest = build_contest()
    contest.draft()
    announce(contest)
    contest.campaign.refresh_from_db()
    contest.entries[0].status = "withdrawn"
    contest.entries[0].save()
    texts, _named = texts_of(contest.campaign, "results", at=contest.at)
    assert f"/gallery/{contest.entries[0].pk}/" not in texts["en"]["body"]
    assert f"@{contest.entries[0].creator.handle}" in words_of(texts["en"])


def test_figures_have_their_source_and_day():
    campaign = build_campaign(phase=Phase.OPEN, time_zone="Asia/Almaty")
    taken_at = datetime(2026, 11, 1, 20, tzinfo=UTC)
    CampaignReading.objects.create(
        campaign=campaign,
        taken_at=taken_at,
        recorded_at=taken_at,
        views=35_000_000,
        source="Report",
    )
    build_entry(campaign)
    with override("en"):
        found = {one.name: one for one in figures_of(campaign, at=timezone.now())}
    # It is the next day already in Almaty.
    reported = found["reported_views"]
    assert (reported.number, reported.source, reported.day) == (
        "35,000,000",
        "Report",
        "November 2, 2026",
    )
    assert found["entries"].value == 1
    assert found["entries"].day


@pytest.mark.parametrize(("shown", "names"), [(True, {"entry_views_tiktok"}), (False, set())])
def test_views_of_entries_are_told_only_where_the_campaign_shows_them(shown, names):
    campaign = build_campaign(phase=Phase.OPEN)
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=shown)
    build_reading(build_entry(campaign), views=5, taken_at=timezone.now())
    keep_anew(campaign=campaign)
    figures = figures_of(campaign, at=timezone.now())
    assert {one.name for one in figures if one.name.startswith("entry_views")} == names


def test_views_are_not_told_while_the_leaderboard_stands_still():
    campaign = build_campaign(phase=Phase.OPEN)
    ReadingPlan.objects.create(
        campaign=campaign, shows_numbers=True, board_freezes_at=campaign.opens_at
    )
    build_reading(build_entry(campaign), views=5, taken_at=timezone.now())
    keep_anew(campaign=campaign)
    figures = figures_of(campaign, at=timezone.now())
    assert not [one for one in figures if one.name.startswith("entry_views")]
