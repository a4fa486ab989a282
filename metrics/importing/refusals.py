"""All refused rows of a batch: by what stands in them, and by what is known of their videos."""

from __future__ import annotations

from collections.abc import Sequence

from entries.importing.cells import Line
from entries.importing.rows import Refusal
from metrics.importing import staging
from metrics.importing.rows import Reader, Rows


def all_refused(reader: Reader, batch: Sequence[Line], rows: Rows) -> list[Refusal]:
    """The refusals of a batch that has been judged, in the order of the file."""
    judged = staging.refused()
    if not judged:
        return rows.refused
    lines = {line.number: line for line in batch}
    found = [Refusal(number, code, reader.told(lines[number])) for number, code in judged]
    return sorted([*rows.refused, *found], key=lambda refusal: refusal.line)
