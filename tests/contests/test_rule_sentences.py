"""The rules that are written from a campaign's terms."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation

from contests.models import Campaign, Category, Hashtag, Partnership
from contests.rule_sentences import sections_of
from contests.terms import snapshot, text_in
from tests.builders import (
    build_campaign,
    build_category,
    build_partner,
    build_partnership,
    build_prize,
    utc,
)

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def oyren(**fields: object) -> Campaign:
    """Three categories with three methods, as in 2024."""
    values: dict[str, object] = {
        "time_zone": "Asia/Baku",
        "platforms": ["tiktok"],
        "opens_at": utc(2024, 2, 20, 20),
        "closes_at": utc(2024, 4, 21, 20),
        "shortlist_by": None,
        "announce_by": utc(2024, 4, 30, 14),
        "archives_at": None,
        "min_seconds": 30,
    }
    campaign = build_campaign(hashtag="LearnfromTikTok", **values | fields)
    Hashtag.objects.create(campaign=campaign, text="TikTokdanÖyrən", kind="accepted")
    Hashtag.objects.create(campaign=campaign, text="TikTokdanOyren", kind="tolerated")
    for title, method in (
        ("The most creative video", Category.Method.JURY),
        ("The best video", Category.Method.MOST_VIEWED_VIDEO),
        ("Discover on TikTok", Category.Method.MOST_VIEWED_CREATOR),
    ):
        category = build_category(campaign, method=method, title_en=title)
        build_prize(category, title_en="iPhone", sponsor=build_partner(name_en="TikTok"))
    organiser = build_partner(name_en="TikTok", name_ar="تيك توك")
    build_partnership(campaign, partner=organiser, role=Partnership.Role.ORGANISER)
    return campaign


def read(campaign: Campaign, *, code: str = "en") -> dict[str, list[str]]:
    """The sentences by section, without the marks that isolate names."""
    kept = json.loads(json.dumps(snapshot(Campaign.objects.get(pk=campaign.pk))))
    with translation.override(code):
        return {
            section.key: [
                sentence.replace("\u2068", "").replace("\u2069", "")
                for sentence in section.sentences
            ]
            for section in sections_of(kept)
        }


def test_contest_is_told_from_its_terms():
    rules = read(oyren())
    assert rules["video"] == [
        "The video is posted publicly, on the entrant’s own account, on TikTok.",
        "It is posted between February 21, 2024, 00:00 and April 22, 2024, 00:00.",
        "It is at least 30 seconds long.",
        "It stays public until the winners are announced.",
    ]
    assert rules["hashtags"][0] == (
        "The caption has one of these hashtags, which count the same: "
        "#LearnfromTikTok or #TikTokdanÖyrən."
    )
    assert rules["winners"] == [
        "“The most creative video”: a jury decides.",
        (
            "“The best video”: the video with the most views on TikTok "
            "between the opening and the close wins."
        ),
        (
            "“Discover on TikTok”: the creator whose videos together have the most views on TikTok "
            "between the opening and the close wins."
        ),
        "Where views are equal, the video that was posted earlier comes first.",
    ]
    assert rules["prizes"] == [
        "“The most creative video”: the winner gets: iPhone.",
        "“The best video”: the winner gets: iPhone.",
        "“Discover on TikTok”: the winner gets: iPhone.",
        "The prizes are given by: TikTok.",
    ]
    assert rules["contact"] == ["The campaign is run by: TikTok. They answer your questions."]


def test_who_may_take_part_follows_from_the_terms():
    campaign = oyren(
        min_age=12,
        guardian_age=16,
        countries=["KZ", "AZ"],
        max_entries_per_creator=3,
        ownership_required=True,
        participants_excluded=True,
    )
    assert read(campaign)["people"] == [
        "Entrants live in: Kazakhstan and Azerbaijan.",
        "The youngest age for taking part is 12.",
        (
            "Entrants under the age of 16 name a parent or guardian, "
            "who has to agree before the entry counts."
        ),
        "Each creator may enter up to 3 videos.",
        (
            "Entrants show that the account is theirs, by signing in with it or with a code "
            "that they get from us."
        ),
        "Judges, organisers, sponsors and the people who work for them cannot win.",
        "Participating institutions may show their videos, but cannot win.",
    ]
    assert read(oyren())["people"] == [
        "Anybody may take part, wherever they live.",
        "Each creator may enter any number of videos.",
        "Judges, organisers, sponsors and the people who work for them cannot win.",
    ]


@pytest.mark.parametrize(
    ("fields", "section", "sentence"),
    [
        ({"max_entries_per_creator": 1}, "people", "Each creator may enter 1 video."),
        ({"max_seconds": 180}, "video", "It is at most 180 seconds long."),
        (
            {"prior_posts_allowed": True},
            "video",
            "It is posted before April 22, 2024, 00:00; older videos may take part too.",
        ),
        (
            {"lookalikes": "honour"},
            "hashtags",
            "A hashtag that only looks the same, with letters of another script, counts too.",
        ),
    ],
)
def test_term_changes_its_sentence(fields, section, sentence):
    assert sentence in read(oyren(**fields))[section]
    assert sentence not in read(oyren())[section]


def test_prizes_name_places_winners_and_worth():
    campaign = build_campaign()
    ranked = build_category(campaign, title_en="Best")
    build_prize(ranked, place=1, title_en="Trip", value=Decimal(70000), currency="KZT")
    build_prize(ranked, place=2, quantity=2, title_en="Book")
    equal = build_category(campaign, title_en="Bravest", is_chosen=True)
    build_prize(equal, quantity=3, title_en="Voucher")
    rules = read(campaign)
    assert rules["prizes"] == [
        "“Best”, place 1: Trip (70,000 tenge).",
        "“Best”, place 2, 2 winners of equal rank each: Book.",
        "“Bravest”: 3 winners of equal rank each get: Voucher.",
    ]
    assert "Only those who choose “Bravest” when they enter take part in it." in rules["entering"]


def test_showcase_promises_no_winners():
    rules = read(build_campaign(min_age=18, countries=["KZ"]))
    assert rules["people"] == [
        "This is no contest: whoever posts a video with the hashtag takes part."
    ]
    assert not {"winners", "prizes", "contact"} & set(rules)
    assert not any("winner" in sentence for sentences in rules.values() for sentence in sentences)


@pytest.mark.parametrize("code", LANGUAGES)
def test_rules_are_read_in_every_language_from_what_was_kept(code):
    rules = read(oyren(countries=["KZ"], guardian_age=16, max_seconds=60), code=code)
    assert list(rules) == [
        "people", "video", "hashtags", "entering", "winners", "prizes", "dates",
        "personal-data", "contact",
    ]  # fmt: skip
    assert not any("%(" in sentence for sentences in rules.values() for sentence in sentences)


def test_names_are_read_in_the_nearest_language():
    texts = {"ru": "Мысль", "az": "Fikir"}
    with translation.override("kk"):
        assert text_in(texts) == "Мысль"
    with translation.override("az"):
        assert text_in(texts) == "Fikir"
    assert text_in({}) == ""


def test_version_without_terms_has_no_sentences():
    assert sections_of({}) == []


@pytest.mark.parametrize("count", [1, 3])
def test_snapshot_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    campaign = build_campaign()
    for _ in range(count):
        build_prize(build_category(campaign), sponsor=build_partner())
        build_partnership(campaign, role=Partnership.Role.ORGANISER)
    fresh = Campaign.objects.get(pk=campaign.pk)
    with django_assert_num_queries(5):
        snapshot(fresh)
