"""What an import says of videos, kept as an answer and added to what is known of them."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from entries.facts import PASSING, known
from entries.importing.rows import Candidate
from entries.importing.writing import insert
from entries.models import PlatformAnswer
from entries.platforms.facts import VideoFacts

Key = tuple[str, str]
"""Platform and video id."""


def earlier_answers(candidates: Iterable[Candidate]) -> dict[Key, list[PlatformAnswer]]:
    """What was said of these videos before."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        ids[candidate.facts.platform].append(candidate.facts.video_id)
    earlier: dict[Key, list[PlatformAnswer]] = defaultdict(list)
    for platform, of_platform in ids.items():
        for answer in PlatformAnswer.objects.filter(
            platform=platform, video_id__in=of_platform
        ).order_by("said_at", "pk"):
            earlier[platform, answer.video_id].append(answer)
    return earlier


def facts_with(
    candidate: Candidate, earlier: dict[Key, list[PlatformAnswer]], *, at: datetime
) -> VideoFacts:
    """What is known of a video once the import's word is added."""
    before = earlier.get(candidate.key)
    if not before:
        return candidate.facts
    word = PlatformAnswer(
        pk=sys.maxsize,  # the last one, should others be of the same moment
        platform=candidate.facts.platform,
        video_id=candidate.facts.video_id,
        source=PlatformAnswer.Source.IMPORT,
        said_at=at,
        found=True,
        said=candidate.facts.said(),
    )
    return known([*before, word]) or candidate.facts


def keep_answers(
    candidates: Sequence[Candidate], earlier: dict[Key, list[PlatformAnswer]], *, at: datetime
) -> None:
    """Keep what the import says, except what an import said last time too."""
    insert(
        PlatformAnswer,
        ("platform", "video_id", "said"),
        (
            (*candidate.key, candidate.facts.said())
            for candidate in candidates
            if not _is_said_already(candidate, earlier.get(candidate.key, []))
        ),
        source=PlatformAnswer.Source.IMPORT,
        said_at=at,
        found=True,
    )


def _is_said_already(candidate: Candidate, before: Sequence[PlatformAnswer]) -> bool:
    of_imports = [answer for answer in before if answer.source == PlatformAnswer.Source.IMPORT]
    if not of_imports or not of_imports[-1].found:
        return False
    return _lasting(of_imports[-1].said) == _lasting(candidate.facts.said())


def _lasting(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in PASSING}
