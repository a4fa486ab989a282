from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entries.importing.sentences import ImportRefused
from entries.importing.starting import start_import, stop_import
from entries.importing.states import State, state_of
from entries.importing.uploading import map_columns
from metrics.importing import preview
from metrics.importing.kind import READINGS
from metrics.importing.preview import preview_import
from metrics.importing.taking_over import take_over
from metrics.importing.tasks import read_import, resume_imports, take_over_import
from metrics.models import EntryViews, Reading, ReadingBatch, ReadingImport
from tests.builders import build_entry, build_reading
from tests.entries.importing.files import csv_file
from tests.metrics.importing.imports import (
    AT,
    MINUTE,
    counts,
    imported,
    previewed,
    reading_campaign,
    refusals,
    row,
    started,
    taken,
    upload,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db


def choose(
    reading_import: ReadingImport, columns: dict[str, str], *, taken_at: datetime | None
) -> Any:
    return map_columns(
        import_id=reading_import.pk,
        columns=columns,
        encoding=reading_import.encoding,
        time_zone="",
        by=manager(),
        at=AT,
        kind=READINGS,
        own={"taken_at": taken_at},
    )


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_preview_counts_what_taking_over_then_does(batch: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preview, "BATCH", batch)
    campaign = reading_campaign()
    entry, other = build_entry(campaign), build_entry(campaign)
    build_reading(entry, views=50, taken_at=taken(10))
    rows = [
        row(entry, 40, minutes=20), row(other, 7, minutes=1), row(entry, 40, minutes=5),
        row(entry, 39, minutes=21), row(entry, 90, minutes=21), ["soon"], row(other, 3, minutes=2),
        row(build_entry(reading_campaign()), 1),
    ]  # fmt: skip
    reading_import = previewed(campaign, rows)
    assert reading_import.preview == {
        "readings": 4,
        "videos": 2,
        "falling": 3,
        "refused": 4,
        "first": taken(1).isoformat(),
        "last": taken(21).isoformat(),
    }
    told = refusals(reading_import)
    assert told == [(4, "older"), (6, "same_moment"), (7, "not_a_link"), (9, "unknown_video")]
    start_import(import_id=reading_import.pk, by=manager(), at=AT, kind=READINGS)
    take_over(import_id=reading_import.pk, clock=lambda: AT)
    reading_import.refresh_from_db()
    assert (counts(reading_import), refusals(reading_import)) == ((4, 3, 4), told)


def test_preview_writes_nothing_of_the_file():
    campaign = reading_campaign()
    previewed(campaign, [row(build_entry(campaign), 5)])
    assert not Reading.objects.exists()
    assert not ReadingBatch.objects.exists()
    assert not EntryViews.objects.exists()


@pytest.mark.parametrize(
    ("rows", "settings_", "failure"),
    [([], {}, "no_rows"), ([["x"], ["y"]], {"READINGS_IMPORT_MAX_ROWS": 1}, "too_many_rows")],
)
def test_file_that_turns_out_unreadable_says_why(
    rows: list[Any], settings_: dict[str, int], failure: str, settings: LazySettings
):
    for name, value in settings_.items():
        setattr(settings, name, value)
    reading_import = previewed(reading_campaign(), rows)
    assert (reading_import.failure, state_of(reading_import)) == (failure, State.UNREADABLE)


def test_file_too_large_is_refused(settings: LazySettings):
    settings.READINGS_IMPORT_MAX_BYTES = 100
    with pytest.raises(ImportRefused) as refused:
        upload(reading_campaign(), csv_file([["x" * 200]]))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    "junk", [bytes(range(256)) * 400, b'"' * 100_000, b"\xff\xfe" + b"a," * 50_000, b"\x00" * 9999]
)
def test_junk_is_refused_or_leads_to_a_question(junk: bytes):
    try:
        reading_import = upload(reading_campaign(), BytesIO(junk))
    except ImportRefused:
        return
    assert state_of(reading_import) is State.UNMAPPED


def test_guessed_alphabet_asks_a_person():
    file = csv_file([["x", "y", 5]], headers=["Ссылка", "Дата замера", "Просмотры"],
                    encoding="windows-1251")  # fmt: skip
    assert state_of(upload(reading_campaign(), file)) is State.UNMAPPED


def test_file_that_does_not_say_when_asks_when():
    campaign = reading_campaign()
    entry = build_entry(campaign)
    file = csv_file([[entry.url, 5]], headers=["Video URL", "Views"])
    reading_import = upload(campaign, file)
    assert state_of(reading_import) is State.UNMAPPED
    columns = {"link": "Video URL", "views": "Views"}
    for moment, code in ((None, "moment_missing"), (AT + MINUTE, "future")):
        with pytest.raises(ImportRefused) as refused:
            choose(reading_import, columns, taken_at=moment)
        assert refused.value.code == code
    choose(reading_import, columns, taken_at=taken(3))
    preview_import(import_id=reading_import.pk, at=AT)
    start_import(import_id=reading_import.pk, by=manager(), at=AT, kind=READINGS)
    take_over(import_id=reading_import.pk, clock=lambda: AT)
    assert Reading.objects.get().taken_at == taken(3)
    logged = LogEntry.objects.get_for_object(reading_import).order_by("pk")
    assert [sorted(entry.changes) for entry in logged] == [
        ["file_name"], ["columns", "taken_at"], ["started_at"],
    ]  # fmt: skip


def test_moment_that_was_said_is_forgotten_when_a_column_tells_it():
    file = csv_file([["x", 5, "y"]], headers=["Video URL", "Views", "Seen"])
    reading_import = upload(reading_campaign(), file)
    columns = {"link": "Video URL", "views": "Views"}
    choose(reading_import, columns, taken_at=taken(3))
    choose(reading_import, {**columns, "taken_at": "Seen"}, taken_at=taken(3))
    reading_import.refresh_from_db()
    assert reading_import.taken_at is None


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"views": "Views"}, "link_column_missing"),
        ({"link": "Video URL"}, "views_column_missing"),
        ({"link": "Video URL", "views": "Gone"}, "unknown_column"),
    ],
)
def test_columns_that_have_to_be_there(columns: dict[str, str], code: str):
    reading_import = upload(reading_campaign(), [["x"]])
    with pytest.raises(ImportRefused) as refused:
        choose(reading_import, columns, taken_at=taken(0))
    assert refused.value.code == code


def test_columns_chosen_while_the_file_was_read_make_that_reading_worthless(
    monkeypatch: pytest.MonkeyPatch,
):
    campaign = reading_campaign()
    reading_import = upload(campaign, [row(build_entry(campaign), 5)])
    columns, all_refused = reading_import.columns, preview.all_refused

    def choose_meanwhile(*arguments: Any) -> Any:
        ReadingImport.objects.update(mapped_at=AT + MINUTE)
        return all_refused(*arguments)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(preview, "all_refused", choose_meanwhile)
        preview_import(import_id=reading_import.pk, at=AT)
    reading_import.refresh_from_db()
    assert (state_of(reading_import), reading_import.columns) == (State.READING, columns)


def test_jobs_are_enqueued_and_do_the_work(django_capture_on_commit_callbacks: Any):
    now = timezone.now()
    campaign = reading_campaign(at=now)
    line = row(build_entry(campaign), 5, taken_at=(now - timedelta(hours=1)).isoformat())
    with django_capture_on_commit_callbacks(execute=True):
        reading_import = upload(campaign, [line], at=now)
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == [
        "metrics.importing.tasks.read_import"
    ]
    read_import.func(reading_import.pk)
    with django_capture_on_commit_callbacks(execute=True):
        start_import(import_id=reading_import.pk, by=manager(), at=now, kind=READINGS)
    assert DBTaskResult.objects.filter(
        task_path="metrics.importing.tasks.take_over_import"
    ).exists()
    take_over_import.func(reading_import.pk)
    assert state_of(ReadingImport.objects.get()) is State.FINISHED


@pytest.mark.parametrize(
    ("build", "minutes", "job"),
    [(started, 3, "take_over_import"), (started, 1, None), (upload, 3, "read_import"),
     (imported, 3, None), (previewed, 3, None)],
)  # fmt: skip
def test_tick_goes_on_with_what_was_interrupted(build: Any, minutes: int, job: str | None):
    campaign = reading_campaign()
    build(campaign, [row(build_entry(campaign), 5)])
    resume_imports(at=AT + minutes * MINUTE)
    resume_imports(at=AT + minutes * MINUTE)  # one that waits is enough
    paths = list(DBTaskResult.objects.values_list("task_path", flat=True))
    assert paths == ([f"metrics.importing.tasks.{job}"] if job else [])


def test_nothing_begins_once_the_campaign_is_over():
    campaign = reading_campaign()
    reading_import = previewed(campaign, [row(build_entry(campaign), 5)])
    late = AT + timedelta(days=1)
    type(campaign).objects.update(announced_at=late)
    with pytest.raises(ImportRefused, match="Readings are imported while"):
        start_import(import_id=reading_import.pk, by=manager(), at=late, kind=READINGS)
    with pytest.raises(ImportRefused, match="not running"):
        stop_import(import_id=reading_import.pk, by=manager(), at=late, kind=READINGS)
