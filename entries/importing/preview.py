"""What an import would do, counted before anything of it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from entries.eligibility import Outcome, Rule
from entries.importing.answers import earlier_answers, facts_with
from entries.importing.cells import Line
from entries.importing.creators import Key, find_creators, key_of, made_of
from entries.importing.drafts import Drafting, count_proposals
from entries.importing.previewing import preview
from entries.importing.rows import Candidate, Refusal
from entries.importing.sorting import sort_rows
from entries.importing.videos import VIDEOS, reader_of
from entries.models import Creator, VideoImport
from entries.video_ids import TIKTOK, posted_at_hint

BATCH = 1000
SHOWN = 20
"""Rows of each kind that the page names; the report has all that are refused."""
_ID_SLACK = timedelta(minutes=2)


def preview_import(*, import_id: int, at: datetime) -> None:
    """Read the whole file and keep what it would do. Bears being run twice."""
    preview(VIDEOS, import_id=import_id, at=at, counting_of=_Counting)


class _Counting:
    """Reads rows and adds up what would become of them."""

    def __init__(self, video_import: VideoImport, at: datetime) -> None:
        self._import, self._campaign, self._at = video_import, video_import.campaign, at
        self._reader = reader_of(video_import)
        self._drafting = Drafting(video_import, self._campaign)
        self._seen: set[tuple[str, str]] = set()
        self._creators: dict[Key, Creator] = {}
        self.refused: list[Refusal] = []
        self.rows = 0
        self.counts: Counter[str] = Counter()
        self.proposals: Counter[str] = Counter()
        self.findings: Counter[tuple[str, str]] = Counter()
        self.platforms: Counter[str] = Counter()
        self.doubled: list[int] = []

    def read(self, lines: Iterator[Line]) -> None:
        while rows := [self._reader.read(line) for line in islice(lines, BATCH)]:
            self.rows += len(rows)
            self._add(rows)

    def _add(self, rows: Sequence[Candidate | Refusal]) -> None:
        heaps = sort_rows(rows, campaign=self._campaign, video_import=self._import, seen=self._seen)
        self.refused += heaps.refused
        self.doubled += [candidate.line for candidate in heaps.doubled]
        self.counts.update(
            new=len(heaps.new), known=len(heaps.known), before_id=_before_id(heaps.new)
        )
        self.platforms.update(candidate.facts.platform for candidate in heaps.new)
        earlier = earlier_answers(heaps.new)
        drafts = self._drafting.drafts(
            heaps.new,
            creators=self._creators_of(heaps.new),
            facts={one.key: facts_with(one, earlier, at=self._at) for one in heaps.new},
            at=self._at,
        )
        self.proposals += count_proposals(drafts)
        self.findings.update(
            (finding.rule.value, finding.outcome.value)
            for draft in drafts
            for finding in draft.findings
            if finding.outcome is not Outcome.PASS
        )

    def _creators_of(self, candidates: Sequence[Candidate]) -> dict[Key, Creator]:
        """The known accounts; one with a made-up id stands for each that would be made."""
        found = find_creators(candidates)
        for candidate in candidates:
            key = (candidate.facts.platform, candidate.handle.lower())
            if key_of(candidate) in found:
                continue
            if key not in self._creators:
                self._creators[key] = made_of(candidate)
                self._creators[key].pk = -len(self._creators)
            found[key_of(candidate)] = self._creators[key]
        return found

    def summary(self) -> dict[str, Any]:
        """What the page shows, in plain JSON."""
        return {
            "new": self.counts["new"],
            "known": self.counts["known"],
            "doubled": len(self.doubled),
            "refused": len(self.refused),
            "doubled_lines": self.doubled[:SHOWN],
            "before_id": self.counts["before_id"],
            "proposals": dict(self.proposals),
            "findings": [
                [rule.value, self.findings[rule, "fail"], self.findings[rule, "unknown"]]
                for rule in Rule
                if self.findings[rule, "fail"] or self.findings[rule, "unknown"]
            ],
            "platforms": dict(self.platforms),
        }


def _before_id(candidates: Sequence[Candidate]) -> int:
    """How many videos would have been posted before their id was drawn: a sign of a wrong zone."""
    return sum(
        1
        for candidate in candidates
        if candidate.facts.platform == TIKTOK
        and (posted_at := candidate.facts.posted_at)
        and (drawn_at := posted_at_hint(TIKTOK, candidate.facts.video_id))
        and posted_at < drawn_at - _ID_SLACK
    )
