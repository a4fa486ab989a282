"""Hashtags that survive spelling and look-alike letters, and those that must stay apart."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.confusables import ARABIC_FOLDING, PROTOTYPES
from contests.hashtag_keys import lookalike_key, strict_key

LETTERS = st.text(
    st.characters(categories=["L", "M", "Nd", "Cf"])
    | st.sampled_from("iIİıіІ\u0307\u0345#﹟＃ кКkKтTмMəǝәأآاىيةهـ\u064b\u200d\ufe0f"),
    max_size=12,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#кітапток", "кітапток"),
        ("＃кітапток", "﹟кітапток"),
        ("##кітапток", " #кітапток "),
        ("\u200f#кітапток", "#кітапток\u200f"),
        ("# кітапток", "кітапток"),
        ("КІТАПТОК", "кітапток"),
        ("TikTokdanÖyrən", "TIKTOKDANÖYRƏN"),
        ("TikTokdanÖyrən", "TikTokdanO\u0308yrən"),
        ("İSTANBUL", "istanbul"),
        ("й", "и\u0306"),
        ("Straße", "STRASSE"),
        ("Ｎovruz２０２５", "novruz2025"),
        ("кітап\u200dток", "кітапток"),
        ("кітапток\ufe0f", "кітапток"),
        ("بخير\ufe8d", "بخير\u0627"),
        ("i\u200d\u0307", "i"),
    ],
)
def test_strict_keys_equal_for_the_same_hashtag(one, other):
    assert strict_key(one) == strict_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("кiтапток", "кітапток"),  # Latin i, Cyrillic і: both in the press
        ("TikTokdanÖyrən", "TikTokdanOyren"),
        ("IŞIQ", "ışıq"),
        ("ə", "ǝ"),
        ("ə", "ә"),
        ("й", "и"),
        ("ö", "o"),
        ("ё", "е"),
        ("كتاب", "كتـاب"),
        ("أمان", "امان"),
        ("кітап", "кітапток"),
    ],
)
def test_strict_keys_differ_for_different_spellings(one, other):
    assert strict_key(one) != strict_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#кiтапток", "#кітапток"),
        ("#Кiтапток", "#кітапток"),
        ("#кітапток", "#kітaпTOK"),  # everything but п typed in Latin
        ("TikTokdanÖyrən", "TikTokdanÖyrǝn"),
        ("TikTokdanÖyrən", "TikTokdanÖyrәn"),
        ("IŞIQ", "ışıq"),
        ("ışıq", "ișiq"),
        ("доğа", "доǧа"),
        ("Наурыз", "Haуpыз"),
        ("Қазақстан", "K\u0329аза\u049bстан"),
        ("өнер", "ɵнер"),
        ("TikTok", "ТіkТоk"),
        ("Novruz2025", "N0vruz2O25"),
        ("الأمان", "الامان"),
        ("آمن", "امن"),
        ("سلامة", "سلامه"),
        ("مبنى", "مبني"),
        ("سَلامٌ", "سلام"),
        ("ســلام", "سلام"),
        ("کتاب", "كتاب"),
        ("عيد۲۳", "عيد٢٣"),
    ],
)
def test_lookalike_keys_equal_for_what_looks_the_same(one, other):
    assert lookalike_key(one) == lookalike_key(other)
    assert strict_key(one) != strict_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("кітапток", "kitaptok"),  # п is not p
        ("TikTokdanÖyrən", "TikTokdanOyren"),
        ("й", "и"),
        ("ö", "o"),
        ("қала", "кала"),
        ("ғ", "г"),
        ("ұ", "ү"),
        ("كتاب", "كتب"),
        ("ثلج", "پلج"),
        ("ب", "ت"),
        ("اهل", "lol"),
        ("LearnOnTikTok", "LearnfromTikTok"),
    ],
)
def test_lookalike_keys_differ_for_what_can_be_told_apart(one, other):
    assert lookalike_key(one) != lookalike_key(other)


@pytest.mark.parametrize("tag", ["", "#", " ＃ ", "\u200f", "#\u00ad"])
def test_keys_of_nothing_are_empty(tag):
    assert strict_key(tag) == ""
    assert lookalike_key(tag) == ""


@given(LETTERS)
def test_keys_of_keys_are_the_same_keys(tag):
    assert strict_key(strict_key(tag)) == strict_key(tag)
    assert lookalike_key(lookalike_key(tag)) == lookalike_key(tag)


@given(LETTERS)
def test_keys_do_not_depend_on_the_normalisation_form(tag):
    for form in ("NFC", "NFD"):
        assert strict_key(unicodedata.normalize(form, tag)) == strict_key(tag)
        assert lookalike_key(unicodedata.normalize(form, tag)) == lookalike_key(tag)


@given(LETTERS)
def test_lookalike_key_follows_from_the_strict_key(tag):
    assert lookalike_key(strict_key(tag)) == lookalike_key(tag)


def test_every_prototype_is_its_own_prototype():
    prototypes = {*PROTOTYPES.values(), *filter(None, ARABIC_FOLDING.values())}
    assert [p for p in prototypes if strict_key(lookalike_key(p)) != strict_key(p)] == []
    assert [chr(letter) for letter in PROTOTYPES if chr(letter) in "".join(prototypes)] == []


def test_every_confusable_letter_is_reachable_after_case_folding():
    letters = [chr(code) for code in PROTOTYPES if not unicodedata.combining(chr(code))]
    assert [letter for letter in letters if strict_key(letter) != letter] == []


def test_keys_of_a_long_text_are_made_quickly():
    text = "i\u0307\u0323" * 1000 + "КІТАП" * 1000
    start = time.perf_counter()
    lookalike_key(text)
    assert time.perf_counter() - start < 1
