"""The OpenAPI document, made from the addresses and the shapes of what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from django.conf import settings

from website.api import shapes
from website.api.operations import VERSION, Operation

Schema = dict[str, Any]

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
}
_PARAMETER = re.compile(r"<(\w+):(\w+)>")


def document(operations: Iterable[Operation]) -> Schema:
    """The whole interface in OpenAPI 3.1."""
    known: dict[str, Schema] = {}
    paths = {_path(one): {"get": _operation(one, known)} for one in operations}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME}: campaigns",
            "version": VERSION,
            "description": "Everything here is public and read-only; nobody needs to sign in.",
        },
        "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
        "paths": paths,
        "components": {"schemas": dict(sorted(known.items()))},
    }


def schema_of(kind: Any, known: dict[str, Schema]) -> Schema:
    """The schema of a type; classes are put into `known` and referred to by name."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        inner = schema_of(arguments[0], known)
        described = " ".join(arguments[1:])
        return {**inner, "description": described}
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, known) for one in arguments]}
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0], known)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1], known)}
    if is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, known)
    return dict(_PLAIN[kind])


def _reference(kind: type, known: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in known:
        known[name] = {}  # a shape may hold itself
        hints = get_type_hints(kind, vars(shapes), include_extras=True)
        names = [field.name for field in fields(kind)]
        known[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip(),
            "properties": {field: schema_of(hints[field], known) for field in names},
            "required": names,
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _path(operation: Operation) -> str:
    return "/" + _PARAMETER.sub(r"{\2}", operation.route)


def _operation(operation: Operation, known: dict[str, Schema]) -> Schema:
    in_path = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if converter == "int" else "string"},
        }
        for converter, name in _PARAMETER.findall(operation.route)
    ]
    in_query = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {"type": "integer", "minimum": 1} if name == "page" else {"type": "string"},
        }
        for name in operation.params
    ]
    problem = _answer("No answer.", shapes.Problem, known)
    return {
        "operationId": operation.name,
        "summary": (operation.make.__doc__ or "").strip().splitlines()[0],
        "parameters": [*in_path, *in_query],
        "responses": {
            "200": _answer("The answer.", operation.answer, known),
            **({"400": problem} if in_query else {}),
            "404": problem,
        },
    }


def _answer(description: str, kind: type, known: dict[str, Schema]) -> Schema:
    schema = schema_of(kind, known)
    return {"description": description, "content": {"application/json": {"schema": schema}}}
