"""Facts as Markdown, and Markdown as the files that newsrooms open."""

import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from results.press_blocks import Block, Run, as_text, blocks_of
from results.press_docx import as_docx
from results.press_markdown import bullets, heading, plain, quotation, together, without_isolates

AT = datetime(2026, 5, 16, 11, tzinfo=UTC)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MEAN = (
    "# not a heading",
    "- not a list",
    "1. not a list",
    "2) not a list",
    "> not a quotation",
    "*not* bold, __nor__ this, nor `code`",
    "[no link](javascript:alert(1))",
    "![no picture](https://example.org/a.png)",
    "<b>no tag</b> &amp; &#35; AT&T",
    "| a | b |",
    "---",
    "=== no heading",
    "~~~",
    "@kitap_land_vko_ and @_me_ and #кітап_ток",
    "ends with a backslash \\",
    "\\*",
    "+ plus",
    "C:\\new",
)


def shown(markdown: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of(markdown)]


@pytest.mark.parametrize("text", MEAN)
def test_facts_are_shown_as_they_were_written(text):
    assert shown(plain(text)) == [("paragraph", text)]
    assert shown(bullets([plain(text)])) == [("item", text)]
    assert shown(f"**{plain(text)}**")[0][1].strip() in (text, text.strip())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"])))
def test_no_text_turns_into_markup(text):
    line = " ".join(text.split())
    found = shown(plain(text))
    assert found == ([("paragraph", line)] if line else [])


def test_ordinary_names_stay_as_they_are():
    for name in ("@trend_kitapkhana", "#кiтапток", "70,000 tenge (each)", "Kitaptok: 50 %"):
        assert plain(name) == name


def test_lines_of_a_fact_become_one():
    assert plain("One\n\ntwo\r\n  three") == "One two three"


def test_quotation_keeps_its_paragraphs():
    text = quotation("First *one*.\n\nSecond.", by="A. Person, post")
    assert shown(text) == [
        ("quote", "First *one*."),
        ("quote", "Second."),
        ("quote", "— A. Person, post"),
    ]


def test_empty_blocks_are_left_out():
    assert together(["A", "", " ", "B"]) == "A\n\nB"


def test_release_as_plain_text():
    body = together(
        [
            "**Lead.** See <https://example.org/a> or [the page](https://example.org/b).",
            heading("Winners"),
            bullets(["one", "two"]),
            "3. third\n4. fourth",
            quotation("It is good.", by="Somebody"),
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ]
    )
    assert as_text("Title", body) == (
        "Title\n=====\n\n"
        "Lead. See https://example.org/a or the page (https://example.org/b).\n\n"
        "Winners\n-------\n\n"
        "• one\n• two\n"
        "3. third\n4. fourth\n\n"
        "    It is good.\n\n"
        "    — Somebody\n\n"
        "a · b\n\n1 · 2\n"
    )


def test_nested_lists_and_second_paragraphs_keep_their_depth():
    blocks = blocks_of("- one\n\n  more\n  1. inner\n")
    assert [(one.text, one.level, one.mark) for one in blocks] == [
        ("one", 1, "•"),
        ("more", 1, ""),
        ("inner", 2, "1."),
    ]


def test_bold_and_italic_survive():
    [block] = blocks_of("a **b *c*** d")
    assert block.runs == (
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" d"),
    )


def paragraphs(file: bytes) -> list[str]:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml"))
    return ["".join(one.itertext()) for one in root.iter(f"{WORD}p")]


def test_document_has_title_and_paragraphs():
    blocks = blocks_of("## H\n\n- **a** & <b>\n\n> q")
    file = as_docx("Title", blocks, language="en", rtl=False, at=AT)
    assert paragraphs(file) == ["Title", "H", "•a & <b>", "q"]
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert names[0] == "[Content_Types].xml"
    assert b"<w:rtl/>" not in zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml")


def test_arabic_document_runs_from_the_right():
    file = as_docx("عنوان", blocks_of("نص"), language="ar", rtl=True, at=AT)
    content = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml").decode()
    assert content.count("<w:bidi/>") == 3  # two paragraphs and the page
    assert content.count("<w:rtl/>") == 2


def test_same_text_gives_the_same_document():
    files = {as_docx("T", [], language="kk", rtl=False, at=AT) for _time in range(2)}
    assert len(files) == 1


def test_document_survives_what_xml_cannot_write():
    file = as_docx(
        "a\x0bb", [Block("paragraph", (Run("c\ufffed\ne"),))], language="en", rtl=False, at=AT
    )
    assert paragraphs(file) == ["ab", "cde"]


def test_invisible_signs_can_be_taken_out():
    assert without_isolates("\u2068@name\u2069, \u2066UTC+5\u2069") == "@name, UTC+5"


def test_the_same_parser_reads_pages_and_files():
    # website.markup renders with the same dialect: what is a table there is one here.
    html = MarkdownIt("commonmark").enable("table").render("|a|\n|-|\n|b|")
    assert "<table>" in html
    assert [one.text for one in blocks_of("|a|\n|-|\n|b|")] == ["a", "b"]
