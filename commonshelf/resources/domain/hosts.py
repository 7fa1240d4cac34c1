"""Where people may be sent: an address of the web with a host of its own, not what only looks like one."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_SCHEMES: Final = ("https", "http")
LONGEST: Final = 300


def base(text: str) -> str:
    """The address as it is kept; "" where it cannot be one.

    Refused: other schemes, names and passwords before the host, numbers instead of a host, a fragment, signs
    that cannot be seen, backslashes. A host in Chinese is kept in its ASCII form.
    """
    said = text.strip()
    if not said or len(said) > LONGEST or any(not sign.isprintable() or sign.isspace() for sign in said):
        return ""
    if "\\" in said or "#" in said:
        return ""
    try:
        parts = urlsplit(said)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in _SCHEMES or parts.username is not None or parts.password is not None:
        return ""
    if not _HOST.fullmatch(host):
        return ""
    at = f"{host}:{port}" if port else host
    path = parts.path or "/"
    return f"{parts.scheme.lower()}://{at}{path}{'?' + parts.query if parts.query else ''}"


def with_query(base: str, query: str) -> str:
    """The address with more behind its question mark; its host stays what it was, whatever the query says."""
    return f"{base}{'&' if '?' in base else '?'}{query}"


def host_of(address: str) -> str:
    """With its port; "" where there is none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
