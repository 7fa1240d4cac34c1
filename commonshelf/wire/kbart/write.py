"""KBART files written: UTF-8, tabs, one heading, nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from typing import Final

from commonshelf.wire.kbart.entry import COLUMNS, Entry

_LIVE: Final = re.compile(r"'*[=+\-@]")
END: Final = "\r\n"


def header() -> bytes:
    return ("\t".join(COLUMNS) + END).encode()


def row(entry: Entry) -> bytes:
    """What a spreadsheet would take for a formula gets an apostrophe in front, which `read` takes away."""
    return ("\t".join([_cell(getattr(entry, name)) for name in COLUMNS]) + END).encode("utf-8", "replace")


def _cell(text: str) -> str:
    plain = " ".join(text.replace("\x00", "").split())
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        return '"' + plain.replace('"', '""') + '"'
    return f"'{plain}" if _LIVE.match(plain) else plain
