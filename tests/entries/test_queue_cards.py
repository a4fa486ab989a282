"""What a card of the queue tells: the caption, what the rules found, and who is behind it."""

import pytest
from django.test import Client
from django.utils import timezone

from entries.models import GuardianConsent, OwnershipProof
from tests import personas
from tests.builders import build_campaign, build_category, build_creator, build_entry, build_partner
from tests.entries.deciding import build_waiting
from tests.entries.entering import sign_in
from tests.entries.queueing import QUEUE, build_check, cards

NOW = timezone.now()


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    return sign_in(client, personas.moderator())


def page_of(desk: Client) -> str:
    return str(desk.get(QUEUE).content.decode())


def test_caption_has_the_hashtag_marked(desk: Client):
    caption = "Кітап туралы <b>#кітапток</b> #кiтапток #x"
    entry = build_waiting(caption=caption)
    (card,) = cards(desk)
    assert card.caption == [
        ("Кітап туралы <b>", ""),
        ("#кітапток", "exact"),
        ("</b> ", ""),
        ("#кiтапток", "lookalike"),
        (" #x", ""),
    ]
    page = page_of(desk)
    assert "Кітап туралы &lt;b&gt;<mark" in page
    assert f'href="{entry.url}" target="_blank" rel="noopener noreferrer"' in page


def test_rules_that_stand_in_the_way_come_first(desk: Client):
    entry = build_waiting()
    outcomes = {"platform": "pass", "hashtag": "unknown", "public": "fail", "window": "overridden"}
    for rule, outcome in outcomes.items():
        fields = {}
        if outcome == "overridden":
            fields = {
                "overridden_at": NOW,
                "overridden_by": personas.manager(),
                "override_reason": "Seen live.",
            }
        build_check(entry, rule, outcome, **fields)
    (card,) = cards(desk)
    assert [found.check.rule for found in card.rules] == ["public", "hashtag", "window", "platform"]
    assert [found.check.rule for found in card.met] == ["platform"]
    assert "Seen live." in page_of(desk)


def test_evidence_is_told_in_words(desk: Client):
    evidence = {"seconds": 200, "max_seconds": 180}
    build_check(build_waiting(), "duration", "fail", code="too_long", evidence=evidence)
    (card,) = cards(desk)
    (found,) = card.rules
    assert found.sentence.startswith("Length of the video: 3 minutes and 20 seconds.")
    assert ("seconds", "3 minutes and 20 seconds") in found.evidence


def test_people_behind_the_entry(desk: Client):
    campaign = build_campaign(guardian_age=16)
    creator = build_creator(handle="aysel.math")
    entry = build_waiting(
        campaign,
        creator=creator,
        declared_age=14,
        declared_country="KZ",
        institution=build_partner(name="City library"),
    )
    entry.chosen_categories.add(build_category(campaign, is_chosen=True, title="Poems"))
    build_entry(campaign, creator=creator)
    build_entry(campaign, creator=creator, status="rejected")
    build_entry(build_campaign(), creator=creator)
    asked = {"name": "Mother", "email": "m@example.org", "language": "kk", "nonce": "x"}
    GuardianConsent.objects.create(entry=entry, asked_at=NOW, **asked)
    for user in (personas.creator(), personas.stranger()):
        OwnershipProof.objects.create(creator=creator, user=user, method="code", proven_at=NOW)
    (card,) = cards(desk)
    assert (card.country, str(card.guardian)) == ("Kazakhstan", "asked, has not answered yet")
    assert sorted(card.others) == [("accepted", 1), ("rejected", 1)]
    assert {other for _method, other in card.proofs} == {"", "stranger@example.org"}
    page = page_of(desk)
    for words in ("creator@example.org", "age 14", "City library", "Poems", "accepted: 1"):
        assert words in page, words


@pytest.mark.parametrize(
    ("platform", "video_id", "is_demo", "plays"),
    [
        ("tiktok", "7348705314746699054", False, True),
        ("youtube", "BGQWPY4IigY", False, True),
        ("instagram", "C5x", False, False),
        ("tiktok", "7348705314746699054", True, False),
    ],
)
def test_player_waits_for_a_click(
    desk: Client, platform: str, video_id: str, is_demo: bool, plays: bool
):
    build_waiting(build_campaign(is_demo=is_demo), platform=platform, video_id=video_id)
    page = page_of(desk)
    assert ("data-player=" in page) == plays
    assert "<iframe" not in page


def test_entry_that_nobody_has_checked_says_so(desk: Client):
    build_waiting(submitted_by=None, source="import")
    page = page_of(desk)
    assert "The rules have not been checked yet." in page
    assert "The caption is not known." in page
    assert "nobody on this site" in page
