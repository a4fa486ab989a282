"""The admin of entries: the list, the moderators' queue, creators and records."""

from entries.admin.claim_links import ClaimLinkAdmin
from entries.admin.creator import CreatorAdmin
from entries.admin.entry import EntryAdmin
from entries.admin.guardians import GuardianConsentAdmin
from entries.admin.imports import VideoImportAdmin
from entries.admin.ownership import OwnershipProofAdmin
from entries.admin.platform_answers import LookupAdmin, PlatformAnswerAdmin
from entries.admin.rechecks import RecheckAdmin
from entries.admin.records import ConsentAdmin, DecisionAdmin

__all__ = [
    "ClaimLinkAdmin",
    "ConsentAdmin",
    "CreatorAdmin",
    "DecisionAdmin",
    "EntryAdmin",
    "GuardianConsentAdmin",
    "LookupAdmin",
    "OwnershipProofAdmin",
    "PlatformAnswerAdmin",
    "RecheckAdmin",
    "VideoImportAdmin",
]
