"""The stages of `make bench-views`, in an empty database of their own: each yields its goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from contests.locking import lock_campaign
from metrics.keeping import keep_anew
from scripts.bench import loading
from scripts.bench.goals import Goal
from scripts.bench.history import Scene, make_scene, write_export, write_rows
from scripts.bench.stopwatch import seconds, usual_seconds
from scripts.bench.views_pages import growth, look
from scripts.bench.views_standings import standings

IMPORTED = 5  # passes
ONE_BY_ONE = 2000


@dataclass(frozen=True)
class Size:
    """How many entries there are, and how often all of them are read."""

    entries: int
    passes: int

    @property
    def early(self) -> int:
        """Passes until the first look: a tenth."""
        return max(3, self.passes // 10)

    @property
    def late(self) -> int:
        """Passes until the import."""
        return self.passes - min(IMPORTED, self.passes // 4)


def run(size: Size, folder: Path) -> Iterator[Goal]:
    """Everything, in one campaign that grows."""
    # Otherwise every statement is kept for the developer to read.
    settings.DEBUG = False
    # Pages ask where the static files are, and complain of an absent folder.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).replace(microsecond=0)
    scene = make_scene(entries=size.entries, passes=size.passes, now=now)
    _tidy("entries_entry", "entries_creator")
    print(f"{size.entries:,} entries of a campaign with two boards; PostgreSQL as it is set up")
    _fill(scene, range(1, size.early + 1), folder)
    few = look(scene, readings=size.entries * size.early)
    _fill(scene, range(size.early + 1, size.late + 1), folder)
    yield from _loads(scene, range(size.late + 1, size.passes + 1), folder)
    _scan()
    many = look(scene, readings=size.entries * size.passes)
    yield from growth(few, many)
    yield from standings(scene)


def _fill(scene: Scene, passes: Iterable[int], folder: Path) -> None:
    """Bring passes in by plain COPY, and keep what follows from them."""
    path = folder / "rows"
    loads = []
    with loading.unchecked():
        for number in passes:
            write_rows(scene, number, path)
            loads.append(loading.copy(path))
    path.unlink()
    loaded = loading.total(loads)
    _tidy("metrics_reading")
    print(f"\nfilled by COPY that checks no foreign key: {loaded}")
    kept = seconds(lambda: _keep(scene))
    _tidy("metrics_entryviews")
    print(f"keep_anew of all entries: {kept:.1f} s")


@transaction.atomic
def _keep(scene: Scene, entry_ids: Iterable[int] | None = None) -> None:
    keep_anew(
        campaign=lock_campaign(scene.campaign.pk),
        entry_ids=None if entry_ids is None else list(entry_ids),
    )


def _loads(scene: Scene, passes: Iterable[int], folder: Path) -> Iterator[Goal]:
    """The same passes by COPY and by the import of files; between the files, saves row by row."""
    rows, exports = {}, {}
    for number in passes:
        rows[number] = folder / f"rows-{number}"
        write_rows(scene, number, rows[number])
        exports[number] = write_export(
            scene, number, folder, most=settings.READINGS_IMPORT_MAX_ROWS
        )
    copied = loading.copy_and_undo(rows.values())
    # What was undone leaves its place behind: the import finds the table as COPY found it.
    _tidy("metrics_reading")
    count = min(ONE_BY_ONE, scene.entries) // len(exports)
    imports, saves, bare = [], [], []
    for number, files in exports.items():
        imports += [loading.import_file(scene, path) for path in files]
        bare.append(loading.saved_bare(scene, count, after_pass=number))
        saves.append(loading.saved_row_by_row(scene, count, after_pass=number))
    _keep(scene, loading.some_entries(scene, count))
    taken, whole = (loading.total(loads) for loads in zip(*imports, strict=True))
    row_by_row, bare_saves = loading.total(saves), loading.total(bare)
    print(f"\nCOPY: {copied}")
    print(f"import, taking over: {taken}")
    print(f"import, with upload and preview: {whole}")
    print(f"row by row by the ORM, its video found and its order checked: {row_by_row}")
    print(
        f"bare saves by the ORM: {bare_saves}; the import is "
        f"{taken.speed / bare_saves.speed:.1f} times as fast, COPY "
        f"{copied.speed / bare_saves.speed:.1f} times"
    )
    for path in (*rows.values(), *chain.from_iterable(exports.values())):
        path.unlink()
    _tidy("metrics_reading", "metrics_entryviews")
    yield Goal("import-over-copy", taken.speed / copied.speed, 0.25)
    yield Goal("import-over-row-by-row", taken.speed / row_by_row.speed, 20)
    # Bare saves find no video, judge no order and keep no figures: a goal nonetheless.
    yield Goal("import-over-bare-saves", taken.speed / bare_saves.speed, 20)


def _scan() -> None:
    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), sum(views) FROM metrics_reading")

    print(f"\nscan of all readings: {usual_seconds(scan, times=3) * 1000:,.0f} ms")


def _tidy(*tables: str) -> None:
    """What a server does by itself in quiet hours, so that no part pays for another's rows."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
