"""What a scan at an interlibrary desk does: finds what it is about, takes the obvious step, and says so."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stdnum import isbn, luhn

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.sharing.cards import RequestLine
from commonshelf.sharing.desks import queues
from commonshelf.sharing.domain import scanning
from commonshelf.sharing.domain.life import CONFLICT

LONGEST: Final = 60
_NUMBER: Final = re.compile(r"Q[0-9]{9}")


@dataclass(frozen=True, slots=True)
class Found:
    """lines: requests of this desk it may mean. barcode: of the copy that was scanned, "": a number was.
    other: it is another copy of the edition that is to be supplied.
    """

    text: str
    lines: tuple[RequestLine, ...]
    barcode: str = ""
    other: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """One reading of a scan: which request, which steps. sure: they follow without a question."""

    line: RequestLine
    steps: tuple[str, ...]
    sure: bool


def clean(text: str) -> str:
    """As a scanner types it, or the address a telephone read out of a QR code."""
    return text.strip().rstrip("/").rpartition("/")[2][:LONGEST]


def find(text: str, library: str, now: datetime) -> Found:
    """Refusals sharing.nothing-scanned, scan-over (came to its end), scan-no-request (a copy of this library
    that nobody asked for), scan-mistyped, scan-isbn,
    scan-unknown.
    """
    code = clean(text)
    if not code:
        raise Refusal("sharing.nothing-scanned")
    if lines := queues.lines_about(library, now, number=code.upper()):
        return Found(code, lines)
    if lines := queues.lines_about(library, now, barcode=code):
        return Found(code, lines, code)
    held = {one.edition for one in catalogue.labelled(barcode=code, library=library)}
    if held and (lines := queues.lines_about(library, now, editions=held)):
        return Found(code, lines, code, other=True)
    raise _unknown(code, library, now, held=bool(held))


def _unknown(code: str, library: str, now: datetime, *, held: bool) -> Refusal:
    if _NUMBER.fullmatch(code.upper()) and not luhn.is_valid(code[1:]):
        return Refusal("sharing.scan-mistyped", {"number": code.upper()})
    if queues.line(library, code.upper(), now):
        return Refusal("sharing.scan-over", {"number": code.upper()}, CONFLICT)
    if held:
        return Refusal("sharing.scan-no-request", {"number": code}, CONFLICT)
    if isbn.is_valid(code):
        return Refusal("sharing.scan-isbn", {"number": code}, ABSENT)
    return Refusal("sharing.scan-unknown", {"number": code}, ABSENT)


def meant(found: Found) -> list[Meant]:
    """Every reading that leads somewhere; one that is sure stands before all that ask."""
    sure = [
        Meant(line, steps, sure=not found.other)
        for line in found.lines
        if (steps := scanning.obvious(line.side, line.state, line.service, outside=line.partner is not None))
    ]
    asked = [
        Meant(line, (step,), sure=False)
        for line in found.lines
        if not found.other
        for step in scanning.offered(line.side, line.state, line.service, outside=line.partner is not None)
    ]
    return sure + asked


def lately(numbers: Collection[str], library: str, now: datetime) -> list[RequestLine]:
    """Those that were scanned here, in that order, as they stand now; each one that is still this desk's."""
    found = {one.number: one for one in queues.among(library, numbers, now)}
    return [found[number] for number in numbers if number in found]
