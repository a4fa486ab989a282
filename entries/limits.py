"""How many videos one network address may enter or have recognised within an hour.

Counted in the database: the cache may vanish at any moment, and without Redis every process has
its own. An hour begins on the hour; whoever waits for the next one begins anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.db.models import F
from django.utils.crypto import salted_hmac

from entries.models import AddressUse

KEPT = timedelta(days=1)
# What a home or a telephone is given; the single addresses in it cost nothing.
_IPV6_PREFIX = 64


class Purpose(StrEnum):
    """What is counted, each on its own."""

    ENTER = "enter"
    RECOGNISE = "recognise"


def most_in_an_hour(purpose: Purpose) -> int:
    """The limit, from the settings."""
    limit: int = {
        Purpose.ENTER: settings.ENTRIES_PER_ADDRESS,
        Purpose.RECOGNISE: settings.LOOKUPS_PER_ADDRESS,
    }[purpose]
    return limit


def take(purpose: Purpose, *, address: str, count: int, at: datetime) -> bool:
    """Count `count` videos for the address, or nothing and False where they are too many."""
    most = most_in_an_hour(purpose)
    if count > most:
        return False
    hour = at.replace(minute=0, second=0, microsecond=0)
    row = {"purpose": purpose, "digest": _digest(address), "began_at": hour}
    room = AddressUse.objects.filter(**row, used__lte=most - count)
    if room.update(used=F("used") + count):
        return True
    _use, is_new = AddressUse.objects.get_or_create(**row, defaults={"used": count})
    # Where another request of this address made the row meanwhile, there may still be room.
    return is_new or bool(room.update(used=F("used") + count))


def forget_addresses(*, at: datetime) -> None:
    """Delete what is older than a day. A job of the tick."""
    AddressUse.objects.filter(began_at__lt=at - KEPT).delete()


def _digest(address: str) -> str:
    """A keyed digest of the address, of its network where it is one of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        network = address
    else:
        network = (
            str(IPv6Network((parsed, _IPV6_PREFIX), strict=False))
            if isinstance(parsed, IPv6Address)
            else str(parsed)
        )
    return salted_hmac("entries.limits", network).hexdigest()
