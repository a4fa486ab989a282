"""Many rows into the database at once: by COPY on PostgreSQL, by bulk_create elsewhere.

The rows get their ids and have to be whole: no default of the database and no `save()` is asked.
What the database refuses is an IntegrityError, as anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model

_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def write(rows: Sequence[Model]) -> None:
    """Insert new rows of one model, in their order."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(rows)
    else:
        type(rows[0])._default_manager.bulk_create(rows)


def _copy(rows: Sequence[Model]) -> None:
    meta = rows[0]._meta
    pk, fields = meta.pk, meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [quote(meta.db_table), pk.column, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        cursor.copy_expert(
            f"COPY {quote(meta.db_table)} ({names}) FROM STDIN",
            _as_text(rows, [field.attname for field in fields]),
        )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _as_text(rows: Sequence[Model], names: Sequence[str]) -> StringIO:
    """The rows in COPY's text format."""
    lines = []
    for row in rows:
        values = row.__dict__
        lines.append("\t".join([_FORMS[type(values[name])](values[name]) for name in names]))
    return StringIO("\n".join(lines) + "\n")


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPES)


class _Forms(dict[type, Callable[[Any], str]]):
    """How a value of each type is written; kinds of text and files by their str()."""

    def __missing__(self, _type: type) -> Callable[[Any], str]:
        return lambda value: str(value).translate(_ESCAPES)


_FORMS = _Forms(
    {
        type(None): lambda _nothing: r"\N",
        str: lambda value: value.translate(_ESCAPES),
        int: str,
        bool: lambda value: "t" if value else "f",
        datetime: datetime.isoformat,
        dict: _json,
        list: _json,
    }
)
