"""Closing a round: who goes on, by the rule and by a person's word."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.closing import refusal_to_reopen
from judging.closing_preview import preview_closing
from judging.draft import Draft
from judging.models import Completion, RoundClosing, RoundOutcome, Score
from judging.reviewing import save_review
from tests.builders import build_creator, build_entry, dates_in
from tests.judging.closings import (
    build_field,
    keeps,
    next_round,
    outcomes,
    person,
    refused,
    takes,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_closing_keeps_who_goes_on_and_why():
    field = build_field([9, 8, 7, 5, None], advance_count=2)
    decisions = {field.ids[0]: keeps("Taken down."), field.ids[3]: takes("Only one in Azeri.")}
    closing = field.close(decisions, note=" With the chair. ")
    assert outcomes(closing) == [
        (field.ids[0], 1, False, True, "Taken down."),
        (field.ids[1], 2, True, False, ""),
        (field.ids[3], 4, True, True, "Only one in Azeri."),
    ]
    assert (closing.closed_at, closing.note) == (field.now, "With the chair.")
    assert closing.closed_by == person("closer")
    assert field.fresh().closed_at == field.now


def test_closing_is_in_the_log():
    field = build_field([9])
    closing = field.close()
    logged = LogEntry.objects.get_for_object(closing).get()
    assert logged.action == LogEntry.Action.CREATE
    assert "closed_at" in LogEntry.objects.get_for_object(field.round).latest("pk").changes


def test_entry_without_a_review_may_be_taken_in():
    field = build_field([9, None], advance_count=1)
    closing = field.close({field.ids[1]: takes()})
    assert outcomes(closing)[1] == (field.ids[1], None, True, True, "It fits.")


def test_decision_that_says_what_the_rule_says_is_not_by_hand():
    field = build_field([9, 8], advance_count=1)
    closing = field.close({field.ids[0]: takes(""), field.ids[1]: keeps("")})
    assert outcomes(closing) == [(field.ids[0], 1, True, False, "")]


def test_line_must_be_decided():
    field = build_field([9, 9], advance_count=1)
    with refused("line_undecided"):
        field.close({field.ids[0]: takes()})
    closing = field.close({field.ids[0]: takes(), field.ids[1]: keeps()})
    assert [row[:4] for row in outcomes(closing)] == [
        (field.ids[0], 1, True, True),
        (field.ids[1], 1, False, True),
    ]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_decision_needs_a_reason(reason):
    field = build_field([9, 8], advance_count=1)
    with refused("decision_reason_missing"):
        field.close({field.ids[1]: takes(reason)})
    assert field.fresh().closed_at is None


def test_decision_about_a_stranger_is_refused():
    field = build_field([9])
    with refused("entry_not_in_round"):
        field.close({build_entry(build_field([1]).campaign).pk: takes()})


def test_round_is_closed_once():
    field = build_field([9])
    field.close()
    with refused("round_closed_already"):
        field.close()
    assert RoundClosing.objects.count() == 1


def test_closing_refused_when_a_score_came_in_between():
    field = build_field([9, 8], judges=2, advance_count=1)
    digest = preview_closing(field.fresh()).digest({})
    field.review(1, 1, 10)
    with refused("closing_changed"):
        field.close(digest=digest)
    assert not RoundOutcome.objects.exists()


@pytest.mark.parametrize(
    "happens",
    ["unfinished", "withdrawn", "joint", "decision"],
)
def test_closing_refused_when_anything_that_was_shown_is_otherwise(happens):
    field = build_field([9, 8], judges=2, advance_count=1)
    digest = preview_closing(field.fresh()).digest({})
    decisions = {}
    if happens == "unfinished":
        field.review(1, 1, None)
    elif happens == "withdrawn":
        Entry.objects.filter(pk=field.ids[1]).update(status="withdrawn")
    elif happens == "joint":
        field.entries[0].joint_creators.add(build_creator())
    else:
        decisions = {field.ids[1]: takes()}
    with refused("closing_changed"):
        field.close(decisions, digest=digest)


def test_closing_before_the_close_when_nothing_is_missing():
    field = build_field([9, 8], judges=2, closes_at=timezone.now() + HOUR)
    missing = field.review(0, 1, None)
    with refused("reviews_missing"):
        field.close()
    missing.released_at, missing.released_reason = field.now, "Left."
    missing.save()
    field.close()
    assert not field.fresh().is_open(at=field.now)


def test_closing_before_the_close_needs_a_review():
    with refused("nothing_reviewed"):
        build_field([None], closes_at=timezone.now() + HOUR).close()


def test_closing_after_the_close_leaves_missing_reviews_out():
    field = build_field([9, None], judges=2)
    field.review(1, 0, None)
    closing = field.close()
    assert [row[0] for row in outcomes(closing)] == [field.ids[0]]


def test_pairs_are_closed_early_when_every_judge_is_finished():
    field = build_field([9, 8])
    field.close()
    field.round = next_round(field, kind="pairwise", criteria=0)
    with refused("reviews_missing"):
        field.close()
    Completion.objects.create(round=field.round, judge=field.judges[0], declared_at=field.now)
    assert len(outcomes(field.close())) == 2


def test_closing_refused_before_the_round_opens():
    with refused("round_not_open"):
        build_field(
            [9], opens_at=timezone.now() + HOUR, closes_at=timezone.now() + 2 * HOUR
        ).close()


def test_closing_refused_while_the_round_before_is_open():
    field = build_field([9])
    field.round = next_round(field)
    with refused("round_before_open"):
        field.close()


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.DRAFT, "campaign_not_judged"),
        (Phase.COMING, "campaign_not_judged"),
        (Phase.OPEN, None),
        (Phase.REVIEW, None),
        (Phase.ANNOUNCED, "announced"),
        (Phase.ARCHIVED, "announced"),
        (Phase.CANCELLED, "campaign_not_judged"),
    ],
)
def test_closing_and_opening_again_in_each_phase(phase, code):
    field = build_field([9])
    Campaign.objects.filter(pk=field.campaign.pk).update(**dates_in(phase, at=field.now))
    if code:
        with refused(code):
            field.close()
        assert refusal_to_reopen(field.fresh(), at=field.now) == code
    else:
        field.close()
        assert refusal_to_reopen(field.fresh(), at=field.now) == ""


def test_save_after_the_closing_is_refused_whatever_the_clock_says():
    field = build_field([9], closes_at=timezone.now() + HOUR)
    assignment = field.round.assignments.get()
    field.close()
    with refused("round_closed"):
        save_review(
            assignment_id=assignment.pk,
            draft=Draft(points={field.round.criteria.get().pk: 1}),
            base=None,
            token=None,
            finish=True,
            by=field.judges[0].user,
            at=field.now - HOUR,
        )
    assert Score.objects.get().points == 9
