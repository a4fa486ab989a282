"""The rules of a campaign, version by version.

A version is a snapshot of the campaign's terms, from which the rules are written in every language
(contests.rule_sentences), and the staff's own texts below them.
"""

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
from contests.terms import snapshot

WRITABLE = frozenset({Phase.DRAFT, Phase.COMING, Phase.OPEN})
# Prizes and promises can still change under review; the page has to say what is true.
RENEWABLE = WRITABLE | {Phase.REVIEW}
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
    """Make a new version of the rules from Markdown texts by language code and the terms.

    The texts stand below the part that is written from the campaign's terms and may be empty. The
    same texts and terms again make no new version: the one that holds is returned. Entries keep
    the version that they agreed to. Refused: `rules_closed`, `cancelled`.
    """
    campaign = lock_campaign(campaign_id)
    phase = campaign.phase_under_lock(at=at)
    if phase not in WRITABLE:
        raise CampaignRefused("cancelled" if phase is Phase.CANCELLED else "rules_closed")
    # Browsers send Windows line ends, so that unchanged texts would differ.
    written = {code: "\n".join(texts.get(code, "").split("\r\n")).strip() for code in _CODES}
    return _version(campaign, written, by=by, at=at)


@transaction.atomic
def renew_rules(*, campaign_id: int, by: User | None, at: datetime) -> RulesVersion | None:
    """Make a new version when the campaign's terms are no longer those of the last one.

    For whoever has changed a campaign or what belongs to it. The staff's own texts stay. Returns
    the version that holds; None for a draft that has no rules yet. From the announcement on the
    rules stand as they were.
    """
    campaign = lock_campaign(campaign_id)
    latest = current_rules(campaign)
    phase = campaign.phase_under_lock(at=at)
    if phase not in RENEWABLE or (latest is None and phase is Phase.DRAFT):
        return latest
    return _version(campaign, texts_of(latest), by=by, at=at)


def _version(
    campaign: Campaign, texts: Mapping[str, str], *, by: User | None, at: datetime
) -> RulesVersion:
    """The last version if it says the same, else a new one."""
    latest, terms = current_rules(campaign), snapshot(campaign)
    if latest and latest.terms == terms and texts_of(latest) == texts:
        return latest
    return RulesVersion.objects.create(
        campaign=campaign,
        number=latest.number + 1 if latest else 1,
        terms=terms,
        created_at=at,
        created_by=by,
        **{f"text_{code}": text for code, text in texts.items()},
    )
