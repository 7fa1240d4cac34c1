"""MARCXML and marcxchange: cut by their record elements, each read alone, nothing from outside followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from lxml import etree

from commonshelf.wire.marc.clean import without_controls
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Bad, Good, Piece
from commonshelf.wire.marc.record import Field, Marc
from commonshelf.wire.marc.split import KEPT, MOST_PIECE, Found, Stream
from commonshelf.wire.source import Unreadable

_MARK: Final = re.compile(rb"<(?:(/?)(?:[A-Za-z_][\w.\-]*:)?record(?=[\s>/])|!DOCTYPE|!ENTITY)", re.IGNORECASE)
_PREFIX: Final = re.compile(rb"(</?)[A-Za-z_][\w.\-]*:(?=[A-Za-z_])")
_NAMESPACES: Final = re.compile(rb"""\s(?:xmlns(?::[\w.\-]+)?|[\w.\-]+:[\w.\-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BAD_REF: Final = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_BARE: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_OVERLAP: Final = 64


def pieces(file: BinaryIO, start: int = 0) -> Iterator[Found]:
    """Every innermost record element. Raises Unreadable for a DOCTYPE, wherever it stands."""
    stream = Stream(file, start)
    while stream.more():
        yield from _whole(stream)
        if len(stream.ready) > MOST_PIECE:
            facts: dict[str, str | int] = {"bytes": len(stream.ready), "limit": MOST_PIECE}
            yield Piece(stream.offset, stream.ready[:KEPT]), Bad("too-long", facts)
            stream.drop(len(stream.ready) - _OVERLAP)
    opened = [mark for mark in _MARK.finditer(stream.ready) if not mark[1] and mark[0][1:2] != b"!"]
    if opened:
        cut = opened[-1].start()
        yield Piece(stream.offset + cut, stream.ready[cut:]), Bad("truncated", {"bytes": len(stream.ready) - cut})


def _whole(stream: Stream) -> Iterator[Piece]:
    ready, begin, done = stream.ready, -1, 0
    for mark in _MARK.finditer(ready):
        if mark[1] is None:
            raise Unreadable("doctype", {"offset": stream.offset + mark.start()})
        if not mark[1]:
            begin = mark.start()
            done = begin
        elif begin >= 0:
            end = ready.find(b">", mark.end()) + 1
            if not end:
                break
            yield Piece(stream.offset + begin, ready[begin:end])
            begin, done = -1, end
        else:
            done = mark.end()  # the end of an outer record, as in OAI-PMH
    if begin < 0:
        done = max(done, len(ready) - _OVERLAP)
    stream.drop(done)


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """One record element, with or without its namespaces. Never raises."""
    plain = _PREFIX.sub(rb"\1", _NAMESPACES.sub(b"", raw))
    mended: set[str] = set()
    try:
        root = _parsed(plain if charset in {"", "utf-8"} else _recoded(plain, charset))
    except etree.XMLSyntaxError:
        try:
            root = _parsed(_legal(plain, charset, mended))
        except etree.XMLSyntaxError as trouble:
            line, column = trouble.position
            return Bad("xml", {"line": line or 0, "column": column or 0, "what": str(trouble.msg)[:200]})
    return _Reader(root, mended).good()


def _parsed(data: bytes) -> etree._Element:
    safe = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, safe)


def _recoded(data: bytes, charset: str) -> bytes:
    from commonshelf.wire.marc.charset import text_of

    return text_of(data, charset)[0].encode("utf-8")


def _legal(data: bytes, charset: str, mended: set[str]) -> bytes:
    """Characters XML does not allow taken out, broken UTF-8 and bare ampersands mended."""
    from commonshelf.wire.marc.charset import tell, text_of

    text, whole = text_of(data, charset or tell(data).charset)
    if not whole:
        mended.add("characters")
    legal = _BARE.sub("&amp;", _BAD_REF.sub(_reference, _ILLEGAL.sub(" ", text)))
    if legal != text:
        mended.add("controls")
    return legal.encode("utf-8")


def _reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code < 0x110000 and not _ILLEGAL.match(chr(code)) else " "


class _Reader:
    def __init__(self, root: etree._Element, mended: set[str]) -> None:
        self._root = root
        self._codes = mended
        self._everywhere = "characters" in mended or "controls" in mended

    def good(self) -> Good | Bad:
        leader = ""
        fields: list[Field] = []
        doubtful: list[int] = []
        for element in self._root:
            name = element.tag.lower()
            if name == "leader":
                leader = self._text(element)[0]
            elif name in {"controlfield", "datafield"}:
                field, mended = self._field(element, name)
                if field is None:
                    return Bad("tag", {"tag": str(element.get("tag", ""))[:20], "line": element.sourceline or 0})
                if mended:
                    doubtful.append(len(fields))
                fields.append(field)
        if not fields:
            return Bad("no-fields", {"bytes": len(etree.tostring(self._root))})
        if len(leader) != 24:
            self._codes.add("leader")
            leader = leader[:24].ljust(24)
        marc = Marc(leader, tuple(fields))
        return Good(marc, flavour_of(fields), "utf-8", tuple(sorted(self._codes)), tuple(doubtful))

    def _field(self, element: etree._Element, name: str) -> tuple[Field | None, bool]:
        tag = element.get("tag", "")
        if len(tag) != 3 or not tag.isascii() or not tag.isalnum():
            return None, False
        if name == "controlfield":
            data, mended = self._text(element)
            return Field(tag, "", (), data), mended
        ind = (element.get("ind1") or " ")[:1] + (element.get("ind2") or " ")[:1]
        parts = [(sub.get("code") or "a", self._text(sub)) for sub in element if sub.tag.lower() == "subfield"]
        subfields = tuple((code[:1], text) for code, (text, _) in parts)
        return Field(tag, ind, subfields, ""), any(mended for _, (_, mended) in parts)

    def _text(self, element: etree._Element) -> tuple[str, bool]:
        text = "".join(str(part) for part in element.itertext())
        clean = without_controls(text)
        if clean != text:
            self._codes.add("controls")
        mended = clean != text or "\ufffd" in clean
        if "\ufffd" in clean:
            self._codes.add("characters")
        return clean, mended
