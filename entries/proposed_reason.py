"""What a creator would be told if an entry were turned down as the rules propose."""

from __future__ import annotations

from django.utils import translation

from entries.check_sentences import sentence_of
from entries.eligibility import Outcome, Rule
from entries.models import Entry

_ORDER = {rule.value: place for place, rule in enumerate(Rule)}


def proposed_reason(entry: Entry) -> str:
    """The sentences of the rules that the entry breaks, in its creator's language.

    Empty if it breaks none. An imported entry has nobody to tell: the language is the active one.
    """
    broken = [check for check in entry.checks.all() if check.outcome == Outcome.FAIL]
    broken.sort(key=lambda check: _ORDER.get(check.rule, len(_ORDER)))
    reader = entry.submitted_by
    with translation.override(reader.preferred_language if reader else translation.get_language()):
        return "\n".join(
            sentence_of(check.rule, check.code, check.evidence, entry.campaign.zone)
            for check in broken
        )
