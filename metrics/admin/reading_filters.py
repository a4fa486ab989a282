"""By what the list of readings is narrowed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from entries.links import LinkRefused, parse_video_link
from entries.models import Entry
from metrics.models import Reading
from metrics.models.reading import ReadingQuerySet
from metrics.reading_state import STATE_NAMES, in_state


class StateFilter(admin.SimpleListFilter):
    """Whether readings count."""

    title = _("counts")
    parameter_name = "counts"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, name) for state, name in STATE_NAMES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> ReadingQuerySet:
        readings: ReadingQuerySet = queryset
        return in_state(readings, self.value() or "")


def search_readings(readings: QuerySet[Reading], term: str) -> QuerySet[Reading]:
    """Readings of the videos that a handle, a video's id or any form of its link names."""
    entries = Entry.objects.order_by()
    try:
        link = parse_video_link(term)
    except LinkRefused:
        word = term.strip().removeprefix("@")
        found = entries.filter(Q(creator__handle__icontains=word) | Q(video_id=word))
    else:
        found = entries.filter(platform=link.platform, video_id=link.video_id)
    return readings.filter(entry__in=found.values("pk"))
