"""What about a campaign can no longer be edited, phase by phase."""

from __future__ import annotations

from contests.phases import Phase

_ADDRESS = {"slug"}
_OPENING = {"opens_at", "time_zone"}
_CONTEST = {
    "closes_at",
    "platforms",
    "min_seconds",
    "max_seconds",
    "max_entries_per_creator",
    "min_age",
    "guardian_age",
    "countries",
    "prior_posts_allowed",
    "ownership_required",
    "participants_excluded",
    "lookalikes",
    "accepts_automatically",
}
_PROMISES = {"shortlist_by", "announce_by"}

# Texts, partners and quotes stay editable for ever. An open campaign's close may still be moved.
_COMING = _ADDRESS
_OPEN = _COMING | _OPENING
_REVIEW = _OPEN | _CONTEST
_OVER = _REVIEW | _PROMISES

LOCKED_FIELDS: dict[Phase, frozenset[str]] = {
    Phase.DRAFT: frozenset(),
    Phase.COMING: frozenset(_COMING),
    Phase.OPEN: frozenset(_OPEN),
    Phase.REVIEW: frozenset(_REVIEW),
    Phase.ANNOUNCED: frozenset(_OVER),
    Phase.ARCHIVED: frozenset(_OVER),
    Phase.CANCELLED: frozenset(_OVER),
}

# Hashtags and categories decide who takes part and how; prizes are fixed by the announcement.
ENTRY_TERMS_OPEN = frozenset({Phase.DRAFT, Phase.COMING, Phase.OPEN})
PRIZES_OPEN = ENTRY_TERMS_OPEN | {Phase.REVIEW}
