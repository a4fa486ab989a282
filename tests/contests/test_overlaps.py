"""Which campaigns of the same time have hashtags that people cannot tell apart."""

import pytest

from contests.hashtag_keys import lookalike_key, strict_key
from contests.overlaps import Overlap, Season, Tag, overlaps_of
from tests.builders import utc

MARCH, APRIL, MAY, JUNE = (utc(2027, month, 1) for month in (3, 4, 5, 6))


def season(campaign_id: int, *texts: str, opens_at=MARCH, closes_at=MAY) -> Season:
    tags = tuple(Tag(text, strict_key(text), lookalike_key(text)) for text in texts)
    return Season(campaign_id, opens_at, closes_at, tags)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("кітапток", "кітапток", True),
        ("кітапток", "КІТАПТОК", True),
        # Latin i for Cyrillic і.
        ("кітапток", "кiтапток", False),
        ("كتاب", "كتـاب", False),
    ],
)
def test_hashtags_that_look_alike_are_found(ours, theirs, same):
    found = overlaps_of(season(1, ours), [season(2, theirs)])
    assert found == [Overlap(campaign_id=2, pairs=((ours, theirs),), same=same)]


def test_hashtags_that_differ_to_the_eye_are_not_found():
    assert overlaps_of(season(1, "TikTokdanOyren"), [season(2, "TikTokdanÖyrən")]) == []


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "found"),
    [
        (MARCH, MAY, True),
        (APRIL, JUNE, True),
        # The close belongs to nobody: what opens at that moment does not overlap.
        (MAY, JUNE, False),
        (None, JUNE, False),
        (APRIL, None, False),
    ],
)
def test_campaigns_overlap_while_both_are_open(opens_at, closes_at, found):
    ours, theirs = season(1, "a"), season(2, "a", opens_at=opens_at, closes_at=closes_at)
    assert bool(overlaps_of(ours, [theirs])) is found
    assert bool(overlaps_of(theirs, [ours])) is found


def test_campaign_does_not_overlap_with_itself():
    assert overlaps_of(season(1, "a"), [season(1, "a")]) == []


def test_all_alike_spellings_of_one_campaign_are_named_together():
    found = overlaps_of(season(1, "кітапток", "novruz"), [season(2, "Novruz", "кiтапток")])
    assert found == [Overlap(2, pairs=(("кітапток", "кiтапток"), ("novruz", "Novruz")), same=True)]
