"""One line of SIP2 and the message in it: PyPI's pysip2 behind a fence.

Nothing that comes over the wire raises here, and nothing that is said loses its line. What terminals
write sloppily is mended before pysip2 reads it: a last field without its bar, a field twice or not at
all, blanks where a date or a letter should stand. Text is decoded before it is cut at the bars, as a
character of GB18030 or Big5 may hold the byte of a bar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, get_args

import msgspec
from pysip2 import calculate_checksum, decode_message, encode_message, types
from pysip2.errors import SIP2Error
from pysip2.models import MessageSpec, SIPMessage, SIPRequest, SIPResponse, spec_for_id, spec_for_type

from commonshelf.wire.sip2 import dates
from commonshelf.wire.sip2.values import clean, cut

END: Final = b"\r"
LONGEST: Final = 8192
"""Bytes of a line."""
Problem = Literal["", "checksum", "unknown", "unreadable"]

_EDGES: Final = b"\r\n\0"
_TRAILER: Final = re.compile(rb"(?:AY([0-9])\|?)?(?:AZ([0-9A-Fa-f]{4})\|? *)?\Z")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_DATE: Final = re.compile(r"([0-9]{8}).{4}([0-9]{6})")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line held. message None: see problem. code: its first two characters.

    sequence: of field AY; None: the sender does not number its lines. checked: it carried a checksum.
    """

    code: str
    message: SIPMessage | None
    sequence: int | None = None
    checked: bool = False
    problem: Problem = ""


def read(raw: bytes, charset: str, *, answers: bool = False) -> Line:
    """One line, with or without its end. answers: of a library system (24, 64 …), not of a terminal."""
    body = raw.strip(_EDGES).lstrip(b" ")
    code = body[:2].decode("ascii", "replace")
    trailer = _TRAILER.search(body)
    number, checksum = trailer.groups() if trailer else (None, None)
    sequence = int(number) if number else None
    if checksum and not _adds_up(body, charset):
        return Line(code, None, sequence, checked=True, problem="checksum")
    said = body[: trailer.start()] if trailer else body
    spec = _spec(code, SIPResponse if answers else SIPRequest)
    checked = bool(checksum)
    if spec is None:
        return Line(code, None, sequence, checked, "unknown")
    try:
        mended = _mend(said.decode(charset, "replace"), spec)
        message = decode_message(mended.encode(), encoding="utf-8").message
    except (SIP2Error, ValueError):
        return Line(code, None, sequence, checked, "unreadable")
    return Line(code, message, sequence, checked)


def write(message: SIPMessage, charset: str, *, sequence: int | None = None, checked: bool = False) -> bytes:
    """The line with its end, in this charset; with a checksum if the other side uses them."""
    spec = spec_for_type(type(message))
    named = {field.name for field in spec.fields if field.field_id}
    fit = {name: _fit(getattr(message, name), charset) for name in named}
    text = encode_message(msgspec.structs.replace(message, **fit), encoding="utf-8").decode()
    body = text.rstrip("\r").encode(charset, "replace")
    if checked:
        body += (f"AY{sequence}AZ" if sequence is not None else "AZ").encode()
        body += calculate_checksum(body).encode()
    return body + END


def _adds_up(body: bytes, charset: str) -> bool:
    """As the standard says, over bytes; or over characters, as some clients do (PyPI's Sip2 among them)."""
    counted = body.rstrip(b"| ")
    given, over = int(counted[-4:], 16), counted[:-4]
    characters = map(ord, over.decode(charset, "replace"))
    return any((total + given) & 0xFFFF == 0 for total in (sum(over), sum(characters)))


@cache
def _spec(code: str, kind: type[SIPMessage]) -> MessageSpec | None:
    try:
        spec = spec_for_id(code)
    except KeyError:
        return None
    return spec if issubclass(spec.struct_type, kind) else None


def _fit(value: str | tuple[str, ...] | None, charset: str) -> str | tuple[str, ...] | None:
    if value is None:
        return None
    return clean(value, charset) if isinstance(value, str) else tuple(clean(one, charset) for one in value)


def _mend(text: str, spec: MessageSpec) -> str:
    """The line as the standard wants it, ready for pysip2. ValueError: shorter than its fixed part."""
    shapes = _shapes(spec.struct_type)
    at = 2
    parts = [text[:2]]
    for field in spec.fields:
        if field.field_id is None:
            width = field.width or 0
            piece = text[at : at + width]
            if len(piece) < width:
                raise ValueError(field.name)
            parts.append(shapes[field.name].mend(piece))
            at += width
    given: dict[str, list[str]] = {}
    for part in text[at:].split("|"):
        given.setdefault(part[:2], []).append(cut(_CONTROL.sub("", part[2:]), 255))
    for field in spec.fields:
        if field.field_id is None:
            continue
        found = given.get(field.field_id, [])
        shape = shapes[field.name]
        if field.required:
            kept = [shape.mend(found[0] if found else "")]
        else:
            kept = [one for one in (found if field.repeatable else found[:1]) if shape.fits(one)]
        parts += [f"{field.field_id}{one}|" for one in kept]
    return "".join(parts) + "\r"


@dataclass(frozen=True, slots=True)
class _Shape:
    pattern: str

    def fits(self, value: str) -> bool:
        return not self.pattern or re.fullmatch(self.pattern, value) is not None

    def mend(self, value: str) -> str:
        return value if self.fits(value) or self.pattern not in _MENDS else _MENDS[self.pattern](value)


@cache
def _shapes(kind: type[SIPMessage]) -> Mapping[str, _Shape]:
    """Field -> what pysip2 wants of it, as its own types say."""
    told = msgspec.inspect.type_info(kind)
    return {field.name: _Shape(_pattern(field.type)) for field in told.fields}  # type: ignore[attr-defined]  # a StructType


def _pattern(told: Any) -> str:
    kinds = getattr(told, "types", (told,))
    return next((one.pattern for one in kinds if getattr(one, "pattern", None)), "")


def _of(alias: object) -> str:
    return str(get_args(alias)[1].pattern)


def _marks(width: int) -> Callable[[str], str]:
    return lambda value: "".join("Y" if sign in "Yy" else " " for sign in value[:width]).ljust(width)


def _date(value: str) -> str:
    found = _DATE.fullmatch(value)
    return f"{found[1]}    {found[2]}" if found else dates.NONE


def _always(word: str) -> Callable[[str], str]:
    return lambda _value: word


_MENDS: Final[Mapping[str, Callable[[str], str]]] = {
    _of(types.YN): lambda value: "Y" if value == "y" else "N",
    _of(types.YNU): lambda value: value.upper() if value in "yn" and value else "U",
    _of(types.OK01): lambda value: "1" if value in {"Y", "y"} else "0",
    _of(types.STATUS_CODE): _always("0"),
    _of(types.DIG2): _always("01"),
    _of(types.DIG3): _always("000"),
    _of(types.DIG4): _always("0000"),
    _of(types.COUNT4): _always("    "),
    _of(types.PSTATUS): _marks(14),
    _of(types.SUMMARY10): _marks(10),
    _of(types.BX16): lambda value: "".join("Y" if sign == "Y" else "N" for sign in value[:16]).ljust(16, "N"),
    _of(types.TRANS_DATE): _date,
    _of(types.PROTOV): _always("2.00"),
    _of(types.CURRENCY_CODE): _always("NIL"),
}
"""What is read where something does not fit: the careful answer. A hold's mode has none: it must be right."""
