"""What creators are told: the rules that are broken, a sentence of the campaign's list, and the
moderator's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from contests.models import RejectionReason
from entries.models import Entry
from entries.proposed_reason import proposed_reason


@dataclass(frozen=True)
class Reason:
    """A reason before it is put into anybody's language.

    names_rules: say which rules the video breaks, as the checks found.
    chosen: from the campaign's list; it speaks every language of the campaign.
    words: written by hand, told as they are.
    """

    names_rules: bool = False
    chosen: RejectionReason | None = None
    words: str = ""

    def told_about(self, entry: Entry) -> str:
        """The text in the language of whoever entered the video."""
        parts = [self.words.strip()]
        with translation.override(reader_language(entry)):
            if self.chosen is not None and self.chosen.campaign_id == entry.campaign_id:
                parts.insert(0, str(self.chosen.text or "").strip())
            if self.names_rules:
                parts.insert(0, proposed_reason(entry))
        return "\n\n".join(part for part in parts if part)


def reader_language(entry: Entry) -> str:
    """The language of whoever entered the video; the campaign's first one where nobody did."""
    if entry.submitted_by is not None:
        return entry.submitted_by.preferred_language
    return str(entry.campaign.languages[0])
