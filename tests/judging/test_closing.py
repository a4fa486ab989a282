"""Closing a round: who goes on, by the rule and by a person's word; and taking it back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from auditlog.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Campaign
from contests.phases import Phase
from entries.models import Entry
from judging.closing import refusal_to_close, refusal_to_reopen, reopen_round
from judging.closing_changes import changes_since, parts_of
from judging.closing_preview import Where, preview_closing
from judging.draft import Draft
from judging.entrants import entries_in
from judging.models import Completion, Round, RoundClosing, RoundOutcome, Score
from judging.refusal import JudgingRefused
from judging.reviewing import save_review
from tests.builders import build_assignment, build_creator, build_entry, build_round, dates_in
from tests.judging.closings import Field, build_field, keeps, person, takes

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused(code: str):
    return pytest.raises(JudgingRefused, check=lambda error: error.code == code)


def next_round(field: Field, **fields) -> Round:
    return build_round(field.round.category, order=2, **fields)


def sides(field: Field) -> dict[str, list[int]]:
    """By side, the places of the entries in the field."""
    preview = preview_closing(field.fresh())
    return {
        str(where): [field.ids.index(pk) for pk in preview.ids(where)]
        for where in Where
        if preview.ids(where)
    }


def outcomes(closing: RoundClosing) -> list[tuple]:
    """(entry, rank, advances, by hand, reason) as they are kept."""
    columns = ("entry_id", "rank", "advances", "by_hand", "reason")
    return list(closing.outcomes.order_by("pk").values_list(*columns))


# What the rule says


def test_the_best_go_on_and_the_tie_across_the_line_is_on_it():
    field = build_field([9, 5, 7, 7, 1, None], advance_count=2)
    assert sides(field) == {
        "through": [0],
        "on_line": [2, 3],
        "out": [1, 4],
        "unreviewed": [5],
    }
    assert preview_closing(field.round).line.places == 1


def test_ranks_are_those_of_the_tie_rules():
    field = build_field([7, 7, 3], judges=2, advance_count=1)
    # Equal means and medians, but the only judge of both others prefers the second.
    Score.objects.filter(assignment__entry=field.entries[0]).update(points=6)
    field.review(0, 1, 8)
    assert sides(field) == {"through": [1], "out": [0, 2]}


def test_those_over_the_cut_off_go_on():
    field = build_field([9, 6, 7], advance_cutoff=Decimal("70"))
    assert sides(field) == {"through": [0, 2], "out": [1]}


def test_without_a_rule_everybody_reviewed_goes_on():
    assert sides(build_field([2, None, 1])) == {"through": [0, 2], "unreviewed": [1]}


def test_screening_goes_by_the_quorum():
    field = build_field([None] * 4, judges=3, kind="screening", quorum=2, reviews_per_entry=3)
    for entry, votes in enumerate([("yes", "yes"), ("yes", "unsure"), ("no", "no"), ()]):
        for judge, vote in enumerate(votes):
            field.vote(entry, judge, vote)
    assert sides(field) == {"through": [0], "on_line": [1, 3], "out": [2]}


def test_screening_by_every_judge_waits_for_those_who_sit():
    field = build_field([None], judges=3, kind="screening", quorum=2)
    field.vote(0, 0, "yes")
    field.vote(0, 1, "no")
    assert sides(field) == {"on_line": [0]}
    field.judges[2].left_at, field.judges[2].left_reason = field.now, "Ill."
    field.judges[2].save()
    assert sides(field) == {"out": [0]}


def test_vote_of_a_review_that_is_not_finished_is_missing():
    field = build_field([None], judges=2, kind="screening", quorum=1, reviews_per_entry=1)
    build_assignment(field.round, field.entries[0], field.judges[0], vote="yes")
    assert sides(field) == {"on_line": [0]}


def test_what_does_not_count_leaves_no_trace():
    field = build_field([9, 8, 7], judges=2, advance_count=1)
    field.review(2, 1, 10, recused_at=field.now, recusal_reason="Cousin.")
    field.review(1, 1, 10, released_at=field.now, released_reason="Left.")
    build_assignment(field.round, build_entry(field.campaign, status="withdrawn"), field.judges[0])
    assert sides(field) == {"through": [0], "out": [1, 2]}


def test_creators_are_counted_once_and_joint_ones_too():
    field = build_field([9, 8])
    Entry.objects.update(creator=field.entries[0].creator)
    field.entries[0].joint_creators.add(build_creator())
    preview = preview_closing(field.fresh())
    assert len(preview.creators_of(preview.advancing({}))) == 2


def test_next_round_is_about_those_who_came_through():
    field = build_field([9, 8, 7], advance_count=2)
    final = next_round(field, advance_count=1)
    assert list(entries_in(final)) == []
    field.close()
    assert set(entries_in(final)) == set(field.entries[:2])
    field.round = final
    assert sides(field) == {"unreviewed": [0, 1]}


def test_pairs_leave_nobody_behind():
    field = build_field([9, 8])
    field.close()
    field.round = next_round(field, kind="pairwise", criteria=0)
    assert sides(field) == {"through": [0, 1]}


@pytest.mark.parametrize(("kind", "quorum"), [("scoring", None), ("screening", 1)])
def test_preview_asks_the_same_number_of_queries_at_any_size(kind, quorum):
    counts = []
    for size in (1, 3, 30):
        field = build_field([None] * size, kind=kind, quorum=quorum)
        for place in range(size):
            field.vote(place, 0, "yes") if quorum else field.review(place, 0, 5)
        round_ = field.fresh()
        with CaptureQueriesContext(connection) as queries:
            preview_closing(round_)
        counts.append(len(queries))
    assert counts == [10 if quorum else 7] * 3


# Closing


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


# Opening again


def reopen(field: Field, *, reason: str = "Two reviews were missing."):
    return reopen_round(
        round_id=field.round.pk, reason=reason, by=person("closer"), at=field.now + HOUR
    )


def test_round_opened_again_keeps_what_was_decided():
    field = build_field([9, 8], advance_count=1)
    final = next_round(field)
    closing = field.close()
    reopened = reopen(field)
    assert reopened == closing
    assert (reopened.reopened_at, reopened.reopening_reason) == (
        field.now + HOUR,
        "Two reviews were missing.",
    )
    assert field.fresh().closed_at is None
    assert list(entries_in(final)) == []
    assert len(outcomes(closing)) == 1
    again = field.close({field.ids[1]: takes()})
    assert set(entries_in(final)) == set(field.entries)
    assert list(RoundClosing.objects.order_by("pk")) == [closing, again]


def test_opening_again_needs_a_reason():
    field = build_field([9])
    field.close()
    with refused("reopening_reason_missing"):
        reopen(field, reason=" ")


def test_round_that_is_not_closed_is_not_opened_again():
    with refused("round_not_closed"):
        reopen(build_field([9]))


def test_round_is_not_opened_again_once_the_next_has_reviews():
    field = build_field([9])
    final = next_round(field)
    field.close()
    build_assignment(final, field.entries[0], field.judges[0])
    with refused("next_round_begun"):
        reopen(field)


def test_outcomes_cannot_be_changed():
    field = build_field([9])
    closing = field.close()
    with pytest.raises(IntegrityError), transaction.atomic():
        closing.outcomes.update(advances=True)
    reopen(field)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundClosing.objects.update(note="Otherwise.")


# What has changed


def changes(field: Field, seen, decisions=None) -> list[tuple]:
    found = changes_since(seen, preview_closing(field.fresh()), decisions or {})
    return [(one.code, tuple(field.ids.index(pk) for pk in one.entry_ids)) for one in found]


def test_nothing_has_changed():
    field = build_field([9, 8, None], advance_count=1)
    assert changes(field, parts_of(preview_closing(field.fresh()), {})) == []


def test_who_changed_sides_is_told():
    field = build_field([9, 8, 3, None], judges=2, advance_count=1)
    seen = parts_of(preview_closing(field.fresh()), {})
    stepped_back = field.round.assignments.filter(entry=field.entries[1])
    stepped_back.update(recused_at=field.now, recusal_reason="Cousin.")
    # Now 0 and 1 are equal by every rule, and no judge scored both.
    field.review(1, 1, 9)
    field.review(3, 1, 1)
    Entry.objects.filter(pk=field.ids[2]).update(status="withdrawn")
    assert changes(field, seen) == [("on_line", (0, 1)), ("out", (3,)), ("gone", (2,))]


def test_points_that_move_nobody_are_told():
    field = build_field([9, 8], judges=2, advance_count=1)
    seen = parts_of(preview_closing(field.fresh()), {})
    field.review(1, 1, 1)
    assert changes(field, seen) == [("figures", ())]


def test_work_left_and_the_persons_own_choices_are_told():
    field = build_field([9, 8], judges=2, advance_count=1)
    seen = parts_of(preview_closing(field.fresh()), {})
    field.review(1, 1, None)
    decisions = {field.ids[1]: takes()}
    assert changes(field, seen, decisions) == [
        ("unfinished", ()),
        ("choice", ()),
    ]


def test_refusal_to_close_names_what_is_missing():
    field = build_field([9], judges=2, closes_at=timezone.now() + HOUR)
    field.review(0, 1, None)
    preview = preview_closing(field.fresh())
    assert refusal_to_close(field.round, preview, at=field.now) == (
        "reviews_missing",
        {"count": 1},
    )
