"""The admin of campaigns, their categories and rules."""

from contests.admin.campaign import CampaignAdmin
from contests.admin.category import CategoryAdmin

__all__ = ["CampaignAdmin", "CategoryAdmin"]
