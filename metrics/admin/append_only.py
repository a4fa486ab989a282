"""What both admins of readings share."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.admin.utils import unquote
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

    # What the form chooses that belongs to a campaign, and how a campaign is found by its id,
    # and by the id of a row that is there.
    chosen_field: str
    campaign_by_chosen: str
    campaign_by_row: str

    def campaign_zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo:
        """The zone of the row's campaign, or of the campaign that the form or a link names."""
        values: Any = request.POST if request.method == "POST" else request.GET
        found = unquote(object_id) if object_id else values.get(self.chosen_field, "")
        lookup = self.campaign_by_row if object_id else self.campaign_by_chosen
        campaign = (
            Campaign.objects.filter(**{lookup: int(found)}).first() if found.isdecimal() else None
        )
        return (campaign or Campaign()).zone
