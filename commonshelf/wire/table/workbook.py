"""XLSX read by calamine, after the archive has been weighed."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from commonshelf.wire.source import MIB, Fact, Unreadable
from commonshelf.wire.table.delimited import Line

MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 400 * MIB
MOST_RATIO: Final = 150  # sheets of real books pack 5:1 to 30:1
FREE: Final = 16 * MIB


def lines(path: Path) -> Iterator[Line]:
    """Rows of the first sheet that has any. Raises Unreadable."""
    _weigh(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                first = sheet.start[0] if sheet.start else 0
                for number, row in enumerate(sheet.iter_rows(), start=first + 1 if sheet.start else 1):
                    yield Line(number, [_text(cell) for cell in row])
                return
    except (CalamineError, OSError) as trouble:
        raise Unreadable("damaged-xlsx", {"file": path.name, "what": str(trouble)[:200]}) from trouble
    raise Unreadable("empty", {"file": path.name})


def _weigh(path: Path) -> None:
    """Count, sizes and ratio as declared, then every part unpacked once to see that they are true."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = sum(part.compress_size for part in parts)
            bomb = len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED
            if bomb or (unpacked > FREE and unpacked > MOST_RATIO * packed):
                facts: dict[str, Fact] = {"file": path.name, "entries": len(parts), "bytes": unpacked}
                raise Unreadable("bomb", facts)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("encrypted", {"file": path.name})
            for part in parts:
                with archive.open(part) as data:
                    while data.read(MIB):
                        pass
    except FileNotFoundError as trouble:
        raise Unreadable("missing", {"file": path.name}) from trouble
    except IsADirectoryError as trouble:
        raise Unreadable("directory", {"file": path.name}) from trouble
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as trouble:
        raise Unreadable("damaged-xlsx", {"file": path.name, "what": str(trouble)[:200]}) from trouble


def _text(cell: Any) -> str:
    """As a person would read it: 2008.0 is 2008, a date is a date, a formula is what it last showed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
