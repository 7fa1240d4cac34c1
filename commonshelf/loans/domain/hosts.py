"""Which addresses never leave this machine: clear text is spoken there alone."""

from __future__ import annotations

import ipaddress
from contextlib import suppress


def is_loopback(host: str) -> bool:
    """Of an address, not a name, as names may point anywhere; but for "localhost"."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
