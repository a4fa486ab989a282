"""A person decides a case: once, with a reason, while the contest runs."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Decision, Entry
from entries.refusal import EntryRefused
from metrics.cases import decide_case
from metrics.models import Case
from metrics.refusal import MetricsRefused
from tests import personas
from tests.builders import build_campaign, build_entry, dates_in
from tests.views_constraints import build_case

pytestmark = pytest.mark.django_db

TOLD = "Too many of its views were not people’s."


def decide(case, outcome=Case.Outcome.HARMLESS, *, reason="On television.", told=TOLD, at=None):
    return decide_case(
        case_id=case.pk,
        outcome=outcome,
        reason=reason,
        told=told,
        by=personas.moderator(),
        at=at or timezone.now(),
    )


@pytest.mark.parametrize("outcome", [Case.Outcome.HARMLESS, Case.Outcome.WATCHED])
def test_decided_case_keeps_who_when_and_why_and_changes_no_entry(outcome):
    case, at = build_case(), timezone.now()
    decide(case, outcome, reason=" On television. ", at=at)
    case.refresh_from_db()
    assert (case.outcome, case.reason, case.decided_by, case.decided_at) == (
        outcome,
        "On television.",
        personas.moderator(),
        at,
    )
    assert (case.entry.status, Decision.objects.count()) == (Entry.Status.ACCEPTED, 0)


def test_disqualified_entry_leaves_with_the_words_for_the_creator():
    case = build_case()
    decide(case, Case.Outcome.DISQUALIFIED, reason="Forty accounts of one farm.")
    entry = Entry.objects.get(pk=case.entry_id)
    decision = Decision.objects.get(entry=entry)
    assert (entry.status, entry.status_reason) == (Entry.Status.DISQUALIFIED, TOLD)
    assert (decision.by, decision.reason) == (personas.moderator(), TOLD)
    assert Case.objects.get().reason == "Forty accounts of one farm."


@pytest.mark.parametrize(
    ("outcome", "reason", "told", "code"),
    [
        ("", "x", "x", "outcome_missing"),
        ("guilty", "x", "x", "outcome_missing"),
        (Case.Outcome.HARMLESS, "  ", "x", "case_reason_missing"),
        (Case.Outcome.DISQUALIFIED, "", "x", "case_reason_missing"),
        (Case.Outcome.DISQUALIFIED, "x", " ", "told_missing"),
    ],
)
def test_decision_needs_its_words(outcome, reason, told, code):
    case = build_case()
    with pytest.raises(MetricsRefused) as refused:
        decide(case, outcome, reason=reason, told=told)
    assert refused.value.code == code
    case.refresh_from_db()
    assert (case.decided_at, case.entry.status) == (None, Entry.Status.ACCEPTED)


def test_decided_case_is_decided_for_good():
    case = build_case()
    decide(case)
    with pytest.raises(MetricsRefused) as refused:
        decide(case, Case.Outcome.DISQUALIFIED)
    assert refused.value.code == "decided_already"
    assert "%(" not in refused.value.message
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.update(reason="Another one.")


@pytest.mark.parametrize("phase", Phase)
def test_cases_are_decided_while_entries_are(phase):
    case, at = build_case(), timezone.now()
    Campaign.objects.update(**dates_in(phase, at=at))
    if phase in (Phase.OPEN, Phase.REVIEW):
        assert decide(case, at=at).outcome == Case.Outcome.HARMLESS
        return
    with pytest.raises(MetricsRefused) as refused:
        decide(case, at=at)
    assert refused.value.code == "case_not_now"


def test_entry_that_left_is_not_disqualified_and_its_case_stays_open():
    case = build_case(build_entry(build_campaign(), status="withdrawn"))
    with pytest.raises(EntryRefused) as refused:
        decide(case, Case.Outcome.DISQUALIFIED)
    assert refused.value.code == "not_accepted"
    case.refresh_from_db()
    assert case.decided_at is None


def test_new_case_of_the_kind_may_follow_a_decided_one():
    case = build_case()
    decide(case)
    build_case(case.entry, raised_at=timezone.now() + timedelta(hours=1))
    assert Case.objects.filter(entry=case.entry).count() == 2
