"""MARCXML and marcxchange: cut by their record elements, each read alone, nothing from outside followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from lxml import etree

from commonshelf.wire.marc.charset import tell, text_of
from commonshelf.wire.marc.clean import plain, tag, without_controls
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.outcome import Bad, Good, Piece
from commonshelf.wire.marc.record import Field, Marc
from commonshelf.wire.marc.split import KEPT, MOST_PIECE, Found, Stream
from commonshelf.wire.source import Unreadable

_MARK: Final = re.compile(
    rb"<(?:(/?)(?:[A-Za-z_][\w.\-]*:)?record(?=[\s>/])|!DOCTYPE|!ENTITY)", re.IGNORECASE
)
_PREFIX: Final = re.compile(rb"(</?)[A-Za-z_][\w.\-]*:(?=[A-Za-z_])")
_NAMESPACES: Final = re.compile(rb"""\s(?:xmlns(?::[\w.\-]+)?|[\w.\-]+:[\w.\-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE: Final = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_BARE: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_CONTROLS: Final = bytes(byte for byte in [*range(0x20), 0x7F] if byte not in b"\t\n\r")
_DELETED: Final = "\x7f"  # legal in XML, taken out (and told) with the other controls
_OVERLAP: Final = 64
_LEADER: Final = 24


def pieces(file: BinaryIO, start: int = 0) -> Iterator[Found]:
    """Every innermost record element. Raises Unreadable for a DOCTYPE, wherever it stands."""
    stream = Stream(file, start)
    while stream.more():
        yield from _whole(stream)
        if len(stream.ready) > MOST_PIECE:
            facts: dict[str, str | int] = {"bytes": len(stream.ready), "limit": MOST_PIECE}
            yield Piece(stream.offset, stream.ready[:KEPT]), Bad("too-long", facts)
            stream.drop(len(stream.ready) - _OVERLAP)
    opened = [mark.start() for mark in _MARK.finditer(stream.ready) if mark[1] == b""]
    if stream.broken is not None:
        yield from stream.tail()
    elif opened:
        rest = stream.ready[opened[-1] :]
        yield Piece(stream.offset + opened[-1], rest), Bad("truncated", {"bytes": len(rest)})


def _whole(stream: Stream) -> Iterator[Piece]:
    ready, begin, done = stream.ready, -1, 0
    for mark in _MARK.finditer(ready):
        if mark[1] is None:
            raise Unreadable("doctype", {"offset": stream.offset + mark.start()})
        if not mark[1]:
            begin = done = mark.start()
        elif begin >= 0:
            end = ready.find(b">", mark.end()) + 1
            if not end:
                break
            yield Piece(stream.offset + begin, ready[begin:end])
            begin, done = -1, end
        else:
            done = mark.end()  # the end of an outer record, as in OAI-PMH
    stream.drop(done if begin >= 0 else max(done, len(ready) - _OVERLAP))


def read(raw: bytes, charset: str = "") -> Good | Bad:
    """One record element, with or without its namespaces. Never raises."""
    mended: set[str] = set()
    bare = raw
    if b"xmlns" in raw or raw[1:7].lower() != b"record":
        bare = _without_namespaces(raw)
    try:
        if charset not in {"", "utf-8"}:
            bare = text_of(bare, charset)[0].encode("utf-8")
        root = _parsed(bare)
    except etree.XMLSyntaxError:
        try:
            root = _parsed(_legal(_without_namespaces(bare), charset, mended))
        except etree.XMLSyntaxError as trouble:
            line, column = trouble.position
            return Bad("xml", {"line": line or 0, "column": column or 0, "what": str(trouble.msg)[:200]})
    return _Reader(root, mended, dirty=_dirty(bare)).outcome(len(raw))


def _without_namespaces(raw: bytes) -> bytes:
    return _PREFIX.sub(rb"\1", _NAMESPACES.sub(b"", raw))


def _dirty(raw: bytes) -> bool:
    """Whether anything here may have to be cleaned out: controls, references to them, broken coding."""
    signs = (b"&#", b"\xc2", b"\xef\xbf\xbd", b"\xef\xbb\xbf")
    return len(raw.translate(None, _CONTROLS)) != len(raw) or any(sign in raw for sign in signs)


# No entities, no network, libxml2's own limits on depth and size. lxml locks a parser in use.
_SAFE: Final = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


def _parsed(data: bytes) -> etree._Element:
    """Raises XMLSyntaxError."""
    return etree.fromstring(data, _SAFE)


def _legal(data: bytes, charset: str, mended: set[str]) -> bytes:
    """Characters XML does not allow marked for removal, broken UTF-8 and bare ampersands mended."""
    text, whole = text_of(data, charset or tell(data, "utf-8").charset)
    if not whole:
        mended.add("characters")
    legal = _REFERENCE.sub(_reference, _ILLEGAL.sub(_DELETED, text))
    quoted = _BARE.sub("&amp;", legal)
    if quoted != legal:
        mended.add("entities")
    return quoted.encode("utf-8")


def _reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code < 0x110000 and not _ILLEGAL.match(chr(code)) else _DELETED


class _Reader:
    """One parsed record element made into fields."""

    def __init__(self, root: etree._Element, mended: set[str], *, dirty: bool) -> None:
        self._root = root
        self._dirty = dirty or bool(mended)
        self._codes = mended
        self._doubtful: list[int] = []
        self._mended_here = False

    def outcome(self, size: int) -> Good | Bad:
        leader = ""
        fields: list[Field] = []
        for element in _elements(self._root):
            name = _name(element)
            if name == "leader":
                leader = plain(self._text(element).strip("\r\n\t"))
            if name not in {"controlfield", "datafield"}:
                continue
            own = self._tag(element.get("tag", ""))
            if not own:
                continue
            self._mended_here = False
            fields.append(self._field(own, element, control=name == "controlfield"))
            if self._mended_here:
                self._doubtful.append(len(fields) - 1)
        if not fields:
            return Bad("no-fields", {"bytes": size})
        if len(leader) != _LEADER:
            self._codes.add("leader")
            leader = leader[:_LEADER].ljust(_LEADER)
        codes = tuple(sorted(self._codes))
        return Good(Marc(leader, tuple(fields)), flavour_of(fields), "utf-8", codes, tuple(self._doubtful))

    def _tag(self, told: str) -> str:
        name, mended = tag(told)
        self._codes.update([mended] if mended else [])
        return name

    def _field(self, name: str, element: etree._Element, *, control: bool) -> Field:
        if control:
            return Field(name, "", (), self._text(element))
        ind = (element.get("ind1") or " ")[:1] + (element.get("ind2") or " ")[:1]
        subfields: list[tuple[str, str]] = []
        for part in _elements(element):
            code = part.get("code", "")
            if _name(part) != "subfield" or len(code) != 1 or plain(code) != code:
                self._codes.add("subfields")
            subfields.append((plain(code[:1]) or "a", self._text(part)))
        if not subfields and (text := self._text(element).strip()):
            self._codes.add("subfields")
            subfields.append(("a", text))
        if plain(ind) != ind:
            self._codes.add("indicators")
        return Field(name, plain(ind), tuple(subfields), "")

    def _text(self, element: etree._Element) -> str:
        text = element.text or ""
        if not self._dirty and not len(element) and "\n" not in text and "\t" not in text:
            return text
        if len(element):
            text = "".join(str(part) for part in element.itertext())
        clean = without_controls(text)
        if clean != text:
            self._codes.add("controls")
            self._mended_here = True
        if "\ufffd" in clean:
            self._codes.add("characters")
            self._mended_here = True
        return clean


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str))


def _name(element: etree._Element) -> str:
    return str(element.tag).lower()
