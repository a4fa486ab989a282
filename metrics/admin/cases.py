"""Cases about views in the admin: a queue and a page for each, no forms of the admin's own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin

from contests.admin.in_reach import InReachMixin
from metrics.admin.case_page import case_page
from metrics.admin.case_queue_page import case_queue_page
from metrics.models import Case


@admin.register(Case)
class CaseAdmin(InReachMixin, ModelAdmin):
    """Raised by jobs, decided by people; nobody adds, changes or deletes any."""

    campaign_path = "entry__campaign"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide_view)
        return [
            path("<int:case_id>/decide/", decide, name="metrics_case_decide"),
            *super().get_urls(),
        ]

    def changelist_view(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - Django's signature
    ) -> Any:
        return case_queue_page(request, site_context=self._context(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002 - Django's signature
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - Django's signature
    ) -> Any:
        """The case to read; it is decided at an address of its own."""
        if request.method == "POST":
            raise PermissionDenied
        return self.decide_view(request, int(object_id) if object_id.isdecimal() else 0)

    def decide_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        return case_page(request, case_id, site_context=self._context(request))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}
