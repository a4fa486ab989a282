"""Platforms are asked about imported videos, too, little by little: covers and who posted them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from entries.importing.writing import insert
from entries.models import Entry, Lookup, VideoImport
from entries.platforms import sources
from entries.questions import OF_PLATFORM

BETWEEN = timedelta(seconds=1)
"""One after the other, so that whoever enters a video by the form does not wait for thousands."""


def ask_later(video_import: VideoImport, entries: Sequence[Entry]) -> None:
    """Put the questions about new entries; what is being asked already is left as it is.

    The import counts, when this is called, the new entries of the batches before. Should somebody
    ask about one of them at this very moment, the batch fails and is taken over again.
    """
    began = video_import.started_at
    if began is None:
        return
    names = {
        platform: name for platform, name in OF_PLATFORM.items() if sources.source(name) is not None
    }
    asked = set(
        Lookup.objects.filter(
            source__in=names.values(), video_id__in=[entry.video_id for entry in entries]
        ).values_list("platform", "video_id")
    )
    insert(
        Lookup,
        ("source", "platform", "video_id", "due_at"),
        (
            (names[entry.platform], entry.platform, entry.video_id, began + number * BETWEEN)
            for number, entry in enumerate(entries, start=video_import.count_new)
            if entry.platform in names and (entry.platform, entry.video_id) not in asked
        ),
        asked_at=began,
    )
