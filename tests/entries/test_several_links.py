"""Several links in one text: each is read on its own, each video once."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries.links import LinkRefusal, LinkRefused
from entries.several_links import MAX_LENGTH, MOST, PastedLinks, read_links

ID = "7340215487445339434"
OTHER_ID = "7340215487445339435"
LINK = f"https://www.tiktok.com/@aysel.math/video/{ID}"
OTHER = f"https://m.tiktok.com/v/{OTHER_ID}.html"
SHORTS = "https://youtube.com/shorts/aB3-_xYz09Q"


def videos(text: str) -> list[str]:
    return [link.video.video_id for link in read_links(text).links if link.video]


def refusals(text: str) -> list[LinkRefusal | None]:
    return [link.refusal for link in read_links(text).links]


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK}\n{OTHER}",
        f"{LINK}\r\n\r\n{OTHER}\r\n",
        f"{LINK} {OTHER}",
        f"\t{LINK},\u00a0{OTHER}.",
        f"My first: <{LINK}> and my second («{OTHER}»)!",
        f"Кітап туралы #кітапток\n{LINK}\nЖәне тағы біреуі: {OTHER}\nкел, оқы",
        f"www.tiktok.com/@aysel.math/video/{ID}\n{OTHER}",
        f"{LINK}\nand/or 12.50/30 т.д. e.g./i.e.\n{OTHER}",
    ],
)
def test_links_are_found_between_words(text: str):
    assert videos(text) == [ID, OTHER_ID]
    assert read_links(text).left_over == ()


def test_same_video_in_two_forms_is_one():
    assert videos(f"{LINK}\n{LINK}?lang=az\nhttps://m.tiktok.com/v/{ID}.html") == [ID]


def test_form_that_names_the_account_counts():
    read = read_links(f"https://www.tiktok.com/video/{ID}\n{LINK}\nhttps://tiktok.com/embed/{ID}")
    assert [link.video and link.video.claimed_handle for link in read.links] == ["aysel.math"]


def test_each_refused_link_keeps_its_reason_and_its_text():
    text = f"https://www.tiktok.com/@aysel\n{LINK}\nhttps://example.org/a\nhttps://youtu.be/short"
    read = read_links(text)
    assert [(link.text, link.refusal) for link in read.links] == [
        ("https://www.tiktok.com/@aysel", LinkRefusal.PROFILE),
        (LINK, None),
        ("https://example.org/a", LinkRefusal.FOREIGN_HOST),
        ("https://youtu.be/short", LinkRefusal.MALFORMED_ID),
    ]


def test_short_links_are_told_apart_from_refused_ones():
    read = read_links("https://vm.tiktok.com/ZMabc/ vm.tiktok.com/ZMabc https://vt.tiktok.com/ZSx/")
    assert [(link.refusal, link.short_link) for link in read.links] == [
        (LinkRefusal.SHORT_LINK, "https://vm.tiktok.com/ZMabc/"),
        (LinkRefusal.SHORT_LINK, "https://vt.tiktok.com/ZSx/"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.tiktok.com/@a.b/video/{ID[:9]}\n{ID[9:]}",
        f"https://www.tiktok.com/@aysel.\r\nmath/video/{ID}",
        # Half of an Instagram code looks like a whole one.
        "https://www.instagram.com/reel/DAbCd\nEfGhi",
        f"https://www.youtube.com/watch?v=aB3-_\nxYz09Q\n{LINK}",
    ],
)
def test_link_that_a_line_break_may_have_cut_is_refused(text: str):
    assert refusals(text)[0] is LinkRefusal.BROKEN_LINK


def test_caption_below_a_whole_link_spoils_nothing():
    assert videos(f"{LINK}\n42 books\n{SHORTS}\nMy video") == [ID, "aB3-_xYz09Q"]
    assert videos("https://www.instagram.com/reel/DAbCdEfGhij/\nMy video") == ["DAbCdEfGhij"]


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1c", "\x85", "\u2028"])
def test_control_character_in_a_link_is_refused(sign: str):
    assert refusals(f"{LINK[:-3]}{sign}{LINK[-3:]}\n{OTHER}") == [LinkRefusal.BROKEN_LINK, None]


@pytest.mark.parametrize("text", ["", "  \n ", "my video", "aysel.math", "@aysel", "и/или т.д./"])
def test_text_without_a_link(text: str):
    with pytest.raises(LinkRefused) as caught:
        read_links(text)
    assert caught.value.code is LinkRefusal.NOT_A_LINK


def test_more_links_than_are_read_at_once():
    links = [f"https://youtu.be/{number:011}" for number in range(MOST + 2)]
    text = "\n".join([*links, links[0], links[-1]])
    read = read_links(text)
    assert [link.text for link in read.links] == links[:MOST]
    assert read.left_over == tuple(links[MOST:])


def test_text_that_is_too_long():
    with pytest.raises(LinkRefused) as caught:
        read_links(f"{LINK} ".ljust(MAX_LENGTH + 1, "x"))
    assert caught.value.code is LinkRefusal.TOO_LONG


@pytest.mark.parametrize(
    "unit",
    ["x", "\n", "a.bc/ ", "a.bc/\n", "https://", "https:// ", "https://youtu.be/a\n", "<(", ".",
     "%40/", "\u200b", "a." , "instagram.com/reel/DAbCd\nE"],
)  # fmt: skip
def test_junk_is_read_in_linear_time(unit: str):
    text = (unit * MAX_LENGTH)[:MAX_LENGTH]
    # Of the processor, so that nobody else's work counts; some milliseconds where nothing is wrong.
    # The better of two: the first may pay for clearing up after other tests.
    spent = []
    for _time in range(2):
        began = time.process_time()
        with suppress(LinkRefused):
            read_links(text)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.5


@given(st.text())
def test_any_text_is_read_or_refused(text: str):
    try:
        read = read_links(text)
    except LinkRefused:
        return
    assert isinstance(read, PastedLinks)
    assert 0 < len(read.links) <= MOST
    assert all((link.video is None) != (link.refusal is None) for link in read.links)
