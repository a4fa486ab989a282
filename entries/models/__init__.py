"""Creators, their entries, and what was found and decided about them."""

from entries.models.creator import Creator
from entries.models.entry import Entry, EntryQuerySet
from entries.models.record import Check, Consent, Decision

__all__ = ["Check", "Consent", "Creator", "Decision", "Entry", "EntryQuerySet"]
