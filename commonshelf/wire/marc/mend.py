"""A record that is not as the standard says, read all the same; every liberty taken is told."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from commonshelf.wire.marc import charset as charsets
from commonshelf.wire.marc import legacy
from commonshelf.wire.marc.clean import without_controls, without_entities
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.frame import Frame, frame
from commonshelf.wire.marc.outcome import Bad, Good
from commonshelf.wire.marc.record import Field, Marc

_INDICATORS: Final = re.compile(r"[ 0-9a-z#|\\]{2}", re.IGNORECASE).match


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """Never raises. charset as in `iso2709.read`."""
    framed = frame(raw)
    if isinstance(framed, Bad):
        return framed
    return _Reader(framed, charset).good()


class _Reader:
    """Turns one frame into fields, gathering what was mended on the way."""

    def __init__(self, framed: Frame, charset: str) -> None:
        self._frame = framed
        self._codes: set[str] = set(framed.mended)
        self._body = b"\x1e".join(data for _, data in framed.fields)
        self._charset = self._choose(charset)
        self._second = ""

    def _choose(self, declared: str) -> str:
        """The declared coding if the record bears it, else what the bytes say."""
        claims_utf8 = self._frame.leader[9:10] == "a"
        if declared == "marc8" and claims_utf8 and charsets.text_of(self._body, "utf-8")[1]:
            return "utf-8"  # MARC 21 files mix both, and leader/09 tells them apart
        if declared and charsets.text_of(self._body, declared)[1]:
            return declared
        told = charsets.tell(self._body).charset
        if declared and told not in {declared, "utf-8"} and declared not in {"", "utf-8"}:
            return declared  # damaged, but nothing says it is another coding
        if (declared or "utf-8") != told and (declared or claims_utf8):
            self._codes.add("charset")
        return told

    def good(self) -> Good | Bad:
        fields: list[Field] = []
        doubtful: list[int] = []
        for tag, data in self._frame.fields:
            before = self._text_mended(data)
            text, mended = before
            if mended:
                doubtful.append(len(fields))
            fields.append(self._field(tag, text))
        marc = Marc(self._frame.leader, tuple(fields))
        codes = tuple(sorted(self._codes))
        return Good(marc, flavour_of(fields), self._charset, codes, tuple(doubtful))

    def _text_mended(self, data: bytes) -> tuple[str, bool]:
        """Text of a field with its 0x1F marks, and whether its characters were mended."""
        raw = [self._decode(part) for part in data.split(b"\x1f")]
        text = "\x1f".join(part for part, _ in raw)
        mended = not all(whole for _, whole in raw)
        if mended or "\ufffd" in text:
            self._codes.add("characters")
            mended = True
        restored = legacy.restore_escapes(text)
        if restored != text:
            self._codes.add("characters")
            text, mended = restored, True
        plain = without_entities(text)
        if plain != text:
            self._codes.add("entities")
            mended = mended or "\ufffd" in plain
            text = plain
        marks = text.replace("\x1f", "\ue000")
        clean = without_controls(marks)
        if clean != marks:
            self._codes.add("controls")
            text, mended = clean.replace("\ue000", "\x1f"), True
        return text, mended

    def _decode(self, data: bytes) -> tuple[str, bool]:
        text, whole = charsets.text_of(data, self._charset)
        if whole or self._charset not in charsets.CODECS:
            return text, whole
        self._second = self._second or charsets.tell(data).charset
        other, fits = charsets.text_of(data, self._second)
        return (other if fits and self._second != self._charset else text), False

    def _field(self, tag: str, text: str) -> Field:
        if tag < "010" and tag.isdigit():
            return Field(tag, "", (), self._control(text))
        head, *parts = text.split("\x1f")
        if not parts and not tag.isdigit():
            return Field(tag, "", (), text)  # Aleph's FMT and the like carry plain data
        ind = self._indicators(head)
        subfields = [self._subfield(part) for part in parts if part]
        if rest := head[2:].strip():  # the mark of the first subfield is lost
            self._codes.add("subfields")
            subfields.insert(0, ("a", rest))
        return Field(tag, ind, tuple(subfields), "")

    def _control(self, text: str) -> str:
        if "\x1f" not in text:
            return text
        self._codes.add("subfields")
        return " ".join(part[1:] for part in text.split("\x1f")[1:])

    def _indicators(self, head: str) -> str:
        ind = head[:2].ljust(2)
        if len(head) < 2 or not _INDICATORS(ind):
            self._codes.add("indicators")
        return "".join(char if " " <= char <= "~" else " " for char in ind)

    def _subfield(self, part: str) -> tuple[str, str]:
        code, value = part[0], part[1:]
        if code > "\x7f":
            self._codes.add("subfields")
            plain = unicodedata.normalize("NFD", code)[0]
            return (plain, value) if plain.isascii() and plain.isalnum() else ("a", part)
        return code, value
