from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django_tasks_db.models import DBTaskResult

from entries.importing.sentences import ImportRefused
from entries.importing.starting import resume_import, start_import, stop_import
from entries.importing.states import State, state_of
from entries.importing.taking_over import take_over
from entries.importing.tasks import resume_imports
from entries.models import Entry, VideoImport
from tests.entries.importing.files import csv_file, exported
from tests.entries.importing.imports import (
    AT,
    imported,
    importing_campaign,
    previewed,
    started,
    upload,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def stopped() -> VideoImport:
    return stop_import(import_id=started(importing_campaign(), rows()).pk, by=manager(), at=AT)


def rows() -> list[list[Any]]:
    return [exported(1), exported(2)]


IN_STATE: dict[State, Callable[[], VideoImport]] = {
    State.UNMAPPED: lambda: upload(importing_campaign(), csv_file([["x"]], headers=["A"])),
    State.READING: lambda: upload(importing_campaign(), rows()),
    State.UNREADABLE: lambda: previewed(importing_campaign(), []),
    State.PREVIEWED: lambda: previewed(importing_campaign(), rows()),
    State.RUNNING: lambda: started(importing_campaign(), rows()),
    State.STOPPED: stopped,
    State.FINISHED: lambda: imported(importing_campaign(), rows()),
}
REFUSED = {
    start_import: dict.fromkeys(State, "not_read_yet")
    | dict.fromkeys([State.RUNNING, State.STOPPED, State.FINISHED], "started_already"),
    stop_import: dict.fromkeys(State, "not_running"),
    resume_import: dict.fromkeys(State, "not_stopped"),
}
ALLOWED = {
    start_import: (State.PREVIEWED, State.RUNNING),
    stop_import: (State.RUNNING, State.STOPPED),
    resume_import: (State.STOPPED, State.RUNNING),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", REFUSED, ids=lambda verb: verb.__name__)
def test_verb_moves_from_one_state_only(verb: Any, state: State):
    video_import = IN_STATE[state]()
    assert state_of(video_import) is state
    before, after = ALLOWED[verb]
    if state is before:
        assert state_of(verb(import_id=video_import.pk, by=manager(), at=AT)) is after
        return
    with pytest.raises(ImportRefused) as refused:
        verb(import_id=video_import.pk, by=manager(), at=AT)
    assert refused.value.code == REFUSED[verb][state]


@pytest.mark.parametrize("verb", [start_import, resume_import])
def test_nothing_begins_once_the_campaign_is_over(verb: Any):
    video_import = IN_STATE[ALLOWED[verb][0]]()
    late = AT + timedelta(days=1)
    type(video_import.campaign).objects.update(announced_at=late)
    with pytest.raises(ImportRefused, match="open or under review"):
        verb(import_id=video_import.pk, by=manager(), at=late)


def test_starting_enqueues_the_work_and_forgets_the_previews_refusals(
    django_capture_on_commit_callbacks: Any,
):
    video_import = previewed(importing_campaign(), [exported(1), ["soon", "x"]])
    assert video_import.refused_rows.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        start_import(import_id=video_import.pk, by=manager(), at=AT)
    assert not video_import.refused_rows.exists()
    job = DBTaskResult.objects.get(task_path="entries.importing.tasks.take_over_import")
    assert job.args_kwargs["args"] == [video_import.pk]


def test_who_uploaded_started_and_stopped_is_in_the_audit_log():
    video_import = stopped()
    logged = LogEntry.objects.get_for_object(video_import).order_by("pk")
    assert [(entry.actor, *entry.changes) for entry in logged] == [
        (manager(), "file_name"),
        (manager(), "started_at"),
        (manager(), "stop_asked_at"),
    ]


def test_finished_import_is_not_taken_over_again():
    video_import = imported(importing_campaign(), rows())
    take_over(import_id=video_import.pk, clock=lambda: AT)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "minutes", "job"),
    [
        (State.RUNNING, 3, "take_over_import"),
        (State.RUNNING, 1, None),
        (State.READING, 3, "read_import"),
        (State.READING, 1, None),
        *((state, 3, None) for state in State if state not in {State.RUNNING, State.READING}),
    ],
)
def test_tick_goes_on_with_what_was_interrupted(state: State, minutes: int, job: str | None):
    IN_STATE[state]()
    resume_imports(at=AT + minutes * MINUTE)
    resume_imports(at=AT + minutes * MINUTE)  # one that waits is enough
    paths = list(DBTaskResult.objects.values_list("task_path", flat=True))
    assert paths == ([f"entries.importing.tasks.{job}"] if job else [])


def test_tick_leaves_an_import_alone_that_makes_progress():
    video_import = IN_STATE[State.RUNNING]()
    VideoImport.objects.filter(pk=video_import.pk).update(progressed_at=AT + 9 * MINUTE)
    resume_imports(at=AT + 10 * MINUTE)
    assert not DBTaskResult.objects.exists()
