"""Whether somebody is in a library's rooms: by the network they come from, which libraries name."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Final

from django.utils import timezone

from commonshelf.members import api as members

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SETTING: Final = "resources.networks"


@lru_cache(maxsize=256)
def networks(text: str) -> tuple[Network, ...]:
    """What is no network is left out: the page of settings takes any text."""
    found: list[Network] = []
    for word in text.replace(",", " ").replace("，", " ").replace("；", " ").split():
        try:
            found.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            continue
    return tuple(network for network in found if network.prefixlen >= _LEAST[network.version])


_LEAST: Final = {4: 8, 6: 16}
"""A wider network is no library's; it was meant as nothing of the kind."""


def on_site(*, address: str) -> str:
    """The Symbol of the member whose rooms this address lies in; "": of none. Asks the kept settings only."""
    try:
        here: Address = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(here, ipaddress.IPv6Address) and here.ipv4_mapped:
        here = here.ipv4_mapped
    today = timezone.localdate()
    for card in members.libraries():
        told = str(members.setting(library=card.symbol, name=SETTING, day=today))
        if told and any(here in one for one in networks(told) if one.version == here.version):
            return card.symbol
    return ""
