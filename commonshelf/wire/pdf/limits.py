"""How much a document may unpack to, and what a reader of it may take of the machine."""

from __future__ import annotations

import zlib
from typing import Final

PIXELS: Final = 70_000_000
"""Of one picture: a page in A3 at 600 dots an inch, in black and white."""
PIXEL_BYTES: Final = 210_000_000
"""A colour page of that size, unpacked."""
STREAM_BYTES: Final = 48_000_000
"""What one stream of drawing, font or table may unpack to."""
ALL_BYTES: Final = 400_000_000
"""What all of them may together."""
OBJECTS: Final = 400_000
DEPTH: Final = 60
MEMORY: Final = 1_400_000_000
"""Bytes of address space of the process that reads (setrlimit); it is ended where it wants more."""
SECONDS: Final = 90
"""Of its computing; a page of a telephone's picture takes about a third of one."""


class Bad(Exception):
    """Why a part is not taken: a short code (`not-a-document`, `too-heavy`, `locked`, …), and facts."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def unpacked(packed: bytes, most: int = STREAM_BYTES) -> int:
    """How long the stream is unpacked, found without holding it; Bad where it is longer than `most`."""
    reader, length, left = zlib.decompressobj(), 0, packed
    while left and not reader.eof:
        try:
            length += len(reader.decompress(left, 1 << 20))
        except zlib.error:
            return length  # a torn stream: a viewer shows what came before
        if length > most:
            raise Bad("too-heavy")
        left = reader.unconsumed_tail
    return length
