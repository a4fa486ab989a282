"""Links by which an institution sees its own part of a campaign whose figures are not public.

A link is a signature over the campaign and the institution, good for thirty days. Nothing is
stored: staff make a new one whenever it is asked for, and old ones end by themselves.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from contests.models import Campaign
from partners.models import Partner

GOOD_FOR = timedelta(days=30)
_SALT = "metrics.partner_links"


def partner_key(campaign: Campaign, partner: Partner) -> str:
    """What to put behind `?key=` of the institution's page."""
    return signing.dumps([campaign.pk, partner.pk], salt=_SALT)


def opens(key: str, campaign: Campaign, partner: Partner) -> bool:
    """Whether a key is of this campaign and institution, made here, and not too old."""
    if not key:
        return False
    try:
        named = signing.loads(key, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return bool(named == [campaign.pk, partner.pk])
