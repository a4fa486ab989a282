"""A reading typed by hand, or a correction of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.clock import database_now
from metrics.models import Reading
from metrics.recording import Figures, refuse_correction, refuse_reading
from metrics.refusal import MetricsRefused

FIGURES = ("views", "likes", "comments", "shares")
# Where a refusal is shown that is not about the moment; None is above the form.
FIELD_OF = {
    "negative": "views",
    "reason_missing": "reason",
    "corrected_already": None,
    "does_not_count": None,
}


class ReadingForm(forms.ModelForm[Reading]):
    """Asks metrics.recording whether the reading may be. A correction keeps to its entry."""

    class Meta:
        model = Reading
        fields = ("entry", "taken_at", *FIGURES, "screenshot", "replaces", "reason")
        widgets = {"reason": UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "auto"})}

    def figures(self) -> Figures:
        return Figures(**{name: self.cleaned_data[name] for name in FIGURES})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        wrong: Reading | None = self.cleaned_data.get("replaces")
        taken_at, at = self.cleaned_data["taken_at"], database_now()
        if wrong and wrong.entry_id != self.cleaned_data["entry"].pk:
            self.add_error(None, _("This reading is of another entry."))
            return cleaned
        try:
            if wrong:
                refuse_correction(
                    wrong=wrong,
                    taken_at=taken_at,
                    figures=self.figures(),
                    reason=self.cleaned_data["reason"],
                    at=at,
                )
            else:
                refuse_reading(
                    entry=self.cleaned_data["entry"],
                    taken_at=taken_at,
                    figures=self.figures(),
                    at=at,
                )
        except MetricsRefused as refused:
            self.add_error(FIELD_OF.get(refused.code, "taken_at"), str(refused))
        return cleaned


class CorrectionForm(ReadingForm):
    """What it replaces is settled by where one comes from; the page says it in words."""

    class Meta(ReadingForm.Meta):
        widgets = {
            **ReadingForm.Meta.widgets,
            "entry": forms.HiddenInput,
            "replaces": forms.HiddenInput,
        }


def replaced_by_form(request: HttpRequest) -> Reading | None:
    """The reading that the form of this request corrects, if it does."""
    values = request.POST if request.method == "POST" else request.GET
    pk = str(values.get("replaces", ""))
    if not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
        return None
    readings = Reading.objects.select_related("entry__creator", "entry__campaign")
    return readings.filter(pk=int(pk)).first()
