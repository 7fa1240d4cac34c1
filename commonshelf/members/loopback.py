"""Does the request come from whoever sits at this very machine? Some doors open only then."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
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
"""Headers a proxy adds: then the machine's own address is the proxy's, not the person's."""
SOCKETS: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
ESTABLISHED: Final = "01"
ROOT: Final = 0


def is_loopback(request: HttpRequest) -> bool:
    """From a loopback address, to a loopback name, through no proxy that we know or can see.

    The name matters because a foreign page may have its own name point to 127.0.0.1 (DNS rebinding).
    A proxy on this machine may add no header and write 127.0.0.1 for the name; it is told by the
    settings (COMMONSHELF_TLS, COMMONSHELF_PROXIES), by speaking HTTP/1.0 as nginx does unasked, and by
    the kernel: its end of the connection belongs to another user than the one who started us.
    """
    if settings.TLS or settings.GUARD.proxies or any(name in request.META for name in FORWARDED):
        return False
    if request.META.get("SERVER_PROTOCOL") == "HTTP/1.0":  # no browser has spoken it for decades
        return False
    try:
        host = urlsplit(f"//{request.get_host()}").hostname or ""
        loopback = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and _is_own(host)
    except (ValueError, DisallowedHost):
        return False
    return loopback and _opened_by_us(request)


def _is_own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _opened_by_us(request: HttpRequest) -> bool:
    """Whether the program at the other end runs as we do, or as root. Where no kernel tells: yes."""
    theirs, ours = str(request.META.get("REMOTE_PORT", "")), str(request.META.get("SERVER_PORT", ""))
    if not theirs.isdecimal() or not SOCKETS[0].exists():
        return True
    lines = (line for table in SOCKETS if table.exists() for line in table.read_text().splitlines())
    owners = set(owners_of(lines, int(theirs), int(ours)))
    return bool(owners) and owners <= {os.getuid(), ROOT}


def owners_of(lines: Iterable[str], theirs: int, ours: int) -> Iterator[int]:
    """User ids of the sockets that speak from port `theirs` to port `ours`.

    lines: of /proc/net/tcp: number, local and remote address (hex:hex port), state, …, uid at 7.
    """
    ends = (f":{theirs:04X}", f":{ours:04X}")
    for line in lines:
        parts = line.split()
        if len(parts) > 7 and parts[3] == ESTABLISHED and (parts[1][-5:], parts[2][-5:]) == ends:
            yield int(parts[7])
