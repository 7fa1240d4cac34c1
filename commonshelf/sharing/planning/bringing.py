"""From a spreadsheet's file or pasted cells to rows of text, and back to cells that can be pasted."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.domain.couriers import MOST
from commonshelf.ui import api as ui
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table import read as tables

BIGGEST: Final = 2 << 20
_ZIP: Final = b"PK\x03\x04"


def from_file(sent: UploadedFile[bytes]) -> list[list[str]]:
    """Refusals sharing.table-too-large, sharing.bad-table, sharing.no-lines, sharing.too-many-lines."""
    name = (sent.name or "")[:80]
    if (sent.size or 0) > BIGGEST:
        raise Refusal("sharing.table-too-large", {"file": name, "mib": BIGGEST >> 20})
    return _read(sent.read(), name)


def from_text(pasted: str) -> list[list[str]]:
    """As a spreadsheet puts it on the clipboard: cells parted by tabs. Refusal sharing.no-lines."""
    lines = [line.split("\t") for line in pasted.splitlines() if line.strip()]
    if not lines:
        raise Refusal("sharing.no-lines", {"field": "text"})
    if not any(len(line) > 1 for line in lines):
        return _read(pasted.strip("\r\n").encode(), "")
    return lines


def _read(raw: bytes, name: str) -> list[list[str]]:
    if not raw.strip():
        raise Refusal("sharing.no-lines", {"field": "text"})
    syntax = Syntax.XLSX if raw.startswith(_ZIP) else Syntax.CSV
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"couriers.{syntax}"
        path.write_bytes(raw)
        try:
            rows = [tables.headers(path, syntax)]
            for row in tables.rows(path, syntax):
                rows.append(list(row.cells.values()))
                if len(rows) > MOST + 1:
                    raise Refusal("sharing.too-many-lines", {"lines": len(rows), "most": MOST})
        except Unreadable as trouble:
            problem = ui.sentence(Refusal(f"catalogue.file-{trouble.code}", {**trouble.facts, "file": name}))
            raise Refusal("sharing.bad-table", {"file": name, "problem": problem}) from None
    return rows


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """For the box in which it is mended: nothing in a cell may part cells or lines."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
