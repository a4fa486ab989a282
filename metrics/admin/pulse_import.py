"""Typing in a whole series of reported figures: pasted or uploaded, looked at, then taken over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.models import Campaign
from contests.wording import day_and_time
from metrics.admin.pulse import campaign_or_404, page_context
from metrics.reported_rows import COUNTS, ReportedRow, read_rows
from metrics.reported_series import import_campaign_readings, mistake_in_words, new_rows
from partners.language_tabs import own_name

LETTERS_AT_MOST = 300_000


class SeriesForm(forms.Form):
    """The text of a series, or a file with it, and the language of its sources."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language in which the sources are named"),
        widget=UnfoldAdminSelectWidget,
    )
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the rows themselves"),
        required=False,
        max_length=LETTERS_AT_MOST,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, own_name(code)) for code in campaign.languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        uploaded = cleaned.get("file")
        if isinstance(uploaded, UploadedFile):
            cleaned["text"] = self._text_of(uploaded)
        if not self.errors and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Choose a file or paste the rows."))
        return cleaned

    def _text_of(self, uploaded: UploadedFile[Any]) -> str:
        if (uploaded.size or 0) > 4 * LETTERS_AT_MOST:
            self.add_error("file", _("The file is too large for a series of figures."))
            return ""
        try:
            return uploaded.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("Save the file as CSV in UTF-8."))
            return ""


def pulse_import_page(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Look a series over and, on the second press, take it over."""
    campaign = campaign_or_404(request, campaign_id)
    if not request.user.has_perm("metrics.add_campaignreading"):
        raise PermissionDenied
    context = page_context(request, campaign, title=_("Import reported figures"))
    form = SeriesForm(request.POST or None, request.FILES or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        at = database_now()
        text = form.cleaned_data["text"]
        read = read_rows(text, zone=campaign.zone, at=at)
        if not read.mistakes and request.POST.get("act") == "take":
            _take(request, campaign, read.rows, form.cleaned_data["language"])
            return redirect("admin:metrics_pulse", campaign.pk)
        context |= {
            "mistakes": [(one.line, mistake_in_words(one)) for one in read.mistakes],
            "rows": [] if read.mistakes else _shown(campaign, read.rows),
            "fresh": len(new_rows(campaign.pk, read.rows)),
        }
        # What an uploaded file said is on the page from now on, to be mended or taken over.
        initial = {"text": text, "language": form.cleaned_data["language"]}
        form = SeriesForm(initial=initial, campaign=campaign)
    return TemplateResponse(
        request, "admin/metrics/pulse_import.html", {**context, "form": form, "counts": COUNTS}
    )


def _take(request: HttpRequest, campaign: Campaign, rows: list[ReportedRow], language: str) -> None:
    done = import_campaign_readings(
        campaign_id=campaign.pk,
        rows=rows,
        language=language,
        by=acting_user(request),
        at=database_now(),
    )
    told = ngettext("%(count)s row was taken over.", "%(count)s rows were taken over.", done.taken)
    messages.success(request, told % {"count": done.taken})
    if done.known:
        told = ngettext(
            "%(count)s row was there already.", "%(count)s rows were there already.", done.known
        )
        messages.info(request, told % {"count": done.known})


def _shown(campaign: Campaign, rows: list[ReportedRow]) -> list[tuple[str, list[int | None], str]]:
    """Each row as it would be taken over: when, the figures, the source."""
    return [
        (
            day_and_time(row.taken_at, campaign.zone),
            [row.counts.get(name) for name in COUNTS],
            row.source,
        )
        for row in rows
    ]
