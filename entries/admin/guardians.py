"""Guardians' consents, to be read."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from entries.admin.records import ReadOnlyMixin
from entries.models import GuardianConsent


@admin.register(GuardianConsent)
class GuardianConsentAdmin(InReachMixin, ReadOnlyMixin, ModelAdmin):
    """Who was asked about whose entry, and who agreed to which rules."""

    campaign_path = "entry__campaign"
    list_display = ("entry", "name", "email", "asked", "agreed")
    list_filter = ("entry__campaign", ("confirmed_at", admin.EmptyFieldListFilter))
    list_select_related = ("entry__creator", "entry__campaign")
    list_per_page = 50
    search_fields = ("name", "email", "entry__creator__handle", "entry__video_id")
    fields = ("entry", "name", "email", "language", "asked", "agreed", "rules_version")
    readonly_fields = fields
    actions = None

    @display(description=_("asked"), ordering="asked_at")
    def asked(self, consent: GuardianConsent) -> str:
        return day_and_time(consent.asked_at, consent.entry.campaign.zone)

    @display(description=_("agreed"), ordering="confirmed_at")
    def agreed(self, consent: GuardianConsent) -> str | None:
        moment = consent.confirmed_at
        return day_and_time(moment, consent.entry.campaign.zone) if moment else None
