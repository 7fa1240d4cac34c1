"""One ISO 2709 record from its bytes: straight when it is sound, through the mender when not."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from commonshelf.wire.marc import legacy, mend
from commonshelf.wire.marc.charset import claim, tell
from commonshelf.wire.marc.clean import has_entity
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Bad, Good
from commonshelf.wire.marc.record import Field, Marc

_LEADER: Final = 24
_ENTRY: Final = 12
_SUBFIELDS: Final = re.compile("\x1f([^\x1f])([^\x1f]*)").findall
_CONTROLS: Final = bytes([*range(0x1D), 0x7F])  # all but the three separators
_ODD_CODE: Final = re.compile("\x1f(?:[^ -~\x1f]|.[\u0300-\u036f])|^..?[^ -~]\x1f|^[^ -~]").search
_SUSPECT: Final = re.compile("[\x80-\x9f\ufffd\ufeff]").search
_STRAIGHT: Final = {"": "utf-8", "utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
_make = tuple.__new__  # a NamedTuple's own __new__ costs three times as much


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """charset: as `charset.decide` answers, "" = told by this record alone."""
    good = _straight(raw, charset)
    return good if good is not None else mend.read(raw, charset)


def _straight(raw: bytes, charset: str) -> Good | None:
    """The hot path: everything as the standard says, in a coding Python decodes whole; else None."""
    codec = _STRAIGHT.get(charset, "ascii" if raw[9:10] != b"a" else "utf-8")
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        return None
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return _straight_legacy(raw, charset) if charset in {"", "marc8"} and raw[9:10] != b"a" else None
    parts = text.split("\x1e")
    ascii_only = len(text) == len(raw)
    head, last = parts[0], parts.pop()
    sizes = list(map(len, parts[1:] if ascii_only else raw.split(b"\x1e")[1:-1]))
    if last != "\x1d" or not _framed(head, len(raw), sizes):
        return None
    if (
        (not ascii_only and _SUSPECT(text))
        or ("&" in text and has_entity(text))
        or ("$1" in text and legacy.lost_escapes(text))
    ):
        return None
    tags = [head[at : at + 3] for at in range(_LEADER, len(head), _ENTRY)]
    try:
        fields = tuple([_field(tag, part) for tag, part in zip(tags, parts[1:], strict=True)])
    except ValueError:
        return None
    marc = _make(Marc, (head[:_LEADER], fields))
    return _make(
        Good,
        (marc, flavour_of(fields, tags), charset if charset in _STRAIGHT and charset else "utf-8", (), ()),
    )


def _straight_legacy(raw: bytes, charset: str) -> Good | None:
    """The same for MARC-8, which has to be decoded part by part."""
    if not charset and tell(raw, claim(raw)).charset != "marc8":
        return None
    parts = raw.split(b"\x1e")
    head = parts[0].decode("ascii", "replace")
    if parts.pop() != b"\x1d" or b"&" in raw or not _framed(head, len(raw), list(map(len, parts[1:]))):
        return None
    tags = [head[at : at + 3] for at in range(_LEADER, len(head), _ENTRY)]
    try:
        fields = tuple([_field(tag, _marc8(part)) for tag, part in zip(tags, parts[1:], strict=True)])
    except ValueError:
        return None
    return Good(Marc(head[:_LEADER], fields), flavour_of(fields, tags), "marc8")


def _marc8(data: bytes) -> str:
    """A field of MARC-8; every subfield begins anew in the default sets. Raises ValueError if unsure."""
    if data.isascii():
        return data.decode("ascii")
    out: list[str] = []
    for part in data.split(b"\x1f"):
        text, whole = legacy.marc8(part)
        if not whole or _SUSPECT(text):
            raise ValueError(text)
        out.append(text)
    return "\x1f".join(out)


def _framed(head: str, length: int, sizes: list[int]) -> bool:
    """Leader and directory tell the truth about every field, in order and without gaps."""
    if (len(head) - _LEADER) // _ENTRY != len(sizes) or not sizes or "\ufffd" in head:
        return False
    try:
        told = [int(head[at + 7 : at + 12]) for at in range(_LEADER, len(head), _ENTRY)]
        if int(head[:5]) != length or int(head[12:17]) != len(head) + 1:
            return False
    except ValueError:
        return False
    sizes.pop()
    return told == list(accumulate((size + 1 for size in sizes), initial=0))


def _field(tag: str, part: str) -> Field:
    """Raises ValueError for anything the mender should look at."""
    if tag < "010" and tag.isdigit():
        if "\x1f" in part:
            raise ValueError(tag)
        return _make(Field, (tag, "", (), part))
    if part[2:3] != "\x1f" or (not part.isascii() and _ODD_CODE(part)):
        raise ValueError(tag)
    return _make(Field, (tag, part[:2], tuple(_SUBFIELDS(part)), ""))
