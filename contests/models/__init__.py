"""A campaign and what it is made of."""

from contests.models.campaign import Campaign, CampaignQuerySet
from contests.models.campaign_role import CampaignRole
from contests.models.category import Category, Prize
from contests.models.decision import CampaignDecision
from contests.models.hashtag import Hashtag
from contests.models.partnership import Ambassador, Partnership
from contests.models.question import CampaignQuestion
from contests.models.reason import RejectionReason
from contests.models.rules import RulesVersion

__all__ = [
    "Ambassador",
    "Campaign",
    "CampaignDecision",
    "CampaignQuerySet",
    "CampaignQuestion",
    "CampaignRole",
    "Category",
    "Hashtag",
    "Partnership",
    "Prize",
    "RejectionReason",
    "RulesVersion",
]
