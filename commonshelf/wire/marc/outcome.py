"""What reading gives: a piece of bytes, and from it a good record or the reason why not."""

from __future__ import annotations

from typing import NamedTuple

from commonshelf.wire.marc.record import Flavour, Marc


class Piece(NamedTuple):
    """The bytes of one would-be record as received, and where they stand in the stream."""

    offset: int
    raw: bytes


class Good(NamedTuple):
    """A record that can be used.

    mended: sorted codes of what had to be put right (see `mended` in the glossary of read.py).
    doubtful: positions in marc.fields whose characters were mended; U+FFFD stands nowhere else.
    """

    marc: Marc
    flavour: Flavour
    charset: str
    mended: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()


class Bad(NamedTuple):
    """A piece nothing can be made of. reason: code for machines; facts: fill the sentence for people."""

    reason: str
    facts: dict[str, str | int]
