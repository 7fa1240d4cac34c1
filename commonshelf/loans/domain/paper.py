"""Lines written by hand while the network was down: a time, a card (none: a return), a barcode. No Django."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from typing import Final

from commonshelf.kernel.refusal import Refusal

_CLOCK: Final = re.compile(
    r"(\d{1,2})\s*[:.点時时hH]\s*(\d{1,2})\s*分?|(\d{1,2})(\d{2})|(\d{1,2})\s*[点時时]?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """As written. n: its place on the page, from 1."""

    n: int
    time: str
    card: str
    barcode: str

    @property
    def blank(self) -> bool:
        return not (self.card.strip() or self.barcode.strip())

    @property
    def lends(self) -> bool:
        return bool(self.card.strip())


def clock(text: str) -> time:
    """ "9:05", "0905", "9.05", "9点5分", "９：０５" -> 09:05. Refusal loans.paper-time."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _CLOCK.fullmatch(plain)
    if found is None:
        raise Refusal("loans.paper-time", {"field": "time", "time": plain[:20]})
    try:
        return time(*_parts(found))
    except ValueError as error:
        raise Refusal("loans.paper-time", {"field": "time", "time": plain[:20]}) from error


def _parts(found: re.Match[str]) -> tuple[int, int]:
    parts = [int(part) for part in found.groups() if part is not None]
    return parts[0], parts[1] if len(parts) > 1 else 0


def in_order(lines: list[tuple[time, Line]]) -> list[tuple[time, Line]]:
    """As it happened; of two at one time the one that was written first."""
    return sorted(lines, key=lambda one: (one[0], one[1].n))
