"""Views that are still to be read, and why they were not yet."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from accounts.admin import ReadOnlyAdmin
from contests.admin.in_reach import InReachMixin
from contests.wording import day_and_time
from metrics.admin.unseen import unseen_page
from metrics.asking_tiktok import REFUSED
from metrics.models import PendingReading
from metrics.settling import NO_VIEWS

ERRORS: dict[str, Promise] = {
    "429": _("The platform asks for a pause."),
    "timeout": _("The platform did not answer in time."),
    "connection": _("The platform could not be reached."),
    "wrong_json": _("The platform’s answer could not be read."),
    "too_large": _("The platform’s answer could not be read."),
    "compressed": _("The platform’s answer could not be read."),
    NO_VIEWS: _("The platform told no views."),
    REFUSED: _("The creator’s permission is refused. They may have to sign in with TikTok again."),
}
OUT_OF_ORDER = _("The platform is out of order ({}).")


@admin.register(PendingReading)
class PendingReadingAdmin(InReachMixin, ReadOnlyAdmin):
    """What waits, by when it is due. A row is there until the platform has answered."""

    campaign_path = "entry__campaign"
    list_display = ("video", "campaign", "source", "due", "attempts", "last_error")
    list_filter = ("entry__campaign", "source", ("error", admin.EmptyFieldListFilter))
    list_select_related = ("entry__creator", "entry__campaign")
    list_per_page = 50
    search_fields = ("entry__creator__handle", "entry__video_id")
    search_help_text = _("Handle or video id")
    fields = ("video", "campaign", "source", "slot", "due", "taken", "attempts", "last_error")
    readonly_fields = fields
    actions_list = ("unseen",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PendingReading]:
        rows: QuerySet[PendingReading] = super().get_queryset(request)
        return rows.select_related(*self.list_select_related)

    @action(description=_("Videos that cannot be seen"), icon="visibility_off", url_path="unseen")
    def unseen(self, request: HttpRequest) -> HttpResponse:
        """Lead to the videos of which the platforms say that they are not there."""
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return unseen_page(request, site_context=context)

    @display(description=_("entry"), ordering="entry", header=True)
    def video(self, row: PendingReading) -> list[SafeString]:
        return [
            format_html("<bdi>{}</bdi>", row.entry.creator),
            format_html("<bdi>{}</bdi>", row.entry.video_id),
        ]

    @display(description=_("campaign"))
    def campaign(self, row: PendingReading) -> str:
        return str(row.entry.campaign)

    @display(description=_("for the reading of"), ordering="slot_at")
    def slot(self, row: PendingReading) -> str:
        return day_and_time(row.slot_at, row.entry.campaign.zone)

    @display(description=_("due"), ordering="due_at")
    def due(self, row: PendingReading) -> str | None:
        return day_and_time(row.due_at, row.entry.campaign.zone) if row.due_at else None

    @display(description=_("taken by a worker"))
    def taken(self, row: PendingReading) -> str | None:
        return day_and_time(row.taken_at, row.entry.campaign.zone) if row.taken_at else None

    @display(description=_("last error"), ordering="error")
    def last_error(self, row: PendingReading) -> str | None:
        return in_words(row.error) if row.error else None


def in_words(error: str) -> str:
    """Why the platform did not tell; what has no words of ours stands as it is."""
    if error.isdecimal() and error not in ERRORS:
        return str(OUT_OF_ORDER).format(error)
    return str(ERRORS.get(error, error))
