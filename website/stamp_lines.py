"""Connections of their own for the stamps: no transaction, no health check, a short patience."""

from __future__ import annotations

import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from website.hung_lines import Watch
from website.models import WATCHED, WHOLE_SITE
from website.trigger_sql import STAMPS
from website.triggers import NAMES, wanted_triggers

PATIENCE = 2
"""Seconds that the database may take; then it counts as away."""
RECHECK = 10.0
"""Seconds after which it is looked again whether missing triggers have come."""
# The server's own time-out comes first, where there is a server.
WATCH = Watch(patience=PATIENCE + 0.25)

SUM = f"SELECT CASE WHEN min(campaign_id) = {WATCHED} THEN sum(number) END FROM {STAMPS}"  # noqa: S608 - constant parts
ROWS = f"SELECT campaign_id, views, number FROM {STAMPS}"  # noqa: S608 - constant parts
# Of two who add up at once, each takes the rows that the other has not taken.
ADD_UP = f"""
WITH gone AS (
    DELETE FROM {STAMPS} WHERE id IN (SELECT id FROM {STAMPS} FOR UPDATE SKIP LOCKED)
    RETURNING campaign_id, views, number
)
INSERT INTO {STAMPS} (campaign_id, views, number)
SELECT campaign_id, views, sum(number) FROM gone GROUP BY campaign_id, views
"""  # noqa: S608 - constant parts


class Trouble(Exception):  # noqa: N818 - says what it is
    """The database did not answer."""


class Line(ABC):
    """A connection that reads stamps. All methods raise Trouble."""

    vendor: str

    def __init__(self) -> None:
        self._watched_at: float | None = None

    @staticmethod
    @abstractmethod
    def query(campaigns: Sequence[int] | None, views: bool) -> str:
        """The statement that asks for the sum of these campaigns' moves; None: of all."""

    @abstractmethod
    def read(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""

    @abstractmethod
    def add_up(self) -> None:
        """Replace many moves by their sum, which is the same before and after."""

    @abstractmethod
    def is_same(self) -> bool:
        """Whether it still leads to the database that is meant."""

    @abstractmethod
    def close(self) -> None: ...

    def __del__(self) -> None:
        self.close()

    def number(self, query: str) -> int | None:
        if not self._is_watched():
            return None
        found = self.read(query)
        return None if not found or found[0][0] is None else int(found[0][0])

    def rows(self) -> list[tuple[int, bool, int]]:
        return self.read(ROWS) if self._is_watched() else []

    def _is_watched(self) -> bool:
        """Whether all triggers are there: looked at once, and again while they are not."""
        if self._watched_at is None:
            return True
        if time.monotonic() < self._watched_at:
            return False
        there = {row[0] for row in self.read(NAMES[self.vendor])}
        if set(wanted_triggers(self.vendor)) <= there:
            self._watched_at = None
            return True
        self._watched_at = time.monotonic() + RECHECK
        return False


class PostgresLine(Line):
    """Prepared statements: planning takes longer than the reading."""

    vendor = "postgresql"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__()
        self.asked_at = 0.0
        self.guard = threading.RLock()
        self._raw: Any = None
        self._cursor: Any = None
        self._driver: Any = connection.Database  # type: ignore[attr-defined]  # psycopg, as every backend names its driver
        params = connection.get_connection_params() | {
            "connect_timeout": PATIENCE,
            "tcp_user_timeout": PATIENCE * 1000,
        }
        try:
            self._raw = self._driver.connect(**params)
            self._raw.autocommit = True
            self._cursor = self._raw.cursor()
            WATCH.over(self)
            self._execute(f"SET statement_timeout = {PATIENCE * 1000}")
        except self._driver.Error as error:
            raise Trouble(str(error).strip()) from error
        self._watched_at = 0.0
        self._prepared = False

    @staticmethod
    def query(campaigns: Sequence[int] | None, views: bool) -> str:
        if campaigns is None:
            return f"EXECUTE website_all ({views})"
        if len(campaigns) == 1:
            return f"EXECUTE website_one ({campaigns[0]}, {views})"
        return f"EXECUTE website_some ('{{{','.join(map(str, campaigns))}}}', {views})"

    def read(self, query: str) -> list[tuple[Any, ...]]:
        try:
            if not self._prepared:
                self._prepare()
            self._execute(query)
            found: list[tuple[Any, ...]] = self._cursor.fetchall()
        except self._driver.ProgrammingError:
            return []  # no such table: before the first migration
        except self._driver.Error as error:
            raise Trouble(str(error).strip()) from error
        return found

    def add_up(self) -> None:
        try:
            self._execute(ADD_UP)
        except self._driver.Error as error:
            raise Trouble(str(error).strip()) from error

    def is_same(self) -> bool:
        return self._raw is not None and not self._raw.closed

    def descriptor(self) -> int | None:
        """That of the connection's socket; None once it is closed."""
        return None if self._raw is None or self._raw.closed else self._raw.fileno()

    def close(self) -> None:
        with self.guard, suppress(Exception):
            if self._raw is not None:
                self._raw.close()

    def _execute(self, statement: str) -> None:
        self.asked_at = time.monotonic()
        try:
            self._cursor.execute(statement)
        finally:
            self.asked_at = 0.0

    def _prepare(self) -> None:
        for name, types, condition in (
            ("one", "bigint, boolean", "campaign_id IN (-1, 0, $1) AND (NOT views OR $2)"),
            (
                "some",
                "bigint[], boolean",
                "campaign_id = ANY ($1 || '{-1,0}') AND (NOT views OR $2)",
            ),
            ("all", "boolean", "NOT views OR $1"),
        ):
            select = f"SELECT number::bigint FROM ({SUM} WHERE {condition}) AS added (number)"  # noqa: S608 - constant parts
            self._execute(f"PREPARE website_{name} ({types}) AS {select}")
        self._prepared = True


class SQLiteLine(Line):
    """A connection that is left open as long as its file is the same."""

    vendor = "sqlite"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__()
        self._raw: sqlite3.Connection | None = None
        self._path = Path(connection.settings_dict["NAME"]).absolute()
        try:
            self._raw = sqlite3.connect(
                f"{self._path.as_uri()}?mode=rw",
                uri=True,
                isolation_level=None,
                timeout=0.5,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise Trouble(str(error)) from error
        self._file = self._present_file()
        self._watched_at = 0.0

    @staticmethod
    def query(campaigns: Sequence[int] | None, views: bool) -> str:
        known = [] if campaigns is None else [WATCHED, WHOLE_SITE, *campaigns]
        found = [f"campaign_id IN ({','.join(map(str, known))})"] if known else []
        found += [] if views else ["NOT views"]
        return f"{SUM} WHERE {' AND '.join(found)}" if found else SUM

    def read(self, query: str) -> list[tuple[Any, ...]]:
        assert self._raw is not None  # noqa: S101 - opened with the object
        try:
            # All rows at once: a statement left half read would go on seeing the old state.
            return self._raw.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []  # before the first migration
            raise Trouble(str(error)) from error
        except sqlite3.Error as error:
            raise Trouble(str(error)) from error

    def add_up(self) -> None:
        """Nothing to do: here a move adds to its campaign's row."""

    def is_same(self) -> bool:
        return self._file is not None and self._file == self._present_file()

    def close(self) -> None:
        if self._raw is not None:
            self._raw.close()

    def _present_file(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)


def line_to(vendor: str) -> type[PostgresLine] | type[SQLiteLine]:
    """The kind of connection for a database of that vendor."""
    return PostgresLine if vendor == "postgresql" else SQLiteLine
