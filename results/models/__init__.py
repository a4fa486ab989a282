"""Shortlists, announcements and what they fixed: standings, awards, evidence."""

from results.models.announcement import Announcement, Evidence, Standing
from results.models.award import Award
from results.models.shortlist import Shortlist, ShortlistItem
from results.models.tie import TieDecision

__all__ = [
    "Announcement",
    "Award",
    "Evidence",
    "Shortlist",
    "ShortlistItem",
    "Standing",
    "TieDecision",
]
