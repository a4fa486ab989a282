"""Writing the rules of a campaign, version by version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign, RulesVersion
from contests.phases import Phase
from contests.refusals import CampaignRefused

WRITABLE = frozenset({Phase.DRAFT, Phase.COMING, Phase.OPEN})
_CODES = tuple(code for code, _name in settings.LANGUAGES)


def current_rules(campaign: Campaign) -> RulesVersion | None:
    """The rules that hold now; None while none are written."""
    return max(campaign.rules.all(), key=lambda version: version.number, default=None)


def texts_of(version: RulesVersion | None) -> dict[str, str]:
    """The text of a version in each language of the site; empty where there is none."""
    return {code: getattr(version, f"text_{code}", None) or "" for code in _CODES}


@transaction.atomic
def write_rules(
    *, campaign_id: int, texts: Mapping[str, str], by: User | None, at: datetime
) -> RulesVersion:
    """Make a new version of the rules from Markdown texts by language code.

    The same texts again make no new version: the one that holds is returned. Entries keep the
    version that they agreed to. Refused: `rules_empty`, `rules_closed`, `cancelled`.
    """
    campaign = lock_campaign(campaign_id)
    phase = campaign.phase_under_lock(at=at)
    if phase not in WRITABLE:
        raise CampaignRefused("cancelled" if phase is Phase.CANCELLED else "rules_closed")
    # Browsers send Windows line ends, so that unchanged texts would differ.
    written = {code: "\n".join(texts.get(code, "").split("\r\n")).strip() for code in _CODES}
    if not any(written.values()):
        raise CampaignRefused("rules_empty")
    latest = current_rules(campaign)
    if latest and texts_of(latest) == written:
        return latest
    return RulesVersion.objects.create(
        campaign=campaign,
        number=latest.number + 1 if latest else 1,
        created_at=at,
        created_by=by,
        **{f"text_{code}": text for code, text in written.items()},
    )
