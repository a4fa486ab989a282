"""The one rule of creators' pages: one's own entries, and 404 for everybody else's."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from entries.models import Entry


def own_entry(request: HttpRequest, entry_id: int) -> Entry:
    """The entry with its campaign, creator and rules if it is the person's own, else 404."""
    own = Entry.objects.of_user(request.user).select_related("campaign", "creator", "rules_version")
    return get_object_or_404(own, pk=entry_id)
