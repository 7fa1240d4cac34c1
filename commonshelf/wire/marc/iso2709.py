"""One ISO 2709 record from its bytes: straight when it is sound, through the mender when not."""

from __future__ import annotations

import re
from itertools import accumulate
from struct import unpack_from
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
_DATA_HEADS: Final = re.compile("\x1e[ -~]{2}\x1f").findall
_CONTROLS: Final = bytes([*range(0x1D), 0x7F])  # all but the three separators
_CONTROL_TAGS: Final = frozenset(f"00{digit}" for digit in range(10))
_ODD_CODE: Final = re.compile("\x1f(?:[^ -~\x1f]|.[\u0300-\u036f])").search
_SUSPECT: Final = re.compile("[\x80-\x9f\ufffd\ufeff]").search
_STRAIGHT: Final = {"": "utf-8", "utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
_make = tuple.__new__  # a NamedTuple's own __new__ costs three times as much


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """charset: as `charset.decide` answers, "" = told by this record alone."""
    good = _straight(raw, charset)
    return good if good is not None else mend.read(raw, charset)


def _straight(raw: bytes, charset: str) -> Good | None:
    """The hot path: everything as the standard says, in a coding Python decodes whole; else None."""
    if len(raw.translate(None, _CONTROLS)) != len(raw) or raw.find(b"\x1d") != len(raw) - 1:
        return None
    codec = _STRAIGHT.get(charset, "ascii" if raw[9:10] != b"a" else "utf-8")
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return _straight_legacy(raw, charset) if charset in {"", "marc8"} and raw[9:10] != b"a" else None
    ascii_only = len(text) == len(raw)
    if not ascii_only and (_SUSPECT(text) or _ODD_CODE(text)):
        return None
    if ("&" in text and has_entity(text)) or legacy.may_have_lost_escapes(text):
        return None
    parts = text.split("\x1e")
    sizes = list(map(len, parts if ascii_only else raw.split(b"\x1e")))
    tags = _tags(raw, parts, sizes)
    if tags is None or not _sound(text, tags, parts):
        return None
    return _good(parts[0][:_LEADER], tags, parts, charset if charset in _STRAIGHT and charset else "utf-8")


def _straight_legacy(raw: bytes, charset: str) -> Good | None:
    """The same for MARC-8, which has to be decoded part by part."""
    if b"&" in raw or (not charset and tell(raw, claim(raw)).charset != "marc8"):
        return None
    pieces = raw.split(b"\x1e")
    parts = [_marc8(piece) for piece in pieces]
    if None in parts:
        return None
    whole = [part or "" for part in parts]
    tags = _tags(raw, whole, list(map(len, pieces)))
    text = "\x1e".join(whole)
    if tags is None or not _sound(text, tags, whole) or _ODD_CODE(text):
        return None
    return _good(whole[0][:_LEADER], tags, whole, "marc8")


def _good(leader: str, tags: list[str], parts: list[str], charset: str) -> Good:
    fields = tuple(
        [
            _make(Field, (tag, "", (), part))
            if tag in _CONTROL_TAGS
            else _make(Field, (tag, part[:2], tuple(_SUBFIELDS(part)), ""))
            for tag, part in zip(tags, parts[1:], strict=False)
        ]
    )
    return _make(Good, (_make(Marc, (leader, fields)), flavour_of(fields, tags), charset, (), ()))


def _marc8(data: bytes) -> str | None:
    """A field of MARC-8; every subfield begins anew in the default sets. None if unsure."""
    if data.isascii():
        return data.decode("ascii")
    out: list[str] = []
    for part in data.split(b"\x1f"):
        text, whole = legacy.marc8(part)
        if not whole or _SUSPECT(text):
            return None
        out.append(text)
    return "\x1f".join(out)


def _tags(raw: bytes, parts: list[str], sizes: list[int]) -> list[str] | None:
    """The tags, if leader and directory tell the truth about every field, in order and without gaps.

    parts: what stands between terminators, the first leader and directory, the last 0x1D; sizes
    in bytes.
    """
    head, count = parts[0], len(parts) - 2
    if count < 1 or sizes[0] != _LEADER + _ENTRY * count or not head.isascii() or parts[-1] != "\x1d":
        return None
    try:
        if int(raw[:5]) != len(raw) or int(raw[12:17]) != sizes[0] + 1:
            return None
        lines = unpack_from("3s4s5s" * count, raw, _LEADER)
        lengths, starts = list(map(int, lines[1::3])), list(map(int, lines[2::3]))
    except ValueError:
        return None
    if lengths != [size + 1 for size in sizes[1:-1]]:
        return None
    lengths.pop()
    if starts != list(accumulate(lengths, initial=0)):
        return None
    return [head[at : at + 3] for at in range(_LEADER, sizes[0], _ENTRY)]


def _sound(text: str, tags: list[str], parts: list[str]) -> bool:
    """Tags of letters and digits; data fields begin with indicators and a mark, control fields hold none."""
    controls = [part for tag, part in zip(tags, parts[1:], strict=False) if tag in _CONTROL_TAGS]
    plain = "".join(tags)
    if not plain.isalnum() or not plain.isascii() or any("\x1f" in part for part in controls):
        return False
    return len(_DATA_HEADS(text)) == len(tags) - len(controls)
