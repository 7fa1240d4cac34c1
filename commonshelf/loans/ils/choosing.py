"""Which adapter a library's doors ask. Passwords and certificates are the operator's files, never rows."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from commonshelf.loans.ils.contract import LibrarySystemClient, SystemSilent
from commonshelf.loans.ils.here import Here
from commonshelf.loans.ils.manual import Manual
from commonshelf.loans.ils.sip2 import Connection, Sip2
from commonshelf.loans.models import LibrarySystem

FOLDER: Final = "systems"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def client_of(library: str) -> LibrarySystemClient:
    """The adapter of that library (Symbol); SystemSilent when its password cannot be read."""
    row = LibrarySystem.objects.filter(library__symbol=library).first()
    return ADAPTERS[row.adapter](library, row.settings) if row else Here(library)


def sip2(library: str, told: Mapping[str, Any]) -> Sip2:
    """told: what the office wrote down of it."""
    return Sip2(
        Connection(
            host=str(told["host"]),
            port=int(told["port"]),
            library=library,
            tls=_trust(library) if told.get("tls") else None,
            charset=str(told.get("charset", "utf-8")),
            user=str(told.get("user", "")),
            password=_secret(library) if told.get("user") else "",
            institution=str(told.get("institution", "")),
            location=str(told.get("location", "")),
            sends_local=bool(told.get("sends_local")),
        )
    )


ADAPTERS: Final[Mapping[str, Callable[[str, Mapping[str, Any]], LibrarySystemClient]]] = {
    "here": lambda library, _told: Here(library),
    "manual": lambda library, _told: Manual(library),
    "sip2": sip2,
}
"""What can be chosen. NCIP joins here (loans/ils/ncip.py)."""


def secret_file(library: str) -> Path:
    """Where the operator puts the password with which we sign in there."""
    return Path(settings.HOME) / FOLDER / f"{library}.secret"


def trust_file(library: str) -> Path:
    """Where a certificate stands that this machine would not trust by itself (PEM)."""
    return Path(settings.HOME) / FOLDER / f"{library}.pem"


def _secret(library: str) -> str:
    path = secret_file(library)
    try:
        if path.stat().st_mode & _OTHERS:
            raise SystemSilent("secret-open")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemSilent("secret-missing") from error


def _trust(library: str) -> ssl.SSLContext:
    own = trust_file(library)
    try:
        context = ssl.create_default_context(cafile=str(own) if own.exists() else None)
    except (OSError, ssl.SSLError) as error:
        raise SystemSilent("certificate") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
