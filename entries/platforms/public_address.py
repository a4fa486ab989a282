"""Only public addresses are asked for short links and covers, whatever a name claims to stand for.

Links and covers come from people and platforms. A name that leads into our own network (a database,
a cloud's metadata) must never be called. The name is looked up here, every address checked, and the
connection made to the checked address itself: looking it up a second time could give another one.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings

from entries.platforms.source import PlatformAway

Address = IPv4Address | IPv6Address
# IPv4 addresses written as IPv6 by networks that have no other (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


class AddressRefused(Exception):  # noqa: N818 - a refusal, not an error of ours
    """The host leads to an address that is not public."""


def public_addresses(host: str, port: int) -> Sequence[tuple[str, int]]:
    """The checked addresses of a host, or those that PLATFORM_HOSTS names for it.

    Raises `AddressRefused` when any of them is private, `PlatformAway` when there are none.
    """
    stand_in = settings.PLATFORM_HOSTS.get(host)
    if stand_in is not None:
        return [_stand_in(stand_in, port)]
    found = [ip_address(text) for text in look_up(host, port)]
    if not found or not all(map(is_public, found)):
        raise AddressRefused(host)
    return [(str(address), port) for address in found]


def scheme_for(host: str) -> str:
    """https, but for hosts that PLATFORM_HOSTS leads elsewhere: a stand-in has no certificate."""
    return "http" if host in settings.PLATFORM_HOSTS else "https"


def look_up(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows for a host."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PlatformAway("unknown_host") from error
    # IPv6 link-local addresses come with a zone: fe80::1%eth0
    return list(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could have this address, and not only somebody near us."""
    if isinstance(address, IPv6Address):
        inner = _ipv4_inside(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _ipv4_inside(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _stand_in(address: str, port: int) -> tuple[str, int]:
    host, _, its_port = address.rpartition(":")
    return (host.strip("[]"), int(its_port)) if host and its_port.isdigit() else (address, port)
