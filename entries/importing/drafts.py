"""Entries as an import would make them, with what the campaign's rules find and propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contests.models import Campaign
from entries.eligibility import Finding, Subject, evaluate, propose
from entries.importing.answers import Key
from entries.importing.creators import Key as CreatorKey
from entries.importing.creators import key_of
from entries.importing.rows import Candidate
from entries.importing.writing import insert
from entries.models import Check, Creator, Entry, VideoImport
from entries.platforms.facts import VideoFacts
from entries.subjects import subjects_of, terms_of


@dataclass(frozen=True)
class Draft:
    """An entry that is not written yet, and one finding for each rule of its campaign."""

    entry: Entry
    findings: tuple[Finding, ...]


class Drafting:
    """Makes drafts for one campaign; counts each creator's entries over all that it has made."""

    def __init__(self, video_import: VideoImport, campaign: Campaign) -> None:
        self._import, self._campaign = video_import, campaign
        self._terms = terms_of(campaign)
        self._drafted: Counter[int] = Counter()

    def drafts(
        self,
        candidates: Sequence[Candidate],
        *,
        creators: Mapping[CreatorKey, Creator],
        facts: Mapping[Key, VideoFacts],
        at: datetime,
    ) -> list[Draft]:
        """One draft for each candidate, in a fixed number of queries."""
        entries = [
            self._entry(candidate, creators[key_of(candidate)], facts[candidate.key], at)
            for candidate in candidates
        ]
        # Only for the time in which they are looked at: what is unsaved cannot be looked at.
        for number, entry in enumerate(entries, start=1):
            entry.pk = -number
        drafts = []
        for entry, subject in zip(entries, subjects_of(self._campaign, entries), strict=True):
            findings = evaluate(self._terms, self._counted(entry, subject))
            entry.pk, entry.proposal = None, propose(findings).value
            drafts.append(Draft(entry, findings))
        return drafts

    def _counted(self, entry: Entry, subject: Subject) -> Subject:
        """With the creator's entries that are drafted and not written yet."""
        most = self._terms.max_entries
        if most is None:
            return subject
        drafted = self._drafted[entry.creator_id]
        self._drafted[entry.creator_id] += 1
        return replace(subject, earlier_entries=min(subject.earlier_entries + drafted, most))

    def _entry(
        self, candidate: Candidate, creator: Creator, facts: VideoFacts, at: datetime
    ) -> Entry:
        state = Entry.CaptionState.CUT if facts.caption_cut else Entry.CaptionState.WHOLE
        return Entry(
            campaign=self._campaign,
            platform=facts.platform,
            video_id=facts.video_id,
            url=candidate.url,
            creator=creator,
            caption=facts.caption or "",
            caption_state=Entry.CaptionState.UNKNOWN if facts.caption is None else state,
            language=candidate.language,
            posted_at=facts.posted_at,
            seconds=facts.seconds,
            available=facts.public,
            declared_country=candidate.country,
            source=Entry.Source.IMPORT,
            video_import=self._import,
            submitted_by=None,
            received_at=at,
            confirmed_at=at,  # nobody's address has to be proven
        )


def keep_findings(drafts: Iterable[Draft], *, at: datetime) -> None:
    """Keep what was found about entries that have been written meanwhile."""
    insert(
        Check,
        ("entry_id", "rule", "outcome", "found", "code", "evidence"),
        (
            (draft.entry.pk, found.rule, found.outcome, found.outcome, found.code, found.evidence)
            for draft in drafts
            for found in draft.findings
        ),
        checked_at=at,
    )


def count_proposals(drafts: Iterable[Draft]) -> Counter[str]:
    return Counter(draft.entry.proposal for draft in drafts)
