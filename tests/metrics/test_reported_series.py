"""A series of reported figures: read line by line, taken over whole, never twice."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.models import CampaignReading
from metrics.refusal import MetricsRefused
from metrics.reported_rows import ROWS_AT_MOST, Mistake, read_rows
from metrics.reported_series import import_campaign_readings, mistake_in_words
from tests import personas
from tests.builders import build_campaign, utc

ALMATY = ZoneInfo("Asia/Almaty")
NOW = utc(2026, 3, 31)
HEAD = "date,views,source\n"


def read(text):
    return read_rows(text, zone=ALMATY, at=NOW)


def mistakes(text):
    return [(one.line, one.code, one.value) for one in read(text).mistakes]


def test_rows_are_read_in_the_zone_and_by_their_headings():
    found = read(
        "\ufeffSource;Date;Views;Videos;Regions\r\n"
        "TikTok;2026-03-21;28 300 000;;\r\n"
        "\r\n"
        '"Ministry; press";21.03.2026 18:05;;20,000;17\r\n'
    )
    assert found.mistakes == []
    assert [(row.line, row.taken_at, row.source, row.counts) for row in found.rows] == [
        (2, utc(2026, 3, 20, 19), "TikTok", {"views": 28_300_000}),
        (4, utc(2026, 3, 21, 13, 5), "Ministry; press", {"videos": 20_000, "regions": 17}),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "empty", "")]),
        (HEAD, [(1, "empty", "")]),
        ("views,source\n1,A", [(1, "heading_missing", "date")]),
        ("date,views\n2026-03-01,1", [(1, "heading_missing", "source")]),
        ("date,likes,source\n", [(1, "heading_unknown", "likes")]),
        ("date,views,views,source\n", [(1, "heading_twice", "views")]),
        (HEAD + "2026-02-30,1,A", [(2, "date", "2026-02-30")]),
        (HEAD + "yesterday,1,A", [(2, "date", "yesterday")]),
        (HEAD + "2026-03-01 25:00,1,A", [(2, "date", "2026-03-01 25:00")]),
        (HEAD + "2027-01-01,1,A", [(2, "future", "2027-01-01")]),
        (HEAD + "2026-03-01,1,", [(2, "source_missing", "")]),
        (HEAD + f"2026-03-01,1,{'a' * 201}", [(2, "source_long", "")]),
        (HEAD + "2026-03-01,,A", [(2, "nothing", "")]),
        (HEAD + "2026-03-01,-5,A", [(2, "number", "-5")]),
        (HEAD + '2026-03-01,"28,3",A', [(2, "number", "28,3")]),
        (HEAD + "2026-03-01,28.3 million,A", [(2, "number", "28.3 million")]),
        (HEAD + f"2026-03-01,{2**63},A", [(2, "number", str(2**63))]),
        (HEAD + "2026-03-01,1,A\n2026-03-01,2,A", [(3, "repeats", "2")]),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, expected):
    assert mistakes(text) == expected
    for line, code, value in expected:
        assert mistake_in_words(Mistake(line, code, value))


def test_a_thousand_rows_at_most():
    rows = "".join(f"2025-01-01 00:00,1,A{n}\n" for n in range(ROWS_AT_MOST))
    assert len(read(HEAD + rows).rows) == ROWS_AT_MOST
    assert mistakes(HEAD + rows + "2025-01-01,1,B") == [(ROWS_AT_MOST + 2, "too_many", "")]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    found = read(HEAD + text)
    assert found.rows or found.mistakes
    for mistake in (*found.mistakes, *read(text).mistakes):
        assert mistake_in_words(mistake)


@pytest.mark.django_db
def test_a_series_is_taken_over_once():
    campaign = build_campaign()
    rows = read(HEAD + "2026-03-01,1,TikTok\n2026-03-02,2,TikTok").rows

    def take(rows, language="en"):
        done = import_campaign_readings(
            campaign_id=campaign.pk,
            rows=rows,
            language=language,
            by=personas.manager(),
            at=NOW,
        )
        return done.taken, done.known

    assert take(rows[:1]) == (1, 0)
    assert take(rows) == (1, 1)
    assert take(rows, language="kk") == (0, 2)
    readings = CampaignReading.objects.order_by("taken_at")
    assert [(one.views, one.source_en, one.recorded_by) for one in readings] == [
        (1, "TikTok", personas.manager()),
        (2, "TikTok", personas.manager()),
    ]


@pytest.mark.django_db
def test_the_verb_refuses_the_future():
    campaign = build_campaign()
    rows = read(HEAD + "2026-03-01,1,TikTok").rows
    with pytest.raises(MetricsRefused) as refused:
        import_campaign_readings(
            campaign_id=campaign.pk, rows=rows, language="en", by=None, at=utc(2026, 2, 1)
        )
    assert refused.value.code == "future"
    assert not CampaignReading.objects.exists()
