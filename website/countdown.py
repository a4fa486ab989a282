"""The time left until a moment, in words that a script can go on ticking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from website.localise import number

# A page left open longer than this shows stale days until it is loaded again.
DAYS_AHEAD = 4


@dataclass(frozen=True)
class Countdown:
    """What is left until `deadline`, seen from `at`; both aware."""

    deadline: datetime
    at: datetime

    @property
    def left(self) -> timedelta:
        return max(self.deadline - self.at, timedelta())

    @property
    def iso(self) -> str:
        return self.deadline.isoformat()

    @property
    def days(self) -> int:
        return self.left.days

    @property
    def days_text(self) -> str:
        return days_in_words(self.days)

    @property
    def days_json(self) -> str:
        """The words for today's count and the next smaller ones: the script needs no plurals."""
        lowest = max(self.days - DAYS_AHEAD, 0)
        return json.dumps(
            [days_in_words(n) for n in range(self.days, lowest - 1, -1)], ensure_ascii=False
        )

    @property
    def clock(self) -> str:
        """Hours, minutes and seconds beside the whole days."""
        minutes, seconds = divmod(self.left.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}"


def days_in_words(count: int) -> str:
    """A count of days with its noun; nothing on the last day, when the clock says it all."""
    if count == 0:
        return ""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}
