"""What a second person said about readings: to be read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin import ReadOnlyAdmin
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from metrics.admin.reading_columns import one_line
from metrics.models import Attestation


@admin.register(Attestation)
class AttestationAdmin(InReachMixin, ReadOnlyAdmin):
    """Who agreed or disagreed with what somebody typed."""

    campaign_path = "reading__entry__campaign"
    list_display = ("account", "about", "agrees", "recorded_by", "attested_by", "moment")
    list_filter = ("reading__entry__campaign", "agrees")
    list_per_page = 50
    ordering = ("-pk",)
    search_fields = ("reading__entry__creator__handle", "attested_by__email")
    fields = ("account", "about", "agrees", "reason", "recorded_by", "attested_by", "moment")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attestation]:
        words: QuerySet[Attestation] = super().get_queryset(request)
        return words.select_related(
            "reading__entry__creator", "reading__entry__campaign", "recorded_by", "attested_by"
        )

    @display(description=_("account"), ordering="reading__entry__creator__handle")
    def account(self, word: Attestation) -> str:
        return str(word.reading.entry.creator)

    @display(description=_("reading"))
    def about(self, word: Attestation) -> str:
        return one_line(word.reading)

    @display(description=_("attested"), ordering="attested_at")
    def moment(self, word: Attestation) -> str:
        return day_and_time(word.attested_at, word.reading.entry.campaign.zone)
