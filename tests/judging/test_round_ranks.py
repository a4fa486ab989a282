"""Ranks of a scoring round: who is milder by a constant parts nobody, not even equals."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from judging import round_ranks
from judging.round_ranks import rank_reviews
from judging.scoring import Aggregation, aggregate
from judging.tally import ScoredReview, as_reviews

STEPS = [Decimal(step) / 4 for step in range(4)]


def contest(seed: int) -> list[ScoredReview]:
    """Six entries that meet two or three of four judges, on a scale so coarse that many tie."""
    chance = Random(seed)
    return [
        ScoredReview(entry, judge, {}, chance.choice(STEPS), chance.choice(STEPS))
        for entry in range(6)
        for judge in chance.sample(range(4), chance.choice((2, 3)))
    ]


def milder(reviews: list[ScoredReview], *, judge: int, by: str = "0.25") -> list[ScoredReview]:
    """The same, with one judge milder in everything."""
    more = Decimal(by)
    return [
        replace(one, score=one.score + more, heaviest=one.heaviest + more)
        if one.judge_id == judge
        else one
        for one in reviews
    ]


def ranks(reviews: list[ScoredReview]) -> list[tuple[int, int]]:
    totals = aggregate(as_reviews(reviews), method=Aggregation.ADJUSTED)
    return [(one.id, one.rank) for one in rank_reviews(reviews, totals)]


def two_equals() -> list[ScoredReview]:
    """Two judges prefer one another's favourite equally strongly; the third tells no difference."""
    given = {1: ("0", "1", "0.5"), 2: ("1", "0", "0.5"), 3: ("0.5", "0.5", "0.25")}
    half = Decimal("0.5")
    return [
        ScoredReview(entry, judge, {}, Decimal(score), half)
        for entry, scores in given.items()
        for judge, score in enumerate(scores)
    ]


def test_milder_judge_changes_no_rank():
    for seed in range(150):
        reviews = contest(seed)
        assert ranks(milder(reviews, judge=1)) == ranks(reviews)


def test_milder_judge_parts_no_equals():
    reviews = two_equals()
    assert ranks(reviews) == [(1, 1), (2, 1), (3, 3)]
    for judge in (0, 1, 2):
        assert ranks(milder(reviews, judge=judge, by="0.75")) == ranks(reviews)


def test_raw_medians_would_part_equals(monkeypatch):
    """The control."""
    monkeypatch.setattr(round_ranks, "_adjusted_values_tie", lambda _totals: False)
    reviews = two_equals()
    assert ranks(milder(reviews, judge=0, by="0.75")) != ranks(reviews)
