"""Dates that staff type and read in the campaign's own time zone, whatever the server's is."""

from __future__ import annotations

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSplitDateTimeWidget, UnfoldAdminTimeWidget


class MinutesWidget(UnfoldAdminTimeWidget):  # type: ignore[misc]  # Unfold's widgets are untyped
    """A time of day; seconds are shown only where there are any, so that none get lost."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, time) and not value.second:
            return f"{value:%H:%M}"
        shown: str | None = super().format_value(value)
        return shown


class CampaignDateTimeWidget(UnfoldAdminSplitDateTimeWidget):  # type: ignore[misc]  # as above
    """A date and a time in minutes."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        # The field's label names the box of the date; this one would have no name.
        self.widgets[1] = MinutesWidget(attrs={**(attrs or {}), "aria-label": _("Time")})


class CampaignTimeMixin:
    """A model admin whose add and change pages live in a campaign's time zone.

    What is typed is understood in that zone and what is shown is converted to it, the shortcuts
    "today" and "now" included. Comes first among the bases.
    """

    formfield_overrides = {models.DateTimeField: {"widget": CampaignDateTimeWidget}}

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
