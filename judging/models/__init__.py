"""Judges, rounds and criteria; who scores what, the points given, and what became of a round."""

from judging.models.assignment import Assignment, AssignmentQuerySet, Score, expected_reviews
from judging.models.closing import RoundClosing, RoundOutcome
from judging.models.comparison import Comparison
from judging.models.completion import Completion
from judging.models.judge import Judge, Relation
from judging.models.round import Criterion, Round

__all__ = [
    "Assignment",
    "AssignmentQuerySet",
    "Comparison",
    "Completion",
    "Criterion",
    "Judge",
    "Relation",
    "Round",
    "RoundClosing",
    "RoundOutcome",
    "Score",
    "expected_reviews",
]
