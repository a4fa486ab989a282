"""The rows of an import that gave nothing: kept, and told as a file for people to mend them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.utils.translation import gettext as _

from entries.importing.kinds import Kind
from entries.importing.rows import Refusal
from entries.importing.writing import insert
from entries.models import FileImport

BOM = "\ufeff"
"""Spreadsheet programs take the file for UTF-8 by it."""


def refused_rows_of(file_import: FileImport) -> Any:
    """The manager of its refused rows, which each kind of import has in a table of its own."""
    return cast(Any, file_import).refused_rows


def keep_refused(file_import: FileImport, refusals: Iterable[Refusal]) -> None:
    """Keep which rows are refused, and why."""
    rows = refused_rows_of(file_import)
    insert(
        rows.model,
        ("line", "code", "text"),
        ((refusal.line, refusal.code, refusal.text) for refusal in refusals),
        **{rows.field.attname: file_import.pk},
    )


def forget_refused(file_import: FileImport) -> None:
    """Before the file is read anew."""
    refused_rows_of(file_import).all().delete()


def refused_as_csv(file_import: FileImport, kind: Kind) -> Iterator[str]:
    """The report, line by line, in the reader's language."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([_("Line"), _("Reason"), _("What stood there")])
    rows = refused_rows_of(file_import).values_list("line", "code", "text")
    for line, code, text in rows.iterator(chunk_size=2000):
        yield writer.writerow([line, harmless(kind.row_sentence(code)), harmless(text)])


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> Any:
        return text
