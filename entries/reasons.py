"""What creators are told: a sentence of the campaign's list, and the moderator's own words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from contests.models import RejectionReason
from entries.models import Entry


@dataclass(frozen=True)
class Reason:
    """A reason before it is put into anybody's language.

    chosen: from the campaign's list; it speaks every language of the campaign.
    words: written by hand, told as they are.
    """

    chosen: RejectionReason | None = None
    words: str = ""

    def told_about(self, entry: Entry) -> str:
        """The text in the language of whoever entered the video."""
        if self.chosen is None or self.chosen.campaign_id != entry.campaign_id:
            return self.words.strip()
        with translation.override(reader_language(entry)):
            sentence = str(self.chosen.text or "")
        return "\n\n".join(part for part in (sentence.strip(), self.words.strip()) if part)


def reader_language(entry: Entry) -> str:
    """The language of whoever entered the video; the campaign's first one where nobody did."""
    if entry.submitted_by is not None:
        return entry.submitted_by.preferred_language
    return str(entry.campaign.languages[0])
