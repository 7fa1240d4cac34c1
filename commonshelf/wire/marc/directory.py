"""The directory of an ISO 2709 record as lines, read against the data it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

ENTRY: Final = 12
_FAR: Final = 26  # bytes to look ahead for the next line that is true
_FORMS: Final = ((ENTRY, 7), (13, 8), (13, 7), (14, 8))  # width, and where the start begins
_TAG: Final = re.compile(rb"[0-9A-Za-z]{3}")
_UNUSUAL: Final = re.compile(r"[^ -~]")


class Entry(NamedTuple):
    """One line of the directory. length (terminator included) and start: -1 when not to be believed."""

    tag: str
    length: int
    start: int

    @property
    def control(self) -> bool:
        return self.tag < "010" and self.tag.isdigit()


class Reading(NamedTuple):
    """Lines, how many of them are true to the data or follow on, and whether all are, twelve bytes each."""

    entries: list[Entry]
    true: int
    sound: bool


class _Data:
    """Where the fields of a record really stand."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = set(spans)
        self.starts = {start for start, _ in spans}

    def has(self, entry: Entry) -> bool:
        return (entry.start, entry.length) in self.spans


def read(directory: bytes, spans: Sequence[tuple[int, int]]) -> Reading:
    """spans: (start, length) of every field the data really has."""
    real = _Data(spans)
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


def _line(directory: bytes, at: int, follows: int, real: _Data) -> tuple[Entry, int, bool]:
    """The line that begins here, its width, and whether it is true.

    Twelve bytes, unless these are neither true nor follow on and the bytes say better: one digit
    more for a field over 9,999 bytes, or something lost or doubled before the next true line.
    """
    usual = _entry(directory[at : at + ENTRY], 7)
    if usual.start == follows and real.has(usual):
        return usual, ENTRY, True
    forms = [(_entry(directory[at : at + width], cut), width) for width, cut in _FORMS]
    true = [(entry, width) for entry, width in forms if real.has(entry)]
    if true:
        entry, width = next((form for form in true if form[0].start == follows), true[0])
        return entry, width, True
    if usual.length >= 0 and usual.start == follows:
        return usual, ENTRY, True
    if usual.start in real.starts or _is_true(directory, at + ENTRY, real):
        return usual, ENTRY, False
    for ahead in range(at + 1, min(at + _FAR, len(directory) - ENTRY + 1)):
        if _is_true(directory, ahead, real):
            return Entry(usual.tag, -1, -1), ahead - at, False
    return usual, ENTRY, False


def _is_true(directory: bytes, at: int, real: _Data) -> bool:
    return real.has(_entry(directory[at : at + ENTRY], 7)) and _TAG.match(directory, at) is not None


def _entry(line: bytes, cut: int) -> Entry:
    tag = line[:3].decode("latin-1")
    if len(tag) < 3 or not (tag.isalnum() and tag.isascii()):
        tag = _UNUSUAL.sub("?", tag).ljust(3, "?")
    return Entry(tag, _number(line[3:cut]), _number(line[cut:]))


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else -1
