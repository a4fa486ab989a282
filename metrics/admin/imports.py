"""Imports of readings: their pages are those of other imports, with figures of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import INPUT_CLASSES

from entries.admin.imports.forms import ColumnsForm
from entries.admin.imports.pages import FileImportAdmin
from entries.admin.imports.shown import ShownFile, grouped
from entries.importing.report import refused_rows_of
from entries.importing.states import State
from metrics.importing.columns import Field
from metrics.importing.kind import READINGS
from metrics.models import ReadingBatch, ReadingImport

ALL_TAKEN_AT = "all_taken_at"


class ReadingColumnsForm(ColumnsForm):
    """Which column holds what; and when all figures were read, if no column says it."""

    def __init__(self, *args: Any, file_import: ReadingImport, **kwargs: Any) -> None:
        super().__init__(*args, file_import=file_import, **kwargs)
        field = forms.DateTimeField(
            label=gettext_lazy("All figures were read at"),
            help_text=gettext_lazy(
                "Only for a file without a column that says it; in the campaign’s time zone."
            ),
            required=False,
            initial=file_import.taken_at,
            widget=forms.DateTimeInput(
                {"type": "datetime-local", "class": " ".join(INPUT_CLASSES)},
                format="%Y-%m-%dT%H:%M",
            ),
        )
        # Beside the column that makes it needless.
        before = list(self.fields)[: list(Field).index(Field.TAKEN_AT) + 1]
        self.fields[ALL_TAKEN_AT] = field
        self.order_fields([*before, ALL_TAKEN_AT])

    @property
    def own(self) -> dict[str, Any]:
        return {"taken_at": self.cleaned_data[ALL_TAKEN_AT]}

    def field_of(self, code: str) -> str | None:
        return ALL_TAKEN_AT if code in {"moment_missing", "future"} else None


class ShownReadings(ShownFile[ReadingImport]):
    """One import of readings at one moment."""

    kind = READINGS
    details = "admin/metrics/_import_causes.html"
    links = "admin/metrics/_import_links.html"

    @property
    def counts(self) -> list[tuple[str, int]]:
        row, told = self.row, self.row.preview
        counts = (row.count_taken, row.count_falling, row.count_refused)
        if self.state is State.PREVIEWED:
            counts = (told["readings"], told["falling"], told["refused"])
        names = (_("readings"), _("of them falling counts"), _("refused"))
        return list(zip(names, counts, strict=True))

    @property
    def start_label(self) -> str:
        count = self.row.preview.get("readings", 0)
        if not count:
            return ""
        return ngettext("Take %(count)s reading over", "Take %(count)s readings over", count) % {
            "count": grouped(count)
        }

    @cached_property
    def causes(self) -> list[tuple[str, str]]:
        """Why rows are refused, the most frequent cause first."""
        rows = refused_rows_of(self.row).order_by().values_list("code")
        counts = rows.annotate(count=Count("pk")).order_by("-count", "code")
        return [(self.kind.row_sentence(code), grouped(count)) for code, count in counts]

    @property
    def videos(self) -> str:
        """Of how many videos it has new readings, as the preview told."""
        return grouped(self.row.preview.get("videos", 0))

    @property
    def falling(self) -> str:
        return grouped(self.row.preview.get("falling", 0))

    @property
    def first(self) -> str:
        return self._told_moment("first")

    @property
    def last(self) -> str:
        return self._told_moment("last")

    def _told_moment(self, name: str) -> str:
        told = self.row.preview.get(name)
        return self.moment(datetime.fromisoformat(told)) if told else ""

    @property
    def taken_at(self) -> str:
        """When all figures were read, if somebody said so."""
        return self.moment(self.row.taken_at)

    @cached_property
    def readings_url(self) -> str:
        """The readings that came by this import; empty while there are none."""
        batch = ReadingBatch.objects.filter(reading_import=self.row).first()
        if batch is None or not self.row.count_taken:
            return ""
        query = urlencode({"batch__id__exact": batch.pk})
        return f"{reverse('admin:metrics_reading_changelist')}?{query}"


@admin.register(ReadingImport)
class ReadingImportAdmin(FileImportAdmin):
    """Files of readings."""

    shown_as = ShownReadings
    columns_form = ReadingColumnsForm
    upload_title = gettext_lazy("Import readings")
    upload_template = "admin/metrics/import_upload.html"
    list_display = (
        "name", "campaign", "state", "rows_total", "count_taken", "count_refused", "uploaded",
    )  # fmt: skip
