"""From whom a request comes: the peer of the socket, or whom a proxy we trust says it speaks for."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SITE_BITS = 64
"""An IPv6 subscriber has at least this prefix; single addresses in it cost a crawler nothing."""


def networks(words: Sequence[str]) -> tuple[Network, ...]:
    """Raises ValueError for what is neither an address nor a network."""
    return tuple(ipaddress.ip_network(word, strict=False) for word in words)


def caller(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Whom to count this request with: an IPv4 address, an IPv6 network, "" where nobody can tell.

    A loopback peer tells nothing: it is this machine, or a proxy on it that we were not told of.
    forwarded: X-Forwarded-For. Each proxy adds its peer at the end, and anybody may have written
    what stands before; so from the end, the first that is no proxy of ours.
    """
    steps = [peer, *reversed([part.strip() for part in forwarded.split(",") if part.strip()])]
    for step in steps:
        try:
            address = ipaddress.ip_address(step)
        except ValueError:
            return ""
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if any(address in network for network in proxies):
            continue
        if address.is_loopback:
            return ""
        if isinstance(address, ipaddress.IPv6Address):
            return str(ipaddress.ip_network((address, SITE_BITS), strict=False).network_address)
        return str(address)
    return ""
