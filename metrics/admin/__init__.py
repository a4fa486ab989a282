"""The admin of readings: they are added and read, never changed."""

from metrics.admin.campaign_readings import CampaignReadingAdmin
from metrics.admin.cases import CaseAdmin
from metrics.admin.imports import ReadingImportAdmin
from metrics.admin.pending_readings import PendingReadingAdmin
from metrics.admin.plan import ReadingPlanAdmin
from metrics.admin.readings import ReadingAdmin
from metrics.admin.records import AttestationAdmin
from metrics.admin.stale import StaleAcceptanceAdmin

__all__ = [
    "AttestationAdmin",
    "CampaignReadingAdmin",
    "CaseAdmin",
    "PendingReadingAdmin",
    "ReadingAdmin",
    "ReadingImportAdmin",
    "ReadingPlanAdmin",
    "StaleAcceptanceAdmin",
]
