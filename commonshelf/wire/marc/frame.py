"""One ISO 2709 record taken apart: its directory believed where it fits the data, mended where not."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, NamedTuple

from commonshelf.wire.marc import directory as directories
from commonshelf.wire.marc.align import Fields, align
from commonshelf.wire.marc.directory import ENTRY, Entry
from commonshelf.wire.marc.outcome import Bad

LEADER: Final = 24
_JUNK: Final = b" \t\r\n\x00\x1a"
_BOM: Final = b"\xef\xbb\xbf"
_LINES: Final = re.compile(rb"(?:[0-9A-Za-z]{3}[0-9]{9})*")
# Something that is no record stands before a leader and the first line of a directory.
_BEFORE: Final = re.compile(
    rb"[^\x1e]{1,2000}?(?=[0-9]{5}[ -~]{5}22[0-9]{5}[ -~]{3}45[ -~]{2}[0-9A-Za-z]{3}[0-9]{9})"
).match
_UNUSUAL: Final = re.compile(r"[^ -~]")
_STARTS: Final = (23, 25, 22, 26, 21, 27)  # where the directory begins when the leader lost or gained a few


class Frame(NamedTuple):
    """leader: 24 characters; fields: (tag, bytes) in directory order; mended: codes as in read.py."""

    leader: str
    fields: Fields
    mended: set[str]


def frame(raw: bytes) -> Frame | Bad:
    """Take one record apart. mended may hold: length, leader, directory, terminator, lost."""
    body = raw.removeprefix(_BOM).lstrip(_JUNK)
    mended: set[str] = set()
    if not body[:5].isdigit() and (before := _BEFORE(body)):
        body = body[before.end() :]
        mended.add("leader")
    if not body.rstrip(_JUNK).endswith(b"\x1e\x1d"):
        mended.add("terminator")
    body = body.rstrip(_JUNK + b"\x1d")
    end = _directory_end(body)
    data = body[end:].removeprefix(b"\x1e")
    if end < LEADER - 3 or not _looks(body[:end]):
        return Bad("no-directory", {"bytes": len(raw)})
    segments = data.split(b"\x1e")
    if not segments[-1].strip(_JUNK):
        segments.pop()
    if not any(segments):
        return Bad("no-fields", {"bytes": len(raw)})
    start, reading = _best_reading(body[:end], segments)
    fields = _fields(reading, segments, data, mended)
    if not fields:
        return Bad("no-fields", {"bytes": len(raw)})
    leader = _leader(body[:start], mended)
    if not all(tag.isalnum() and tag.isascii() for tag, _ in fields):
        mended.add("tags")
    if _number(body[:5]) != len(raw) or _number(body[12:17]) != end + 1:
        mended.add("length")
    return Frame(leader, fields, mended)


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else -1


def _directory_end(body: bytes) -> int:
    """Where the directory stops: at the first 0x1E, or before it when that terminator was lost."""
    end = body.find(b"\x1e")
    told = _LINES.match(body, LEADER)
    reach = told.end() if told else LEADER
    if end < 0:
        return reach if reach > LEADER else end
    lines = (reach - LEADER) // ENTRY
    lost = LEADER < reach < end and lines == body.count(b"\x1e", end) and _number(body[12:17]) >= reach
    return reach if lost else end


def _looks(head: bytes) -> bool:
    """A leader has its counts, a directory is mostly digits; a book's text is neither."""
    lines = head[LEADER - 3 :]
    digits = sum(lines.count(digit) for digit in (b"%d" % number for number in range(10)))
    return digits * 10 >= len(lines) * 7 and len(lines) >= ENTRY - 2


def _spans(segments: list[bytes]) -> list[tuple[int, int]]:
    lengths = [len(segment) + 1 for segment in segments]
    return list(zip(accumulate(lengths, initial=0), lengths, strict=False))


def _best_reading(head: bytes, segments: list[bytes]) -> tuple[int, directories.Reading]:
    """The directory begins at 24, unless its lines come true only where a longer or shorter leader ends."""
    spans = _spans(segments)
    found = directories.read(head[LEADER:], spans)
    if found.sound or (len(head) - LEADER) % ENTRY == 0:
        return LEADER, found
    for start in _STARTS:
        if (len(head) - start) % ENTRY == 0:
            other = directories.read(head[start:], spans)
            if other.sound or other.true > found.true + 1:
                return start, other
    return LEADER, found


def _leader(head: bytes, mended: set[str]) -> str:
    text = _UNUSUAL.sub(" ", head.decode("ascii", "replace"))
    if len(text) != LEADER or not head.isascii():
        mended.add("leader")
    return text[:LEADER].ljust(LEADER)


def _fields(reading: directories.Reading, segments: list[bytes], data: bytes, mended: set[str]) -> Fields:
    if (exact := _exactly(reading.entries, data)) is not None:
        if not reading.sound:
            mended.add("directory")
        return exact
    mended.add("directory")
    entries = reading.entries
    if len({entry.start for entry in entries}) == len(entries) and min(entry.start for entry in entries) >= 0:
        entries = sorted(entries, key=lambda entry: entry.start)
    fields, lost = align(entries, segments)
    if lost:
        mended.add("lost")
    return fields


def _exactly(entries: list[Entry], data: bytes) -> Fields | None:
    """What the directory says, if every line of it falls from one terminator to the next."""
    fields: Fields = []
    for tag, length, start in entries:
        end = start + length - 1
        part = data[start:end]
        framed = data[end : end + 1] == b"\x1e" and (start == 0 or data[start - 1 : start] == b"\x1e")
        if length < 1 or start < 0 or not framed or b"\x1e" in part:
            return None
        fields.append((tag, part))
    return fields
