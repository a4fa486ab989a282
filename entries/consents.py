"""What a person agrees to when entering a video, and what is kept of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from contests.models import RulesVersion
from entries.models import Consent, Entry

REQUIRED_CONSENTS = (Consent.Kind.RULES, Consent.Kind.PRIVACY, Consent.Kind.PUBLICATION)
"""What a person has to agree to before entering a video."""


def keep_consents(
    entry: Entry,
    consents: Collection[Consent.Kind],
    rules: RulesVersion | None,
    by: User,
    language: str,
    at: datetime,
) -> None:
    """Note what was agreed to under which version of the rules; what is noted already stays."""
    given = Consent.objects.filter(entry=entry, given_by=by, rules_version=rules)
    kinds = {Consent.Kind(kind) for kind in given.values_list("kind", flat=True)}
    Consent.objects.bulk_create(
        Consent(
            entry=entry,
            kind=kind,
            rules_version=rules,
            language=language,
            given_by=by,
            given_at=at,
        )
        for kind in sorted(set(consents) - kinds)
    )
