"""Every single score of a round as a file."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from judging.admin.round_pages import for_those_who_see_scores
from judging.exporting import table_of
from judging.models import Round
from judging.spreadsheets import as_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_those_who_see_scores
def scores_file(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """CSV, line by line while it is read; XLSX with ?format=xlsx."""
    campaign = round_.category.campaign
    name = f"scores-{campaign.slug}-{round_.category.slug}-{round_.order}"
    table = table_of(round_)
    if request.GET.get("format") == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(table, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
