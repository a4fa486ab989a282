"""What platforms told when they were asked about views."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from entries.platforms.facts import VideoFacts
from entries.platforms.source import Answers
from metrics.models import Reading


@dataclass(frozen=True, slots=True)
class Heard:
    """One call to a platform.

    `taken_at`: the database's time just before the call. It is the time of the readings: what
    they tell was never seen earlier, and at most twice PLATFORM_TIMEOUT_SECONDS later. So a
    reading that was begun before the close counts, and one begun at or after it does not,
    however quick or slow the platform was.
    """

    taken_at: datetime
    answers: Answers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What calls about some videos told. `gone`: ids of videos that are not there.

    A video that is neither told nor gone was asked about in vain, which says nothing.
    """

    platform: str
    source: str
    reading_source: Reading.Source
    calls: Sequence[Heard]
    gone: Collection[str] = ()

    def told(self, video_id: str) -> tuple[Heard, VideoFacts] | None:
        for call in self.calls:
            fact = call.answers.get(video_id)
            if fact is not None:
                return call, fact
        return None
