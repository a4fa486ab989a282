"""Shortlists, announcements and what they fixed: standings, awards, evidence; what winners get."""

from results.models.announcement import Announcement, Evidence, Standing
from results.models.award import Alternate, Award
from results.models.certificate import Card, Certificate
from results.models.claim import Claim, ClaimDecision, DeliveryData
from results.models.confirmation import Confirmation, PreviewLink
from results.models.correction import Correction
from results.models.plan import AnnouncementPlan
from results.models.press import PressDecision, PressRelease
from results.models.remark import CategoryRemark
from results.models.shortlist import Shortlist, ShortlistDecision, ShortlistItem
from results.models.tie import TieDecision

__all__ = [
    "Alternate",
    "Announcement",
    "AnnouncementPlan",
    "Award",
    "Card",
    "CategoryRemark",
    "Certificate",
    "Claim",
    "ClaimDecision",
    "Confirmation",
    "Correction",
    "DeliveryData",
    "Evidence",
    "PressDecision",
    "PressRelease",
    "PreviewLink",
    "Shortlist",
    "ShortlistDecision",
    "ShortlistItem",
    "Standing",
    "TieDecision",
]
