"""Rows that are written once: a migration operation that makes the database refuse changes."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN (({when}) AND NOT ({unless})) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_append_only_kept BEFORE DELETE ON {table}
    FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change();
"""
# SQLite empties tables by DELETE when tests flush, so only UPDATE is refused there.
_SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
    WHEN ({when}) AND NOT ({unless})
    BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END;
"""


def append_only(
    table: str, *, when: str = "1 = 1", unless: str = "1 = 0", again: bool = False
) -> migrations.RunPython:
    """Return the operation that makes `table` append-only (PostgreSQL: no update, no delete).

    `when` limits it to rows for which this SQL condition on OLD holds; `unless` is one on OLD and
    NEW for the one change that is allowed all the same. `again`: the table was
    append-only before; SQLite forgets it when a migration makes the table anew.
    """

    def refuse(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if again:
            allow(_apps, editor)
        sql = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        editor.execute(sql.format(table=table, when=when, unless=unless), params=None)

    def allow(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for name in (f"{table}_append_only", f"{table}_append_only_kept"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on};")

    return migrations.RunPython(refuse, allow)
