"""KBART files as entries, line by line: a bad cell is left out and told, a bad line is kept and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from commonshelf.kernel.text import fold
from commonshelf.wire.kbart.entry import ALIASES, COLUMNS, Entry, clean
from commonshelf.wire.kbart.split import Cells, lines
from commonshelf.wire.source import Unreadable

_PLACES: Final = {name: at for at, name in enumerate(COLUMNS)}
_TITLE: Final = "publication_title"
_KNOWN: Final = 3
"""Of its headings at least so many are KBART's, else it is some other table."""


class Fault(NamedTuple):
    """column "": the whole line. code: title-missing, long, characters, cut, number, date, url, embargo,
    kind, access, span. fatal: the line is not taken.
    """

    column: str
    code: str
    value: str = ""
    fatal: bool = False


class Outcome(NamedTuple):
    """What came of one line. entry None: rejected; raw: its bytes."""

    number: int
    raw: bytes
    entry: Entry | None
    faults: tuple[Fault, ...] = ()


def read(path: Path, charset: str = "") -> Iterator[Outcome]:
    """Every line below the heading. Raises Unreadable at the first step: what `open_source` says, a coding
    that cannot be, no-heading, not-kbart.
    """
    found = lines(path, charset)
    first = next(found, None)
    if first is None or first.cells is None:
        raise Unreadable("no-heading", {"file": path.name})
    columns = _columns(first.cells)
    known = [name for name in columns if name]
    if _TITLE not in known or len(known) < _KNOWN:
        missing = _TITLE if _TITLE not in known else "title_url"
        raise Unreadable("not-kbart", {"file": path.name, "column": missing})
    for line in found:
        yield _outcome(line, columns)


def _columns(heading: list[str]) -> list[str]:
    """KBART's name for each place; "" for what it does not know, and for the second of two."""
    names: list[str] = []
    for cell in heading:
        name = fold(cell).strip().replace(" ", "_").replace("-", "_")
        name = ALIASES.get(name, name)
        names.append(name if name in _PLACES and name not in names else "")
    return names


def _outcome(line: Cells, columns: list[str]) -> Outcome:
    if line.cells is None:
        return Outcome(line.number, line.raw, None, (Fault("", line.why, fatal=True),))
    said = [""] * len(COLUMNS)
    faults: list[Fault] = []
    for column, cell in zip(columns, line.cells, strict=False):
        if column and cell:
            text, wrong = clean(column, cell)
            said[_PLACES[column]] = text
            if wrong:
                faults.append(Fault(column, wrong, cell[:200]))
    if not said[0]:
        faults.append(Fault(_TITLE, "title-missing", fatal=True))
        return Outcome(line.number, line.raw, None, tuple(faults))
    entry = Entry(*said)
    if _backwards(entry):
        faults.append(Fault("date_last_issue_online", "span", entry.date_last_issue_online))
    return Outcome(line.number, line.raw, entry, tuple(faults))


def _backwards(entry: Entry) -> bool:
    """Whether it ends before it begins, as far as both say."""
    first, last = entry.date_first_issue_online, entry.date_last_issue_online
    length = min(len(first), len(last))
    return bool(length) and last[:length] < first[:length]
