"""The words of eligibility: what is asked, of what, and what was found.

Pure: no Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How a rule is answered. What is not known is unknown, never a fail."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """What a campaign can ask of an entry, in the order in which people read it."""

    WINDOW = "window"
    DURATION = "duration"
    HASHTAG = "hashtag"
    PLATFORM = "platform"
    OWNER = "owner"
    PUBLIC = "public"
    NUMBER = "number"
    AGE = "age"
    COUNTRY = "country"
    GUARDIAN = "guardian"
    EXCLUDED = "excluded"


class Owner(StrEnum):
    """Whether the entrant has shown that the account is theirs, or somebody else has."""

    PROVEN = "proven"
    DISPROVEN = "disproven"
    UNKNOWN = "unknown"


class Proposal(StrEnum):
    """What all findings together propose."""

    ACCEPT = "accept"
    REJECT = "reject"
    LOOK = "look"


class Code(StrEnum):
    """Why a rule is answered as it is. Each belongs to one rule and one outcome: see ANSWERS."""

    POSTED_IN_WINDOW = "posted_in_window"
    PRIOR_POST = "prior_post"
    ID_DRAWN_IN_WINDOW = "id_drawn_in_window"
    RECEIVED_BEFORE_CLOSE = "received_before_close"
    POSTED_BEFORE_OPENING = "posted_before_opening"
    POSTED_AFTER_CLOSE = "posted_after_close"
    ID_DRAWN_AFTER_CLOSE = "id_drawn_after_close"
    ID_DRAWN_BEFORE_OPENING = "id_drawn_before_opening"
    POST_TIME_UNKNOWN = "post_time_unknown"
    DURATION_FITS = "duration_fits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    DURATION_UNKNOWN = "duration_unknown"
    HASHTAG_FOUND = "hashtag_found"
    HASHTAG_LOOKALIKE_COUNTS = "hashtag_lookalike_counts"
    HASHTAG_MISSING = "hashtag_missing"
    HASHTAG_LOOKALIKE = "hashtag_lookalike"
    CAPTION_CUT = "caption_cut"
    CAPTION_UNKNOWN = "caption_unknown"
    PLATFORM_ALLOWED = "platform_allowed"
    PLATFORM_NOT_ALLOWED = "platform_not_allowed"
    OWNER_PROVEN = "owner_proven"
    OWNER_IS_ANOTHER = "owner_is_another"
    OWNER_UNKNOWN = "owner_unknown"
    IS_PUBLIC = "is_public"
    NOT_PUBLIC = "not_public"
    PUBLIC_UNKNOWN = "public_unknown"
    NUMBER_FITS = "number_fits"
    TOO_MANY = "too_many"
    NUMBER_MAYBE = "number_maybe"
    OLD_ENOUGH = "old_enough"
    TOO_YOUNG = "too_young"
    AGE_UNKNOWN = "age_unknown"
    COUNTRY_FITS = "country_fits"
    COUNTRY_NOT_ALLOWED = "country_not_allowed"
    COUNTRY_UNKNOWN = "country_unknown"
    GUARDIAN_NOT_NEEDED = "guardian_not_needed"
    GUARDIAN_AGREED = "guardian_agreed"
    GUARDIAN_WAITED_FOR = "guardian_waited_for"
    GUARDIAN_NOT_NAMED = "guardian_not_named"
    GUARDIAN_MAYBE = "guardian_maybe"
    NOT_EXCLUDED = "not_excluded"
    EXCLUDED_JUDGE = "excluded_judge"
    EXCLUDED_STAFF = "excluded_staff"
    EXCLUDED_PARTNER = "excluded_partner"


_IN_ORDER: dict[Rule, dict[Outcome, tuple[Code, ...]]] = {
    Rule.WINDOW: {
        Outcome.PASS: (
            Code.POSTED_IN_WINDOW,
            Code.PRIOR_POST,
            Code.ID_DRAWN_IN_WINDOW,
            Code.RECEIVED_BEFORE_CLOSE,
        ),
        Outcome.FAIL: (
            Code.POSTED_BEFORE_OPENING,
            Code.POSTED_AFTER_CLOSE,
            Code.ID_DRAWN_AFTER_CLOSE,
        ),
        Outcome.UNKNOWN: (Code.ID_DRAWN_BEFORE_OPENING, Code.POST_TIME_UNKNOWN),
    },
    Rule.DURATION: {
        Outcome.PASS: (Code.DURATION_FITS,),
        Outcome.FAIL: (Code.TOO_SHORT, Code.TOO_LONG),
        Outcome.UNKNOWN: (Code.DURATION_UNKNOWN,),
    },
    Rule.HASHTAG: {
        Outcome.PASS: (Code.HASHTAG_FOUND, Code.HASHTAG_LOOKALIKE_COUNTS),
        Outcome.FAIL: (Code.HASHTAG_MISSING,),
        Outcome.UNKNOWN: (Code.HASHTAG_LOOKALIKE, Code.CAPTION_CUT, Code.CAPTION_UNKNOWN),
    },
    Rule.PLATFORM: {
        Outcome.PASS: (Code.PLATFORM_ALLOWED,),
        Outcome.FAIL: (Code.PLATFORM_NOT_ALLOWED,),
    },
    Rule.OWNER: {
        Outcome.PASS: (Code.OWNER_PROVEN,),
        Outcome.FAIL: (Code.OWNER_IS_ANOTHER,),
        Outcome.UNKNOWN: (Code.OWNER_UNKNOWN,),
    },
    Rule.PUBLIC: {
        Outcome.PASS: (Code.IS_PUBLIC,),
        Outcome.FAIL: (Code.NOT_PUBLIC,),
        Outcome.UNKNOWN: (Code.PUBLIC_UNKNOWN,),
    },
    Rule.NUMBER: {
        Outcome.PASS: (Code.NUMBER_FITS,),
        Outcome.FAIL: (Code.TOO_MANY,),
        Outcome.UNKNOWN: (Code.NUMBER_MAYBE,),
    },
    Rule.AGE: {
        Outcome.PASS: (Code.OLD_ENOUGH,),
        Outcome.FAIL: (Code.TOO_YOUNG,),
        Outcome.UNKNOWN: (Code.AGE_UNKNOWN,),
    },
    Rule.COUNTRY: {
        Outcome.PASS: (Code.COUNTRY_FITS,),
        Outcome.FAIL: (Code.COUNTRY_NOT_ALLOWED,),
        Outcome.UNKNOWN: (Code.COUNTRY_UNKNOWN,),
    },
    Rule.GUARDIAN: {
        Outcome.PASS: (Code.GUARDIAN_NOT_NEEDED, Code.GUARDIAN_AGREED),
        Outcome.UNKNOWN: (
            Code.GUARDIAN_WAITED_FOR,
            Code.GUARDIAN_NOT_NAMED,
            Code.GUARDIAN_MAYBE,
        ),
    },
    Rule.EXCLUDED: {
        Outcome.PASS: (Code.NOT_EXCLUDED,),
        Outcome.FAIL: (Code.EXCLUDED_JUDGE, Code.EXCLUDED_STAFF, Code.EXCLUDED_PARTNER),
    },
}

ANSWERS: dict[Code, tuple[Rule, Outcome]] = {
    code: (rule, outcome)
    for rule, outcomes in _IN_ORDER.items()
    for outcome, codes in outcomes.items()
    for code in codes
}
"""Which rule a code answers, and how."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign asks. None and empty: it does not ask."""

    opens_at: datetime | None
    closes_at: datetime | None
    prior_posts_allowed: bool
    min_seconds: int | None
    max_seconds: int | None
    hashtags: tuple[str, ...]
    lookalikes_count: bool
    platforms: frozenset[str]
    max_entries: int | None
    min_age: int | None
    guardian_age: int | None
    countries: frozenset[str]
    ownership_required: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of an entry. None (and "" for a country): not known."""

    platform: str
    video_id: str
    posted_at: datetime | None
    caption: str | None
    caption_cut: bool
    seconds: int | None
    public: bool | None
    owner: Owner
    earlier_entries: int  # of the same creator, and counting
    age: int | None
    country: str
    guardian_agreed: bool | None  # None: no guardian was asked
    excluded_as: str  # "", "judge", "staff" or "partner"
    received_at: datetime | None = None  # when the video was there for certain
    earlier_by_others: int = 0  # earlier entries of that creator that other people made


@dataclass(frozen=True, slots=True)
class Finding:
    """How one rule is answered, why, and what was compared with what (plain JSON)."""

    rule: Rule
    outcome: Outcome
    code: str
    evidence: dict[str, Any]


def find(code: Code, **evidence: Any) -> Finding:
    """The finding with this code."""
    rule, outcome = ANSWERS[code]
    return Finding(rule, outcome, code.value, evidence)
