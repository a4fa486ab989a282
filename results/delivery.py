"""Where prizes are to go: sealed while it is needed, and forgotten afterwards.

Neither a copy of the database nor its audit log tells where a winner lives: the rows hold Fernet
tokens, whose keys are derived from SECRET_KEY. A new SECRET_KEY seals what is saved from then on;
what was sealed before opens as long as the old one stands in SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

from accounts.models import User
from contests.locking import lock_campaign
from results.models import Claim, ClaimDecision, DeliveryData
from results.plans import plan_of

# Parts this use of SECRET_KEY from all others; another text would make all that is kept unreadable.
_PURPOSE = b"sahna delivery data 1"


class Unreadable(Exception):  # noqa: N818 - an answer to whoever asks, not an error of the program
    """What is kept cannot be opened: the key that sealed it is gone, or it was tampered with."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who is to get a prize, and where. `guardian`: who receives it for a child."""

    recipient: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    note: str = ""
    guardian: str = ""


def seal(claim_id: int, delivery: Delivery) -> str:
    """Encrypt, with the claim's number inside: a token moved to another claim does not open."""
    content = {"claim": claim_id, **asdict(delivery)}
    return _keys().encrypt(json.dumps(content, ensure_ascii=False).encode()).decode()


def unseal(kept: DeliveryData) -> Delivery:
    """Decrypt; raises Unreadable."""
    try:
        content = json.loads(_keys().decrypt(kept.sealed.encode()))
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error
    if content.pop("claim", None) != kept.claim_id:
        raise Unreadable
    known = {field.name for field in fields(Delivery)}
    return Delivery(**{name: text for name, text in content.items() if name in known})


def keep_delivery(claim: Claim, delivery: Delivery, *, at: datetime) -> None:
    """Keep it in place of what was kept. The caller holds the claim's lock."""
    DeliveryData.objects.update_or_create(
        claim=claim, defaults={"sealed": seal(claim.pk, delivery), "saved_at": at}
    )


def forget_delivery(claims: Iterable[Claim], *, by: User | None, at: datetime) -> int:
    """Delete what is kept about these claims and note that it was; return of how many.

    The caller holds the claims' lock and has given them their new state already.
    """
    by_id = {claim.pk: claim for claim in claims}
    kept = DeliveryData.objects.filter(claim__in=by_id)
    told = sorted(kept.values_list("claim_id", flat=True))
    kept.delete()
    ClaimDecision.objects.bulk_create(
        ClaimDecision(
            claim=by_id[claim_id],
            verb="forget",
            from_status=by_id[claim_id].status,
            to_status=by_id[claim_id].status,
            at=at,
            by=by,
        )
        for claim_id in told
    )
    return len(told)


def forget_delivered(*, at: datetime) -> int:
    """Delete delivery data some days after its winner has the prize; return of how many claims.

    A periodic job. The days are the campaign's (`AnnouncementPlan.delivery_data_days`).
    """
    campaigns = (
        DeliveryData.objects.filter(claim__status=Claim.Status.FULFILLED)
        .order_by("claim__prize__category__campaign")
        .values_list("claim__prize__category__campaign", flat=True)
        .distinct()
    )
    return sum(_forget_delivered_in(campaign_id, at=at) for campaign_id in list(campaigns))


@transaction.atomic
def _forget_delivered_in(campaign_id: int, *, at: datetime) -> int:
    campaign = lock_campaign(campaign_id)
    days = plan_of(campaign).delivery_data_days
    long_ago = Claim.objects.filter(
        prize__category__campaign=campaign,
        status=Claim.Status.FULFILLED,
        fulfilled_at__lte=at - timedelta(days=days),
    )
    return forget_delivery(long_ago, by=None, at=at)


def _keys() -> MultiFernet:
    """The newest key seals; each of them opens. Derived anew: settings may change in tests."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str | bytes) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return urlsafe_b64encode(hkdf.derive(force_bytes(secret)))
