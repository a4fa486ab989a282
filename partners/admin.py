"""The admin of partners and what they said."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from partners.language_tabs import (
    TranslatedAdmin,
    TranslatedForm,
    language_tabs,
    search_in_all_languages,
)
from partners.models import Partner, PartnerAccount, Quote


class PartnerForm(TranslatedForm):
    one_of = ("name",)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean_region_code(self) -> str:
        return str(self.cleaned_data["region_code"]).upper()


class QuoteForm(TranslatedForm):
    one_of = ("speaker", "text")


class PartnerAccountInline(TabularInline):
    model = PartnerAccount
    extra = 0


@admin.register(Partner)
class PartnerAdmin(TranslatedAdmin):
    form = PartnerForm
    list_display = ("partner", "kind", "country")
    list_filter = ("kind",)
    list_per_page = 50
    search_fields = ("slug", "accounts__handle", *search_in_all_languages("name"))
    inlines = (PartnerAccountInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (None, {"fields": ("slug", "kind", ("country", "region_code"), "website", "logo")}),
        *language_tabs("name", "region", "description"),
    )

    @display(description=_("partner"), ordering="slug")
    def partner(self, partner: Partner) -> str:
        return str(partner)


@admin.register(Quote)
class QuoteAdmin(TranslatedAdmin):
    form = QuoteForm
    list_display = ("quote", "partner")
    list_select_related = ("partner",)
    list_per_page = 50
    search_fields = search_in_all_languages("speaker", "text")
    autocomplete_fields = ("partner",)
    fieldsets = (
        (None, {"fields": ("partner",)}),
        *language_tabs("speaker", "post", "text"),
    )

    @display(description=_("speaker"))
    def quote(self, quote: Quote) -> str:
        return str(quote)
