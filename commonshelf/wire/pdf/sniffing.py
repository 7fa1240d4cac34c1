"""What a file is by its own bytes, whatever it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

Kind = Literal["pdf", "jpeg", "png", "tiff"]
BEGINNINGS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
END: Final = b"%%EOF"
LOOSE: Final = 2048
"""Bytes that may stand behind the end of a PDF: writers leave blanks and short remarks, not other files."""
MARKUP: Final = (b"<script", b"<html", b"<svg", b"<!doctype", b"PK\x03\x04", b"MZ")
"""What begins another file; looked for behind the end of a PDF and nowhere else."""


def kind_of(path: Path) -> Kind | None:
    """None: not one of the four, or a PDF with another file behind its end."""
    with path.open("rb") as file:
        head = file.read(16)
        size = file.seek(0, 2)
        file.seek(max(0, size - LOOSE - len(END)))
        tail = file.read()
    found = next((kind for begins, kind in BEGINNINGS if head.startswith(begins)), None)
    return None if found == "pdf" and not ends_well(tail) else found


def ends_well(tail: bytes) -> bool:
    """Whether a PDF's end mark stands near the end, with nothing of another file behind it."""
    at = tail.rfind(END)
    behind = tail[at + len(END) :].lower()
    return at >= 0 and not any(mark.lower() in behind for mark in MARKUP)
