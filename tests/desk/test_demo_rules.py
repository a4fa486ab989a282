"""The rules of the demo, written from its terms, say what those of the real campaigns said."""

import pytest
from django.db import transaction
from django.utils import timezone, translation

from contests.models import Campaign
from contests.rule_sentences import sections_of
from contests.rules import current_rules
from desk.demo.load import load_demo
from tests.desk.test_demo import DOT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(at=timezone.now(), draw=lambda _cover: DOT)
        yield
        transaction.set_rollback(True)


def told(slug: str) -> str:
    """All sentences of the rules in English, without the marks that isolate names."""
    version = current_rules(Campaign.objects.get(slug=slug))
    assert version
    with translation.override("en"):
        sentences = [text for part in sections_of(version.terms) for text in part.sentences]
    return "\n".join(sentences).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    "sentence",
    [
        "The caption has one of these hashtags, which count the same: #кiтапток or #кітапток.",
        "Capital and small letters make no difference.",
        "A hashtag that only looks the same, with letters of another script, counts too.",
        "“The most creative video”: a jury decides.",
        (
            "“The most creative video”: 3 winners of equal rank each get: "
            "Book certificate (70,000 tenge)."
        ),
        "The winners are announced by May 16, 2023, 18:00.",
    ],
)
def test_kitaptok_as_reported(sentence):
    assert sentence in told("kitaptok")


@pytest.mark.parametrize(
    "sentence",
    [
        "The video is posted publicly, on the entrant’s own account, on TikTok.",
        "It is at least 30 seconds long.",
        "#TikTokdanÖyrən, #TikTokdanOyren, or #LearnfromTikTok",
        "Each creator may enter any number of videos.",
        (
            "“The best video”: the video with the most views on TikTok "
            "between the opening and the close wins."
        ),
        (
            "“Discover on TikTok”: the creator whose videos together have the most views on TikTok "
            "between the opening and the close wins."
        ),
    ],
)
def test_tiktokdan_oyren_as_reported(sentence):
    assert sentence in told("tiktokdan-oyren")


@pytest.mark.parametrize("slug", ["tiktok-cares", "create-for-good"])
def test_showcases_have_no_winners(slug):
    rules = told(slug)
    assert "This is no contest" in rules
    assert "winner" not in rules


def test_moderators_of_contests_have_reasons_to_pick_from():
    counts = {
        campaign.slug: campaign.rejection_reasons.count() for campaign in Campaign.objects.all()
    }
    assert counts == {
        "kitaptok": 3,
        "kitabfest": 3,
        "tiktokdan-oyren": 3,
        "tiktok-cares": 0,
        "create-for-good": 0,
    }
