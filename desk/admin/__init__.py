"""The campaign's admin with the desk around it, and what superusers and auditors look at."""

from desk.admin.audit_log import AuditLogAdmin
from desk.admin.campaign import CampaignWithDeskAdmin
from desk.admin.tasks import BackgroundTaskAdmin

__all__ = ["AuditLogAdmin", "BackgroundTaskAdmin", "CampaignWithDeskAdmin"]
