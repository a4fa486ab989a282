"""Every finding has its sentence, and its evidence fills it."""

import re
from typing import Any

import pytest
from django.utils import timezone, translation

from contests.models import Campaign
from entries.check_evidence import NOT_KNOWN, length
from entries.check_sentences import RULE_NAMES, SENTENCES, rule_name, sentence_of
from entries.checking import check_entries
from entries.eligibility import ANSWERS, Code, Rule
from entries.proposed_reason import proposed_reason
from tests import personas
from tests.builders import build_campaign, build_entry, utc
from tests.entries.test_eligibility import TABLE, finding

ALMATY = Campaign(time_zone="Asia/Almaty").zone
LANGUAGES = ["kk", "ru", "az", "en", "ar"]


def test_every_rule_has_a_name_and_every_code_a_sentence():
    assert set(RULE_NAMES) == set(Rule)
    assert set(SENTENCES) == set(Code)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "terms", "subject"), TABLE, ids=[str(row[0].value) for row in TABLE]
)
def test_evidence_fills_the_sentence(
    code: Code, terms: dict[str, Any], subject: dict[str, Any], language: str
):
    rule = ANSWERS[code][0]
    found = finding(rule, terms, subject)
    assert found is not None
    with translation.override(language):
        sentence = sentence_of(found.rule, found.code, found.evidence, ALMATY)
    assert NOT_KNOWN not in sentence
    assert "%" not in sentence
    assert re.fullmatch(r"\S.*[.؟!।۔]", sentence)


def test_sentence_tells_moments_in_the_zone_of_the_campaign():
    evidence = {"posted_at": "2026-12-01T19:30:00Z", "closes_at": "2026-12-01T19:00:00Z"}
    assert sentence_of("window", "posted_after_close", evidence, ALMATY) == (
        "Posted on December 2, 2026, 00:30. "
        "The campaign closed on December 2, 2026, 00:00, so the video is too late."
    )


def test_sentence_isolates_hashtags():
    evidence = {"found": "كتاب", "meant": "kitap"}
    assert sentence_of("hashtag", "hashtag_lookalike_counts", evidence, ALMATY) == (
        "The caption has \u2068#كتاب\u2069, which looks like \u2068#kitap\u2069 and counts as such."
    )


def test_old_rows_are_told_as_well_as_can_be():
    assert rule_name("loudness") == "loudness"
    assert sentence_of("age", "", {}, ALMATY) == "The campaign does not ask for this any more."
    assert sentence_of("age", "too_wise", {}, ALMATY) == "Age"
    assert sentence_of("loudness", "too_loud", {"decibels": 3}, ALMATY) == "loudness"
    assert NOT_KNOWN in sentence_of("age", "too_young", {"age": 3}, ALMATY)
    assert "vimeo" in sentence_of("platform", "platform_allowed", {"platform": "vimeo"}, ALMATY)


@pytest.mark.parametrize(
    ("seconds", "english", "russian"),
    [
        (0, "0 seconds", "0 секунд"),
        (1, "1 second", "1 секунда"),
        (60, "1 minute", "1 минута"),
        (200, "3 minutes and 20 seconds", "3 минуты и 20 секунд"),
        (5400, "90 minutes", "90 минут"),
    ],
)
def test_length_is_told_in_whole_units(seconds, english, russian):
    assert length(seconds) == english
    with translation.override("ru"):
        assert length(seconds) == russian


@pytest.mark.parametrize("language", LANGUAGES)
def test_length_names_each_part_once(language):
    with translation.override(language):
        told = length(200)
    assert re.findall(r"\d+", told) == ["3", "20"]


@pytest.mark.django_db
def test_proposed_reason_tells_what_is_broken_in_the_creators_language():
    campaign = build_campaign(min_seconds=30, max_entries_per_creator=5, min_age=14)
    entry = build_entry(
        campaign,
        status="received",
        seconds=12,
        declared_age=13,
        caption="#кітапток",
        caption_state="whole",
        available=True,
        submitted_by=personas.make_person("reader", language="kk"),
        received_at=utc(2026, 11, 1),
    )
    check_entries(campaign_id=campaign.pk, entry_ids=[entry.pk], at=timezone.now())
    entry.refresh_from_db()
    with translation.override("kk"):
        expected = [
            sentence_of(rule, code, evidence, campaign.zone)
            for rule, code, evidence in (
                ("duration", "too_short", {"seconds": 12, "min_seconds": 30}),
                ("age", "too_young", {"age": 13, "min_age": 14}),
            )
        ]
    assert "12 секунд" in expected[0]
    assert proposed_reason(entry) == "\n".join(expected)


@pytest.mark.django_db
def test_nothing_is_proposed_where_nothing_is_broken():
    entry = build_entry(build_campaign(), status="received")
    check_entries(campaign_id=entry.campaign_id, entry_ids=[entry.pk], at=timezone.now())
    assert proposed_reason(entry) == ""
