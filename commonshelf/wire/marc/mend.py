"""A record that is not as the standard says, read all the same; every liberty taken is told."""

from __future__ import annotations

import unicodedata
from typing import Final

from commonshelf.wire.marc import charset as charsets
from commonshelf.wire.marc import legacy
from commonshelf.wire.marc.clean import plain, without_controls, without_entities
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.frame import Frame, frame
from commonshelf.wire.marc.outcome import Bad, Good
from commonshelf.wire.marc.record import Field, Marc

_REPLACED: Final = "\ufffd"


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
        self._charset = self._choose(charset)

    def _choose(self, declared: str) -> str:
        """The declared coding if the record bears it, else what the bytes say."""
        body = b"\x1e".join(data for _, data in self._frame.fields)
        expected = charsets.claim(self._frame.leader)
        if declared == "marc8" and expected == "utf-8" and charsets.text_of(body, "utf-8")[1]:
            return "utf-8"  # MARC 21 files mix both, and leader/09 tells them apart
        if declared and charsets.text_of(body, declared)[1]:
            return declared
        told, sure = charsets.tell(body, expected)
        if declared in {"gb18030", "big5", *legacy.DECODERS} and not (sure and told in charsets.CODECS):
            return declared  # damaged, but nothing proves another coding
        if declared in legacy.DECODERS and told != "utf-8":
            return declared
        usual = declared or expected
        if told != usual and (usual or told in legacy.DECODERS) and not body.isascii():
            self._codes.add("charset")
        return told

    def good(self) -> Good:
        fields: list[Field] = []
        doubtful: list[int] = []
        for tag, data in self._frame.fields:
            parts = [self._part(part) for part in data.split(b"\x1f")]
            if any(mended for _, mended in parts):
                doubtful.append(len(fields))
            fields.append(self._field(tag, [text for text, _ in parts]))
        marc = Marc(self._frame.leader, tuple(fields))
        codes = tuple(sorted(self._codes))
        return Good(marc, flavour_of(fields), self._charset, codes, tuple(doubtful))

    def _part(self, data: bytes) -> tuple[str, bool]:
        """Text between two marks, and whether its characters were mended."""
        if data.isascii() and data.isalnum():
            return data.decode("ascii"), False
        text, whole = self._decode(data)
        single = without_entities(text)
        if single != text:
            self._codes.add("entities")
        restored = legacy.restore_escapes(single)
        if not whole or restored != single or _REPLACED in restored:
            self._codes.add("characters")
            whole = False
        clean = without_controls(restored)
        if clean != restored:
            self._codes.add("controls")
            whole = False
        return clean, not whole

    def _decode(self, data: bytes) -> tuple[str, bool]:
        """In the record's coding; a part that has nothing of it, in its own if that fits."""
        text, whole = charsets.text_of(data, self._charset)
        if whole or self._charset not in charsets.CODECS or not text.replace(_REPLACED, "").isascii():
            return text, whole
        own = charsets.tell(data).charset
        other, fits = charsets.text_of(data, own)
        return (other if fits and own != self._charset else text), False

    def _field(self, tag: str, parts: list[str]) -> Field:
        head, *rest = parts
        if tag < "010" and tag.isdigit():
            return Field(tag, "", (), self._control(tag, head, rest))
        if not rest and not tag.isdigit():
            return Field(tag, "", (), head)  # Aleph's FMT and the like carry plain data
        subfields = [self._subfield(part) for part in rest if part]
        if len(head) > 2:
            self._codes.add("indicators")
        if any(map(str.isalnum, head[2:])):  # the mark of the first subfield is lost
            self._codes.add("subfields")
            subfields.insert(0, ("a", head[2:].strip()))
        return Field(tag, self._indicators(head), tuple(subfields), "")

    def _control(self, tag: str, head: str, rest: list[str]) -> str:
        """Control fields have no subfields; where they do (danMARC), 001 is $a and others their values."""
        if not rest:
            return head
        self._codes.add("subfields")
        values = [part[1:] for part in rest if part[1:] and (tag != "001" or part[0] == "a")]
        return " ".join(values) or head

    def _indicators(self, head: str) -> str:
        ind = head[:2].ljust(2)
        if len(head) < 2 or plain(ind) != ind:
            self._codes.add("indicators")
        return plain(ind)

    def _subfield(self, part: str) -> tuple[str, str]:
        """Code and value. An accented code is its letter, a stray sign before the code is dropped."""
        code, value = part[0], part[1:]
        marked = bool(value) and unicodedata.combining(value[0])
        if " " <= code <= "~" and not marked:
            return code, value
        self._codes.add("subfields")
        if marked:
            return code if code.isascii() else "a", value[1:]
        letter = unicodedata.normalize("NFD", code)[0]
        if letter.isascii() and letter.isalnum():
            return letter, value
        if not code.isalnum() and code != _REPLACED and value[:1].isascii() and value[:1].isalnum():
            return value[0], value[1:]
        return "a", part
