"""A stream cut into the pieces of its records, in bounded memory, wherever one begins or resumes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from commonshelf.wire.marc.outcome import Bad, Piece
from commonshelf.wire.source import Unreadable

CHUNK: Final = 1 << 18
MOST_PIECE: Final = 16 << 20  # the biggest real record seen is 1.1 MB
KEPT: Final = 4096  # of a piece too big to keep
_END: Final = b"\x1d"
_BLANK: Final = b" \t\r\n\x00\x1a"
_BOM: Final = b"\xef\xbb\xbf"
_LOOK: Final = 64
_UNTOLD: Final = 99_999  # the length of a record too long to tell it
_SPAN: Final = 1 << 20  # so much without any 0x1D, and records are looked for by their leaders
# A leader and the first line of a directory: nothing else looks like that.
_START: Final = rb"[0-9]{5}[ -~]{5}[ 0-9]{2}[0-9]{5}[ -~]{3,7}[0-9A-Za-z]{3}[0-9]{9}"
_LEADER: Final = re.compile(_START).match
_INNER: Final = re.compile(rb"\x1e\s*(?=" + _START + rb")")

Found = Piece | tuple[Piece, Bad]


class Stream:
    """Bytes ahead of a place in a file, and where that place is. Offsets count from the file's start."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._read = getattr(file, "read1", file.read)  # read1 keeps what came before damage
        self.offset = start
        self.ready = b""
        self.ended = False
        self.broken: dict[str, str | int] | None = None
        _go_to(file, start)

    def more(self) -> bool:
        """Read on; False at the end, or where the packed data are damaged."""
        data = b""
        try:
            data = b"" if self.ended else self._read(CHUNK)
        except Unreadable as trouble:
            if trouble.code != "damaged-gzip":
                raise
            self.broken = trouble.facts
        self.ended = not data
        self.ready += data
        return not self.ended

    def drop(self, count: int) -> None:
        self.ready = self.ready[count:]
        self.offset += count

    def tail(self) -> Iterator[tuple[Piece, Bad]]:
        """What stood before the damage, told as one piece that cannot be read."""
        if self.broken is not None:
            yield Piece(self.offset, self.ready[:KEPT]), Bad("damaged-gzip", self.broken)


def _go_to(file: BinaryIO, start: int) -> None:
    """Forward by seeking, or by reading where the stream is made as it is read."""
    if file.seekable():
        file.seek(start)
        return
    while start > 0 and (data := file.read(min(start, CHUNK))):
        start -= len(data)


def iso2709(file: BinaryIO, start: int = 0) -> Iterator[Found]:
    """Every piece that ends on 0x1D, and what is left at the end."""
    stream = Stream(file, start)
    while stream.more():
        yield from _whole(stream)
        if len(stream.ready) > _SPAN:
            yield from _unended(stream)
        if len(stream.ready) > MOST_PIECE:
            yield _skip_over(stream)
    yield from _whole(stream)
    yield from _unended(stream)
    if stream.broken is not None:
        yield from stream.tail()
    elif rest := stream.ready.strip(_BLANK):
        piece = Piece(stream.offset + stream.ready.find(rest), rest)
        yield (piece, Bad("truncated", {"bytes": len(rest)})) if _cut(rest) else piece


def _cut(rest: bytes) -> bool:
    """Whether a last record without 0x1D lacks more than its two end marks: half a record must not take
    the place of the whole one that the library sent before.
    """
    told = int(rest[:5]) if rest[:5].isdigit() else 0
    return len(rest) + 2 < told < _UNTOLD


def _whole(stream: Stream) -> Iterator[Piece]:
    """The pieces that are complete in what has been read; the rest stays."""
    ready, base, at = stream.ready, stream.offset, 0
    while (end := ready.find(_END, at)) >= 0:
        begin, end = at, end + 1
        if ready[begin] in b" \t\r\n\x00\x1a\xef\x1d":
            begin = _past_blank(ready, begin, end)
            if begin == end:
                at = end
                continue
        length = ready[begin : begin + 5]
        if length != b"%05d" % (end - begin):
            told = int(length) if length.isdigit() else 0
            if told > end - begin:
                if begin + told + _LOOK > len(ready) and not stream.ended:
                    break  # the end it tells of is not read yet
                end = _told_end(ready, begin, end, told)
            elif inner := _INNER.search(ready, begin, end):
                end = inner.end()  # the terminator between two records is lost
        yield Piece(base + begin, ready[begin:end])
        at = end
    stream.drop(at)


def _unended(stream: Stream) -> Iterator[Piece]:
    """Records one after another with no 0x1D at all, told apart by their leaders; the last one stays."""
    if _END in stream.ready:
        return
    at = 0
    for inner in _INNER.finditer(stream.ready):
        begin = _past_blank(stream.ready, at, inner.end())
        yield Piece(stream.offset + begin, stream.ready[begin : inner.end()])
        at = inner.end()
    stream.drop(at)


def _past_blank(ready: bytes, begin: int, end: int) -> int:
    piece = ready[begin:end]
    bare = piece.lstrip(_BLANK).removeprefix(_BOM)
    return end if bare == _END else end - len(bare)


def _told_end(ready: bytes, begin: int, end: int, told: int) -> int:
    """The end the leader tells of, if a 0x1D stands there and none of those before it ends a record."""
    far = begin + told
    if ready[far - 1 : far] != _END or ready[far - 2 : far - 1] != b"\x1e":
        return end
    if ready[end - 2 : end - 1] == b"\x1e" and _starts(ready, end):
        return end
    return far if far == len(ready) or _starts(ready, far) else end


def _starts(ready: bytes, at: int) -> bool:
    """A record starts here, perhaps after blank space."""
    return _LEADER(ready[at : at + _LOOK].lstrip(_BLANK)) is not None or not ready[at:].strip(_BLANK)


def _skip_over(stream: Stream) -> tuple[Piece, Bad]:
    """A piece without end: its first bytes are kept, the rest passed over up to the next 0x1D."""
    piece = Piece(stream.offset, stream.ready[:KEPT])
    while (end := stream.ready.find(_END)) < 0:
        stream.drop(len(stream.ready))
        if not stream.more():
            break
    stream.drop(end + 1 if end >= 0 else len(stream.ready))
    facts: dict[str, str | int] = {"bytes": stream.offset - piece.offset, "limit": MOST_PIECE}
    return piece, Bad("too-long", facts)
