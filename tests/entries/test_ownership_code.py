"""The personal code: one for each person and video, found however it is written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries.ownership_code import LENGTH, LETTERS, PREFIX, code_for, codes_in, has_code, plain

CODE = code_for(secret="s", user_id=7, platform="tiktok", video_id="7340215487445339434")

codes = st.text(LETTERS, min_size=LENGTH, max_size=LENGTH).map(PREFIX.__add__)


def glues(sign: str) -> bool:
    """Whether a sign beside a code makes it a part of something longer."""
    return bool(re.fullmatch("[a-z0-9]", sign))


before_it = st.text().filter(lambda text: not glues(plain(text)[-1:]))
after_it = st.text().filter(lambda text: not glues(plain(text)[:1]))


def test_code_is_the_same_at_every_look():
    again = code_for(secret="s", user_id=7, platform="tiktok", video_id="7340215487445339434")
    assert again == CODE
    assert len(CODE) == len(PREFIX) + LENGTH
    assert codes_in(CODE) == {CODE}


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "t"},
        {"user_id": 8},
        {"platform": "youtube"},
        {"video_id": "7340215487445339435"},
    ],
)
def test_code_of_anybody_or_anything_else_differs(change):
    values = {"secret": "s", "user_id": 7, "platform": "tiktok", "video_id": "7340215487445339434"}
    assert code_for(**values | change) != CODE


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.upper(),
        f"Кітап туралы {CODE} #кітапток",
        f"({CODE}).",
        f"#{CODE}",
        f"кітап{CODE}ән",
        f"كتاب\u2067{CODE}\u2069",
        f"text\n{CODE}\ntext",
        CODE.replace("-", "\u2011"),
        CODE.replace("-", "–"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in CODE),
        CODE[:9] + "\u200b" + CODE[9:],
    ],
)
def test_code_is_found_however_it_is_written(text: str):
    assert has_code(text, CODE)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        CODE[:-1],
        CODE + "2",
        "x" + CODE,
        CODE.removeprefix(PREFIX),
        CODE.replace("-", " "),
        "".join(reversed(CODE)),
    ],
)
def test_what_is_not_the_code_is_not_found(text: str | None):
    assert not has_code(text, CODE)


@given(before=before_it, code=codes, after=after_it, capitals=st.booleans())
def test_code_is_found_in_any_text_around_it(before: str, code: str, after: str, capitals: bool):
    assert has_code(before + (code.upper() if capitals else code) + after, code)


@given(mine=codes, others=st.lists(codes), words=st.lists(st.text()))
def test_other_codes_are_never_taken_for_this_one(mine: str, others: list[str], words: list[str]):
    text = " ".join([*others, *words])
    assert has_code(text, mine) == (mine in codes_in(text))
    if mine not in others and PREFIX not in " ".join(words).casefold():
        assert not has_code(text, mine)


@given(first=st.integers(1, 10**9), second=st.integers(1, 10**9), video=st.text("0123456789"))
def test_two_people_never_share_a_code(first: int, second: int, video: str):
    pair = [
        code_for(secret="s", user_id=pk, platform="tiktok", video_id=video)
        for pk in (first, second)
    ]
    assert (pair[0] == pair[1]) == (first == second)


@given(st.text())
def test_any_text_can_be_searched(text: str):
    assert all(has_code(code, code) for code in codes_in(text))
