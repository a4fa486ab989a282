"""The page on which staff say what the columns of a file hold, its first rows before them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.admin.imports.forms import ColumnsForm, EncodingForm, chosen_encoding
from entries.importing import reading
from entries.importing.cells import Unreadable
from entries.importing.columns import recognise
from entries.importing.files import opened, sample
from entries.importing.sentences import ImportRefused, file_sentence
from entries.importing.uploading import map_columns
from entries.models import VideoImport

ROWS = 5


def columns_page(
    request: HttpRequest, video_import: VideoImport, *, site_context: dict[str, Any]
) -> HttpResponse:
    """Show the first rows in the chosen encoding; send what the columns hold."""
    if video_import.started_at:
        return redirect("admin:entries_videoimport_change", video_import.pk)
    sent = request.POST if request.method == "POST" else None
    encoding = chosen_encoding(video_import, (sent or request.GET).get("encoding", ""))
    headers, rows, problem = _sample(video_import, encoding)
    same = headers == video_import.headers
    known = video_import.columns if same else {f.value: h for f, h in recognise(headers).items()}
    form = ColumnsForm(
        sent,
        video_import=video_import,
        headers=headers,
        initial={**known, "time_zone": video_import.time_zone},
    )
    if sent is not None and form.is_valid():
        try:
            map_columns(
                import_id=video_import.pk,
                columns=form.columns,
                encoding=encoding,
                time_zone=form.cleaned_data["time_zone"],
                by=acting_user(request),
                at=database_now(),
            )
        except ImportRefused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("admin:entries_videoimport_change", video_import.pk)
    is_text = video_import.encoding != reading.WORKBOOK
    context = {
        **site_context,
        "title": _("What the columns hold"),
        "subtitle": video_import.file_name,
        "video_import": video_import,
        "form": form,
        "encoding": encoding,
        "encoding_form": EncodingForm(initial={"encoding": encoding}) if is_text else None,
        "headers": headers,
        "rows": rows,
        "problem": problem,
    }
    return TemplateResponse(request, "admin/entries/import_columns.html", context)


def _sample(video_import: VideoImport, encoding: str) -> tuple[list[str], list[list[str]], str]:
    """Headings and first rows, or why they cannot be shown."""
    try:
        with opened(video_import) as file:
            headers, rows = sample(file, encoding, ROWS)
    except Unreadable as unreadable:
        return [], [], file_sentence(unreadable.reason, max_rows=settings.IMPORT_MAX_ROWS)
    return headers, rows, ""
