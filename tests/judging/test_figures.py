"""A round's figures side by side, and how they are drawn."""

from decimal import Decimal

import pytest

from judging import figures
from judging.admin.figures_page import figures_page
from judging.figures import figures_of_round, line_of
from judging.models import Round
from tests.builders import build_prize, build_round
from tests.judging.staff import build_panel, entries_of, give, page_of, signed_in, tally_round
from tests.personas import manager

pytestmark = pytest.mark.django_db


def scored(*rows: tuple[int, ...], **fields) -> tuple[Round, list]:
    """A round in which each row is an entry, each number a judge's points for it."""
    round_, judges, campaign = build_panel(judges=max(map(len, rows)), criteria=1, **fields)
    entries = entries_of(campaign, len(rows))
    for entry, row in zip(entries, rows, strict=True):
        for judge, points in zip(judges, row, strict=False):
            give(round_, entry, judge, points)
    return round_, entries


def test_figures_are_those_of_the_tally_best_first():
    round_, entries = scored((1, 2, 3), (5, 5, 4), (3, 3, 3))
    found = figures_of_round(round_)
    assert [one.entry_id for one in found.rows] == [entries[place].pk for place in (1, 2, 0)]
    assert {one.entry_id: one.total for one in found.rows} == tally_round(round_)
    assert [one.ranked.rank for one in found.rows] == [1, 2, 3]
    assert found.mean == pytest.approx(Decimal(29) / 45)


def test_five_reviews_bring_the_mean_without_extremes():
    round_, _entries = scored((0, 3, 3, 3, 5))
    (row,) = figures_of_round(round_).rows
    assert (row.total.trimmed_mean, row.total.mean) == (Decimal("0.6"), Decimal("0.56"))


def test_strict_judge_comes_first_and_leans_to_the_start():
    round_, _entries = scored((1, 4), (2, 5), (0, 3))
    strict, mild = figures_of_round(round_).scales
    assert (strict.severity, mild.severity) == (Decimal("0.6"), Decimal("-0.6"))
    context = signed_in(manager()).get(page_of("figures", round_)).context_data
    first, second = context["scales"]
    assert (first.is_strict, first.lean_from, first.lean_width) == (True, 0, 50)
    assert (second.is_strict, second.lean_from, second.lean_width) == (False, 50, 50)
    assert (first.dot, context["mean_at"], context["reach"]) == (20, 50, Decimal("0.6"))
    # The mean of 0.2 with a spread of 0.2 reaches from 0 to 0.4.
    assert (first.bar_from, first.bar_width) == (0, 40)


def test_small_differences_are_drawn_small():
    round_, _entries = scored((3, 3), (2, 2))
    context = signed_in(manager()).get(page_of("figures", round_)).context_data
    assert context["reach"] == Decimal("0.05")
    assert [one.lean_width for one in context["scales"]] == [0, 0]


@pytest.mark.parametrize(
    ("fields", "prizes", "line"),
    [
        ({"advance_count": 2}, 1, 2),
        ({"advance_cutoff": Decimal(60)}, 1, 2),
        ({"advance_cutoff": Decimal(100)}, 3, 3),
        ({}, 3, 3),
        ({}, 0, 1),
    ],
)
def test_line_is_the_number_the_cut_off_or_the_prizes(fields, prizes, line):
    round_, _entries = scored((1, 1), (3, 3), (4, 4), **fields)
    for place in range(1, prizes + 1):
        build_prize(round_.category, place=place)
    assert line_of(round_, tally_round(round_)) == line
    assert figures_of_round(round_).line == line


def test_places_are_the_surer_the_further_apart():
    round_, entries = scored((5, 5, 4), (0, 1, 0), (1, 0, 0), advance_count=1)
    first, *others = figures_of_round(round_).rows
    assert first.entry_id == entries[0].pk
    assert (first.sure.inside, first.sure.rank_low, first.sure.rank_high) == (100, 1, 1)
    assert [one.sure.inside for one in others] == [0, 0]


def test_sureness_waits_to_be_asked_for_in_large_rounds(monkeypatch):
    monkeypatch.setattr(figures, "SURE_AT_ONCE", 2)
    round_, _entries = scored((1, 2), (2, 3), (3, 4))
    found = figures_of_round(round_)
    assert (found.waits, [one.sure for one in found.rows]) == (True, [None] * 3)
    asked = figures_of_round(round_, ask_sure=True)
    assert not asked.waits
    assert all(one.sure for one in asked.rows)
    client = signed_in(manager())
    page = client.get(page_of("figures", round_))
    assert "Work out how sure every place is" in page.content.decode()
    page = client.get(page_of("figures", round_), {"sure": "1"})
    assert "Work out how sure every place is" not in page.content.decode()
    assert page.context_data["is_sure_shown"]


def test_nothing_of_other_rounds_gets_in():
    round_, _entries = scored((1, 2), (2, 3))
    before = figures_of_round(round_)
    other, entries, judges = build_round(round_.category, order=2, criteria=1), [], []
    for assignment in round_.assignments.select_related("entry", "judge"):
        entries.append(assignment.entry)
        judges.append(assignment.judge)
    give(other, entries[0], judges[0], 5)
    assert figures_of_round(round_) == before


def test_page_is_for_reading_only(rf):
    assert figures_page(rf.post("/"), round_id=1).status_code == 405


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_queries_do_not_grow(rows, django_assert_num_queries):
    round_, _entries = scored(*[(1, 2, 3)] * rows)
    with django_assert_num_queries(3):
        assert len(figures_of_round(round_).rows) == rows
