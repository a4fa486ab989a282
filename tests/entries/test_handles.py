"""Handles as people type them."""

import pytest

from entries.handles import LONGEST, clean_handle


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("aysel.math", "aysel.math"),
        ("@aysel.math", "aysel.math"),
        ("  @Aysel_Math ", "Aysel_Math"),
        ("＠aysel", "aysel"),
        ("\u200e@aysel\u200f", "aysel"),
        ("https://www.tiktok.com/@aysel.math?lang=az", "aysel.math"),
        ("youtube.com/@кітап", "кітап"),
        ("@مكتبة", "مكتبة"),
        ("a" * LONGEST, "a" * LONGEST),
    ],
)
def test_clean_handle_finds_the_name(typed: str, handle: str):
    assert clean_handle(typed) == handle


@pytest.mark.parametrize(
    "typed", ["", "@", "a", "two words", "a/b", "<b>", "name@mail.kz", "a" * (LONGEST + 1)]
)
def test_clean_handle_refuses_what_is_no_name(typed: str):
    assert clean_handle(typed) is None
