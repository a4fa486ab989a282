"""Readings into the table: by COPY, by the import of files, and one by one."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.db import ProgrammingError, connection, transaction

from accounts.clock import database_now
from entries.importing.starting import start_import
from entries.importing.uploading import upload_import
from entries.models import Entry
from metrics.importing.kind import READINGS
from metrics.importing.preview import preview_import
from metrics.importing.taking_over import take_over
from metrics.models import Reading, ReadingImport
from scripts.bench.history import COLUMNS, PASS, Scene
from scripts.bench.stopwatch import seconds


@dataclass(frozen=True)
class Loaded:
    """So many rows in so many seconds."""

    rows: int
    seconds: float

    @property
    def speed(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds

    def __str__(self) -> str:
        return f"{self.rows:,} readings in {self.seconds:.1f} s, {self.speed:,.0f} a second"


def total(loads: Iterable[Loaded]) -> Loaded:
    """All of them together."""
    known = list(loads)
    return Loaded(
        rows=sum(loaded.rows for loaded in known), seconds=sum(loaded.seconds for loaded in known)
    )


def copy(path: Path) -> Loaded:
    """A file of the table's rows by one COPY, in a transaction of its own."""
    rows = 0

    def load() -> None:
        nonlocal rows
        with transaction.atomic():
            rows = _copy(path)

    return Loaded(seconds=seconds(load), rows=rows)


@contextmanager
def unchecked() -> Iterator[None]:
    """Look at no foreign key meanwhile, where this role may say so: filling takes half the time."""
    try:
        _set_role("replica")
    except ProgrammingError:
        yield
        return
    try:
        yield
    finally:
        _set_role("origin")


def _set_role(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('session_replication_role', %s, false)", [name])


def copy_and_undo(paths: Iterable[Path]) -> Loaded:
    """Several, and the table is afterwards what it was before, but for the place they took.

    Foreign keys are checked within the time, as commits would do it; the commits themselves are
    not, which favours COPY.
    """
    loads = []
    with transaction.atomic():
        for path in paths:
            loads.append(copy(path))
            loads.append(Loaded(rows=0, seconds=seconds(_check)))
        transaction.set_rollback(True)
    return total(loads)


def _check() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _copy(path: Path) -> int:
    with connection.cursor() as cursor, path.open("rb") as file:
        cursor.copy_expert(f"COPY metrics_reading ({COLUMNS}) FROM STDIN", file)
        return int(cursor.rowcount)


def import_file(scene: Scene, path: Path) -> tuple[Loaded, Loaded]:
    """Upload, preview and take over a file as staff and the jobs do it.

    Only taking over, which writes; and all of it, from the upload on.
    """
    began = time.perf_counter()
    with path.open("rb") as file:
        uploaded = upload_import(
            campaign_id=scene.campaign.pk,
            file=File(file, name=path.name),
            file_name=path.name,
            by=scene.person,
            at=database_now(),
            kind=READINGS,
        )
    preview_import(import_id=uploaded.pk, at=database_now())
    start_import(import_id=uploaded.pk, by=scene.person, at=database_now(), kind=READINGS)
    before = time.perf_counter() - began
    spent = seconds(lambda: take_over(import_id=uploaded.pk, clock=database_now))
    done = ReadingImport.objects.get(pk=uploaded.pk)
    if done.finished_at is None or done.count_refused or done.count_taken != done.rows_total:
        raise SystemExit(f"{path.name} was not taken over whole: {done.failure or vars(done)}")
    rows = done.count_taken
    return Loaded(rows=rows, seconds=spent), Loaded(rows=rows, seconds=before + spent)


def some_entries(scene: Scene, count: int) -> list[int]:
    """So many of them, always the same: in no order, as in a platform's export."""
    chance = random.Random(count)  # noqa: S311 - a made-up campaign, no secrets
    return chance.sample(range(1, scene.entries + 1), count)


def saved_bare(scene: Scene, count: int, *, after_pass: int) -> Loaded:
    """Readings between two passes, each by a save of its own and by nothing else.

    Whose video it is is known beforehand, any order will do, and nothing is kept beside it.
    """
    taken_at = scene.first_at + after_pass * PASS - timedelta(minutes=40)
    entries = some_entries(scene, count)

    def save_all() -> None:
        for number in entries:
            _save(scene, number, taken_at)

    return Loaded(rows=count, seconds=seconds(save_all))


def saved_row_by_row(scene: Scene, count: int, *, after_pass: int) -> Loaded:
    """The same as an import has to do it: find the video, refuse what is not newer, save."""
    taken_at = scene.first_at + after_pass * PASS - timedelta(minutes=20)
    numbers = some_entries(scene, count)
    named = Entry.objects.in_bulk(numbers)
    rows = [(named[number].platform, named[number].video_id) for number in numbers]

    def save(platform: str, video_id: str) -> None:
        entry = Entry.objects.get(campaign=scene.campaign, platform=platform, video_id=video_id)
        last = entry.readings.live().newest_first().first()
        if last is None or last.taken_at < taken_at:
            _save(scene, entry.pk, taken_at)

    def save_all() -> None:
        for platform, video_id in rows:
            with transaction.atomic():
                save(platform, video_id)

    return Loaded(rows=count, seconds=seconds(save_all))


def _save(scene: Scene, entry_id: int, taken_at: datetime) -> None:
    Reading(
        entry_id=entry_id,
        taken_at=taken_at,
        views=1000 + entry_id,
        likes=entry_id,
        comments=entry_id % 100,
        shares=entry_id % 10,
        source=Reading.Source.IMPORT,
        recorded_at=taken_at + timedelta(minutes=1),
        recorded_by=scene.person,
        batch=scene.batch,
    ).save()
