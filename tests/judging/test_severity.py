"""Each judge's own scale."""

import random
from decimal import Decimal

from judging.scoring import Review
from judging.severity import scales_of


def reviews_of(table):
    return [
        Review(entry, judge, Decimal(score))
        for entry, scores in table.items()
        for judge, score in scores.items()
    ]


TABLE = {
    1: {1: "0.9", 2: "0.5", 3: "0.7"},
    2: {1: "0.7", 2: "0.3"},
    3: {1: "0.5"},
    4: {4: "0.2"},
}


def test_scale_of_a_judge_by_hand():
    first = next(one for one in scales_of(reviews_of(TABLE)) if one.judge_id == 1)
    assert (first.reviews, first.shared) == (3, 2)
    assert (first.mean, first.spread) == (Decimal("0.7"), Decimal("0.2"))
    # Others gave 0.6 and 0.3 where judge 1 gave 0.9 and 0.7.
    assert first.severity == Decimal("-0.35")
    assert first.trust == Decimal("0.375")


def test_scales_begin_with_the_strictest_and_end_with_those_nobody_can_tell():
    assert [(one.judge_id, one.severity) for one in scales_of(reviews_of(TABLE))] == [
        (2, Decimal("0.35")),
        (3, Decimal(0)),
        (1, Decimal("-0.35")),
        (4, None),
    ]


def test_judge_of_a_single_review_has_no_spread():
    lone = scales_of(reviews_of(TABLE))[-1]
    assert (lone.reviews, lone.shared, lone.spread, lone.mean) == (1, 0, 0, Decimal("0.2"))


def test_judges_of_the_same_severity_stand_by_their_ids():
    alike = reviews_of({1: {5: "0.5", 2: "0.5", 9: "0.5"}})
    assert [one.judge_id for one in scales_of(alike)] == [2, 5, 9]


def test_scales_are_the_same_in_any_order():
    reviews = reviews_of(TABLE)
    before = scales_of(reviews)
    random.Random(3).shuffle(reviews)
    assert scales_of(reviews) == before
    assert scales_of([]) == []


def test_severity_of_a_judge_a_constant_stricter_is_that_constant():
    table = {n: {1: f"0.{n}", 2: f"0.{n}", 3: f"0.{n - 1}"} for n in range(1, 9)}
    by_judge = {one.judge_id: one.severity for one in scales_of(reviews_of(table))}
    assert by_judge == {1: Decimal("-0.05"), 2: Decimal("-0.05"), 3: Decimal("0.1")}
