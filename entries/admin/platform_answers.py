"""What platforms said about videos, and what is still to be asked: to be read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin import ReadOnlyAdmin
from contests.admin.in_reach import InReachMixin
from entries.links import LinkRefused, parse_video_link
from entries.models import Entry, Lookup, PlatformAnswer

# What the keys of an answer mean; those of later versions stand as they are.
KEYS = {
    "caption": _("caption"),
    "caption_cut": _("only its beginning is known"),
    "author_handle": _("handle"),
    "author_id": _("id on the platform"),
    "author_name": _("shown name"),
    "posted_at": _("posted"),
    "seconds": _("duration, seconds"),
    "public": _("publicly available"),
    "cover_url": _("cover"),
    "views": _("views"),
    "likes": _("likes"),
    "comments": _("comments"),
    "shares": _("shares"),
    "by": _("user"),
}


class OfVideoAdmin(InReachMixin, ReadOnlyAdmin):
    """Rows about one video, found by its id or by any of its links."""

    list_per_page = 50
    search_fields = ("video_id",)
    search_help_text = _("Video id or any link of the video")
    view_right = "entries.view_platformanswer"

    def in_campaigns(self, rows: QuerySet[Any], campaign_ids: Collection[int]) -> QuerySet[Any]:
        """A video is of every campaign in which it was entered."""
        entered = Entry.objects.filter(
            platform=OuterRef("platform"),
            video_id=OuterRef("video_id"),
            campaign__in=campaign_ids,
        )
        return rows.filter(Exists(entered))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> Any:
        try:
            link = parse_video_link(search_term)
        except LinkRefused:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(platform=link.platform, video_id=link.video_id), False

    @display(description=_("video"), ordering="video_id", header=True)
    def video(self, row: Any) -> list[Any]:
        return [format_html("<bdi>{}</bdi>", row.video_id), row.get_platform_display()]

    @display(description=_("entries"))
    def entries(self, row: Any) -> SafeString:
        url = f"{reverse('admin:entries_entry_changelist')}?q={row.video_id}"
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}"><bdi>{} {}</bdi></a>',
            url,
            row.get_platform_display(),
            row.video_id,
        )


@admin.register(PlatformAnswer)
class PlatformAnswerAdmin(OfVideoAdmin):
    """Every answer as it came, the newest first."""

    list_display = ("video", "source", "found", "said_at")
    list_filter = ("source", "found")
    fields = ("entries", "source", "found", "said_at", "shown_said")
    readonly_fields = fields

    @display(description=_("what was said"))
    def shown_said(self, answer: PlatformAnswer) -> SafeString:
        order = {key: place for place, key in enumerate(KEYS)}
        said = sorted(answer.said.items(), key=lambda item: order.get(item[0], len(order)))
        return format_html_join(
            "", '<div class="mb-2">{}: <span dir="auto">{}</span></div>', map(_in_words, said)
        )


def _in_words(item: tuple[str, Any]) -> tuple[Any, Any]:
    key, value = item
    if isinstance(value, bool):
        value = _now("Yes") if value else _now("No")
    return KEYS.get(key, key), "—" if value is None else value


@admin.register(Lookup)
class LookupAdmin(OfVideoAdmin):
    """What is still to be asked, when, and why it was not answered yet."""

    list_display = ("video", "source", "due_at", "attempts", "error")
    list_filter = ("source", ("error", admin.EmptyFieldListFilter))
    fields = ("entries", "source", "asked_at", "due_at", "taken_at", "attempts", "error")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Lookup | None = None) -> bool:
        """Whoever may read the answers may know what is waited for."""
        return request.user.has_perm(self.view_right)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
