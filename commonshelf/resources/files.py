"""The files of lists of titles while they wait to be taken over."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from commonshelf.kernel.refusal import Refusal

FOLDER: Final = "title-lists"
BIGGEST: Final = 128 << 20
"""Bytes; two hundred thousand lines are about sixty million."""
KEPT_FOR: Final = timedelta(days=30)
TOO_BIG: Final = 413


def place(path: str) -> Path:
    return Path(settings.COMMONSHELF_HOME) / path


def keep(chunks: Iterable[bytes], name: str) -> tuple[str, str]:
    """(where it is kept, its digest). Refuses resources.list-big before all of it was written."""
    folder = place(FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{secrets.token_hex(12)}.list"
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > BIGGEST:
                    raise Refusal("resources.list-big", {"file": name, "mib": BIGGEST >> 20}, TOO_BIG)
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return f"{FOLDER}/{path.name}", digest.hexdigest()


def drop(path: str) -> None:
    if path:
        place(path).unlink(missing_ok=True)


def tidy(needed: frozenset[str], now: datetime) -> int:
    """Forget what no list in progress names, and nobody wrote for a month; how many."""
    gone = 0
    old = (now - KEPT_FOR).timestamp()
    for path in place(FOLDER).glob("*.list"):
        if f"{FOLDER}/{path.name}" not in needed and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
