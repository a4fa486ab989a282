"""Of which videos somebody has told whose they are: a handle in a link tells nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from entries.models import Entry, PlatformAnswer

_NAMES_THE_OWNER = Q(said__has_key="author_id") | Q(said__has_key="author_handle")


def with_owner_told(entries: Iterable[Entry]) -> set[int]:
    """The entries whose account comes from a platform, its export or staff, by one question each.

    Of all others the account is a claim: what is proven of it says nothing about the video.
    """
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.platform].add(entry.video_id)
    told = {
        (platform, video_id)
        for platform, video_ids in wanted.items()
        for video_id in PlatformAnswer.objects.filter(
            _NAMES_THE_OWNER, platform=platform, video_id__in=video_ids
        ).values_list("video_id", flat=True)
    }
    return {entry.pk for entry in entries if (entry.platform, entry.video_id) in told}
