"""Hashtags in captions, compared with a campaign's alternatives."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries.hashtags import Match, extract_hashtags, lookalike_key, marked, match, strict_key

TIKTOKDAN = ["TikTokdanÖyrən", "#TikTokdanOyren", "LearnfromTikTok", "LearnOnTikTok"]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", []),
        ("no tags, but 100% and a # alone", []),
        ("#кітапток", ["кітапток"]),
        ("Кітап #кiтапток, #КІТАП.#book!", ["кiтапток", "КІТАП", "book"]),
        ("#a#b ##c", ["a", "b", "c"]),
        ("＃tam ﹟kiçik", ["tam", "kiçik"]),
        ("#TikTokdanO\u0308yrən", ["TikTokdanO\u0308yrən"]),
        ("#i\u0307stanbul", ["i\u0307stanbul"]),
        ("#كِتَابٌ جميل", ["كِتَابٌ"]),
        ("#سلامتك_تهمنا", ["سلامتك_تهمنا"]),
        ("#novruz2025🎉 #2025", ["novruz2025", "2025"]),
        ("#кітап-ток", ["кітап"]),
        ("\u2067#كتاب\u2069", ["كتاب"]),
        ("#tag #tag", ["tag", "tag"]),
    ],
)
def test_hashtags_are_taken_as_written(text, tags):
    assert extract_hashtags(text) == tags


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Riyaziyyat #TIKTOKDANÖYRƏN", Match.EXACT),
        ("Riyaziyyat #tiktokdanoyren", Match.EXACT),
        ("Maths #LearnfromTikTok #fyp", Match.EXACT),
        ("#TikTokdanO\u0308yrən", Match.EXACT),
        ("#TikTokdanÖyrǝn", Match.LOOKALIKE),  # U+01DD
        ("#TikTokdanÖyrәn", Match.LOOKALIKE),  # Cyrillic U+04D9
        ("#TiкTоkdanÖyrən", Match.LOOKALIKE),
        ("#TikTokdanÖyrǝn #LearnOnTikTok", Match.EXACT),
        ("TikTokdanÖyrən", Match.ABSENT),
        ("#TikTokdanÖyrənin", Match.ABSENT),
        ("#TikTokdan Öyrən", Match.ABSENT),
        ("", Match.ABSENT),
    ],
)
def test_caption_against_alternatives(caption, expected):
    assert match(caption, TIKTOKDAN) is expected


def test_unknown_caption_is_unknown():
    assert match(None, TIKTOKDAN) is Match.UNKNOWN
    assert match(None, TIKTOKDAN, truncated=True) is Match.UNKNOWN


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A long caption that was cut", Match.UNKNOWN),
        ("#TikTokdanÖyrən and then it was cut", Match.EXACT),
        ("#TikTokdanÖyrǝn and then it was cut", Match.LOOKALIKE),
    ],
)
def test_hashtag_missing_from_a_cut_caption_is_unknown(caption, expected):
    assert match(caption, TIKTOKDAN, truncated=True) is expected


def test_both_spellings_of_the_press_are_found_where_both_are_accepted():
    accepted = ["кiтапток", "кітапток"]
    assert match("#Кiтапток", accepted) is Match.EXACT
    assert match("#Кітапток", accepted) is Match.EXACT
    assert match("#Кітапток", accepted[:1]) is Match.LOOKALIKE


@pytest.mark.parametrize("accepted", [[], ["#"], [""]])
def test_campaign_without_hashtags_finds_none(accepted):
    assert match("#кітапток", accepted) is Match.ABSENT


def test_one_shot_iterables_are_compared_whole():
    assert match("#TikTokdanÖyrǝn", iter(TIKTOKDAN)) is Match.LOOKALIKE


@given(st.text(st.sampled_from("#＃ aıİiккКkəأاً\u0307"), max_size=30), st.text(max_size=8))
def test_match_agrees_with_the_keys(caption, tag):
    found = match(caption, [tag])
    keys = [(strict_key(t), lookalike_key(t)) for t in extract_hashtags(caption)]
    if found is Match.EXACT:
        assert strict_key(tag) in [strict for strict, _ in keys]
    elif found is Match.LOOKALIKE:
        assert lookalike_key(tag) in [lookalike for _, lookalike in keys]
        assert strict_key(tag) not in [strict for strict, _ in keys]
    else:
        assert found is Match.ABSENT


@given(st.text(), st.text())
def test_appending_a_hashtag_makes_a_caption_match(caption, tag):
    tags = extract_hashtags(f"#{tag}")
    if tags and tags[0] == tag and strict_key(tag):
        assert match(f"{caption} #{tag}", [tag]) is Match.EXACT


def test_long_captions_are_compared_quickly():
    caption = "#" + "\u0307\u0323" * 50_000 + " #кітап" * 10_000
    start = time.perf_counter()
    assert match(caption, TIKTOKDAN) is Match.ABSENT
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("caption", "pieces"),
    [
        ("", []),
        ("nothing here #book", [("nothing here #book", None)]),
        (
            "Кітап #кітапток, #КІТАПТОК! #кiтапток #x",
            [
                ("Кітап ", None),
                ("#кітапток", Match.EXACT),
                (", ", None),
                ("#КІТАПТОК", Match.EXACT),
                ("! ", None),
                ("#кiтапток", Match.LOOKALIKE),
                (" #x", None),
            ],
        ),
    ],
)
def test_hashtags_are_marked_where_they_stand(caption, pieces):
    assert marked(caption, ["кітапток"]) == pieces


@given(st.text(), st.lists(st.text()))
def test_marked_pieces_are_the_caption(caption, accepted):
    assert "".join(piece for piece, _ in marked(caption, accepted)) == caption


@given(st.text(), st.lists(st.text()))
def test_what_is_marked_is_what_matches(caption, accepted):
    marks = {found for _, found in marked(caption, accepted)} - {None}
    expected = match(caption, accepted)
    assert (expected is Match.ABSENT) == (not marks)
    assert expected is Match.ABSENT or expected in marks
