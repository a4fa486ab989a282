"""What every source of facts can do, and why one may not answer.

Pure: no Django, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from entries.platforms.facts import VideoFacts

__all__ = ["Answers", "BudgetSpent", "NotAnswered", "PlatformAway", "Source", "TokenRefused"]

Answers = dict[str, VideoFacts | None]
"""Video id → its facts; ``None``: the platform says that it is not there.

About an id that is missing here nothing was said.
"""


class Source(Protocol):
    """Somebody who can be asked about videos of one platform, some at a time."""

    @property
    def name(self) -> str:
        """How the source is called in kept answers: a value of `PlatformAnswer.Source`."""

    @property
    def platform(self) -> str: ...

    @property
    def batch_size(self) -> int:
        """How many videos one call may name."""

    def ask(self, video_ids: Sequence[str]) -> Answers:
        """Ask about at most `batch_size` videos, by one call. Raises `NotAnswered`."""


class NotAnswered(Exception):  # noqa: N818 - an outcome, named like LinkRefused
    """The question stays open: nothing is known about any of its videos."""


class PlatformAway(NotAnswered):
    """Overloaded, broken, silent or talking nonsense: to be asked again later.

    `retry_after`: how long the platform wishes to be left alone, if it said so.
    """

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class BudgetSpent(NotAnswered):
    """No more calls before `until`: ours by the minute or day, or the platform's quota."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"No more calls before {until.isoformat()}")
        self.until = until


class TokenRefused(NotAnswered):
    """The creator's token (or our key) is expired, withdrawn or lacks a permission."""
