"""Which bytes belong to which directory line, when the two no longer agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from commonshelf.wire.marc.directory import Entry

_MOST_CELLS: Final = 20_000  # a stretch that needs more is matched in plain order
_SKIP_ENTRY: Final = 5.0
_SKIP_SEGMENT: Final = 6.0
_JOIN: Final = 3.0
_SPLIT: Final = 3.0

Fields = list[tuple[str, bytes]]
Stretch = tuple[Sequence[Entry], Sequence[bytes]]


def align(entries: Sequence[Entry], segments: Sequence[bytes]) -> tuple[Fields, bool]:
    """Fields in the order of the lines, and whether bytes or lines were left over.

    entries and segments in the order of their bytes. Where all lengths agree one for one, only
    the starts were wrong. Else lines true in start and length are anchors;
    what lies between two anchors is matched at least cost, where a segment may be two fields
    (a terminator lost) or two segments one field (a stray terminator).
    """
    if [entry.length for entry in entries] == [len(segment) + 1 for segment in segments]:
        return [(entry.tag, segment) for entry, segment in zip(entries, segments, strict=True)], False
    fields: Fields = []
    lost = False
    anchors = _anchors(entries, segments)
    for (line, segment), (next_line, next_segment) in pairwise(
        [(-1, -1), *anchors, (len(entries), len(segments))]
    ):
        if line >= 0:
            fields.append((entries[line].tag, segments[segment]))
        between = entries[line + 1 : next_line], segments[segment + 1 : next_segment]
        found, missing = _between(*between)
        fields += found
        lost = lost or missing
    return fields, lost


def _anchors(entries: Sequence[Entry], segments: Sequence[bytes]) -> list[tuple[int, int]]:
    """(line, segment) pairs true in start and length, or in start where most are; rising in both."""
    starts = accumulate((len(segment) + 1 for segment in segments), initial=0)
    where = {start: at for at, start in enumerate(starts) if at < len(segments)}
    anchors: list[tuple[int, int]] = []
    found = [where.get(entry.start, -1) for entry in entries]
    even = len(entries) == len(segments)
    trusted = even and sum(at >= 0 for at in found) * 5 > len(found) * 3  # starts alone may agree by chance
    for line, (entry, at) in enumerate(zip(entries, found, strict=True)):
        exact = at >= 0 and (trusted or entry.length == len(segments[at]) + 1)
        if exact and (not anchors or at > anchors[-1][1]):
            anchors.append((line, at))
    return anchors


def _between(entries: Sequence[Entry], segments: Sequence[bytes]) -> tuple[Fields, bool]:
    if not entries and not segments:
        return [], False
    even = len(entries) == len(segments)
    if (even and all(map(_may_be, entries, segments))) or len(entries) * len(segments) > _MOST_CELLS:
        pairs = zip(entries, segments, strict=False)
        return [(entry.tag, segment) for entry, segment in pairs], not even
    return _Aligner(entries, segments).fields()


def _may_be(entry: Entry, segment: bytes) -> bool:
    return entry.control != (b"\x1f" in segment) or not entry.tag.isdigit()


def _cost(entry: Entry, segment: bytes) -> float:
    """0 for a perfect match; a kind that cannot be costs more than leaving both out would."""
    cost = 0.0 if _may_be(entry, segment) else 12.0
    if not entry.control and segment[2:3] != b"\x1f":
        cost += 1
    off = abs(entry.length - len(segment) - 1)
    if off and entry.length - 1 != len(segment.decode("utf-8", "replace")):  # characters counted
        cost += min(3.0, 1 + off / 20)
    return cost


class _Aligner:
    """Least-cost matching by dynamic programming over (lines used, segments taken)."""

    def __init__(self, entries: Sequence[Entry], segments: Sequence[bytes]) -> None:
        self._entries = entries
        self._segments = segments
        self._best: dict[tuple[int, int], tuple[float, tuple[int, int], str]] = {}

    def fields(self) -> tuple[Fields, bool]:
        for used in range(len(self._entries) + 1):
            for taken in range(len(self._segments) + 1):
                self._extend(used, taken)
        return self._walk_back()

    def _extend(self, used: int, taken: int) -> None:
        """From this cell every way on; cells are met in order, so their own cost is final."""
        here = self._best[(used, taken)][0] if (used, taken) != (0, 0) else 0.0
        entries, segments = self._entries, self._segments
        if used < len(entries):
            self._offer((used, taken), (1, 0), here + _SKIP_ENTRY, "lost line")
        if taken < len(segments):
            blank = not segments[taken].strip()
            self._offer((used, taken), (0, 1), here + (0.5 if blank else _SKIP_SEGMENT), "lost bytes")
        if used >= len(entries) or taken >= len(segments):
            return
        entry, segment = entries[used], segments[taken]
        self._offer((used, taken), (1, 1), here + _cost(entry, segment), "one")
        if taken + 1 < len(segments):
            joined = segment + b" " + segments[taken + 1]
            stray = 0.0 if segments[taken + 1][2:3] != b"\x1f" else 3.0
            self._offer((used, taken), (1, 2), here + _JOIN + stray + _cost(entry, joined), "join")
        if used + 1 < len(entries) and 1 < entry.length <= len(segment):
            left, right = _cut(segment, entry.length - 1)
            cost = here + _SPLIT + _cost(entry, left) + _cost(entries[used + 1], right)
            self._offer((used, taken), (2, 1), cost, "split")

    def _offer(self, here: tuple[int, int], step: tuple[int, int], cost: float, how: str) -> None:
        cell = (here[0] + step[0], here[1] + step[1])
        if cell not in self._best or cost < self._best[cell][0]:
            self._best[cell] = (cost, here, how)

    def _walk_back(self) -> tuple[Fields, bool]:
        found: Fields = []
        lost = False
        at = (len(self._entries), len(self._segments))
        while at != (0, 0):
            _, before, how = self._best[at]
            used, taken = before
            if how == "one":
                found.append((self._entries[used].tag, self._segments[taken]))
            elif how == "join":
                joined = self._segments[taken] + b" " + self._segments[taken + 1]
                found.append((self._entries[used].tag, joined))
            elif how == "split":
                left, right = _cut(self._segments[taken], self._entries[used].length - 1)
                found.append((self._entries[used + 1].tag, right))
                found.append((self._entries[used].tag, left))
            else:
                lost = True
            at = before
        return found[::-1], lost


def _cut(segment: bytes, at: int) -> tuple[bytes, bytes]:
    """Cut where the line says, or at the indicators of a next field close by."""
    for near in (at, at - 1, at + 1, at - 2, at + 2):
        if near > 0 and segment[near + 2 : near + 3] == b"\x1f":
            return segment[:near], segment[near:]
    return segment[:at], segment[at:]
