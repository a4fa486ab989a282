"""Dates that staff type and read in the campaign's own time zone, whatever the server's is."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone


class CampaignTimeMixin:
    """A model admin whose add and change pages live in a campaign's time zone.

    What is typed is understood in that zone and what is shown is converted to it, the shortcuts
    "today" and "now" included. Comes first among the bases.
    """

    def campaign_zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo:
        """The zone for this request; `object_id` is None on the add page."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        with timezone.override(self.campaign_zone(request, object_id)):
            response: HttpResponseBase = super().changeform_view(  # type: ignore[misc]
                request, object_id, form_url, extra_context
            )
            # Templates are rendered after the view has returned: too late for the zone.
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        return response
