"""What holds for the rules whatever is asked and known."""

import json
from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from entries.eligibility import ANSWERS, Code, Outcome, Owner, Proposal, Subject, Terms, evaluate
from entries.eligibility import propose as proposal_of
from entries.video_ids import tiktok_id_for
from tests.builders import utc
from tests.entries.test_eligibility import NOTHING_KNOWN

START = utc(2026, 11, 1)
HASHTAGS = ("кітапток", "KitapTok", "TikTokdanÖyrən", "")

moments = st.integers(-5_000, 5_000).map(lambda minutes: START + timedelta(minutes=minutes))
small = st.integers(0, 200)
terms = st.builds(
    Terms,
    opens_at=st.none() | moments,
    closes_at=st.none() | moments,
    prior_posts_allowed=st.booleans(),
    min_seconds=st.none() | small,
    max_seconds=st.none() | small,
    hashtags=st.lists(st.sampled_from(HASHTAGS) | st.text(max_size=8), max_size=3).map(tuple),
    lookalikes_count=st.booleans(),
    platforms=st.frozensets(st.sampled_from(["tiktok", "youtube", "instagram"])),
    max_entries=st.none() | st.integers(0, 3),
    min_age=st.none() | st.integers(1, 99),
    guardian_age=st.none() | st.integers(1, 99),
    countries=st.frozensets(st.sampled_from(["KZ", "UZ", "AZ"])),
    ownership_required=st.booleans(),
)
captions = (
    st.none()
    | st.text(max_size=60)
    | st.lists(st.sampled_from(HASHTAGS)).map(lambda tags: " ".join(f"#{tag}" for tag in tags))
)
subjects = st.builds(
    Subject,
    platform=st.sampled_from(["tiktok", "youtube", "instagram"]),
    video_id=st.one_of(
        moments.map(lambda moment: tiktok_id_for(moment, salt=5)),
        st.text("ABCdef019_-", min_size=5, max_size=11),
        st.text(max_size=20),
    ),
    posted_at=st.none() | moments,
    caption=captions,
    caption_cut=st.booleans(),
    seconds=st.none() | small,
    public=st.none() | st.booleans(),
    owner=st.sampled_from(Owner),
    earlier_entries=st.integers(0, 4),
    age=st.none() | st.integers(0, 120),
    country=st.sampled_from(["", "KZ", "FR"]),
    guardian_agreed=st.none() | st.booleans(),
    excluded_as=st.sampled_from(["", "judge", "staff", "partner"]),
    received_at=st.none() | moments,
    earlier_by_others=st.integers(0, 2),
)
# What tells something even without a fact of its own: the id, and what the site itself knows.
KNOWN_TO_US = {"platform", "video_id", "earlier_entries", "earlier_by_others", "excluded_as"}
UNKNOWN = {
    field.name: getattr(NOTHING_KNOWN, field.name)
    for field in fields(Subject)
    if field.name not in KNOWN_TO_US
} | {"caption_cut": True}


@given(terms, subjects)
@settings(max_examples=300)
def test_every_rule_is_answered_once_with_plain_evidence(terms: Terms, subject: Subject):
    findings = evaluate(terms, subject)
    assert len({finding.rule for finding in findings}) == len(findings)
    for finding in findings:
        assert ANSWERS[Code(finding.code)] == (finding.rule, finding.outcome)
        assert json.loads(json.dumps(finding.evidence)) == finding.evidence


@given(terms, subjects)
@settings(max_examples=300)
def test_fewer_facts_never_turn_into_a_fail(terms: Terms, subject: Subject):
    """Take one fact away: no rule that was met or not known is broken by that."""
    before = {finding.rule: finding.outcome for finding in evaluate(terms, subject)}
    for name, nothing in UNKNOWN.items():
        for finding in evaluate(terms, replace(subject, **{name: nothing})):
            if finding.outcome is Outcome.FAIL:
                assert before[finding.rule] is Outcome.FAIL, (name, finding)


@given(terms, subjects)
def test_nothing_known_of_the_video_breaks_only_what_its_id_and_we_know(
    terms: Terms, subject: Subject
):
    certain = {
        Code.ID_DRAWN_AFTER_CLOSE,
        Code.PLATFORM_NOT_ALLOWED,
        Code.TOO_MANY,
        Code.EXCLUDED_JUDGE,
        Code.EXCLUDED_STAFF,
        Code.EXCLUDED_PARTNER,
    }
    findings = evaluate(terms, replace(subject, **UNKNOWN))
    broken = {finding.code for finding in findings if finding.outcome is Outcome.FAIL}
    assert broken <= certain


@given(terms, subjects)
def test_more_earlier_entries_never_help(terms: Terms, subject: Subject):
    order = [Proposal.ACCEPT, Proposal.LOOK, Proposal.REJECT]
    one_more = replace(subject, earlier_entries=subject.earlier_entries + 1)
    now, then = (proposal_of(evaluate(terms, one)) for one in (subject, one_more))
    assert order.index(then) >= order.index(now)


@given(terms, subjects)
def test_same_question_has_the_same_answer(terms: Terms, subject: Subject):
    assert evaluate(terms, subject) == evaluate(terms, subject)


@given(terms, subjects)
def test_window_that_is_met_without_a_post_time_is_met_by_every_possible_one(
    terms: Terms, subject: Subject
):
    """What the id and the receipt prove, no later answer of the platform may contradict."""
    guessed = replace(subject, posted_at=None)
    findings = {finding.code for finding in evaluate(terms, guessed)}
    if not findings & {Code.ID_DRAWN_IN_WINDOW, Code.RECEIVED_BEFORE_CLOSE}:
        return
    assert subject.received_at is not None
    assert terms.closes_at is None or subject.received_at < terms.closes_at
    # The latest possible moment is the receipt; the earliest follows from the id.
    told = replace(subject, posted_at=subject.received_at)
    outcomes = {finding.rule: finding.outcome for finding in evaluate(terms, told)}
    assert outcomes["window"] is Outcome.PASS
