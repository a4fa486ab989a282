"""What both admins of readings share."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from contests.campaign_time import CampaignTimeMixin
from contests.models import Campaign


class AppendOnlyAdmin(CampaignTimeMixin, ModelAdmin):
    """Rows are added, in the campaign's time zone; nobody changes or deletes any."""

    list_per_page = 50
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def campaign_zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo:
        campaign = self.campaign_of(request, object_id)
        return (campaign or Campaign()).zone

    def campaign_of(self, request: HttpRequest, object_id: str | None) -> Campaign | None:
        """The campaign of a page, where it is known already."""
        raise NotImplementedError


def chosen(request: HttpRequest, name: str) -> int | None:
    """The id that a form or a link to it names; None where there is none."""
    values: Any = request.POST if request.method == "POST" else request.GET
    value = values.get(name, "")
    return int(value) if value.isdecimal() else None
