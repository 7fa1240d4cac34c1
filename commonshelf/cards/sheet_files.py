"""The lines of a spreadsheet of readers while it waits: read once with every guard, kept as plain text.

They lie in the data folder until the sheet is taken over, dropped, or forgotten by the privacy engine. Of a
sheet taken over in part only the broken lines stay, to be mended.
"""

from __future__ import annotations

import csv
import hashlib
import os
import secrets
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from commonshelf.cards.domain.reader_columns import LOOKED_AT, Matched, headed, told
from commonshelf.kernel.refusal import Refusal
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table import delimited, workbook

FOLDER: Final = "reader-sheets"
BIGGEST: Final = 32 << 20
"""Bytes; twenty thousand readers are about two million."""
MOST: Final = 20_000
"""Lines. One transaction takes them all, and desks wait meanwhile: some seconds for each ten thousand."""
MOST_COLUMNS: Final = 200
_LONGEST: Final = 2_000
"""Characters of one cell; more than any column takes, so that the fault can be told."""
_ZIP: Final = b"PK\x03\x04"
_CHUNK: Final = 1 << 20
Line = tuple[int, list[str]]
"""Its number in the file as it came, and its cells."""


def folder() -> Path:
    return Path(settings.COMMONSHELF_HOME) / FOLDER


def place(path: str) -> Path:
    return Path(settings.COMMONSHELF_HOME) / path


def keep(name: str, chunks: Iterable[bytes]) -> tuple[str, str, Matched]:
    """Of a file as it came: where its lines are kept, its digest, what its headings say.

    Refusals catalogue.file-… where it is no table, cards.sheet-big, -long, -empty, -web-page.
    """
    made = folder()
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = secrets.token_hex(12)
    came, kept = made / f"{token}.part", made / f"{token}.csv"
    try:
        digest = _lay_down(came, chunks, name)
        matched = _write(kept, _lines(came, name), name)
    except Refusal:
        kept.unlink(missing_ok=True)
        raise
    finally:
        came.unlink(missing_ok=True)
    return f"{FOLDER}/{kept.name}", digest, matched


def _lay_down(path: Path, chunks: Iterable[bytes], name: str) -> str:
    digest, size = hashlib.sha256(), 0
    with private(path) as file:
        for chunk in chunks:
            size += len(chunk)
            if size > BIGGEST:
                raise Refusal("cards.sheet-big", {"file": name, "mib": BIGGEST >> 20})
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def private(path: Path) -> BinaryIO:
    """For this program's eyes: people's numbers stand in it."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _lines(path: Path, name: str) -> Iterator[Line]:
    """Cells cleaned of what no cell holds; blank lines left out."""
    with path.open("rb") as file:
        head = file.read(512)
    packed = head.startswith(_ZIP)
    if not packed and name.lower().endswith((".xlsx", ".xlsm")):
        raise Refusal("catalogue.file-damaged-xlsx", {"file": name, "what": "zip"})
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refusal("cards.sheet-web-page", {"file": name})
    try:
        for line in workbook.lines(path) if packed else delimited.lines(path):
            cells = [cell.replace("\x00", "").strip()[:_LONGEST] for cell in line.cells[:MOST_COLUMNS]]
            if any(cells):
                yield line.number, cells
    except Unreadable as trouble:
        raise Refusal(f"catalogue.file-{trouble.code}", {**trouble.facts, "file": name}) from None


def _write(path: Path, lines: Iterator[Line], name: str) -> Matched:
    first = list(islice(lines, LOOKED_AT))
    if not first:
        raise Refusal("cards.sheet-empty", {"file": name})
    count = 0
    with private(path) as raw:

        def put(line: Line) -> None:
            raw.write(_record(line))

        for line in first:
            put(line)
        count = len(first)
        for line in lines:
            count += 1
            if count > MOST + LOOKED_AT:
                raise Refusal("cards.sheet-long", {"file": name, "most": MOST})
            put(line)
    return headed(first)


class _One:
    """What a csv writer writes into: one record at a time."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def _record(line: Line) -> bytes:
    out = _One()
    csv.writer(out).writerow([line[0], *line[1]])
    return out.text.encode("utf-8", "replace")


def lines(path: str) -> Iterator[Line]:
    """As they are kept; none once they are gone."""
    if path and place(path).is_file():
        with place(path).open(encoding="utf-8", newline="") as file:
            for record in csv.reader(file):
                yield int(record[0]), record[1:]


def body(path: str, heading: int) -> Iterator[Line]:
    """Below the headings; heading 0: all."""
    return (line for line in lines(path) if line[0] > heading)


def cells(
    path: str, heading: int, columns: Mapping[int, str]
) -> Callable[[], list[tuple[int, dict[str, str]]]]:
    """The lines by column; a repeated reading of the file at each call."""
    return lambda: [(number, told(found, columns)) for number, found in body(path, heading)]


def leave_only(path: str, rows: Container[int], heading: int) -> str:
    """A new file with the headings and these lines; where it is. "": none of them is there."""
    token = f"{FOLDER}/{secrets.token_hex(12)}.csv"
    some = 0
    with private(place(token)) as raw:
        for line in lines(path):
            if line[0] == heading or line[0] in rows:
                raw.write(_record(line))
                some += line[0] != heading
    if not some:
        place(token).unlink()
    return token if some else ""


def drop(path: str) -> None:
    if path:
        place(path).unlink(missing_ok=True)
