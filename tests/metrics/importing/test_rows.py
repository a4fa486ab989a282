from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from entries.importing.cells import Line
from entries.links import LinkRefused, parse_video_link
from entries.video_ids import tiktok_id_for
from metrics.importing import rows as module
from metrics.importing.columns import Field
from metrics.importing.rows import Candidate, Reader
from tests.builders import utc

BEFORE = utc(2026, 11, 20, 12)
ID = tiktok_id_for(utc(2026, 11, 12), salt=1)
LINK = f"https://www.tiktok.com/@reader/video/{ID}"
MOMENT = "2026-11-13 10:00"
PLACES = {field: place for place, field in enumerate(Field)}


def reader(places: dict[Field, int] | None = None, *, taken_at: datetime | None = None) -> Reader:
    return Reader(
        places=PLACES if places is None else places,
        zone=ZoneInfo("Asia/Almaty"),
        before=BEFORE,
        taken_at=taken_at,
        form=datetime.isoformat,
    )


def read(*cells: Any, by: Reader | None = None) -> Any:
    """The candidate in one row, or the code of its refusal."""
    found = (by or reader()).read([Line(7, cells)])
    if found.refused:
        assert not found.candidates
        assert found.refused[0].line == 7
        return found.refused[0].code
    return found.candidates[0]


def test_row_gives_a_candidate():
    assert read(LINK, MOMENT, "1532", "88", "", "2") == Candidate(
        7, "tiktok", ID, "2026-11-13T05:00:00+00:00", "1532", "88", None, "2"
    )


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("youtu.be/BGQWPY4IigY?si=x", ("youtube", "BGQWPY4IigY")),
        (f"https://m.tiktok.com/v/{ID}.html", ("tiktok", ID)),
        (f"{LINK}?lang=kk", ("tiktok", ID)),
        ("https://www.instagram.com/reel/C1abcdefghi/", ("instagram", "C1abcdefghi")),
    ],
)
def test_any_form_of_a_link_names_its_video(link: str, key: tuple[str, str]):
    candidate = read(link, MOMENT, 1, 2, 3, 4)
    assert (candidate.platform, candidate.video_id) == key


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("", MOMENT, "1"), "link_missing"),
        ((None, MOMENT, "1"), "link_missing"),
        (("soon", MOMENT, "1"), "not_a_link"),
        (("https://vm.tiktok.com/ZMabc/", MOMENT, "1"), "short_link"),
        (("https://www.tiktok.com/@reader", MOMENT, "1"), "profile"),
        ((LINK, MOMENT, ""), "views_missing"),
        ((LINK, MOMENT), "views_missing"),
        ((LINK, MOMENT, "many"), "malformed_count"),
        ((LINK, MOMENT, "1.5K"), "malformed_count"),
        ((LINK, MOMENT, "9" * 16), "malformed_count"),
        ((LINK, MOMENT, True), "malformed_count"),
        ((LINK, MOMENT, "5", "x"), "malformed_count"),
        ((LINK, MOMENT, "-5"), "negative"),
        ((LINK, MOMENT, -5), "negative"),
        ((LINK, MOMENT, "−1 532"), "negative"),
        ((LINK, MOMENT, "5", "5", "-1"), "negative"),
        ((LINK, "yesterday", "5"), "malformed_time"),
        ((LINK, "11/12/2026", "5"), "malformed_time"),
        ((LINK, "2026-11-20T12:00:01Z", "5"), "future"),
        ((LINK, "", "5"), "moment_missing"),
    ],
)
def test_row_is_refused_with_its_cause(cells: tuple[Any, ...], code: str):
    assert read(*cells) == code


@pytest.mark.parametrize(
    ("cell", "digits"),
    [("0", "0"), ("007", "007"), (1532, "1532"), (1532.0, "1532"), ("1 532", "1532"),
     ("1\u00a0532", "1532"), ("1532.0", "1532"), ("٣٤", "34"), (" 12 ", "12"), (0, "0")],
)  # fmt: skip
def test_counts_are_read_as_exports_write_them(cell: Any, digits: str):
    assert read(LINK, MOMENT, cell).views == digits


def test_moment_of_a_file_that_tells_none_is_the_one_that_somebody_said():
    places = {Field.LINK: 0, Field.VIEWS: 1}
    by = reader(places, taken_at=utc(2026, 11, 14))
    assert read(LINK, "5", by=by).taken_at == "2026-11-14T00:00:00+00:00"
    assert read(LINK, "5", by=reader(places)) == "moment_missing"


def test_empty_cell_does_not_borrow_the_moment_of_the_file():
    assert read(LINK, "", "5", by=reader(taken_at=utc(2026, 11, 14))) == "moment_missing"


def test_cells_of_a_workbook_are_read_like_texts():
    candidate = read(LINK, utc(2026, 11, 13, 10).replace(tzinfo=None), 5, None, 0, 2.0)
    assert candidate[3:] == ("2026-11-13T05:00:00+00:00", "5", None, "0", "2")


def test_true_is_no_count_after_a_one():
    by = reader()
    assert read(LINK, MOMENT, 1, by=by).views == "1"
    assert read(LINK, MOMENT, True, by=by) == "malformed_count"


def test_reading_goes_on_when_more_texts_came_than_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(module, "KEPT", 3)
    lines = [Line(number, (LINK, MOMENT, str(number))) for number in range(20)]
    found = reader().read(lines)
    assert [candidate.views for candidate in found.candidates] == [str(n) for n in range(20)]


def test_what_is_told_of_a_row_is_its_video_and_its_moment():
    assert reader().told(Line(2, (LINK, MOMENT, "5"))) == f"{LINK} · {MOMENT}"
    assert reader({Field.LINK: 1, Field.VIEWS: 0}).told(Line(2, ("5", LINK))) == LINK
    assert reader().told(Line(2, ("x" * 400,))) == "x" * 300


def parsed(text: str) -> Any:
    try:
        link = parse_video_link(text)
    except LinkRefused as refused:
        return refused.code.value
    return link.platform, link.video_id


TIKTOK_LIKE = st.from_regex(
    r"https://www\.tiktok\.com/@[A-Za-z0-9._]{0,50}/video/[0-9]{17,20}[ /?x]{0,2}", fullmatch=True
)


@given(st.one_of(TIKTOK_LIKE, st.text(max_size=30).map(lambda end: LINK + end)))
@example(LINK)
@example(LINK + "\n")
@example(LINK.replace("@reader", "@"))
def test_links_known_by_their_pattern_are_those_that_any_link_is(text: str):
    told = read(text, MOMENT, "1")
    assert ((told.platform, told.video_id) if isinstance(told, Candidate) else told) == parsed(
        text.replace("\x00", "").strip()
    )


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans())))
def test_no_row_whatever_is_in_it_raises(cells: list[Any]):
    found = reader().read([Line(1, tuple(cells))])
    assert len(found.candidates) + len(found.refused) == 1


@given(st.integers(min_value=0, max_value=10**9))
def test_moment_is_the_one_that_was_written(microseconds: int):
    taken_at = BEFORE - timedelta(microseconds=microseconds)
    assert read(LINK, taken_at.isoformat(), "1").taken_at == taken_at.isoformat()
