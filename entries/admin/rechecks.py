"""Checks of all entries of a campaign: the list, and the page on which one is watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin import ReadOnlyAdmin
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from entries.models import Entry, Recheck
from entries.rechecking import ACCEPTED, CHANGED, DOUBTFUL


@dataclass(frozen=True)
class Progress:
    """A run in figures."""

    run: Recheck

    @property
    def percent(self) -> int:
        if self.run.finished_at:
            return 100
        return 100 * self.run.done // self.run.total if self.run.total else 0

    @property
    def proposals(self) -> list[tuple[str, int]]:
        return [
            (str(label), self.run.tally.get(value, 0)) for value, label in Entry.Proposal.choices
        ]

    @property
    def changed(self) -> int:
        return int(self.run.tally.get(CHANGED, 0))

    @property
    def accepted(self) -> int:
        return int(self.run.tally.get(ACCEPTED, 0))

    @property
    def doubtful(self) -> int:
        return int(self.run.tally.get(DOUBTFUL, 0))

    @property
    def doubtful_url(self) -> str:
        """The entries that take part although the rules speak against it."""
        query = {
            "campaign__id__exact": self.run.campaign_id,
            "status__exact": Entry.Status.ACCEPTED.value,
            "proposal__exact": Entry.Proposal.REJECT.value,
        }
        return f"{reverse('admin:entries_entry_changelist')}?{urlencode(query)}"


@admin.register(Recheck)
class RecheckAdmin(InReachMixin, ReadOnlyAdmin):
    campaign_path = "campaign"
    list_display = ("started", "campaign", "started_by", "progress", "finished")
    list_filter = ("campaign",)
    list_select_related = ("campaign", "started_by")
    list_per_page = 50

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one run; asked for by htmx, only the part that moves."""
        run: Recheck | None = self.get_object(request, unquote(object_id))
        if run is None or request.method not in ("GET", "HEAD"):
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": str(run.campaign),
            "subtitle": _("Check of all entries"),
            "campaign": run.campaign,
            "run": run,
            "progress": Progress(run),
            "started": self.started(run),
            "finished": self.finished(run),
        }
        name = "_recheck_progress" if "HX-Request" in request.headers else "recheck"
        return TemplateResponse(request, f"admin/entries/{name}.html", context)

    @display(description=_("started"), ordering="started_at")
    def started(self, run: Recheck) -> str:
        return day_and_time(run.started_at, run.campaign.zone)

    @display(description=_("finished"), ordering="finished_at")
    def finished(self, run: Recheck) -> str | None:
        return day_and_time(run.finished_at, run.campaign.zone) if run.finished_at else None

    @display(description=_("progress"))
    def progress(self, run: Recheck) -> str:
        return f"{Progress(run).percent} %"
