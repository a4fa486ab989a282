"""The admin of judging: who judges, in which rounds, and what came of it."""

from judging.admin.closings import RoundClosingAdmin, RoundOutcomeAdmin
from judging.admin.comparisons import ComparisonAdmin
from judging.admin.judges import JudgeAdmin
from judging.admin.records import AssignmentAdmin, ScoreAdmin
from judging.admin.relations import RelationAdmin
from judging.admin.rounds import RoundAdmin

__all__ = [
    "AssignmentAdmin",
    "ComparisonAdmin",
    "JudgeAdmin",
    "RelationAdmin",
    "RoundAdmin",
    "RoundClosingAdmin",
    "RoundOutcomeAdmin",
    "ScoreAdmin",
]
