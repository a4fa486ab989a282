from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from entries.importing.cells import Line
from entries.importing.columns import Field
from entries.importing.rows import Candidate, Reader, Refusal
from entries.platforms.facts import VideoFacts
from entries.video_ids import tiktok_id_for
from tests.entries.importing.files import POSTED

VIDEO = tiktok_id_for(POSTED, salt=1)
LINK = f"https://www.tiktok.com/@aysel.math/video/{VIDEO}"


def read(**cells: Any) -> Candidate | Refusal:
    """What becomes of line 7 with these cells; platforms: TikTok and YouTube."""
    cells = {"link": LINK, **cells}
    reader = Reader(
        places={Field(name): index for index, name in enumerate(cells)},
        zone=ZoneInfo("Asia/Almaty"),
        before=POSTED + timedelta(days=3),
        platforms=frozenset({"tiktok", "youtube"}),
    )
    return reader.read(Line(7, tuple(cells.values())))


def facts(**cells: Any) -> VideoFacts:
    candidate = read(**cells)
    assert isinstance(candidate, Candidate), candidate
    return candidate.facts


def test_row_with_everything_becomes_a_candidate():
    candidate = read(
        handle="@Aysel.Math",
        caption="Kitab #КітапТок",
        posted_at="2026-11-12 14:30",
        seconds="42",
        language="kk-KZ",
        country="Қазақстан",
        author_name="Aysel",
        author_id="6800",
        views="1 532",
        likes="12",
        comments="",
        shares="a few",
    )
    assert candidate == Candidate(
        line=7,
        url=f"https://www.tiktok.com/@Aysel.Math/video/{VIDEO}",
        handle="Aysel.Math",
        facts=VideoFacts(
            platform="tiktok",
            video_id=VIDEO,
            caption="Kitab #КітапТок",
            author_handle="aysel.math",
            author_name="Aysel",
            author_id="6800",
            posted_at=POSTED,
            seconds=42,
            public=True,
            views=1532,
            likes=12,
        ),
        language="kk",
        country="KZ",
    )


def test_link_alone_is_enough_and_nothing_else_is_known():
    candidate = read()
    assert isinstance(candidate, Candidate)
    assert candidate.facts.said() == {"public": True}
    # The handle in a link is a claim: good enough to name the creator, no fact.
    assert candidate.handle == "aysel.math"


def test_account_without_handle_is_called_by_its_id():
    candidate = read(link="https://youtu.be/BGQWPY4IigY", author_id="UC123")
    assert isinstance(candidate, Candidate)
    assert (candidate.handle, candidate.facts.author_handle) == ("UC123", None)


@pytest.mark.parametrize(
    ("cells", "code", "text"),
    [
        ({"link": ""}, "link_missing", ""),
        ({"link": "soon"}, "not_a_link", "soon"),
        ({"link": "https://vm.tiktok.com/ZMabc/"}, "short_link", "https://vm.tiktok.com/ZMabc/"),
        ({"link": 7.348705314746699e18}, "not_a_link", None),
        (
            {"link": "https://www.instagram.com/p/Cabcdefghij/"},
            "platform_not_allowed",
            "https://www.instagram.com/p/Cabcdefghij/",
        ),
        (
            {"link": "https://youtu.be/BGQWPY4IigY"},
            "handle_missing",
            "https://www.youtube.com/watch?v=BGQWPY4IigY",
        ),
        ({"handle": "two words"}, "malformed_handle", "two words"),
        ({"posted_at": "03/04/2026"}, "malformed_time", "03/04/2026"),
        ({"posted_at": "2026-11-20 12:00"}, "time_ahead", "2026-11-20 12:00"),
        ({"seconds": "long"}, "malformed_duration", "long"),
    ],
)
def test_row_is_refused_with_its_cause(cells: dict[str, Any], code: str, text: str | None):
    refusal = read(**cells)
    assert isinstance(refusal, Refusal)
    assert (refusal.line, refusal.code) == (7, code)
    assert text is None or refusal.text == text


@pytest.mark.parametrize(
    ("said", "public"), [("", True), ("private", False), ("public", True), ("perhaps", None)]
)
def test_export_lists_public_videos_unless_it_says_otherwise(said: str, public: bool | None):
    assert facts(public=said).public is public


def test_what_cannot_be_read_and_decides_nothing_stays_unknown():
    candidate = read(country="Atlantis", language="?", views="12K")
    assert isinstance(candidate, Candidate)
    assert (candidate.country, candidate.language, candidate.facts.views) == ("", "", None)


def test_text_that_no_database_keeps_is_taken_out():
    assert facts(caption="a\x00b ").caption == "ab"


def test_row_shorter_than_the_headings_has_empty_cells():
    reader = Reader(
        places={Field.LINK: 0, Field.CAPTION: 5},
        zone=ZoneInfo("UTC"),
        before=POSTED,
        platforms=frozenset({"tiktok"}),
    )
    candidate = reader.read(Line(2, (LINK,)))
    assert isinstance(candidate, Candidate)
    assert candidate.facts.caption is None
