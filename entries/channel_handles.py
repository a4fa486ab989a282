"""YouTube names the owner of a video by the channel's id; people know the channel by its handle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import F

from entries.models import Creator
from entries.platforms import sources
from entries.platforms.facts import VideoFacts
from entries.platforms.source import NotAnswered
from partners.models import Platform


def with_handles(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The same answers, with the handles of channels that are new to us, by one call.

    A channel whose handle is not told now is called by its id until it is.
    """
    nameless = {
        video_id: facts
        for video_id, facts in answers.items()
        if isinstance(facts, VideoFacts)
        and facts.platform == Platform.YOUTUBE
        and facts.author_id
        and not facts.author_handle
    }
    handles = _handles_of({str(facts.author_id) for facts in nameless.values()})
    named = {
        video_id: replace(facts, author_handle=handles.get(str(facts.author_id)))
        for video_id, facts in nameless.items()
    }
    return {**answers, **named}


def _handles_of(channel_ids: set[str]) -> dict[str, str]:
    known = Creator.objects.filter(
        platform=Platform.YOUTUBE, platform_user_id__in=channel_ids
    ).exclude(handle=F("platform_user_id"))
    new = sorted(channel_ids - set(known.values_list("platform_user_id", flat=True)))
    try:
        return sources.channel_handles(new) if new else {}
    except NotAnswered:
        return {}
