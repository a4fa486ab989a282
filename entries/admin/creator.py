"""Accounts on platforms, with the proofs whose they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action

from contests.admin.in_reach import InReachMixin
from entries.admin.ownership import ProofInline, attest_page
from entries.handles import clean_handle
from entries.models import Creator


@admin.register(Creator)
class CreatorAdmin(InReachMixin, ModelAdmin):
    """They come with entries. Staff tie them to organisations, proofs tie them to people."""

    campaign_path = "entries__campaign"
    in_several_campaigns = True
    list_display = ("account", "platform", "display_name", "organisation", "verified_at")
    list_filter = ("platform", ("verified_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation",)
    list_per_page = 50
    search_fields = ("handle", "display_name", "platform_user_id")
    autocomplete_fields = ("organisation",)
    readonly_fields = ("platform", "handle", "platform_user_id", "verified_at", "user")
    fields = (
        "platform",
        "handle",
        "display_name",
        "platform_user_id",
        "verified_at",
        "user",
        "organisation",
    )
    inlines = (ProofInline,)
    actions = None
    actions_detail = ("attest",)

    def has_attest_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("entries.moderate_entry")

    @action(
        description=_("Attest whose account it is"),
        url_path="attest",
        permissions=["attest"],
        icon="verified_user",
    )
    def attest(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The proofs that are there, and the form for one more."""
        creator = get_object_or_404(self.get_queryset(request), pk=unquote(object_id))
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return attest_page(request, creator, site_context=context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Creator | None = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Creator], search_term: str
    ) -> Any:
        """Find "@name" and a link to the profile as well as "name"."""
        term = clean_handle(search_term) or search_term
        return super().get_search_results(request, queryset, term)

    @admin.display(description=_("handle"), ordering="handle")
    def account(self, creator: Creator) -> str:
        return str(creator)
