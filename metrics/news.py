"""What the platforms say of the videos beside their views: also that one is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from contests.models import Campaign
from entries.facts import PASSING, keep_answer, write_facts
from entries.models import PlatformAnswer
from entries.platforms.facts import VideoFacts
from entries.video_lookup import storable

COUNTS = frozenset({"views", "likes", "comments", "shares"})
Said = dict[str, Any]
"""What was said without the counts; an empty one is said of a video that is not there."""


def news(
    facts: Mapping[str, VideoFacts | None], *, platform: str, source: str
) -> dict[str, Said | None]:
    """By video id, what a source says now and did not say before; None: it is not there (any more).

    The counts are no news: readings keep them.
    """
    last: dict[str, bool] = {}
    words: defaultdict[str, Said] = defaultdict(dict)
    answers = PlatformAnswer.objects.filter(
        platform=platform, source=source, video_id__in=list(facts)
    )
    for answer in answers.order_by("-said_at", "-pk"):
        last.setdefault(answer.video_id, answer.found)
        for key, value in answer.said.items():
            words[answer.video_id].setdefault(key, value)
    told = {video_id: _lasting(fact) for video_id, fact in facts.items()}
    return {
        video_id: said
        for video_id, said in told.items()
        if last.get(video_id) is not (said is not None)
        or any(words[video_id].get(key) != value for key, value in (said or {}).items())
    }


def keep_news(
    told: Mapping[str, Said | None],
    *,
    platform: str,
    source: str,
    campaigns: Iterable[Campaign],
    at: datetime,
) -> None:
    """Keep what is new and write it onto the entries; the campaigns' locks are held."""
    for video_id, said in told.items():
        keep_answer(
            platform=platform,
            video_id=video_id,
            source=source,
            found=said is not None,
            said=said or {},
            at=at,
        )
    if told:
        write_facts(
            platform=platform, video_ids=list(told), campaigns=campaigns, at=at, heard_at=at
        )


def _lasting(fact: VideoFacts | None) -> Said | None:
    fact = storable(fact)
    if fact is None:
        return None
    return {key: value for key, value in fact.said().items() if key not in COUNTS | PASSING}
