"""Leader and directory of one ISO 2709 record, believed where they fit the data and mended where not."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from commonshelf.wire.marc.align import Entry, Fields, align
from commonshelf.wire.marc.outcome import Bad

LEADER: Final = 24
ENTRY: Final = 12
_JUNK: Final = b" \t\r\n\x00\x1a"
_BOM: Final = b"\xef\xbb\xbf"
_ENTRIES: Final = re.compile(rb"(?:[0-9A-Za-z]{3}[0-9]{9})*")
_ONE_ENTRY: Final = re.compile(rb"[0-9A-Za-z]{3}[0-9]{9}").fullmatch
_UNUSUAL: Final = re.compile(r"[^ -~]")


class Frame(NamedTuple):
    """The record taken apart: leader of 24 characters, (tag, bytes) in directory order."""

    leader: str
    fields: Fields
    mended: set[str]


def frame(raw: bytes) -> Frame | Bad:
    """Take one record apart. mended may hold: length, leader, directory, terminator, lost."""
    body = raw.removeprefix(_BOM).lstrip(_JUNK)
    mended: set[str] = set()
    if not body.rstrip(_JUNK).endswith(b"\x1d"):
        mended.add("terminator")
    body = body.rstrip(_JUNK + b"\x1d")
    end = _directory_end(body)
    if end < 0:
        return Bad("no-directory", {"bytes": len(raw)})
    start = _directory_start(body[:end])
    if start < 0:
        return Bad("no-directory", {"bytes": len(raw)})
    data = body[end:].removeprefix(b"\x1e")
    if not data.strip(_JUNK + b"\x1e"):
        return Bad("no-fields", {"bytes": len(raw)})
    fields = _fields(body[start:end], data, mended)
    if not fields:
        return Bad("no-fields", {"bytes": len(raw)})
    leader = _leader(body[:start], mended)
    if not _number(body[:5]) == len(raw) or _number(body[12:17]) != end + 1:
        mended.add("length")
    return Frame(leader, fields, mended)


def _number(digits: bytes) -> int:
    return int(digits) if digits.isdigit() else -1


def _directory_end(body: bytes) -> int:
    """Where the directory stops: at the first 0x1E, or before it when that terminator was lost."""
    end = body.find(b"\x1e")
    told = _ENTRIES.match(body, LEADER)
    reach = told.end() if told else LEADER
    if LEADER < reach < end and _number(body[12:17]) in {reach, reach + 1} and (end - reach) % ENTRY:
        return reach
    if end < 0 and reach > LEADER:
        return reach
    return end


def _directory_start(head: bytes) -> int:
    """24, or where whole entries begin when the leader lost or gained a character; -1: no directory."""
    count = len(head) - LEADER
    if count >= ENTRY and count % ENTRY == 0 and _ONE_ENTRY(head[LEADER : LEADER + ENTRY]):
        return LEADER
    start = len(head)
    while start >= ENTRY and _ONE_ENTRY(head[start - ENTRY : start]):
        start -= ENTRY
    if start < len(head) and LEADER - 6 <= start <= LEADER + 6:
        return start
    lines = re.findall(rb"[0-9A-Za-z]{3}[0-9]{9}", head[LEADER:])
    loose = count >= ENTRY and count % ENTRY == 0 and sum(map(bytes.isdigit, _singles(head[LEADER:]))) * 2 > count
    return LEADER if lines or loose else -1


def _singles(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]


def _leader(head: bytes, mended: set[str]) -> str:
    text = head.decode("ascii", "replace").replace("\ufffd", " ")
    text = _UNUSUAL.sub(" ", text)
    if len(text) != LEADER:
        mended.add("leader")
        text = text[:LEADER].ljust(LEADER)
    elif not head.isascii():
        mended.add("leader")
    return text


def _fields(directory: bytes, data: bytes, mended: set[str]) -> Fields:
    entries = _entries(directory, mended)
    if (exact := _exactly(entries, data)) is not None:
        return exact
    mended.add("directory")
    segments = data.split(b"\x1e")
    if segments[-1].strip(_JUNK):
        mended.add("terminator")
    else:
        segments.pop()
    if len({entry.start for entry in entries}) == len(entries):
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


def _entries(directory: bytes, mended: set[str]) -> list[Entry]:
    """Lines of 12 bytes; a line of another width is found by the running offset and put right."""
    entries: list[Entry] = []
    at = expected = 0
    while at + 3 < len(directory):
        width = _width(directory, at, expected)
        line = directory[at : at + width]
        cut = max(3, len(line) - 5)
        if width != ENTRY or not line[3:].isdigit():
            mended.add("directory")
        tag = _UNUSUAL.sub("?", line[:3].decode("latin-1"))
        entry = Entry(tag, _number(line[3:cut]), _number(line[cut:]))
        entries.append(entry)
        expected = entry.start + entry.length if min(entry.start, entry.length) >= 0 else -1
        at += width
    return entries


def _width(directory: bytes, at: int, expected: int) -> int:
    """How wide the line here is: 12 unless the offset of it or of the next one says otherwise."""
    if (len(directory) - at) % ENTRY == 0:
        return ENTRY
    wanted = b"%05d" % max(expected, 0)
    for width in (12, 13, 14, 11, 10):
        line = directory[at : at + width]
        if line[3:].isdigit() and line.endswith(wanted):
            return width
    return ENTRY
