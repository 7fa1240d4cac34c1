"""A first look at a file: what it is and how big. Apart from `reading`, which brings every parser along."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, Final

from commonshelf.catalogue.rows import DELETES
from commonshelf.wire.marc.sniff import sniff
from commonshelf.wire.source import Unreadable, open_source

HEAD_BYTES: Final = 1 << 16
BLANK: Final = b" \t\r\n\x00"
MOST_BLANK: Final = 64 << 20
"""A file that begins with more of nothing than this is called empty."""


def syntax_of(path: Path, name: str) -> str:
    """What this file is, by its head and its name. Raises Unreadable."""
    with open_source(path) as file:
        if name.lower().endswith((".deletes", ".deletes.txt")):
            return DELETES
        return sniff(_head(file), name)


def _head(file: BinaryIO) -> bytes:
    """The first bytes that are not blank; of a damaged gzip file what stands before the damage."""
    read = getattr(file, "read1", file.read)
    head, passed = b"", 0
    try:
        while len(head) < HEAD_BYTES and passed < MOST_BLANK and (data := read(HEAD_BYTES)):
            passed += len(data)
            head = (head + data).lstrip(BLANK)
    except Unreadable as trouble:
        if trouble.code != "damaged-gzip" or not head:
            raise
    return head


def sizes(path: Path) -> tuple[int, int]:
    """Bytes on disk and, for gzip, about how many it unpacks to (its trailer says it modulo 4 GiB)."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b" or size < 20:
            return size, max(size, 1)
        file.seek(-4, io.SEEK_END)
        told = int.from_bytes(file.read(4), "little")
    return size, told if told >= size else size * 4
