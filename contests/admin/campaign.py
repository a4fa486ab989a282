"""The campaign's form."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.changed_meanwhile import ChangedMeanwhileMixin
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.admin.inlines import (
    AmbassadorInline,
    CategoryInline,
    HashtagInline,
    PartnershipInline,
    QuestionInline,
    RejectionReasonInline,
)
from contests.admin.rules import rules_page
from contests.campaign_time import CampaignTimeMixin
from contests.forms import CampaignForm
from contests.locking import lock_campaign
from contests.locks import LOCKED_FIELDS
from contests.models import Campaign
from contests.phases import Phase
from contests.readiness import warnings_about
from contests.rules import renew_rules
from contests.wording import day_and_time, phase_name, utc_offset
from partners.language_tabs import TranslatedAdmin, language_tabs, search_in_all_languages

PHASE_COLOURS = {
    Phase.DRAFT: "default",
    Phase.COMING: "info",
    Phase.OPEN: "success",
    Phase.REVIEW: "warning",
    Phase.ANNOUNCED: "primary",
    Phase.ARCHIVED: "default",
    Phase.CANCELLED: "danger",
}


def locked_fields(campaign: Campaign | None, *, at: datetime) -> frozenset[str]:
    """The fields of a campaign that its phase has closed; none before it exists."""
    return LOCKED_FIELDS[campaign.phase(at=at)] if campaign else frozenset()


@admin.register(Campaign)
class CampaignAdmin(InReachMixin, ChangedMeanwhileMixin, CampaignTimeMixin, TranslatedAdmin):
    campaign_path = "pk"
    form = CampaignForm
    change_form_template = "admin/contests/campaign/change_form.html"
    list_display: tuple[str, ...] = ("campaign", "phase", "opens", "closes", "winners_by")
    list_per_page = 50
    search_fields = ("slug", "hashtags__text", *search_in_all_languages("title"))
    autocomplete_fields = ("previous_edition", "quotes")
    inlines = (
        HashtagInline,
        CategoryInline,
        PartnershipInline,
        AmbassadorInline,
        QuestionInline,
        RejectionReasonInline,
    )
    # Published campaigns are cancelled, drafts are deleted one by one.
    actions = None
    warn_unsaved_form = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return super().get_queryset(request).prefetch_related("hashtags", "categories")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Campaign | None:
        """Hold the campaign while it is saved: a form must not write over a decision."""
        campaign: Campaign | None = super().get_object(request, object_id, from_field)
        if campaign and request.method == "POST":
            return lock_campaign(campaign.pk)
        return campaign

    def get_urls(self) -> list[URLPattern]:
        rules = path(
            "<int:campaign_id>/rules/",
            self.admin_site.admin_view(rules_page),
            name="contests_campaign_rules",
        )
        return [rules, *super().get_urls()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.after_saving(request, form, formsets, change)

    def after_saving(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,  # noqa: ARG002 - rooms above ask for them
        change: bool,
    ) -> None:
        """What follows from a saved form, in the same transaction; for rooms above to extend."""
        renew_rules(campaign_id=form.instance.pk, by=acting_user(request), at=database_now())
        for concern in warnings_about(form.instance):
            messages.warning(request, concern.message)

    def campaign_zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo:
        campaign = super().get_object(request, unquote(object_id)) if object_id else None
        typed = request.POST.get("time_zone", "")
        if typed in available_timezones() and "time_zone" not in self._locked(request, campaign):
            return ZoneInfo(typed)
        return campaign.zone if campaign else Campaign().zone

    def _locked(self, request: HttpRequest, campaign: Campaign | None) -> frozenset[str]:
        at = database_now() if request.method == "POST" else timezone.now()
        return locked_fields(campaign, at=at)

    def get_readonly_fields(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *sorted(self._locked(request, obj)))

    def get_form(self, request: HttpRequest, obj: Campaign | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        form.locked = self._locked(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        zone = gettext("Times are in the time zone chosen above.")
        if obj:
            offset = utc_offset(obj.zone, obj.opens_at or timezone.now())
            name = f"{obj.time_zone} ({offset})"
            zone = gettext("Times are in the campaign’s time zone: %(zone)s.") % {"zone": name}
        return [
            (None, {"fields": ("slug", "languages", "time_zone", "accent")}),
            *language_tabs("title", "tagline", "description"),
            (
                _("Dates"),
                {
                    "fields": (
                        "opens_at",
                        "closes_at",
                        "shortlist_by",
                        "announce_by",
                        "archives_at",
                    ),
                    "description": zone,
                },
            ),
            (
                _("What an entry must be"),
                {
                    "fields": (
                        "platforms",
                        ("min_seconds", "max_seconds"),
                        "max_entries_per_creator",
                        "lookalikes",
                        "prior_posts_allowed",
                        "accepts_automatically",
                    )
                },
            ),
            (
                _("Who may take part"),
                {
                    "fields": (
                        "min_age",
                        "guardian_age",
                        "countries",
                        "ownership_required",
                        "participants_excluded",
                    )
                },
            ),
            (_("More"), {"fields": ("cover", "quotes", "previous_edition", "is_demo")}),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        if obj and obj.phase(at=timezone.now()) is not Phase.DRAFT:
            return False
        return bool(super().has_delete_permission(request, obj))

    @display(description=_("campaign"), ordering="slug", header=True)
    def campaign(self, campaign: Campaign) -> list[str | SafeString]:
        return [str(campaign), format_html("<bdi>{}</bdi>", campaign.official_hashtag)]

    @display(description=_("phase"), label=PHASE_COLOURS)
    def phase(self, campaign: Campaign) -> tuple[Phase, str]:
        phase = campaign.phase(at=timezone.now())
        return phase, str(phase_name(campaign, phase))

    @display(description=_("opens"), ordering="opens_at")
    def opens(self, campaign: Campaign) -> str | None:
        return _in_zone(campaign, campaign.opens_at)

    @display(description=_("closes"), ordering="closes_at")
    def closes(self, campaign: Campaign) -> str | None:
        return _in_zone(campaign, campaign.closes_at)

    @display(description=_("winners by"), ordering="announce_by")
    def winners_by(self, campaign: Campaign) -> str | None:
        return _in_zone(campaign, campaign.announce_by)


def _in_zone(campaign: Campaign, moment: datetime | None) -> str | None:
    return day_and_time(moment, campaign.zone) if moment else None
