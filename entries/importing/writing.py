"""Many rows into the database at once: by COPY on PostgreSQL, by one prepared statement elsewhere.

No default of the database and no `save()` is asked; fields that are not given have the model's
default. What the database refuses is an IntegrityError, as anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import AutoField, Field, Model

Values = tuple[Any, ...]


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Values], **same: Any) -> None:
    """Insert rows of which nobody needs the ids: tuples of the named fields, as attributes.

    same: fields that have one value in all of them.
    """
    rows = list(rows)
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(model, names, rows, same)
    else:
        _execute_many(model, names, rows, same)


def insert_selected(model: type[Model], names: Sequence[str], select: str, **same: Any) -> None:
    """Insert what a SELECT of the named fields gives, in its order.

    same: fields that have one value in all of them.
    """
    rest = {**_defaults(model, names), **same}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(fields[name].column)) for name in [*names, *rest])
    values = [fields[name].get_db_prep_save(value, connection) for name, value in rest.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) "  # noqa: S608 - own names
            f"SELECT selected.*{', %s' * len(values)} FROM ({select}) AS selected",
            values,
        )


def insert_objects(objects: Sequence[Model]) -> None:
    """Insert new objects of one model, and give them their ids."""
    if not objects:
        return
    model = type(objects[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(objects)
        return
    for one, number in zip(objects, _new_ids(model, len(objects)), strict=True):
        one.pk = number
        one._state.adding, one._state.db = False, connection.alias
    names = [field.attname for field in model._meta.concrete_fields]
    _copy(model, names, (tuple(map(vars(one).__getitem__, names)) for one in objects), {})


def _execute_many(
    model: type[Model], names: Sequence[str], rows: Iterable[Values], same: dict[str, Any]
) -> None:
    rest = {**_defaults(model, names), **same}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = [quote(str(fields[name].column)) for name in [*names, *rest]]

    def prepared(name: str, value: Any) -> Any:
        return fields[name].get_db_prep_save(value, connection)

    end = [prepared(name, value) for name, value in rest.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608
            f"VALUES ({', '.join(['%s'] * len(columns))})",
            [[*map(prepared, names, row), *end] for row in rows],
        )


def _new_ids(model: type[Model], count: int) -> list[int]:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _copy(
    model: type[Model], names: Sequence[str], rows: Iterable[Values], same: dict[str, Any]
) -> None:
    given, rest = [*names], {**_defaults(model, names), **same}
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    listed = ", ".join(connection.ops.quote_name(columns[name]) for name in [*given, *rest])
    end = "".join(f"\t{_form(value)}" for value in rest.values())
    text = StringIO("".join(f"{line}{end}\n" for line in _lines(rows)))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(
            f"COPY {connection.ops.quote_name(model._meta.db_table)} ({listed}) FROM STDIN", text
        )


def _defaults(model: type[Model], names: Sequence[str]) -> dict[str, Any]:
    """What the fields have that nobody names; ids are the database's."""
    fields: Iterable[Field[Any, Any]] = model._meta.concrete_fields
    return {
        field.attname: field.get_default()
        for field in fields
        if field.attname not in names and not isinstance(field, AutoField)
    }


def _lines(rows: Iterable[Values]) -> Iterator[str]:
    """Rows in COPY's text format."""
    return ("\t".join([_FORMS[type(value)](value) for value in row]) for row in rows)


def _form(value: Any) -> str:
    return _FORMS[type(value)](value)


def _text(value: Any) -> str:
    """Text, and what has its own: files, members of enumerations."""
    return (
        str(value)
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
    )


_to_json = DjangoJSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> str:
    if value == {}:
        return "{}"  # as every other finding has it
    return _to_json(value).replace("\\", "\\\\")


class _Forms(dict[type, Callable[[Any], str]]):
    """How a value of each type is written."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = _text
        return _text


_FORMS = _Forms(
    {
        type(None): lambda _nothing: r"\N",
        int: str,
        bool: lambda value: "t" if value else "f",
        datetime: datetime.isoformat,
        dict: _json,
        list: _json,
    }
)
