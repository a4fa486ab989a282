"""Rubric scores, aggregates and the adjustment for judges' own scales."""

import time
from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from judging.scoring import (
    Aggregation,
    CriterionSpec,
    IncompleteReview,
    Review,
    aggregate,
    heaviest_score,
    rubric_score,
)

CRITERIA = [
    CriterionSpec("idea", Decimal("2.00"), 5),
    CriterionSpec("craft", Decimal("1.00"), 10),
    CriterionSpec("message", Decimal("1.00"), 3),
]
ULP = Decimal("1e-9")


def D(text):  # noqa: N802 reads like the literal that Python lacks
    return Decimal(text)


def reviews_of(table):
    """Reviews from {entry: {judge: score}}."""
    return [
        Review(entry, judge, D(score))
        for entry, scores in table.items()
        for judge, score in scores.items()
    ]


# One review


def test_rubric_score_weighs_the_share_of_points():
    # (2·4/5 + 1·7/10 + 1·3/3) / 4 = 3.3 / 4
    assert rubric_score({"idea": 4, "craft": 7, "message": 3}, CRITERIA) == D("0.825")


def test_rubric_score_is_zero_to_one():
    assert rubric_score({"idea": 0, "craft": 0, "message": 0}, CRITERIA) == 0
    assert rubric_score({"idea": 5, "craft": 10, "message": 3}, CRITERIA) == 1


def test_rubric_score_keeps_eighteen_places():
    assert rubric_score({1: 1}, [CriterionSpec(1, D(1), 3)]) == D("0.333333333333333333")


def test_rubric_score_needs_every_criterion():
    with pytest.raises(IncompleteReview) as caught:
        rubric_score({"craft": 7}, CRITERIA)
    assert caught.value.missing == ("idea", "message")


@pytest.mark.parametrize(
    "points",
    [
        {"idea": 6, "craft": 7, "message": 3},
        {"idea": -1, "craft": 7, "message": 3},
        {"idea": 5, "craft": 7, "message": 3, "luck": 1},
    ],
)
def test_rubric_score_refuses_points_that_cannot_be(points):
    with pytest.raises(ValueError, match=r"out of range|belong together"):
        rubric_score(points, CRITERIA)


def test_rubric_score_without_criteria_is_refused():
    with pytest.raises(ValueError, match="belong together"):
        rubric_score({}, [])


@pytest.mark.parametrize(("weight", "max_points"), [("0", 5), ("-1", 5), ("1", 0)])
def test_criterion_without_weight_or_points_is_refused(weight, max_points):
    with pytest.raises(ValueError, match="above zero"):
        CriterionSpec("idea", D(weight), max_points)


def test_heaviest_score_counts_the_heaviest_criteria_only():
    assert heaviest_score({"idea": 4, "craft": 7, "message": 3}, CRITERIA) == D("0.8")
    equal = [CriterionSpec(1, D(1), 10), CriterionSpec(2, D(1), 10), CriterionSpec(3, D("0.5"), 10)]
    assert heaviest_score({1: 10, 2: 5, 3: 0}, equal) == D("0.75")


POINTS = st.lists(
    st.tuples(
        st.integers(1, 600).map(lambda n: D(n) / 100), st.integers(1, 20), st.integers(0, 20)
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [(weight, most, min(points, most)) for weight, most, points in rows])


@given(POINTS, st.randoms(), st.integers(1, 28))
def test_rubric_score_is_the_same_in_any_order_and_precision(rows, random, precision):
    criteria = [CriterionSpec(key, weight, most) for key, (weight, most, _) in enumerate(rows)]
    points = {key: given_points for key, (_, _, given_points) in enumerate(rows)}
    score = rubric_score(points, criteria)
    assert 0 <= score <= 1
    random.shuffle(criteria)
    with localcontext() as context:
        context.prec = precision
        assert rubric_score(points, criteria) == score


@given(POINTS, st.data())
def test_rubric_score_never_falls_when_points_rise(rows, data):
    criteria = [CriterionSpec(key, weight, most) for key, (weight, most, _) in enumerate(rows)]
    points = {key: given_points for key, (_, _, given_points) in enumerate(rows)}
    key = data.draw(st.sampled_from(sorted(points)))
    assume(points[key] < criteria[key].max_points)
    assert rubric_score(points | {key: points[key] + 1}, criteria) > rubric_score(points, criteria)


# All reviews


def test_all_figures_stand_side_by_side():
    reviews = reviews_of({7: {1: "0.2", 2: "0.5", 3: "0.6", 4: "0.7", 5: "1.0"}})
    found = aggregate(reviews, method=Aggregation.TRIMMED_MEAN)[7]
    assert (found.entry_id, found.reviews) == (7, 5)
    assert found.mean == D("0.6")
    assert found.median == D("0.6")
    assert found.trimmed_mean == D("0.6")
    assert found.spread == D("0.291547595")  # √(0.34 / 4)
    assert found.adjusted == D("0.6")  # a single entry: nothing to adjust against
    assert (found.value, found.method_used) == (found.trimmed_mean, Aggregation.TRIMMED_MEAN)


@pytest.mark.parametrize(
    ("method", "value"),
    [
        (Aggregation.MEAN, "0.78"),
        (Aggregation.MEDIAN, "0.9"),
        (Aggregation.TRIMMED_MEAN, "0.9"),
        (Aggregation.ADJUSTED, "0.78"),
    ],
)
def test_method_chooses_the_figure_that_decides(method, value):
    reviews = reviews_of({1: {1: "0.3", 2: "0.9", 3: "0.9", 4: "0.9", 5: "0.9"}})
    found = aggregate(reviews, method=method)[1]
    assert (found.value, found.method_used) == (D(value), method)


def test_trimmed_mean_of_fewer_than_five_reviews_is_the_mean_and_says_so():
    reviews = reviews_of({1: {1: "0.1", 2: "0.5", 3: "0.5", 4: "0.7"}})
    found = aggregate(reviews, method=Aggregation.TRIMMED_MEAN)[1]
    assert found.trimmed_mean is None
    assert (found.value, found.method_used) == (D("0.45"), Aggregation.MEAN)


def test_median_of_an_even_number_lies_halfway():
    reviews = reviews_of({1: {1: "0.1", 2: "0.4", 3: "0.5", 4: "1"}})
    assert aggregate(reviews, method=Aggregation.MEDIAN)[1].value == D("0.45")


def test_single_review_has_no_spread():
    found = aggregate(reviews_of({1: {1: "0.4"}}), method=Aggregation.MEAN)[1]
    assert (found.spread, found.mean, found.adjusted) == (0, D("0.4"), D("0.4"))


def test_no_reviews_no_aggregates():
    assert aggregate([], method=Aggregation.ADJUSTED) == {}


def test_two_reviews_of_one_entry_by_one_judge_are_refused():
    with pytest.raises(ValueError, match="twice"):
        aggregate([Review(1, 1, D("0.1")), Review(1, 1, D("0.2"))], method=Aggregation.MEAN)


def test_equal_scores_added_up_differently_are_equal():
    # 1/3 from three thirds, from two thirds and nothing, and from one whole among three.
    third, two_thirds = (
        rubric_score({1: points}, [CriterionSpec(1, D(1), 3)]) for points in (1, 2)
    )
    table = {1: {1: third, 2: third, 3: third}, 2: {1: two_thirds, 2: 0}, 3: {1: 1, 2: 0, 3: 0}}
    found = aggregate(reviews_of(table), method=Aggregation.MEAN)
    assert len({entry.value for entry in found.values()}) == 1


# The adjustment


def adjusted(table):
    found = aggregate(reviews_of(table), method=Aggregation.ADJUSTED)
    return {entry_id: entry.value for entry_id, entry in found.items()}


def test_adjusted_scores_of_a_generous_and_a_strict_judge():
    # Judge 1: m = 0.8, b = 0.75 (see test_levels); judge 2: 0.2, 0.25; s = σ for both; μ = 0.5.
    # Entry 1: 0.05 + 0.1.  Entry 2: (0.05 − 0.1 − 0.05 + 0.1) / 2.  Entry 3: −0.05 − 0.1.
    found = adjusted({1: {1: "0.9"}, 2: {1: "0.7", 2: "0.3"}, 3: {2: "0.1"}})
    assert found == {1: D("0.65"), 2: D("0.5"), 3: D("0.35")}


def test_adjusted_scores_of_judges_with_different_spreads():
    # Judge 1: m = 0.5, s² = 0.16; judge 2: m = 0.5, s² = 0.01; b = m for both, as all saw the same.
    # σ² = (0.32 + 0.02) / 4 = 0.085, λ = 3/8. Entry 1: 0.5 + (0.4·f₁ + 0.1·f₂) / 2 with
    # f₁ = 3/8·√0.085/0.4 + 5/8 = 0.898326, f₂ = 3/8·√0.085/0.1 + 5/8 = 1.718304.
    found = adjusted({1: {1: "0.9", 2: "0.6"}, 2: {1: "0.5", 2: "0.5"}, 3: {1: "0.1", 2: "0.4"}})
    assert {entry: round(score, 6) for entry, score in found.items()} == {
        1: D("0.765580"),
        2: D("0.5"),
        3: D("0.234420"),
    }


def test_adjusted_scores_equal_the_mean_where_judges_are_alike():
    table = {1: {1: "0.9", 2: "0.9"}, 2: {1: "0.5", 2: "0.5"}, 3: {1: "0.1", 2: "0.1"}}
    assert adjusted(table) == {1: D("0.9"), 2: D("0.5"), 3: D("0.1")}


def test_judge_who_gives_all_the_same_changes_no_order():
    found = adjusted({n: {1: f"0.{n}", 2: "0.5"} for n in range(1, 9)})
    assert sorted(found, key=found.__getitem__) == list(range(1, 9))


def test_judges_who_tell_nothing_apart_leave_all_equal():
    # A judge who gives everybody the same says how mild the judge is, and nothing else.
    found = adjusted({1: {1: "0.9"}, 2: {1: "0.9", 2: "0.3"}, 3: {2: "0.3"}})
    assert found == {1: D("0.6"), 2: D("0.6"), 3: D("0.6")}


def test_strict_judge_costs_an_entry_nothing():
    # 12 equally good entries, each with two of three judges; judge 3 takes 0.3 off.
    pairs = [(1, 2), (1, 3), (2, 3)]
    noise = [0, 3, 1, 2]
    table = {
        n: {j: str(D("0.6") + D(noise[n // 3]) / 100 - (D("0.3") if j == 3 else 0))
            for j in pairs[n % 3]}
        for n in range(12)
    }  # fmt: skip
    found = aggregate(reviews_of(table), method=Aggregation.ADJUSTED)
    lucky, unlucky = found[0], found[1]
    assert lucky.mean - unlucky.mean == D("0.15")
    assert abs(lucky.adjusted - unlucky.adjusted) < D("0.001")


SCORES = st.integers(0, 60).map(lambda n: D(n) / 60)
TABLES = st.dictionaries(
    st.integers(1, 8),
    st.dictionaries(st.integers(1, 5), SCORES, min_size=1, max_size=5),
    min_size=1,
    max_size=8,
)
METHODS = st.sampled_from(Aggregation)


@given(TABLES, METHODS, st.randoms(), st.integers(1, 28))
def test_aggregates_are_the_same_in_any_order_and_precision(table, method, random, precision):
    reviews = reviews_of(table)
    found = aggregate(reviews, method=method)
    random.shuffle(reviews)
    with localcontext() as context:
        context.prec = precision
        assert aggregate(reviews, method=method) == found


@given(TABLES, METHODS)
def test_aggregates_do_not_touch_the_context(table, method):
    before = getcontext().copy()
    aggregate(reviews_of(table), method=method)
    assert (getcontext().prec, getcontext().flags) == (before.prec, before.flags)


@given(TABLES, METHODS)
def test_figures_lie_among_the_scores(table, method):
    for entry_id, found in aggregate(reviews_of(table), method=method).items():
        scores = table[entry_id].values()
        figures = [found.mean, found.median, found.trimmed_mean or found.mean]
        assert min(scores) - ULP <= min(figures)
        assert max(figures) <= max(scores) + ULP
        assert found.value in [*figures, found.adjusted]
        assert found.spread >= 0


@given(TABLES, st.integers(1, 5), st.integers(-100, 100).map(lambda n: D(n) / 100))
def test_shifting_one_judge_keeps_differences_between_entries_of_the_same_judges(
    table, judge, shift
):
    shifted = {
        entry: {j: score + shift if j == judge else score for j, score in scores.items()}
        for entry, scores in table.items()
    }
    before, after = adjusted(table), adjusted(shifted)
    for one in table:
        for other in table:
            if table[one].keys() == table[other].keys():
                change = (after[one] - after[other]) - (before[one] - before[other])
                assert abs(change) <= 4 * ULP


@given(TABLES, st.integers(-100, 100).map(lambda n: D(n) / 100))
def test_shifting_all_judges_shifts_all_scores(table, shift):
    shifted = {
        entry: {judge: score + shift for judge, score in scores.items()}
        for entry, scores in table.items()
    }
    before, after = adjusted(table), adjusted(shifted)
    assert all(abs(after[entry] - before[entry] - shift) <= 2 * ULP for entry in table)


def test_twenty_thousand_entries_are_aggregated_in_seconds():
    reviews = [
        Review(entry, (entry * 7 + k * 13) % 40, D((entry * 31 + k * 17) % 101) / 100)
        for entry in range(20_000)
        for k in range(3)
    ]
    start = time.perf_counter()
    assert len(aggregate(reviews, method=Aggregation.ADJUSTED)) == 20_000
    assert time.perf_counter() - start < 15
