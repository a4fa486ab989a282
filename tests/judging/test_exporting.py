"""Every single score as a file: complete, at any size, and harmless in a spreadsheet program."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from entries.models import Entry
from judging import spreadsheets
from judging.exporting import table_of
from judging.models import Assignment, Comparison, Judge, Round, Score
from judging.spreadsheets import Table, as_csv, write_xlsx
from tests.builders import build_assignment
from tests.judging.staff import build_panel, entries_of, flag, give, vote

pytestmark = pytest.mark.django_db


def csv_of(round_: Round) -> list[dict[str, str]]:
    text = "".join(as_csv(table_of(round_)))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def sheets_of(table: Table) -> list[list[tuple]]:
    file = BytesIO()
    write_xlsx(table, file)
    book = load_workbook(file)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def test_every_single_score_is_there_with_what_it_is_of():
    round_, judges, campaign = build_panel(judges=2)
    entries = entries_of(campaign, 3)
    at = datetime(2026, 3, 1, 20, 30, 15, tzinfo=UTC)
    for number, entry in enumerate(entries):
        give(round_, entry, judges[0], number, 5, at=at)
        give(round_, entry, judges[1], 1)
    rows = csv_of(round_)
    assert len(rows) == Assignment.objects.count() == 6
    columns = [f"Criterion {number} (0–5, weight 1.00)" for number in (1, 2)]
    given = [int(row[column]) for row in rows for column in columns if row[column]]
    assert sorted(given) == sorted(Score.objects.values_list("points", flat=True))
    first, second = rows[0], rows[1]
    assert first == {
        "Entry, number": str(entries[0].pk),
        "Platform": "TikTok",
        "Creator": entries[0].creator.handle,
        "Address of the video": entries[0].url,
        "Judge, number": str(judges[0].pk),
        "Judge": "Judge 1",
        "State": "finished",
        "Counts": "yes",
        "Score (0–100)": "50.000000",
        columns[0]: "0",
        columns[1]: "5",
        "assigned (Asia/Almaty)": first["assigned (Asia/Almaty)"],
        "saved (Asia/Almaty)": "2026-03-02 01:30:15",
        "finished (Asia/Almaty)": "2026-03-02 01:30:15",
        "Comment for the organisers": "",
        "Comment for the creator": "",
        "Why it was not reviewed": "",
        "What staff should look at": "",
        "What was done": "",
    }
    assert (second["State"], second["Counts"], second["Score (0–100)"]) == ("begun", "no", "")


def test_what_does_not_count_says_so():
    round_, judges, campaign = build_panel(judges=2)
    now = timezone.now()
    recused, released, gone, counted = entries_of(campaign, 4)
    give(round_, recused, judges[0], 1, 1, recused_at=now, recusal_reason="Cousin")
    give(round_, released, judges[0], 1, 1, released_at=now, released_reason="Ill")
    give(round_, gone, judges[0], 1, 1)
    Entry.objects.filter(pk=gone.pk).update(status=Entry.Status.WITHDRAWN)
    give(round_, counted, judges[0], 1, 1)
    give(round_, counted, judges[1], 1, 1)
    Judge.objects.filter(pk=judges[1].pk).update(
        left_at=now, left_reason="A cousin", work_counts=False
    )
    found = [
        (one["State"], one["Counts"], one["Why it was not reviewed"]) for one in csv_of(round_)
    ]
    assert found == [
        ("stepped back", "no", "Cousin"),
        ("taken away", "no", "Ill"),
        ("finished", "no", ""),
        ("finished", "yes", ""),
        ("finished", "no", ""),
    ]


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_taken_for_a_formula(text):
    round_, (judge,), campaign = build_panel(judges=1)
    judge.user.name = text
    judge.user.save()
    (entry,) = entries_of(campaign, 1)
    type(entry.creator).objects.filter(pk=entry.creator_id).update(handle=text)
    round_.criteria.update(title=text)
    review = give(round_, entry, judge, 1, 1, comment_for_staff=text, comment_for_creator=text)
    flag(review, text)
    file = "".join(as_csv(table_of(round_)))
    (sheet,) = sheets_of(table_of(round_))
    cells = [cell for row in csv.reader(StringIO(file, newline="")) for cell in row]
    cells += [cell for row in sheet for cell in row if isinstance(cell, str)]
    assert sum(text.strip() in cell for cell in cells) >= 10
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize(
    "text",
    ["Fine;=1+1", "Fine; @SUM(A1)", "Fine\n=1+1", " =1+1", "\ufeff=1+1", "\x0b=1+1", "＝1+1"],
)
def test_no_text_is_a_formula_where_semicolons_part_the_columns(text):
    round_, (judge,), campaign = build_panel(judges=1)
    (entry,) = entries_of(campaign, 1)
    give(round_, entry, judge, 1, 1, comment_for_staff=text)
    file = "".join(as_csv(table_of(round_)))
    cells = [cell.strip(" \ufeff") for line in file.splitlines() for cell in line.split(";")]
    cells += [
        cell.strip(" \ufeff") for row in csv.reader(StringIO(file, newline="")) for cell in row
    ]
    assert any("1+1" in cell or "SUM" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(tuple("=+-@＝"))] == []


@pytest.mark.parametrize("sign", ["\x0b", "\ufffe", "\uffff"])
def test_workbook_holds_no_sign_that_xml_does_not_know(sign):
    round_, (judge,), campaign = build_panel(judges=1)
    give(round_, *entries_of(campaign, 1), judge, 1, 1, comment_for_staff=f"Fi{sign}ne")
    (sheet,) = sheets_of(table_of(round_))
    assert any("Fine" in row for row in sheet)


def test_email_addresses_stay_here():
    round_, (judge,), campaign = build_panel(judges=1)
    give(round_, *entries_of(campaign, 1), judge, 1, 1)
    assert judge.user.email not in "".join(as_csv(table_of(round_)))


def test_workbook_keeps_numbers_and_moments():
    round_, (judge,), campaign = build_panel(judges=1)
    (entry,) = entries_of(campaign, 1)
    at = datetime(2026, 3, 1, 20, 30, 15, tzinfo=UTC)
    give(round_, entry, judge, 4, 5, at=at, comment_for_staff="one\x0btwo\nthree")
    ((headings, row),) = sheets_of(table_of(round_))
    found = dict(zip(headings, row, strict=True))
    assert found["Entry, number"] == entry.pk
    assert found["Score (0–100)"] == 90
    assert found["finished (Asia/Almaty)"] == datetime(2026, 3, 2, 1, 30, 15)  # noqa: DTZ001
    assert found["Comment for the organisers"] == "onetwo\nthree"


def test_workbook_goes_on_on_the_next_sheet(monkeypatch):
    monkeypatch.setattr(spreadsheets, "ROWS_OF_A_SHEET", 2)
    rows = ([number] for number in range(5))
    assert sheets_of(Table("Numbers", ["number"], rows)) == [
        [("number",), (0,), (1,)],
        [("number",), (2,), (3,)],
        [("number",), (4,)],
    ]


def test_empty_round_gives_headings():
    round_, _judges, _campaign = build_panel()
    assert csv_of(round_) == []
    ((headings,),) = sheets_of(table_of(round_))
    assert len(headings) == 19


def test_votes_stand_in_the_place_of_points():
    round_, judges, campaign = build_panel(kind=Round.Kind.SCREENING, criteria=0, quorum=1)
    (entry,) = entries_of(campaign, 1)
    for judge, given in zip(judges, ("yes", "unsure"), strict=False):
        vote(round_, entry, judge, given)
    build_assignment(round_, entry, judges[2])
    rows = csv_of(round_)
    assert [(row["Vote"], row["State"]) for row in rows] == [
        ("yes", "finished"),
        ("unsure", "finished"),
        ("", "to do"),
    ]
    assert "Score (0–100)" not in rows[0]


def test_comparisons_are_lines_of_their_own():
    round_, (judge, *_others), campaign = build_panel(kind=Round.Kind.PAIRWISE, criteria=0)
    first, second = entries_of(campaign, 2)
    now = timezone.now()
    for undone in (now, None):
        Comparison.objects.create(
            round=round_,
            judge=judge,
            first=first,
            second=second,
            preferred=second,
            made_at=now,
            undone_at=undone,
        )
    rows = csv_of(round_)
    assert [
        (
            row["One entry: Creator"],
            row["The other: Creator"],
            row["Preferred entry, number"],
            row["Counts"],
        )
        for row in rows
    ] == [
        (first.creator.handle, second.creator.handle, str(second.pk), "no"),
        (first.creator.handle, second.creator.handle, str(second.pk), "yes"),
    ]


def test_words_are_those_of_the_reader_though_rows_follow_later():
    round_, (judge,), campaign = build_panel(judges=1)
    give(round_, *entries_of(campaign, 1), judge, 1, 1)
    with translation.override("ru"):
        expected = translation.gettext("finished")
        table = table_of(round_)
    (row,) = table.rows
    assert expected != "finished"
    assert expected in row


def test_scores_are_those_of_the_sum():
    round_, judges, campaign = build_panel(judges=2, criteria=3)
    heavy = round_.criteria.first()
    heavy.weight, heavy.max_points = Decimal(4), 7
    heavy.save()
    (entry,) = entries_of(campaign, 1)
    give(round_, entry, judges[0], 5, 2, 3)
    (row,) = csv_of(round_)
    # (4·5/7 + 2/5 + 3/5) / 6
    assert row["Score (0–100)"] == "64.285714"


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_queries_do_not_grow(rows, django_assert_num_queries):
    round_, (judge,), campaign = build_panel(judges=1)
    for entry in entries_of(campaign, rows):
        give(round_, entry, judge, 1, 2)
    with django_assert_num_queries(3):
        assert len(list(table_of(round_).rows)) == rows
