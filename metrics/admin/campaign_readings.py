"""Figures of a hashtag as a whole, as its sources report them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from metrics.admin.append_only import AppendOnlyAdmin
from metrics.admin.pulse import pulse_page
from metrics.admin.pulse_import import pulse_import_page
from metrics.models import CampaignReading
from metrics.recording import HashtagFigures, record_campaign_reading, refuse_campaign_reading
from metrics.refusal import MetricsRefused
from partners.language_tabs import CODES, TranslatedAdmin, TranslatedForm, language_tabs

COUNTS = ("views", "videos", "creators", "institutions", "regions", "followers")
FIGURES = (*COUNTS, "at_least")
FIELD_OF = {"future": "taken_at", "source_missing": f"source_{CODES[0]}"}


class CampaignReadingForm(TranslatedForm):
    """What a source reports; asks metrics.recording whether it may be."""

    class Meta:
        model = CampaignReading
        exclude = ("recorded_at", "recorded_by")

    def figures(self) -> HashtagFigures:
        return HashtagFigures(**{name: self.cleaned_data[name] for name in FIGURES})

    def sources(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"source_{code}") or "" for code in CODES}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            refuse_campaign_reading(
                taken_at=self.cleaned_data["taken_at"],
                figures=self.figures(),
                sources=self.sources(),
                at=database_now(),
            )
        except MetricsRefused as refused:
            self.add_error(FIELD_OF.get(refused.code), str(refused))
        return cleaned


@admin.register(CampaignReading)
class CampaignReadingAdmin(InReachMixin, AppendOnlyAdmin, TranslatedAdmin):
    """What the platform or the press says about a hashtag."""

    campaign_path = "campaign"
    form = CampaignReadingForm
    list_display = ("campaign", *COUNTS, "taken", "said_by")
    list_select_related = ("campaign",)
    list_filter = ("campaign",)
    autocomplete_fields = ("campaign",)
    chosen_field, campaign_by_chosen = "campaign", "pk"
    campaign_by_row = "readings"

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("pulse/", pulse_page, "pulse"),
            ("pulse/import/", pulse_import_page, "pulse_import"),
        )
        own = [
            path(
                f"campaign/<int:campaign_id>/{at}",
                self.admin_site.admin_view(page),
                name=f"metrics_{name}",
            )
            for at, page, name in pages
        ]
        return [*own, *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: CampaignReading | None = None) -> Any:
        people = (("creators", "followers"), ("institutions", "regions"))
        typed = ("campaign", "taken_at", ("views", "videos"), *people, "at_least")
        fields = typed if obj is None else (*typed, "recorded_by")
        return [(None, {"fields": fields}), *language_tabs("source")]

    def save_model(
        self,
        request: HttpRequest,
        obj: CampaignReading,
        form: forms.ModelForm[Any],
        change: bool,
    ) -> None:
        if not isinstance(form, CampaignReadingForm):
            raise TypeError("figures are typed into a CampaignReadingForm")
        reading = record_campaign_reading(
            campaign_id=obj.campaign_id,
            taken_at=obj.taken_at,
            figures=form.figures(),
            sources=form.sources(),
            by=acting_user(request),
            at=database_now(),
        )
        obj.pk = reading.pk

    @display(description=_("taken"), ordering="taken_at")
    def taken(self, reading: CampaignReading) -> str:
        return day_and_time(reading.taken_at, reading.campaign.zone)

    @display(description=_("source"))
    def said_by(self, reading: CampaignReading) -> str:
        return str(reading.source)
