import io
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from entries.importing.cells import Unreadable
from entries.importing.delimited import ARABIC, CYRILLIC, UTF8
from entries.importing.reading import WORKBOOK, first_rows, open_table, recognise_encoding
from tests.entries.importing.files import csv_file, replace_part, xlsx_file

MEGABYTE = 1024 * 1024
RUSSIAN = "Читаем вместе: «Мастер и Маргарита», отзыв о книге"
KAZAKH = "Кітап оқимыз, Абай жолы"
ARABIC_TEXT = "نقرأ معا كتابا جديدا كل أسبوع"


def read(file: io.BytesIO, *, max_rows: int = 100) -> tuple[tuple[str, ...], list[Any]]:
    table = open_table(file, recognise_encoding(file), max_rows=max_rows, max_bytes=MEGABYTE)
    return table.headers, [(line.number, list(line.cells)) for line in table.rows]


def refusal(file: io.BytesIO, **options: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        read(file, **options)
    return refused.value.reason


@pytest.mark.parametrize(
    ("encoding", "recognised", "text"),
    [
        ("utf-8", UTF8, KAZAKH),
        ("utf-8-sig", UTF8, KAZAKH),
        ("utf-16", "utf-16", KAZAKH),
        ("utf-16-le", "utf-16-le", RUSSIAN),
        ("utf-16-be", "utf-16-be", ARABIC_TEXT),
        ("windows-1251", CYRILLIC, RUSSIAN),
        ("windows-1256", ARABIC, ARABIC_TEXT),
        ("ascii", UTF8, "plain"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_its_own_alphabet_and_with_its_delimiter(
    encoding: str, recognised: str, text: str, delimiter: str
):
    file = csv_file(
        [["https://x", text]],
        headers=["Link", "Text"],
        encoding=encoding,
        delimiter=delimiter,
    )
    assert recognise_encoding(file) == recognised
    assert read(file) == (("Link", "Text"), [(2, ["https://x", text])])


def test_line_breaks_and_delimiters_within_quotes_belong_to_the_text():
    file = csv_file([["a", 'One\ntwo; "three", four'], ["b", "c"]], headers=["Link", "Text"])
    assert read(file)[1] == [(2, ["a", 'One\ntwo; "three", four']), (4, ["b", "c"])]


def test_empty_rows_are_left_out_and_the_line_numbers_stay_true():
    file = io.BytesIO(b"\n\nLink;Text\n\n;\nhttps://x;a\n\n")
    assert read(file) == (("Link", "Text"), [(6, ["https://x", "a"])])


def test_headings_are_named_once_each():
    file = csv_file([["1", "2", "3", "4"]], headers=["Link", " Link ", "", "Link"])
    assert read(file)[0] == ("Link", "Link (2)", "C", "Link (3)")


def test_quotation_mark_that_is_never_closed_is_refused_with_its_line():
    body = b'Link,Text\na,b\nc,"never closed\n' + b"d,e\n" * 50_000
    assert refusal(io.BytesIO(body), max_rows=100_000) == "broken_quotes:3"


def test_file_that_is_not_in_the_alphabet_it_should_be_is_refused():
    file = csv_file([["a", RUSSIAN]], headers=["Link", "Text"], encoding="windows-1251")
    with pytest.raises(Unreadable, match="wrong_encoding"):
        list(open_table(file, UTF8, max_rows=9, max_bytes=MEGABYTE).rows)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 500, "old_excel"),
        (b"PK\x03\x04 and then something else", "broken_workbook"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, reason: str):
    assert refusal(io.BytesIO(content)) == reason


def test_more_rows_than_allowed_are_refused():
    rows = [[str(number)] for number in range(4)]
    assert len(read(csv_file(rows, headers=["Link"]), max_rows=4)[1]) == 4
    assert refusal(csv_file(rows, headers=["Link"]), max_rows=3) == "too_many_rows"


def test_workbook_keeps_dates_and_numbers():
    posted = datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001 - spreadsheets know no zones
    file = xlsx_file([["https://x", posted, 42]], headers=["Link", "Posted", "Duration"])
    assert recognise_encoding(file) == WORKBOOK
    headers, [(number, cells)] = read(file)
    assert (headers, number) == (("Link", "Posted", "Duration"), 2)
    assert cells[:3] == ["https://x", posted, 42]


def test_formulas_of_a_workbook_are_never_evaluated():
    file = xlsx_file([['=HYPERLINK("https://x")', "=1+1"]], headers=["Link", "Duration"])
    # What a spreadsheet program has not computed is empty, and an empty row is none.
    assert read(file)[1] == []


def test_workbook_that_unpacks_to_far_more_than_it_is_is_refused():
    bomb = replace_part(
        xlsx_file([["a"]], headers=["Link"]), "xl/worksheets/sheet1.xml", b"0" * (5 * MEGABYTE)
    )
    assert len(bomb.getvalue()) < 20_000
    assert refusal(bomb) == "too_big_inside"


def test_entities_in_a_workbook_are_refused():
    laughs = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha">
        <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
    file = replace_part(xlsx_file([["a"]], headers=["Link"]), "xl/worksheets/sheet1.xml", laughs)
    assert refusal(file).startswith("broken_workbook")


@pytest.mark.parametrize("cell", ["ZZZ1", "A99999999"])
def test_cells_far_away_take_neither_memory_nor_time(cell: str):
    row = cell.lstrip("AZ")
    sheet = f"""<?xml version="1.0"?>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>Link</t></is></c></row>
        <row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row>
        </sheetData></worksheet>"""
    file = replace_part(
        xlsx_file([["a"]], headers=["Link"]), "xl/worksheets/sheet1.xml", sheet.encode()
    )
    if row == "1":
        assert read(file)[1] == []
    else:
        assert refusal(file) == "broken_workbook:1048577"


@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@example(content=b"PK\x03\x04")
@example(content=b'a,b\n"')
@example(content=b"\xff\xfea")
def test_any_file_at_all_is_read_or_refused(content: bytes):
    try:
        headers, rows = read(io.BytesIO(content))
    except Unreadable:
        return
    assert headers
    assert len(rows) <= content.count(b"\n") + content.count(b"\r")


def test_first_rows_are_text_as_wide_as_the_headings():
    file = csv_file([["a"], ["b", "c", "d"]] + [["e"]] * 9, headers=["Link", "Text"])
    rows = first_rows(file, UTF8, 2, max_bytes=MEGABYTE)
    assert rows == [["a", ""], ["b", "c"]]
