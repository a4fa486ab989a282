"""Putting the triggers into the database, and looking whether they are there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from website.models import WATCHED
from website.trigger_sql import NUMBER, STAMPS, triggers_for

# Those that are switched off do not count as being there.
NAMES = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgname LIKE 'website!_%' ESCAPE '!'",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master"
    " WHERE type = 'trigger' AND name LIKE 'website!_%' ESCAPE '!'",
}

FORGET = f"DELETE FROM {STAMPS}"  # noqa: S608 - constant parts


@cache
def wanted_triggers(vendor: str) -> dict[str, str]:
    """The statements that make all triggers, by the triggers' names."""
    return {trigger.name: trigger.create for trigger in triggers_for(vendor)}


def present_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The tables of our triggers that are there, by the triggers' names."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        return dict(cursor.fetchall())


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that ought to be there. One query."""
    return set(wanted_triggers(connection.vendor)) - set(present_triggers(connection))


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing, drop former ones, and let pages be kept from now on.

    One table at a time: who locked many at once could be in the way of those who work meanwhile.
    """
    present = present_triggers(connection)
    wanted = wanted_triggers(connection.vendor)
    differ = present.keys() != wanted.keys()
    if differ and not _is_migrated(connection):
        return
    with connection.cursor() as cursor:
        if differ:
            cursor.execute(FORGET)
        for name in present.keys() - wanted.keys():
            _drop(cursor, connection.vendor, name, present[name])
        for name in wanted.keys() - present.keys():
            if connection.vendor == "postgresql":
                # Left behind where only its trigger was dropped.
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')
            cursor.execute(wanted[name])
        cursor.execute(f"SELECT 1 FROM {STAMPS} WHERE campaign_id = {WATCHED} LIMIT 1")  # noqa: S608 - constant parts
        if cursor.fetchone() is None:
            values = f"{WATCHED}, FALSE, {NUMBER[connection.vendor]}"
            cursor.execute(f"INSERT INTO {STAMPS} (campaign_id, views, number) VALUES ({values})")  # noqa: S608 - constant parts


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """Drop all triggers; nothing is kept until they are there again."""
    present = present_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        for name, table in present.items():
            _drop(cursor, connection.vendor, name, table)


def before_migrating(sender: AppConfig, *, plan: Any, using: str, **_rest: Any) -> None:
    """Tables that are remade lose their triggers, or stumble over those of other tables."""
    if plan and _has_stamps(connections[using]):
        remove_triggers(connections[using])


def after_migrating(sender: AppConfig, *, using: str, **_rest: Any) -> None:
    """Watch what the tables have become; vouch anew where they were emptied."""
    if _has_stamps(connections[using]):
        install_triggers(connections[using])


def check_triggers(*, databases: Sequence[str] | None, **_rest: Any) -> Sequence[CheckMessage]:
    """Say so if the page cache is blind: `manage.py check --database default`."""
    blind = [
        alias
        for alias in databases or []
        if _has_stamps(connections[alias]) and missing_triggers(connections[alias])
    ]
    return [
        CheckWarning(
            f"Triggers of the page cache are missing in the database “{alias}”: no page is kept.",
            hint="Run `manage.py migrate`.",
            id="website.W001",
        )
        for alias in blind
    ]


def _has_stamps(connection: BaseDatabaseWrapper) -> bool:
    return STAMPS in connection.introspection.table_names()


def _is_migrated(connection: BaseDatabaseWrapper) -> bool:
    """Whether the tables are those of this version: others may lack columns that are watched."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _drop(cursor: Any, vendor: str, name: str, table: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON {table}')
        cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')
    else:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
