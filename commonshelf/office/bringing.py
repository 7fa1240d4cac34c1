"""From a file or pasted lines to the lines of a table of libraries."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language

from commonshelf.kernel.refusal import Refusal
from commonshelf.office.domain import columns
from commonshelf.office.domain.sheet import MOST_LINES, Line
from commonshelf.ui import api as ui
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table import read as tables

BIGGEST: Final = 2 << 20
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Brought:
    """unknown: headings that mean nothing here; their cells are not read."""

    name: str
    lines: tuple[Line, ...]
    unknown: tuple[str, ...]


def from_file(sent: UploadedFile[bytes]) -> Brought:
    """Raises a Refusal when it is no table of libraries."""
    name = (sent.name or "")[:80]
    if (sent.size or 0) > BIGGEST:
        raise Refusal("office.table-too-large", {"file": name, "mib": BIGGEST >> 20})
    return _read(sent.read(), name)


def from_text(pasted: str) -> Brought:
    """As a spreadsheet puts it on the clipboard: headings, then lines, cells parted by tabs."""
    return _read(pasted.strip("\r\n").encode(), "")


def _read(raw: bytes, name: str) -> Brought:
    if not raw.strip():
        raise Refusal("office.no-lines")
    syntax = Syntax.XLSX if raw.startswith(_ZIP) else Syntax.CSV
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"libraries.{syntax}"
        path.write_bytes(raw)
        try:
            headings = tables.headers(path, syntax)
            matched = columns.match(headings)
            lines = []
            for row in tables.rows(path, syntax):
                texts = columns.cells(row.cells.values(), matched)
                lines += [Line(row.number, texts)] if any(texts.values()) else []
                if len(lines) > MOST_LINES:
                    raise Refusal("office.too-many-lines", {"lines": len(lines), "most": MOST_LINES})
        except Unreadable as trouble:
            problem = ui.sentence(Refusal(f"catalogue.file-{trouble.code}", {**trouble.facts, "file": name}))
            raise Refusal("office.bad-table", {"file": name, "problem": problem}) from None
    if matched.missing:
        english = (get_language() or "").startswith("en")
        names = (", " if english else "、").join(one.en if english else one.zh for one in matched.missing)
        raise Refusal("office.missing-columns", {"columns": names})
    return Brought(name, tuple(lines), matched.unknown)
