"""Results in the admin: the pages on which staff decide, and the records of what was decided."""

from results.admin.certificates import CertificateAdmin
from results.admin.claims import ClaimAdmin
from results.admin.records import AnnouncementAdmin, AwardAdmin, EvidenceAdmin, StandingAdmin

__all__ = [
    "AnnouncementAdmin",
    "AwardAdmin",
    "CertificateAdmin",
    "ClaimAdmin",
    "EvidenceAdmin",
    "StandingAdmin",
]
