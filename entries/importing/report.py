"""The rows of an import that gave no entry: kept, and told as a file for people to mend them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from entries.importing.rows import Refusal
from entries.importing.sentences import row_sentence
from entries.importing.writing import insert
from entries.models import RefusedRow, VideoImport

BOM = "\ufeff"
"""Spreadsheet programs take the file for UTF-8 by it."""


def keep_refused(video_import: VideoImport, refusals: Iterable[Refusal]) -> None:
    """Keep which rows are refused, and why."""
    insert(
        RefusedRow,
        ("line", "code", "text"),
        ((refusal.line, refusal.code, refusal.text) for refusal in refusals),
        video_import_id=video_import.pk,
    )


def forget_refused(video_import: VideoImport) -> None:
    """Before the file is read anew."""
    video_import.refused_rows.all().delete()


def refused_as_csv(video_import: VideoImport) -> Iterator[str]:
    """The report, line by line, in the reader's language."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([_("Line"), _("Reason"), _("What stood there")])
    rows = video_import.refused_rows.values_list("line", "code", "text")
    for line, code, text in rows.iterator(chunk_size=2000):
        yield writer.writerow([line, harmless(row_sentence(code)), harmless(text)])


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> Any:
        return text
