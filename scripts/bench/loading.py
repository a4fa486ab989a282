"""Readings into the table: by COPY, by the import of files, and one by one."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.db import ProgrammingError, connection, transaction

from accounts.clock import database_now
from entries.importing.starting import start_import
from entries.importing.uploading import upload_import
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


def one_by_one(scene: Scene, count: int, *, after_pass: int) -> Loaded:
    """Readings of the first entries, each by a save of its own; spared looking for their video.

    Between a pass and the next one. Nobody keeps what follows from them.
    """
    taken_at = scene.first_at + after_pass * PASS - timedelta(minutes=30)

    def save_all() -> None:
        for number in range(1, count + 1):
            Reading(
                entry_id=number,
                taken_at=taken_at,
                views=1000 + number,
                likes=number,
                comments=number % 100,
                shares=number % 10,
                source=Reading.Source.IMPORT,
                recorded_at=taken_at + timedelta(minutes=1),
                recorded_by=scene.person,
                batch=scene.batch,
            ).save()

    return Loaded(rows=count, seconds=seconds(save_all))
