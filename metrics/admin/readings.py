"""Readings of entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.wording import day_and_time
from metrics.admin.append_only import AppendOnlyAdmin
from metrics.models import Reading
from metrics.recording import (
    Figures,
    correct_reading,
    record_reading,
    refuse_correction,
    refuse_reading,
)
from metrics.refusal import MetricsRefused

TYPED = ("entry", "taken_at", "views", "likes", "comments", "shares", "replaces", "reason")
FIELD_OF = {"negative": "views", "reason_missing": "reason", "corrected_already": "replaces"}


class ReadingForm(forms.ModelForm[Reading]):
    """A reading typed by hand; asks metrics.recording whether it may be."""

    class Meta:
        model = Reading
        fields = TYPED

    def figures(self) -> Figures:
        return Figures(
            **{name: self.cleaned_data[name] for name in ("views", "likes", "comments", "shares")}
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        wrong: Reading | None = self.cleaned_data["replaces"]
        taken_at, at = self.cleaned_data["taken_at"], database_now()
        if wrong and wrong.entry_id != self.cleaned_data["entry"].pk:
            self.add_error("replaces", _("This reading is of another entry."))
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


@admin.register(Reading)
class ReadingAdmin(AppendOnlyAdmin):
    """What was seen on each video, when, and who says so."""

    form = ReadingForm
    list_display = ("video", "views", "taken", "source", "recorded_by", "counts")
    list_select_related = ("entry__creator", "entry__campaign", "recorded_by")
    list_filter = ("entry__campaign", "source")
    search_fields = ("entry__creator__handle", "entry__video_id")
    autocomplete_fields = ("entry", "replaces")
    actions_detail = ("correct",)
    chosen_field, campaign_by_chosen = "entry", "entries"
    campaign_by_row = "entries__readings"

    def get_fieldsets(self, request: HttpRequest, obj: Reading | None = None) -> Any:
        seen = ("views", ("likes", "comments", "shares"))
        if obj is not None:
            record = ("source", "recorded", "recorded_by", "counts", "replaces", "reason")
            return [(None, {"fields": ("entry", "taken", *seen, *record)})]
        zone = _("Times are in the campaign’s time zone.")
        return [
            (None, {"fields": ("entry", "taken_at", *seen), "description": zone}),
            (_("Only to correct a reading"), {"fields": ("replaces", "reason")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Reading | None = None) -> Any:
        return () if obj is None else ("counts", "taken", "recorded")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def save_model(
        self,
        request: HttpRequest,
        obj: Reading,
        form: forms.ModelForm[Reading],
        change: bool,
    ) -> None:
        if not isinstance(form, ReadingForm):
            raise TypeError("readings are typed into a ReadingForm")
        by, at = acting_user(request), database_now()
        if obj.replaces_id:
            reading = correct_reading(
                reading_id=obj.replaces_id,
                taken_at=obj.taken_at,
                figures=form.figures(),
                reason=obj.reason,
                by=by,
                at=at,
            )
        else:
            reading = record_reading(
                entry_id=obj.entry_id,
                taken_at=obj.taken_at,
                figures=form.figures(),
                source=Reading.Source.MANUAL,
                by=by,
                at=at,
            )
        obj.pk = reading.pk

    @action(description=_("Correct this reading"), permissions=["add_reading"], icon="edit_note")
    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the form of a new reading that replaces this one."""
        reading = get_object_or_404(Reading, pk=unquote(object_id))
        query = urlencode({"entry": reading.entry_id, "replaces": reading.pk})
        return redirect(f"{reverse('admin:metrics_reading_add')}?{query}")

    def has_add_reading_permission(
        self,
        request: HttpRequest,
        object_id: str | None = None,  # noqa: ARG002 - Unfold's signature
    ) -> bool:
        return self.has_add_permission(request)

    @display(description=_("entry"), ordering="entry")
    def video(self, reading: Reading) -> str:
        return str(reading.entry)

    @display(description=_("taken"), ordering="taken_at")
    def taken(self, reading: Reading) -> str:
        return day_and_time(reading.taken_at, reading.entry.campaign.zone)

    @display(description=_("recorded"))
    def recorded(self, reading: Reading) -> str:
        return day_and_time(reading.recorded_at, reading.entry.campaign.zone)

    @display(description=_("counts"), boolean=True)
    def counts(self, reading: Reading) -> bool:
        return Reading.objects.live().filter(pk=reading.pk).exists()
