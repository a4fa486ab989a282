"""The admin of judging: who judges, in which rounds, and what came of it."""

from judging.admin.judges import JudgeAdmin
from judging.admin.records import AssignmentAdmin, ScoreAdmin
from judging.admin.rounds import RoundAdmin

__all__ = ["AssignmentAdmin", "JudgeAdmin", "RoundAdmin", "ScoreAdmin"]
