"""Creators, their entries, and what was found, said and decided about them."""

from entries.models.address_use import AddressUse
from entries.models.check import Check, Recheck
from entries.models.creator import Creator
from entries.models.entry import Entry, EntryQuerySet
from entries.models.file_import import FileImport, FileRefusal
from entries.models.ownership_question import OwnershipQuestion
from entries.models.people import ClaimLink, GuardianConsent, OwnershipProof
from entries.models.platform_facts import (
    CallBudget,
    Lookup,
    Pending,
    PlatformAnswer,
    ShortLink,
    VideoCover,
)
from entries.models.record import Consent, Decision
from entries.models.video_import import RefusedRow, VideoImport

__all__ = [
    "AddressUse",
    "CallBudget",
    "Check",
    "ClaimLink",
    "Consent",
    "Creator",
    "Decision",
    "Entry",
    "EntryQuerySet",
    "FileImport",
    "FileRefusal",
    "GuardianConsent",
    "Lookup",
    "OwnershipProof",
    "OwnershipQuestion",
    "Pending",
    "PlatformAnswer",
    "Recheck",
    "RefusedRow",
    "ShortLink",
    "VideoCover",
    "VideoImport",
]
