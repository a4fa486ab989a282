"""Uploading a file, and saying what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from contests.models import Campaign
from entries.importing import delimited, reading
from entries.importing.kinds import PHASES, Kind, campaign_of
from entries.importing.uploading import UTC
from entries.models import FileImport

ENCODING_NAMES = {
    delimited.UTF8: "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    delimited.CYRILLIC: "Windows-1251 (Кириллица)",
    delimited.ARABIC: "Windows-1256 (العربية)",
}


def campaigns_taking_imports(*, at: datetime) -> QuerySet[Campaign]:
    """The campaigns into which files may be imported now."""
    running = Campaign.objects.filter(published_at__lte=at, opens_at__lte=at)
    open_ones = [campaign.pk for campaign in running if campaign.phase(at=at) in PHASES]
    return Campaign.objects.filter(pk__in=open_ones).order_by("closes_at", "pk")


class UploadForm(forms.Form):
    """Which file, and for which campaign."""

    campaign: forms.ModelChoiceField[Campaign] = forms.ModelChoiceField(
        queryset=Campaign.objects.none(),
        label=_("Campaign"),
        empty_label=None,
        widget=UnfoldAdminSelectWidget,
    )
    file = forms.FileField(
        label=_("File"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]  # as above


class ColumnsForm(forms.Form):
    """Which column holds what. The file's own headings are the choices."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        file_import: FileImport,
        headers: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind
        headings = [("", "–"), *((header, header) for header in headers)]
        for field, name in kind.field_names.items():
            self.fields[field.value] = forms.ChoiceField(
                label=str(name),
                choices=headings,
                required=field in kind.asked,
                widget=UnfoldAdminSelectWidget(attrs={"dir": "auto"}),
            )
        own_zone = campaign_of(file_import).time_zone
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Times without a time zone are in"),
            choices=[("", own_zone.replace("_", " ")), (UTC, UTC)],
            required=False,
            widget=UnfoldAdminSelectWidget,
        )

    @property
    def columns(self) -> dict[str, str]:
        """Field → heading, as chosen."""
        return {field.value: self.cleaned_data[field.value] for field in self._kind.field_names}

    @property
    def own(self) -> dict[str, Any]:
        """What else this kind of import asks."""
        return {}

    def field_of(self, code: str) -> str | None:  # noqa: ARG002 - for kinds that ask more
        """Beside which field a refusal stands; None for above all of them."""
        return None


class EncodingForm(forms.Form):
    """In which encoding a text file is shown and read."""

    encoding = forms.ChoiceField(
        label=_("Encoding of the file"),
        choices=[(name, ENCODING_NAMES[name]) for name in delimited.ENCODINGS],
        widget=UnfoldAdminSelectWidget,
    )


def chosen_encoding(file_import: FileImport, asked: str) -> str:
    """The encoding in which the columns page shows the file: as asked, if it can be asked."""
    if file_import.encoding == reading.WORKBOOK or asked not in delimited.ENCODINGS:
        return file_import.encoding
    return asked
