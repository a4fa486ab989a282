"""The page on which staff say what the columns of a file hold, its first rows before them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from entries.admin.imports.forms import ColumnsForm, EncodingForm, chosen_encoding
from entries.admin.imports.shown import url_name
from entries.importing import reading
from entries.importing.cells import Unreadable
from entries.importing.files import opened, sample
from entries.importing.kinds import Kind, campaign_of
from entries.importing.sentences import ImportRefused, file_sentence
from entries.importing.uploading import map_columns
from entries.models import FileImport

ROWS = 5


def columns_page(
    request: HttpRequest,
    file_import: FileImport,
    *,
    kind: Kind,
    form_class: type[ColumnsForm],
    site_context: dict[str, Any],
) -> HttpResponse:
    """Show the first rows in the chosen encoding; send what the columns hold."""
    # What is typed and shown of times is in the campaign's zone.
    with timezone.override(campaign_of(file_import).zone):
        response = _page(request, file_import, kind, form_class, site_context)
        if isinstance(response, TemplateResponse):
            response.render()
    return response


def _page(
    request: HttpRequest,
    file_import: FileImport,
    kind: Kind,
    form_class: type[ColumnsForm],
    site_context: dict[str, Any],
) -> HttpResponse:
    here = url_name(kind, "change")
    if file_import.started_at:
        return redirect(here, file_import.pk)
    sent = request.POST if request.method == "POST" else None
    encoding = chosen_encoding(file_import, (sent or request.GET).get("encoding", ""))
    headers, rows, problem = _sample(file_import, encoding, kind)
    known = file_import.columns
    if headers != file_import.headers:
        known = {f.value: h for f, h in kind.headings.recognise(headers).items()}
    form = form_class(
        sent,
        kind=kind,
        file_import=file_import,
        headers=headers,
        initial={**known, "time_zone": file_import.time_zone},
    )
    if sent is not None and form.is_valid():
        try:
            map_columns(
                import_id=file_import.pk,
                columns=form.columns,
                encoding=encoding,
                time_zone=form.cleaned_data["time_zone"],
                by=acting_user(request),
                at=database_now(),
                kind=kind,
                own=form.own,
            )
        except ImportRefused as refused:
            form.add_error(form.field_of(refused.code), refused.message)
        else:
            return redirect(here, file_import.pk)
    is_text = file_import.encoding != reading.WORKBOOK
    context = {
        **site_context,
        "title": _("What the columns hold"),
        "subtitle": file_import.file_name,
        "back_url": reverse(here, args=[file_import.pk]),
        "form": form,
        "encoding": encoding,
        "encoding_form": EncodingForm(initial={"encoding": encoding}) if is_text else None,
        "headers": headers,
        "rows": rows,
        "problem": problem,
    }
    return TemplateResponse(request, "admin/entries/import_columns.html", context)


def _sample(
    file_import: FileImport, encoding: str, kind: Kind
) -> tuple[list[str], list[list[str]], str]:
    """Headings and first rows, or why they cannot be shown."""
    try:
        with opened(file_import) as file:
            headers, rows = sample(file, encoding, ROWS, kind)
    except Unreadable as unreadable:
        return [], [], file_sentence(unreadable.reason, max_rows=kind.max_rows)
    return headers, rows, ""
