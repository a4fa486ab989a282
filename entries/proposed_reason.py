"""What a creator would be told if an entry were turned down as the rules propose."""

from __future__ import annotations

from django.utils import translation

from entries.check_sentences import in_order, sentence_of
from entries.eligibility import Outcome
from entries.models import Entry


def proposed_reason(entry: Entry) -> str:
    """The sentences of the rules that the entry breaks, in its creator's language.

    Empty if it breaks none. An imported entry has nobody to tell: the language is the active one.
    """
    checks = in_order(entry.checks.all())
    broken = [check for check in checks if check.outcome == Outcome.FAIL]
    reader = entry.submitted_by
    with translation.override(reader.preferred_language if reader else translation.get_language()):
        return "\n".join(
            sentence_of(check.rule, check.code, check.evidence, entry.campaign.zone)
            for check in broken
        )
