"""The admin of readings: they are added and read, never changed."""

from metrics.admin.campaign_readings import CampaignReadingAdmin
from metrics.admin.readings import ReadingAdmin

__all__ = ["CampaignReadingAdmin", "ReadingAdmin"]
