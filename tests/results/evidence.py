"""Evidence files in tests: checked by verify.py and by the schema, sealed again after a change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from results.verify import Section, Unreadable, canonical, check_file

SCHEMA = Path(__file__).parents[2] / "docs" / "evidence.schema.json"


def problems_in(sections: Sequence[Section]) -> list[str]:
    return [f"{one.title}: {problem}" for one in sections for problem in one.problems]


def found_in(raw: bytes) -> list[str]:
    """Everything that verify.py has to say against a file."""
    try:
        return problems_in(check_file(raw))
    except Unreadable as reason:
        return [f"unreadable: {reason}"]


def sealed(content: dict[str, Any]) -> bytes:
    """A file with a seal that fits whatever it says."""
    bare = {name: value for name, value in content.items() if name != "seal"}
    return canonical({**bare, "seal": hashlib.sha256(canonical(bare)).hexdigest()})


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def schema_errors(raw: bytes) -> list[str]:
    """Where a file breaks docs/evidence.schema.json."""
    found = _validator().iter_errors(json.loads(raw))
    return [f"{one.json_path}: {one.message[:200]}" for one in found]
