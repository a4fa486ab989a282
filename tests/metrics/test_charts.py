"""Charts: their ticks, their shares, and that the table holds exactly what is drawn."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from metrics.chart_ticks import MOST_MOMENTS, MOST_VALUES, Shown, time_ticks, value_ticks
from metrics.charts import BarChart, LineChart, Mark, Part, Series, Shares

ALMATY = ZoneInfo("Asia/Almaty")
START = datetime(2026, 3, 1, 5, tzinfo=UTC)


def drawn(figure) -> str:
    html: str = Template("{% load charts %}{% chart figure %}").render(Context({"figure": figure}))
    return html


def data_of(html: str) -> list[tuple[str, list[str | None]]]:
    """What the script reads: (datetime, values) of each row of the table."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", html, re.DOTALL)
    return [
        (
            re.search(r'datetime="([^"]+)"', row)[1],
            [
                found[1] if (found := re.match(r'\s*data-value="(\d+)"', cell)) else None
                for cell in row.split("<td")[1:]
            ],
        )
        for row in rows
    ]


@given(st.integers(0, 10**15))
def test_values_have_few_round_ticks_up_to_the_highest(highest):
    ticks = value_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= max(highest, 1)
    assert 2 <= len(ticks) <= MOST_VALUES + 1
    step = ticks[1]
    assert ticks == list(range(0, step * len(ticks), step))
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1500))
def test_days_have_few_ticks_inside(first, days):
    last = first + timedelta(days=days)
    ticks = time_ticks(first, last, ALMATY)
    assert 1 <= len(ticks) <= MOST_MOMENTS + 1
    assert all(first <= tick.at <= last for tick in ticks)


@given(
    st.integers(0, 10 * 365 * 24 * 3600),
    st.integers(0, 400 * 24),
    st.sampled_from(["Asia/Almaty", "Europe/Istanbul", "Asia/Kathmandu", "America/New_York"]),
)
def test_moments_have_few_ticks_at_midnights_of_the_zone(seconds, hours, name):
    zone = ZoneInfo(name)
    first = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    last = first + timedelta(hours=hours)
    ticks = time_ticks(first, last, zone)
    assert 1 <= len(ticks) <= MOST_MOMENTS + 2
    assert all(first <= tick.at <= last for tick in ticks)
    for tick in ticks[1:]:
        local = tick.at.astimezone(zone)
        assert local.minute == 0
        assert tick.shown is Shown.HOUR or local.hour == 0


def test_the_table_is_the_data():
    chart = LineChart(
        title="Views",
        series=[
            Series("A", [(START, 1), (START + timedelta(hours=2), 1_500_000)]),
            Series("B", [(START + timedelta(hours=1), 0), (START, None)]),
        ],
        marks=[Mark(START, "Opening")],
        zone=ALMATY,
    )
    html = drawn(chart)
    assert data_of(html) == [
        (START.isoformat(), ["1", None]),
        ((START + timedelta(hours=1)).isoformat(), [None, "0"]),
        ((START + timedelta(hours=2)).isoformat(), ["1500000", None]),
    ]
    assert "1,500,000" in html
    assert html.count("not known") == 3


def test_a_chart_of_days_has_days():
    chart = BarChart(
        title="Videos", series=[Series("Videos", [(date(2026, 3, 1), 4)])], zone=ALMATY
    )
    html = drawn(chart)
    assert data_of(html) == [("2026-03-01", ["4"])]
    assert "March 1, 2026" in html
    assert json.loads(re.search(r'data-moments="([^"]*)"', html)[1].replace("&quot;", '"')) == [
        [int(datetime(2026, 3, 1, tzinfo=UTC).timestamp()), "Mar 1"]
    ]


def test_a_mark_among_days_stands_between_their_ends():
    at = datetime(2026, 3, 1, 20, tzinfo=UTC)  # 2 March, 01:00 in Almaty
    chart = LineChart(
        title="Views",
        series=[Series("A", [(date(2026, 3, 1), 4)])],
        marks=[Mark(at, "Opening")],
        zone=ALMATY,
    )
    assert [mark.seconds for mark in chart.placed_marks] == [
        int(datetime(2026, 3, 1, 1, tzinfo=UTC).timestamp())
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "1 нау."), ("az", "1 mar"), ("ru", "1 мар."), ("ar", "1 مارس"), ("en", "Mar 1")],
)
def test_axes_speak_the_language(language, words):
    chart = LineChart(
        title="Views",
        series=[Series("A", [(date(2026, 3, 1), 4), (date(2026, 3, 3), 5)])],
        zone=ALMATY,
    )
    with translation.override(language):
        html = drawn(chart)
    ticks = json.loads(re.search(r'data-moments="([^"]*)"', html)[1].replace("&quot;", '"'))
    assert ticks[0][1] == words


def test_nothing_is_inline_and_texts_are_escaped():
    chart = LineChart(
        title="<b>&",
        series=[Series("<script>", [(START, 4)]), Series("B", [(START, 4)])],
        zone=ALMATY,
        note="<i>",
    )
    html = drawn(chart)
    assert not re.search(r"\sstyle=|<script|\son\w+=|<b>|<i>", html)


def test_an_empty_chart_says_so():
    for figure in (
        LineChart(title="Views", series=[Series("A", [])], zone=ALMATY),
        Shares(title="Videos", parts=[], of_what="Region", counted="Videos"),
    ):
        html = drawn(figure)
        assert "There are no figures yet." in html
        assert "<table" not in html


@given(st.lists(st.integers(0, 10**12), max_size=40))
def test_shares_make_a_whole(values):
    shares = Shares(
        title="Videos",
        parts=[Part(str(place), value) for place, value in enumerate(values)],
        of_what="Region",
        counted="Videos",
    ).shares
    total = sum(values)
    assert sum(share.per_mille for share in shares) == (1000 if total else 0)
    # Nobody is more than a tenth of a percent away from what is due.
    assert all(abs(share.per_mille * total - share.value * 1000) <= total for share in shares)


def test_shares_are_a_table_with_what_is_not_known_last():
    figure = Shares(
        title="Videos",
        parts=[Part("Not named", 5, is_known=False), Part("A", 1), Part("B", 2)],
        of_what="Region",
        counted="Videos",
    )
    assert [(share.name, share.per_mille) for share in figure.first] == [
        ("B", 250),
        ("A", 125),
        ("Not named", 625),
    ]
    html = drawn(figure)
    assert re.findall(r'data-value="(\d+)"', html) == ["2", "1", "5"]
    assert re.findall(r'<rect width="(\d+)"[^>]*chart__part', html) == ["250", "125", "625"]
    assert "62.5%" in html
