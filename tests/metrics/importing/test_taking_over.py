from datetime import timedelta
from typing import Any

import pytest

from contests.phases import Phase
from entries.importing.starting import resume_import, stop_import
from entries.importing.states import State, state_of
from entries.models import Entry
from metrics.importing import taking_over
from metrics.importing.kind import READINGS
from metrics.importing.taking_over import take_over
from metrics.keeping import is_kept, keep_anew
from metrics.models import EntryViews, Reading, ReadingBatch, ReadingImport, ViewsProgress
from tests.builders import build_campaign, build_entry, build_reading, utc
from tests.entries.importing.files import csv_file, xlsx_file
from tests.metrics.importing.imports import (
    AT,
    HEADERS,
    counts,
    imported,
    kept,
    previewed,
    reading_campaign,
    refusals,
    row,
    started,
    taken,
    upload,
    written,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_over, "BATCH", 3)


def test_rows_become_readings_of_one_batch():
    campaign = reading_campaign()
    entry, other = build_entry(campaign), build_entry(campaign)
    reading_import = imported(campaign, [row(entry, 100), row(other, "1 200", minutes=5)])
    assert counts(reading_import) == (2, 0, 0)
    assert state_of(reading_import) is State.FINISHED
    first, second = Reading.objects.order_by("taken_at")
    assert (first.entry, first.taken_at, first.views) == (entry, taken(0), 100)
    assert (first.likes, first.comments, first.shares) == (3, None, 1)
    assert (second.entry, second.views) == (other, 1200)
    assert {first.source, second.source} == {Reading.Source.IMPORT}
    assert {first.recorded_by, second.recorded_by} == {manager()}
    assert {first.recorded_at, second.recorded_at} == {AT}
    batch = ReadingBatch.objects.get()
    assert (batch.reading_import, batch.came_at) == (reading_import, AT)
    assert {first.batch, second.batch} == {batch}


def test_every_cause_of_refusal_has_its_line():
    campaign, elsewhere = reading_campaign(), reading_campaign()
    entry = build_entry(campaign)
    build_reading(entry, views=50, taken_at=taken(10))
    stranger = build_entry(elsewhere)
    rows = [
        row(entry, 60, minutes=20),
        row(entry, 60, link="soon"),
        row(entry, "", minutes=21),
        row(entry, -4, minutes=21),
        row(entry, "many", minutes=21),
        row(entry, 70, taken_at="yesterday"),
        row(entry, 70, taken_at=""),
        row(entry, 70, taken_at="2026-11-20 12:01+00:00"),
        row(stranger, 70, minutes=21),
        row(entry, 70, minutes=9),
        row(entry, 70, minutes=10),
        row(entry, 70, minutes=20),
        [],
        row(entry, 70, minutes=20, likes="x"),
        row(entry, 80, minutes=30),
        row(entry, 75, minutes=25),
    ]
    reading_import = imported(campaign, rows)
    assert refusals(reading_import) == [
        (3, "not_a_link"),
        (4, "views_missing"),
        (5, "negative"),
        (6, "malformed_count"),
        (7, "malformed_time"),
        (8, "moment_missing"),
        (9, "future"),
        (10, "unknown_video"),
        (11, "older"),
        (12, "older"),
        (13, "same_moment"),
        (15, "malformed_count"),
        (17, "older"),
    ]
    assert counts(reading_import) == (2, 0, 13)
    texts = dict(reading_import.refused_rows.values_list("line", "text"))
    assert texts[10] == f"{stranger.url} · {taken(21).isoformat()}"
    assert texts[6] == "many"


def test_same_moment_as_the_last_kept_reading_has_its_own_code():
    campaign = reading_campaign()
    entry = build_entry(campaign)
    build_reading(entry, views=50, taken_at=taken(10))
    reading_import = imported(campaign, [row(entry, 70, minutes=10), row(entry, 70, minutes=9)])
    assert refusals(reading_import) == [(2, "same_moment"), (3, "older")]


@pytest.mark.usefixtures("small_batches")
def test_falling_counts_come_in_and_are_counted():
    campaign = reading_campaign()
    entry, other = build_entry(campaign), build_entry(campaign)
    build_reading(entry, views=500, taken_at=taken(0))
    views = [(entry, 400, 1), (other, 9, 1), (entry, 410, 2), (entry, 405, 3), (other, 8, 2)]
    rows = [row(one, count, minutes=minutes) for one, count, minutes in views]
    reading_import = imported(campaign, rows)
    assert reading_import.preview["falling"] == 3
    assert counts(reading_import) == (5, 3, 0)


@pytest.mark.usefixtures("small_batches")
def test_file_sorted_by_video_with_a_history_of_each():
    campaign = reading_campaign()
    entries = [build_entry(campaign) for _ in range(3)]
    rows = [
        row(entry, 10 * minutes, minutes=minutes) for entry in entries for minutes in range(1, 8)
    ]
    assert counts(imported(campaign, rows)) == (21, 0, 0)
    assert EntryViews.objects.filter(last_at=taken(7), last_views=70).count() == 3


@pytest.mark.parametrize(
    "status", ["received", "accepted", "rejected", "disqualified", "withdrawn"]
)
def test_entries_of_any_status_get_readings_because_decisions_may_be_undone(status: str):
    campaign = reading_campaign()
    entry = build_entry(campaign, status=status)
    assert counts(imported(campaign, [row(entry, 5)])) == (1, 0, 0)


def test_video_of_another_platform_with_the_same_id_is_another_video():
    campaign = reading_campaign()
    build_entry(campaign, platform="instagram", video_id="BGQWPY4IigY")
    link = "https://www.youtube.com/watch?v=BGQWPY4IigY"
    assert refusals(imported(campaign, [[link, taken(0).isoformat(), 5]])) == [(2, "unknown_video")]


@pytest.mark.usefixtures("small_batches")
def test_what_is_kept_is_what_would_be_computed_anew():
    campaign = reading_campaign(opens_at=taken(3), closes_at=taken(6))
    entries = [build_entry(campaign, posted_at=taken(0)) for _ in range(4)]
    rows = [
        row(entry, 100 - number * minutes, minutes=minutes)
        for minutes in range(1, 9)
        for number, entry in enumerate(entries)
        if number != minutes % 5
    ]
    late = AT - timedelta(days=3)
    imported(campaign, rows, at=late)
    before = kept(campaign)
    assert len(before) == 4
    keep_anew(campaign=campaign)
    assert kept(campaign) == before


def test_figures_kept_for_another_period_are_kept_anew_first():
    campaign = reading_campaign()
    entry = build_entry(campaign)
    imported(campaign, [row(entry, 5)])
    ViewsProgress.objects.update(closes_at=taken(0))
    EntryViews.objects.update(last_at=taken(-9), last_views=1)
    reading_import = imported(campaign, [row(entry, 6), row(entry, 7, minutes=1)])
    assert refusals(reading_import) == [(2, "same_moment")]
    assert is_kept(campaign)
    assert EntryViews.objects.get().last_views == 7


def test_every_import_of_readings_is_a_change_for_those_who_build_on_them():
    campaign = reading_campaign()
    imported(campaign, [row(build_entry(campaign), 5)])
    before = ViewsProgress.objects.get().changes
    imported(campaign, [row(build_entry(campaign), 6)])
    assert ViewsProgress.objects.get().changes > before


def test_same_file_again_is_the_same_import_and_brings_nothing():
    campaign = reading_campaign()
    rows = [row(build_entry(campaign), 5)]
    first = imported(campaign, rows)
    assert upload(campaign, rows) == first
    take_over(import_id=first.pk, clock=lambda: AT)
    assert Reading.objects.count() == 1


def test_same_rows_in_another_file_are_refused():
    campaign = reading_campaign()
    entry = build_entry(campaign)
    imported(campaign, [row(entry, 5)])
    again = started(campaign, [row(entry, 5), []])
    assert again.preview["refused"] == 1
    take_over(import_id=again.pk, clock=lambda: AT)
    assert refusals(again) == [(2, "same_moment")]
    assert Reading.objects.count() == 1


@pytest.mark.usefixtures("small_batches")
def test_stopped_import_goes_on_where_it_stopped():
    campaign = reading_campaign()
    entries = [build_entry(campaign) for _ in range(8)]
    reading_import = started(campaign, [row(entry, 5) for entry in entries])

    def stop_after_the_first_batch() -> Any:
        if Reading.objects.count() == 3:
            stop_import(import_id=reading_import.pk, by=manager(), at=AT, kind=READINGS)
        return AT

    take_over(import_id=reading_import.pk, clock=stop_after_the_first_batch)
    assert Reading.objects.count() == 3
    resume_import(import_id=reading_import.pk, by=manager(), at=AT, kind=READINGS)
    take_over(import_id=reading_import.pk, clock=lambda: AT)
    reading_import.refresh_from_db()
    assert counts(reading_import) == (8, 0, 0)
    assert ReadingBatch.objects.count() == 1


SEAMS = ["all_refused", "_write_readings", "keep_new", "keep_refused"]


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("seam", SEAMS)
def test_failure_at_any_seam_leaves_nothing_of_its_batch(
    seam: str, monkeypatch: pytest.MonkeyPatch
):
    campaign = reading_campaign()
    entries = [build_entry(campaign) for _ in range(8)]
    rows = [row(entry, 5) for entry in entries]
    rows[4] = ["soon", "", ""]
    reading_import = started(campaign, rows)
    really, calls = getattr(taking_over, seam), []

    def fail_the_second_time(*arguments: Any, **options: Any) -> Any:
        result = really(*arguments, **options)
        calls.append(seam)
        if len(calls) == 2:
            raise RuntimeError
        return result

    monkeypatch.setattr(taking_over, seam, fail_the_second_time)
    with pytest.raises(RuntimeError):
        take_over(import_id=reading_import.pk, clock=lambda: AT)
    reading_import.refresh_from_db()
    assert (reading_import.rows_done, counts(reading_import)) == (3, (3, 0, 0))
    assert Reading.objects.count() == EntryViews.objects.count() == 3
    assert refusals(reading_import) == []
    take_over(import_id=reading_import.pk, clock=lambda: AT)
    reading_import.refresh_from_db()
    assert counts(reading_import) == (7, 0, 1)
    assert (refusals(reading_import), reading_import.finished_at) == ([(6, "not_a_link")], AT)


@pytest.mark.usefixtures("small_batches")
def test_import_rests_when_the_campaign_is_over():
    campaign = reading_campaign()
    reading_import = started(campaign, [row(build_entry(campaign), 5) for _ in range(8)])

    def announce_after_the_first_batch() -> Any:
        if Reading.objects.count() == 3:
            type(campaign).objects.update(announced_at=AT)
        return AT

    take_over(import_id=reading_import.pk, clock=announce_after_the_first_batch)
    reading_import.refresh_from_db()
    assert (reading_import.rows_done, reading_import.failure) == (3, "not_in_this_phase")


def test_campaign_under_review_takes_readings():
    at = utc(2026, 12, 1)
    campaign = build_campaign(phase=Phase.REVIEW, at=at)
    assert counts(imported(campaign, [row(build_entry(campaign), 5)], at=at)) == (1, 0, 0)


def test_workbook_is_read_like_a_text_file():
    campaign = reading_campaign()
    entry = build_entry(campaign)
    moment = taken(0).replace(tzinfo=None)
    file = xlsx_file([[entry.url, moment, 5, 1.0, None, 2]], headers=HEADERS)
    assert counts(imported(campaign, file)) == (1, 0, 0)
    reading = Reading.objects.get()
    # In the campaign's zone, which is five hours ahead of UTC.
    assert reading.taken_at == taken(0) - timedelta(hours=5)
    assert (reading.views, reading.likes, reading.comments) == (5, 1, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_alphabets_are_recognised(encoding: str):
    campaign = reading_campaign()
    headers = ["Ссылка", "Дата замера", "Просмотры"]
    rows = [row(build_entry(campaign), 5)[:3]]
    file = csv_file(rows, headers=headers, encoding=encoding, delimiter=";")
    assert counts(imported(campaign, file)) == (1, 0, 0)


@pytest.mark.parametrize("rows", [3, 30])
def test_batch_takes_as_many_queries_however_long_it_is(
    rows: int, django_assert_max_num_queries: Any
):
    campaign = reading_campaign()
    reading_import = started(campaign, [row(build_entry(campaign), 5) for _ in range(rows)])
    with django_assert_max_num_queries(35):
        take_over(import_id=reading_import.pk, clock=lambda: AT)


def test_nothing_is_taken_over_that_was_not_started():
    campaign = reading_campaign()
    reading_import = previewed(campaign, [row(build_entry(campaign), 5)])
    take_over(import_id=reading_import.pk, clock=lambda: AT)
    assert not Reading.objects.exists()
    assert not Entry.objects.filter(readings__isnull=False).exists()
    assert written(campaign) == []
    assert ReadingImport.objects.get().rows_done == 0
