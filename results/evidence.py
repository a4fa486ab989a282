"""One exact byte sequence for the evidence of a result, and its digest.

Whoever recomputes a result must be able to recompute the digest too, with any tool: the file is
JSON with sorted keys (by code point), no white space, UTF-8, and text exactly as it was entered
(no Unicode normalisation: two spellings that look the same are two different texts).

- Numbers are integers. A ``Decimal`` is a string in plain notation without trailing zeros, so that
  equal numbers are equal bytes on every database. A float is refused: it is never what was meant.
- A moment is UTC with a ``Z``: ``2024-04-30T18:00:00Z``, with six digits of a fraction only when
  there is one. A date is ``2024-04-30``.

``sha256sum`` of the published file is its digest. Pure: no Django.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum


def canonical_json(data: object) -> bytes:
    """The canonical bytes of data made of dicts, lists, text, numbers, moments, true/false/none.

    Raises ``TypeError`` for a float, a key that is not text, or any other type, and ``ValueError``
    for a naive datetime, a decimal that is not finite, or text that is not valid Unicode.
    """
    text = json.dumps(
        _plain(data), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return text.encode("utf-8")


def digest(data: object) -> str:
    """SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(canonical_json(data)).hexdigest()


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: object) -> object:
    # First what nearly everything is: a large contest holds a million of them.
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key if type(key) is str else _key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"evidence cannot hold {type(value).__name__}: {value!r}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"keys of evidence are text, got {type(key).__name__}: {key!r}")
    return key.value if isinstance(key, Enum) else key


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"evidence cannot hold {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _moment_text(value: datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError(f"evidence needs timezone-aware moments, got {value!r}")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
