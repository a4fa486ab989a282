"""Creators, and what was decided, found and agreed: to be read."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import Case, Model, QuerySet, When
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from accounts.bidi import isolated
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from entries.check_sentences import rule_name, sentence_of
from entries.eligibility import Rule
from entries.models import Check, Consent, Decision


class ReadOnlyMixin:
    """No button that adds, changes or deletes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class DecisionInline(ReadOnlyMixin, TabularInline):
    """Everything that was decided about an entry, newest first."""

    model = Decision
    fields = ("moment", "from_status", "to_status", "by", "reason")
    readonly_fields = fields
    extra = 0
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).select_related("by", "entry__campaign")

    @admin.display(description=_("when"))
    def moment(self, decision: Decision) -> str:
        return day_and_time(decision.at, decision.entry.campaign.zone)


class CheckInline(ReadOnlyMixin, TabularInline):
    """What the rules found, in words and as it was compared, and what people made of it."""

    model = Check
    fields = ("name", "outcome", "sentence", "compared", "override", "checked")
    readonly_fields = fields
    extra = 0
    tab = True
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Check]:
        checks: QuerySet[Check] = super().get_queryset(request)
        place = Case(*[When(rule=rule, then=place) for place, rule in enumerate(Rule)], default=99)
        return checks.select_related("overridden_by", "entry__campaign").order_by(place, "rule")

    @admin.display(description=_("rule"))
    def name(self, check: Check) -> str:
        return rule_name(check.rule)

    @admin.display(description=_("finding"))
    def sentence(self, check: Check) -> str:
        return sentence_of(check.rule, check.code, check.evidence, check.entry.campaign.zone)

    @admin.display(description=_("evidence"))
    def compared(self, check: Check) -> SafeString:
        """What was compared with what, as it is kept."""
        pieces = [
            (f"{key}: {json.dumps(value, ensure_ascii=False)}",)
            for key, value in check.evidence.items()
        ]
        return format_html_join(mark_safe("<br>"), '<code dir="ltr">{}</code>', pieces)

    @admin.display(description=_("set aside"))
    def override(self, check: Check) -> str | None:
        if check.overridden_at is None:
            return None
        when = day_and_time(check.overridden_at, check.entry.campaign.zone)
        who = isolated(check.overridden_by or "")
        return f"{who}, {when}: {isolated(check.override_reason)}"

    @admin.display(description=_("checked"))
    def checked(self, check: Check) -> str:
        return day_and_time(check.checked_at, check.entry.campaign.zone)


class ConsentInline(ReadOnlyMixin, TabularInline):
    """What was agreed to, by whom, to which version of the rules."""

    model = Consent
    fields = ("kind", "given_by", "given_at", "language", "rules_version")
    readonly_fields = fields
    extra = 0
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consent]:
        consents = super().get_queryset(request)
        return consents.select_related("given_by", "rules_version__campaign")


@admin.register(Decision)
class DecisionAdmin(InReachMixin, ReadOnlyMixin, ModelAdmin):
    """All decisions about entries."""

    campaign_path = "entry__campaign"
    list_display = ("entry", "campaign", "to_status", "by", "moment")
    list_filter = ("entry__campaign", "to_status")
    list_select_related = ("entry__creator", "entry__campaign", "by")
    list_per_page = 50
    search_fields = ("entry__creator__handle", "entry__video_id", "by__email")
    actions = None

    @display(description=_("campaign"), ordering="entry__campaign__slug")
    def campaign(self, decision: Decision) -> str:
        return str(decision.entry.campaign)

    @display(description=_("when"), ordering="at")
    def moment(self, decision: Decision) -> str:
        return day_and_time(decision.at, decision.entry.campaign.zone)


@admin.register(Consent)
class ConsentAdmin(InReachMixin, ReadOnlyMixin, ModelAdmin):
    """Who agreed to what."""

    campaign_path = "entry__campaign"
    list_display = ("entry", "kind", "given_by", "given_at", "language", "rules_version")
    list_filter = ("entry__campaign", "kind")
    list_select_related = ("entry__creator", "given_by", "rules_version__campaign")
    list_per_page = 50
    search_fields = ("entry__creator__handle", "entry__video_id", "given_by__email")
    actions = None
