"""Throw-away databases of a bench: SQLite in a folder, and PostgreSQL where a server answers."""

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from scripts.run import manage


def environment(folder: Path, *, database_url: str) -> dict[str, str]:
    """The environment of a site on an empty, migrated database that nobody else uses."""
    made = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DEBUG": "1",
        "HTTPS": "0",
        "SECRET_KEY": "bench",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        "EMAIL_URL": "dummymail://",
        "DATABASE_URL": database_url,
        # Nobody is asked: a closed port answers at once.
        "TIKTOK_URL": "http://127.0.0.1:9",
        "TIKTOK_API_URL": "http://127.0.0.1:9",
        "YOUTUBE_API_URL": "http://127.0.0.1:9",
        **{name: os.environ[name] for name in ("BENCH_NOW",) if name in os.environ},
    }
    manage("migrate", "--noinput", "-v0", environment=made)
    return made


@contextmanager
def sqlite(folder: Path) -> Iterator[Mapping[str, str]]:
    folder.mkdir()
    yield environment(folder, database_url=f"sqlite:///{folder / 'bench.sqlite3'}")


@contextmanager
def postgres(folder: Path, *, server: str) -> Iterator[Mapping[str, str]]:
    """A database of its own on the server, dropped afterwards."""
    folder.mkdir()
    name = f"sahna_bench_{os.getpid()}_{folder.name}"
    _run(server, f'CREATE DATABASE "{name}"')
    try:
        yield environment(folder, database_url=urlunsplit(urlsplit(server)._replace(path=name)))
    finally:
        _run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def postgres_server() -> str | None:
    """The address of a server on which a database may be made: DATABASE_URL's, or the local one."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    people = (os.environ.get("PGUSER"), getpass.getuser(), "postgres")
    for user in dict.fromkeys(name for name in people if name):
        address = f"postgres://{user}@127.0.0.1:5432/postgres"
        try:
            psycopg2.connect(address, connect_timeout=5).close()
        except psycopg2.OperationalError:
            continue
        return address
    return None


def _run(server: str, statement: str) -> None:
    connection = psycopg2.connect(urlunsplit(urlsplit(server)._replace(path="postgres")))
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
