from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django_tasks_db.models import DBTaskResult

from contests.phases import Phase
from entries.importing.delimited import ARABIC, CYRILLIC, UTF8
from entries.importing.preview import preview_import
from entries.importing.sentences import ImportRefused
from entries.importing.states import State, state_of
from entries.importing.uploading import map_columns
from entries.models import Entry, VideoImport
from tests.builders import build_campaign
from tests.entries.importing.files import HEADERS, csv_file, exported, xlsx_file
from tests.entries.importing.imports import (
    AT,
    importing_campaign,
    previewed,
    started,
    upload,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db


def choose(video_import: VideoImport, **values: Any) -> VideoImport:
    chosen: dict[str, Any] = {
        "columns": video_import.columns,
        "encoding": video_import.encoding,
        "time_zone": "",
    }
    return map_columns(import_id=video_import.pk, by=manager(), at=AT, **chosen | values)


def refusal(act: Any) -> str:
    with pytest.raises(ImportRefused) as refused:
        act()
    assert refused.value.message
    return refused.value.code


def test_file_is_kept_where_no_web_address_leads_and_is_read_at_once():
    video_import = upload(importing_campaign(), [exported(1)])
    assert video_import.file.storage.location.endswith("private")
    with video_import.file.open() as file:
        assert file.read().startswith(b"Video URL,")
    assert video_import.columns == {
        "link": "Video URL",
        "handle": "Username",
        "caption": "Caption",
        "posted_at": "Posted at",
        "seconds": "Duration",
        "views": "Views",
    }
    assert (video_import.uploaded_by, video_import.uploaded_at) == (manager(), AT)
    assert state_of(video_import) is State.READING


def test_reading_is_enqueued_once_committed(django_capture_on_commit_callbacks: Any):
    with django_capture_on_commit_callbacks(execute=True):
        video_import = upload(importing_campaign(), [exported(1)])
    job = DBTaskResult.objects.get()
    assert job.task_path == "entries.importing.tasks.read_import"
    assert job.args_kwargs["args"] == [video_import.pk]


def test_same_file_again_is_the_same_import():
    campaign, rows = importing_campaign(), [exported(1)]
    first = started(campaign, rows)
    assert upload(campaign, rows) == first
    assert upload(importing_campaign(), rows) != first


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.COMING, Phase.ANNOUNCED, Phase.CANCELLED])
def test_campaign_that_takes_nothing_takes_no_file(phase: Phase):
    campaign = build_campaign(phase=phase, at=AT)
    assert refusal(lambda: upload(campaign, [exported(1)])) == "not_in_this_phase"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (BytesIO(b""), "empty"),
        (BytesIO(b"\xd0\xcf\x11\xe0" * 9), "old_excel"),
        (BytesIO(b"PK\x03\x04" * 9), "broken_workbook"),
        (BytesIO(b"x" * 2001), "too_large"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_not_kept(
    file: BytesIO, code: str, settings: LazySettings
):
    settings.IMPORT_MAX_BYTES = 2000
    assert refusal(lambda: upload(importing_campaign(), file)) == code
    assert not VideoImport.objects.exists()


def test_unknown_headings_wait_for_a_person():
    headers = ["A", "B", "C"]
    video_import = upload(importing_campaign(), csv_file([["1", "2", "3"]], headers=headers))
    assert state_of(video_import) is State.UNMAPPED
    assert refusal(lambda: choose(video_import)) == "link_column_missing"
    assert refusal(lambda: choose(video_import, columns={"link": "D"})) == "unknown_column"
    choose(video_import, columns={"link": "B", "caption": "", "nonsense": "A"})
    video_import.refresh_from_db()
    assert video_import.columns == {"link": "B"}
    assert state_of(video_import) is State.READING


@pytest.mark.parametrize("encoding", [CYRILLIC, ARABIC])
def test_guessed_encoding_waits_for_a_person(encoding: str):
    text = {CYRILLIC: "отзыв о хорошей книге", ARABIC: "نقرأ معا كل أسبوع"}[encoding]
    file = csv_file([exported(1, caption=text)], encoding=encoding)
    video_import = upload(importing_campaign(), file)
    assert (video_import.encoding, state_of(video_import)) == (encoding, State.UNMAPPED)
    choose(video_import)
    video_import.refresh_from_db()
    assert state_of(video_import) is State.READING


def test_encoding_that_does_not_fit_is_refused():
    text = csv_file([exported(1, caption="отзыв")], encoding="windows-1251")
    assert refusal(lambda: choose(upload(importing_campaign(), text), encoding="rot13")) == (
        "unknown_encoding"
    )
    book = upload(importing_campaign(), xlsx_file([exported(1)]))
    assert refusal(lambda: choose(book, encoding=UTF8)) == "unknown_encoding"


def test_times_without_zone_are_read_in_the_one_that_is_chosen():
    row = exported(1)
    row[3] = "2026-11-12 09:30"
    campaign = importing_campaign(time_zone="Asia/Almaty")
    video_import = previewed(campaign, [row])
    # Almaty is five hours ahead: there the video would be older than its id.
    assert video_import.preview["before_id"] == 1
    choose(video_import, time_zone="UTC")
    preview_import(import_id=video_import.pk, at=AT)
    video_import.refresh_from_db()
    assert video_import.preview["before_id"] == 0


def test_heading_that_names_utc_chooses_it():
    headers = [*HEADERS[:3], "Create time (UTC)", *HEADERS[4:]]
    video_import = upload(importing_campaign(), csv_file([exported(1)], headers=headers))
    assert video_import.time_zone == "UTC"


def test_columns_of_an_import_that_began_stay():
    video_import = started(importing_campaign(), [exported(1)])
    assert refusal(lambda: choose(video_import)) == "started_already"
    assert not Entry.objects.exists()
