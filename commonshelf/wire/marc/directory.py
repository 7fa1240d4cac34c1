"""The directory of an ISO 2709 record as lines, read against the data it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

ENTRY: Final = 12
_FAR: Final = 26  # bytes to look ahead for the next line that is true
_TAG: Final = re.compile(rb"[0-9A-Za-z]{3}")
_UNUSUAL: Final = re.compile(r"[^0-9A-Za-z]")


class Entry(NamedTuple):
    """One line of the directory. length (terminator included) and start: -1 when not to be believed."""

    tag: str
    length: int
    start: int

    @property
    def control(self) -> bool:
        return self.tag < "010" and self.tag.isdigit()


class Reading(NamedTuple):
    """Lines, how many of them are true to the data or to each other, and whether all are well formed."""

    entries: list[Entry]
    true: int
    sound: bool


def read(directory: bytes, spans: Sequence[tuple[int, int]]) -> Reading:
    """spans: (start, length) of every field the data really has."""
    real = set(spans)
    entries: list[Entry] = []
    true, at, follows, sound = 0, 0, 0, True
    while at + ENTRY - 2 <= len(directory):
        entry, width, fits = _line(directory, at, follows, real)
        entries.append(entry)
        true += fits
        sound = sound and fits and width == ENTRY
        follows = entry.start + entry.length if entry.start >= 0 else -1
        at += width
    return Reading(entries, true, sound and at == len(directory))


def _line(directory: bytes, at: int, follows: int, real: set[tuple[int, int]]) -> tuple[Entry, int, bool]:
    """The line that begins here, its width, and whether it is true.

    Twelve bytes, unless these are neither true nor follow on and the bytes say better: one digit
    more for a field over 9,999 bytes, or something lost or doubled before the next true line.
    """
    usual = _entry(directory[at : at + ENTRY], 7)
    if (usual.start, usual.length) in real or (usual.start == follows and _plain(directory, at)):
        return usual, ENTRY, True
    for width, cut in ((13, 8), (14, 8), (13, 7)):
        entry = _entry(directory[at : at + width], cut)
        if (entry.start, entry.length) in real:
            return entry, width, True
    for ahead in range(at + 1, min(at + _FAR, len(directory) - ENTRY + 1)):
        if ahead != at + ENTRY and _next_is_true(directory, ahead, real):
            return Entry(usual.tag, -1, -1), ahead - at, False
    return usual, ENTRY, False


def _next_is_true(directory: bytes, at: int, real: set[tuple[int, int]]) -> bool:
    entry = _entry(directory[at : at + ENTRY], 7)
    return (entry.start, entry.length) in real and _TAG.match(directory, at) is not None


def _plain(directory: bytes, at: int) -> bool:
    return directory[at + 3 : at + ENTRY].isdigit()


def _entry(line: bytes, cut: int) -> Entry:
    tag = _UNUSUAL.sub("9", line[:3].decode("latin-1")).ljust(3, "9")
    return Entry(tag, _number(line[3:cut]), _number(line[cut:]))


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else -1
