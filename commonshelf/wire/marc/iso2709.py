"""One ISO 2709 record from its bytes: straight when it is sound, through the mender when not."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from commonshelf.wire.marc import charset as charsets
from commonshelf.wire.marc import mend
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Bad, Good
from commonshelf.wire.marc.record import Field, Marc

_LEADER: Final = 24
_ENTRY: Final = 12
_SUBFIELDS: Final = re.compile("\x1f([^\x1f])([^\x1f]*)").findall
_CONTROLS: Final = bytes([*range(0x1D), 0x7F])  # all but the three separators
_SUSPECT: Final = re.compile("[\x80-\x9f\ufffd\ufeff]").search
_STRAIGHT: Final = {"": "utf-8", "utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
_make = tuple.__new__  # a NamedTuple's own __new__ costs three times as much


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """charset: as `charset.decide` answers, "" = told by this record alone."""
    return _straight(raw, charset) or mend.read(raw, charset)


def _straight(raw: bytes, charset: str) -> Good | None:
    """The hot path: everything as the standard says, in a coding Python decodes whole; else None."""
    codec = _STRAIGHT.get(charset)
    if codec is None or len(raw.translate(None, _CONTROLS)) != len(raw):
        return None
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    parts = text.split("\x1e")
    ascii_only = len(text) == len(raw)
    lengths = map(len, parts) if ascii_only else map(len, raw.split(b"\x1e"))
    head = parts[0]
    if parts.pop() != "\x1d" or text.count("\x1d") > 1 or not _framed(head, len(raw), list(lengths)):
        return None
    if not ascii_only and _SUSPECT(text):
        return None
    tags = [head[at : at + 3] for at in range(_LEADER, len(head), _ENTRY)]
    try:
        fields = tuple([_field(tag, part) for tag, part in zip(tags, parts[1:], strict=True)])
    except ValueError:
        return None
    marc = _make(Marc, (head[:_LEADER], fields))
    return _make(Good, (marc, flavour_of(fields, tags), codec_name(charset), (), ()))


def codec_name(charset: str) -> str:
    return charset or "utf-8"


def _framed(head: str, length: int, lengths: list[int]) -> bool:
    """Leader and directory tell the truth about every field, in order and without gaps."""
    if len(head) < _LEADER or (len(head) - _LEADER) % _ENTRY or "&" in head:
        return False
    try:
        told = [int(head[at + 7 : at + 12]) for at in range(_LEADER, len(head), _ENTRY)]
        base = int(head[12:17])
        if int(head[:5]) != length:
            return False
    except ValueError:
        return False
    true = [0, *accumulate(size + 1 for size in lengths[1:-1])]
    return told == true[:-1] and base == len(head) + 1


def _field(tag: str, part: str) -> Field:
    """Raises ValueError for anything the mender should look at."""
    if tag < "010" and tag.isdigit():
        if "\x1f" in part:
            raise ValueError(tag)
        return _make(Field, (tag, "", (), part))
    if part[2:3] != "\x1f":
        raise ValueError(tag)
    return _make(Field, (tag, part[:2], tuple(_SUBFIELDS(part)), ""))
