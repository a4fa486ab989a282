"""Categories with their prizes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.changed_meanwhile import ChangedMeanwhileMixin
from accounts.clock import database_now
from contests.admin.in_reach import InReachMixin
from contests.admin.inlines import PrizeInline
from contests.forms import CategoryForm
from contests.locking import lock_campaign
from contests.locks import ENTRY_TERMS_OPEN
from contests.models import Category
from contests.phases import Phase
from contests.rules import renew_rules
from partners.language_tabs import (
    CODES,
    TranslatedAdmin,
    language_tabs,
    search_in_all_languages,
)


@admin.register(Category)
class CategoryAdmin(InReachMixin, ChangedMeanwhileMixin, TranslatedAdmin):
    campaign_path = "campaign"
    form = CategoryForm
    list_display = ("name", "campaign", "method", "platform", "prizes_in_words")
    list_select_related = ("campaign",)
    list_filter = ("method", "campaign")
    list_per_page = 50
    search_fields = ("slug", "campaign__slug", *search_in_all_languages("title"))
    autocomplete_fields = ("campaign",)
    inlines = (PrizeInline,)
    actions = None
    warn_unsaved_form = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).prefetch_related("prizes")

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Category | None:
        """Hold the campaign while its category is saved, so that no announcement slips between."""
        category: Category | None = super().get_object(request, object_id, from_field)
        if category and request.method == "POST":
            category.campaign = lock_campaign(category.campaign_id)
        return category

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> Any:
        readonly = tuple(super().get_readonly_fields(request, obj))
        if obj is None:
            return readonly
        if obj.campaign.phase(at=timezone.now()) in (Phase.DRAFT, Phase.COMING):
            return (*readonly, "campaign")
        if self._is_open(obj):
            # Whoever entered before the change would have had no choice.
            return (*readonly, "campaign", "is_chosen")
        return (*readonly, "campaign", "slug", "method", "platform", "is_chosen")

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        if obj and not self._is_open(obj):
            return False
        return bool(super().has_delete_permission(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Category | None = None) -> Any:
        codes = obj.campaign.languages if obj else CODES
        return [
            (None, {"fields": ("campaign", "slug", "method", "platform", "is_chosen", "order")}),
            *language_tabs("title", "description", codes=codes),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._renew_rules(request, form.instance)

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        super().delete_model(request, obj)
        self._renew_rules(request, obj)

    @staticmethod
    def _renew_rules(request: HttpRequest, category: Category) -> None:
        renew_rules(campaign_id=category.campaign_id, by=acting_user(request), at=database_now())

    def response_post_save_add(self, request: HttpRequest, obj: Category) -> HttpResponse:
        """After saving, back to the campaign, whose desk led here."""
        return redirect("admin:desk_campaign", campaign_id=obj.campaign_id)

    def response_post_save_change(self, request: HttpRequest, obj: Category) -> HttpResponse:
        return redirect("admin:desk_campaign", campaign_id=obj.campaign_id)

    @staticmethod
    def _is_open(category: Category) -> bool:
        return category.campaign.phase(at=timezone.now()) in ENTRY_TERMS_OPEN

    @display(description=_("category"), ordering="slug")
    def name(self, category: Category) -> str:
        return str(category)

    @display(description=_("prizes"))
    def prizes_in_words(self, category: Category) -> str:
        return ", ".join(f"{prize} × {prize.quantity}" for prize in category.prizes.all())
