"""Each rule with each of its outcomes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from entries.eligibility import (
    ANSWERS,
    Code,
    Finding,
    Outcome,
    Owner,
    Proposal,
    Rule,
    Subject,
    Terms,
    evaluate,
    propose,
)
from entries.video_ids import tiktok_id_for
from tests.builders import utc

OPENS, CLOSES = utc(2026, 11, 1), utc(2026, 12, 1)
NOTHING_ASKED = Terms(
    opens_at=None,
    closes_at=None,
    prior_posts_allowed=False,
    min_seconds=None,
    max_seconds=None,
    hashtags=(),
    lookalikes_count=False,
    platforms=frozenset(),
    max_entries=None,
    min_age=None,
    guardian_age=None,
    countries=frozenset(),
    ownership_required=False,
)
NOTHING_KNOWN = Subject(
    platform="youtube",
    video_id="BGQWPY4IigY",
    posted_at=None,
    caption=None,
    caption_cut=False,
    seconds=None,
    public=None,
    owner=Owner.UNKNOWN,
    earlier_entries=0,
    age=None,
    country="",
    guardian_agreed=None,
    excluded_as="",
)
WINDOW = {"opens_at": OPENS, "closes_at": CLOSES}
PRIOR = {**WINDOW, "prior_posts_allowed": True}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def tiktok(drawn_at: datetime) -> dict[str, Any]:
    """A TikTok video whose id was drawn at this very second."""
    return {"platform": "tiktok", "video_id": tiktok_id_for(drawn_at + SECOND, salt=11)}


def finding(rule: Rule, terms: dict[str, Any], subject: dict[str, Any]) -> Finding | None:
    findings = evaluate(replace(NOTHING_ASKED, **terms), replace(NOTHING_KNOWN, **subject))
    return next((finding for finding in findings if finding.rule is rule), None)


HASHTAG = {"hashtags": ("кітапток", "kitaptok")}
YOUNG = {"guardian_age": 18, "min_age": 12}
TABLE: list[tuple[Code, dict[str, Any], dict[str, Any]]] = [
    (Code.POSTED_IN_WINDOW, WINDOW, {"posted_at": OPENS}),
    (Code.POSTED_IN_WINDOW, WINDOW, {"posted_at": CLOSES - SECOND}),
    (Code.POSTED_IN_WINDOW, PRIOR, {"posted_at": OPENS}),
    (Code.PRIOR_POST, PRIOR, {"posted_at": OPENS - SECOND}),
    (Code.POSTED_BEFORE_OPENING, WINDOW, {"posted_at": OPENS - SECOND}),
    (Code.POSTED_AFTER_CLOSE, WINDOW, {"posted_at": CLOSES}),
    (Code.POSTED_AFTER_CLOSE, PRIOR, {"posted_at": CLOSES}),
    (Code.ID_DRAWN_AFTER_CLOSE, WINDOW, tiktok(CLOSES + MINUTE + SECOND)),
    (Code.ID_DRAWN_AFTER_CLOSE, PRIOR, tiktok(CLOSES + MINUTE + SECOND)),
    # Whatever else is said: an id cannot be drawn after its post.
    (
        Code.ID_DRAWN_AFTER_CLOSE,
        WINDOW,
        {**tiktok(CLOSES + 2 * MINUTE), "posted_at": OPENS + MINUTE},
    ),
    (Code.POST_TIME_UNKNOWN, WINDOW, tiktok(CLOSES + MINUTE)),
    (Code.ID_DRAWN_BEFORE_OPENING, WINDOW, tiktok(OPENS - SECOND)),
    (
        Code.ID_DRAWN_BEFORE_OPENING,
        WINDOW,
        {**tiktok(OPENS - SECOND), "received_at": OPENS + MINUTE},
    ),
    (
        Code.ID_DRAWN_IN_WINDOW,
        WINDOW,
        {**tiktok(OPENS + MINUTE), "received_at": CLOSES - SECOND},
    ),
    # Clocks of others are trusted to a minute.
    (
        Code.POST_TIME_UNKNOWN,
        WINDOW,
        {**tiktok(OPENS + MINUTE - SECOND), "received_at": CLOSES - SECOND},
    ),
    (Code.POST_TIME_UNKNOWN, WINDOW, {**tiktok(OPENS + MINUTE), "received_at": CLOSES}),
    (Code.POST_TIME_UNKNOWN, WINDOW, tiktok(OPENS + MINUTE)),
    # An id from after the moment at which it came in was made up.
    (
        Code.POST_TIME_UNKNOWN,
        WINDOW,
        {**tiktok(OPENS + 9 * MINUTE), "received_at": OPENS + 7 * MINUTE},
    ),
    (Code.POST_TIME_UNKNOWN, WINDOW, {"received_at": OPENS + MINUTE}),
    (Code.RECEIVED_BEFORE_CLOSE, PRIOR, {"received_at": CLOSES - SECOND}),
    (
        Code.RECEIVED_BEFORE_CLOSE,
        PRIOR,
        {**tiktok(OPENS - MINUTE), "received_at": CLOSES - SECOND},
    ),
    (Code.POST_TIME_UNKNOWN, PRIOR, {"received_at": CLOSES}),
    (Code.DURATION_FITS, {"min_seconds": 15}, {"seconds": 15}),
    (Code.DURATION_FITS, {"max_seconds": 60}, {"seconds": 60}),
    (Code.TOO_SHORT, {"min_seconds": 15, "max_seconds": 60}, {"seconds": 14}),
    (Code.TOO_SHORT, {"min_seconds": 15}, {"seconds": 0}),
    (Code.TOO_LONG, {"min_seconds": 15, "max_seconds": 60}, {"seconds": 61}),
    (Code.DURATION_UNKNOWN, {"min_seconds": 15}, {}),
    (Code.HASHTAG_FOUND, HASHTAG, {"caption": "Оқы! #KITAPTOK"}),
    (Code.HASHTAG_FOUND, HASHTAG, {"caption": "#kitaptok and more …", "caption_cut": True}),
    (
        Code.HASHTAG_LOOKALIKE_COUNTS,
        {**HASHTAG, "lookalikes_count": True},
        {"caption": "#кiтапток"},
    ),
    (Code.HASHTAG_LOOKALIKE, HASHTAG, {"caption": "#кiтапток"}),
    (Code.HASHTAG_FOUND, HASHTAG, {"caption": "#кiтапток #кітапток"}),
    (Code.HASHTAG_MISSING, HASHTAG, {"caption": "#kitap"}),
    (Code.HASHTAG_MISSING, HASHTAG, {"caption": ""}),
    (Code.CAPTION_CUT, HASHTAG, {"caption": "A long text", "caption_cut": True}),
    # The text ends within a hashtag: it may go on as another one.
    (Code.CAPTION_CUT, HASHTAG, {"caption": "Read! #kitaptok", "caption_cut": True}),
    (Code.CAPTION_UNKNOWN, HASHTAG, {}),
    (Code.PLATFORM_ALLOWED, {"platforms": frozenset({"youtube"})}, {}),
    (Code.PLATFORM_NOT_ALLOWED, {"platforms": frozenset({"tiktok"})}, {}),
    (Code.OWNER_PROVEN, {"ownership_required": True}, {"owner": Owner.PROVEN}),
    (Code.OWNER_UNKNOWN, {"ownership_required": True}, {}),
    (Code.OWNER_IS_ANOTHER, {"ownership_required": True}, {"owner": Owner.DISPROVEN}),
    (Code.OWNER_IS_ANOTHER, {}, {"owner": Owner.DISPROVEN}),
    (Code.IS_PUBLIC, {}, {"public": True}),
    (Code.NOT_PUBLIC, {}, {"public": False}),
    (Code.PUBLIC_UNKNOWN, {}, {}),
    (Code.NUMBER_FITS, {"max_entries": 2}, {"earlier_entries": 1}),
    (Code.TOO_MANY, {"max_entries": 2}, {"earlier_entries": 2}),
    (Code.NUMBER_MAYBE, {"max_entries": 2}, {"earlier_entries": 1, "earlier_by_others": 1}),
    (Code.OLD_ENOUGH, {"min_age": 14}, {"age": 14}),
    (Code.TOO_YOUNG, {"min_age": 14}, {"age": 13}),
    (Code.AGE_UNKNOWN, {"min_age": 14}, {}),
    (Code.COUNTRY_FITS, {"countries": frozenset({"KZ"})}, {"country": "KZ"}),
    (Code.COUNTRY_NOT_ALLOWED, {"countries": frozenset({"KZ"})}, {"country": "FR"}),
    (Code.COUNTRY_UNKNOWN, {"countries": frozenset({"KZ"})}, {}),
    (Code.GUARDIAN_NOT_NEEDED, YOUNG, {"age": 18}),
    (Code.GUARDIAN_AGREED, YOUNG, {"age": 17, "guardian_agreed": True}),
    (Code.GUARDIAN_WAITED_FOR, YOUNG, {"age": 17, "guardian_agreed": False}),
    (Code.GUARDIAN_NOT_NAMED, YOUNG, {"age": 17}),
    (Code.GUARDIAN_MAYBE, YOUNG, {}),
    (Code.NOT_EXCLUDED, {}, {}),
    (Code.EXCLUDED_JUDGE, {}, {"excluded_as": "judge"}),
    (Code.EXCLUDED_STAFF, {}, {"excluded_as": "staff"}),
    (Code.EXCLUDED_PARTNER, {}, {"excluded_as": "partner"}),
]


@pytest.mark.parametrize(
    ("code", "terms", "subject"), TABLE, ids=[str(row[0].value) for row in TABLE]
)
def test_rule_is_answered(code: Code, terms: dict[str, Any], subject: dict[str, Any]):
    rule, outcome = ANSWERS[code]
    found = finding(rule, terms, subject)
    assert found is not None
    assert (found.code, found.outcome) == (code.value, outcome)


def test_table_has_every_code():
    assert {row[0] for row in TABLE} == set(Code) == set(ANSWERS)


def test_what_is_not_asked_is_not_answered():
    findings = evaluate(NOTHING_ASKED, NOTHING_KNOWN)
    assert [finding.rule for finding in findings] == [Rule.PUBLIC, Rule.EXCLUDED]


def test_findings_come_in_the_order_of_the_rules():
    terms = replace(
        NOTHING_ASKED,
        **WINDOW,
        **HASHTAG,
        **YOUNG,
        min_seconds=1,
        platforms=frozenset({"tiktok"}),
        ownership_required=True,
        max_entries=1,
        countries=frozenset({"KZ"}),
    )
    assert [finding.rule for finding in evaluate(terms, NOTHING_KNOWN)] == list(Rule)


def test_hashtags_that_are_no_hashtags_are_not_asked_for():
    assert finding(Rule.HASHTAG, {"hashtags": ("", "#")}, {}) is None


def test_evidence_shows_what_was_compared_with_what():
    subject = {**tiktok(OPENS + MINUTE), "received_at": OPENS + 3 * MINUTE}
    found = finding(Rule.WINDOW, WINDOW, subject)
    assert found is not None
    assert found.evidence == {
        "opens_at": "2026-11-01T00:00:00Z",
        "closes_at": "2026-12-01T00:00:00Z",
        "id_time": "2026-11-01T00:01:00Z",
        "received_at": "2026-11-01T00:03:00Z",
    }
    found = finding(Rule.HASHTAG, HASHTAG, {"caption": "#Kitap #KitapTok"})
    assert found is not None
    assert found.evidence == {"found": "KitapTok", "meant": "kitaptok"}
    found = finding(Rule.HASHTAG, HASHTAG, {"caption": "#Kitap #oqy"})
    assert found is not None
    assert found.evidence == {"wanted": ["кітапток", "kitaptok"], "in_caption": ["Kitap", "oqy"]}


@pytest.mark.parametrize(
    ("outcomes", "proposal"),
    [
        (["pass", "pass"], Proposal.ACCEPT),
        (["pass", "overridden"], Proposal.ACCEPT),
        (["pass", "unknown"], Proposal.LOOK),
        (["unknown", "fail"], Proposal.REJECT),
        ([], Proposal.ACCEPT),
    ],
)
def test_proposal_follows_the_outcomes(outcomes, proposal):
    public = Finding(Rule.PUBLIC, Outcome.PASS, "", {})
    assert propose([replace(public, outcome=outcome) for outcome in outcomes]) is proposal
