"""Does the request come from this very machine? Some doors open only then."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

FORWARDED: Final = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
"""Headers a proxy adds: then the machine's own address is the proxy's, not the person's. A proxy may
add none of them; behind one COMMONSHELF_TLS is set, and then nobody counts as being at the machine."""


def is_loopback(request: HttpRequest) -> bool:
    """From a loopback address, to a loopback name, through no proxy.

    The name matters too: a foreign page may have its own name point to 127.0.0.1 (DNS rebinding).
    """
    if settings.TLS or any(name in request.META for name in FORWARDED):
        return False
    try:
        host = urlsplit(f"//{request.get_host()}").hostname or ""
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and _is_own(host)
    except (ValueError, DisallowedHost):
        return False


def _is_own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
