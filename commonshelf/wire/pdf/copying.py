"""Objects of one PDF taken over into another: only what draws a page, with every way out cut off."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, TypeVar

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    RectangleObject,
    StreamObject,
)

from commonshelf.wire.pdf.limits import ALL_BYTES, DEPTH, OBJECTS, PIXELS, Bad, unpacked
from commonshelf.wire.pdf.pages import Page

D = TypeVar("D", bound=DictionaryObject)
RESOURCES: Final = (
    "/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/ProcSet", "/Properties", "/Shading", "/XObject",
)  # fmt: skip
"""ISO 32000-1, table 33: all a page's drawing can name."""
NAMED: Final = frozenset({*RESOURCES, "/CharProcs", "/Colorants"})
"""Whose keys are names that the document's maker chose: none of them is dropped."""
DROPPED: Final = frozenset(
    {
        *("/A", "/AA", "/Dest", "/Dests", "/JS", "/JavaScript", "/Launch", "/Names", "/Next", "/OpenAction"),
        *("/PA", "/Prev", "/URI"),
        *("/AF", "/EF", "/EmbeddedFiles", "/F", "/FDecodeParms", "/FFilter", "/OPI", "/Ref", "/RichMedia"),
        *("/Alternates", "/Annots", "/B", "/Metadata", "/Parent", "/Pg", "/PieceInfo"),
        *("/StructParent", "/StructParents"),
    }
)
"""Keys that lead out of a page or into other files: actions, annotations, attachments, outside streams."""


class Copier:
    """Into one new document; the same object of the old one becomes the same object there."""

    def __init__(self, into: PdfWriter) -> None:
        self.into = into
        self.bytes = 0
        self._known: dict[tuple[int, int, int], IndirectObject] = {}
        self._waiting: deque[tuple[IndirectObject, PdfObject, bool]] = deque()

    def resources(self, of: PdfObject | None) -> DictionaryObject:
        """What a page draws with; everything else it names is left behind."""
        found, held = DictionaryObject(), _direct(of)
        if isinstance(held, DictionaryObject):
            for name in RESOURCES:
                if name in held:
                    found[NameObject(name)] = self.copied(held.raw_get(name), named=True)
        self._finish()
        return found

    def stream(self, of: PdfObject) -> IndirectObject | None:
        """A drawing stream of a page."""
        held = _direct(of)
        if not isinstance(held, StreamObject):
            return None
        made = self.copied(of)
        self._finish()
        if isinstance(made, IndirectObject):
            return made
        return self.into._add_object(made)  # noqa: SLF001  # pypdf has no other

    def page(self, of: Page, resources: DictionaryObject, drawn: Sequence[PdfObject]) -> None:
        """One more page of the new document, of the same size and turned the same way."""
        made = self.into.add_blank_page(of.box[2] - of.box[0], of.box[3] - of.box[1])
        made[NameObject("/MediaBox")] = RectangleObject(of.box)
        made[NameObject("/Resources")] = resources
        made[NameObject("/Contents")] = ArrayObject(drawn)
        if of.turn:
            made[NameObject("/Rotate")] = NumberObject(of.turn)

    def copied(self, of: PdfObject, depth: int = 0, *, named: bool = False) -> PdfObject:
        """named: it is a list of what a page draws with, under names of its own."""
        if depth > DEPTH:
            raise Bad("too-heavy")
        if isinstance(of, IndirectObject):
            return self._pointed(of, named=named)
        if isinstance(of, StreamObject):
            return self._stream(of, depth)
        if isinstance(of, DictionaryObject):
            return self._fill(DictionaryObject(), of, depth, named=named)
        if isinstance(of, ArrayObject):
            return ArrayObject(self.copied(one, depth + 1) for one in of)
        return of

    def _pointed(self, of: IndirectObject, *, named: bool) -> PdfObject:
        """Objects that are pointed at wait in line, so that a long chain of them is no deep recursion."""
        key = (id(of.pdf), of.idnum, of.generation)
        if key not in self._known:
            if len(self._known) >= OBJECTS:
                raise Bad("too-heavy")
            held = _direct(of)
            if held is None:
                return NullObject()
            made = self.into._add_object(NullObject())  # noqa: SLF001  # a place first, its object when its turn comes
            self._known[key] = made
            self._waiting.append((made, held, named))
        return self._known[key]

    def _finish(self) -> None:
        while self._waiting:
            place, held, named = self._waiting.popleft()
            self.into._replace_object(place, self.copied(held, named=named))  # noqa: SLF001  # see above

    def _fill(self, made: D, of: DictionaryObject, depth: int, *, named: bool = False) -> D:
        for name in of:
            if named or name not in DROPPED:
                made[NameObject(name)] = self.copied(of.raw_get(name), depth + 1, named=name in NAMED)
        return made

    def _stream(self, of: StreamObject, depth: int) -> StreamObject:
        """With its bytes as they are, measured first: nothing is unpacked to be kept."""
        self._measure(of)
        made: StreamObject = self._fill(type(of)(), of, depth)
        made._data = of._data  # noqa: SLF001  # the packed bytes; get_data() would unpack them
        made[NameObject("/Length")] = NumberObject(len(of._data))  # noqa: SLF001  # as above
        return made

    def _measure(self, of: StreamObject) -> None:
        filters = _names(of.get("/Filter"))
        flate = sum(name in {"/FlateDecode", "/Fl"} for name in filters)
        if flate > 1 or len(filters) > 2:
            raise Bad("too-heavy")  # packed twice: thousands of times its size
        if of.get("/Subtype") == "/Image":
            wide, high = _number(of.get("/Width")), _number(of.get("/Height"))
            if wide * high > PIXELS:
                raise Bad("too-heavy")
        elif filters[:1] in (["/FlateDecode"], ["/Fl"]):
            self.bytes += unpacked(of._data)  # noqa: SLF001  # the packed bytes
            if self.bytes > ALL_BYTES:
                raise Bad("too-heavy")


def _direct(of: PdfObject | None) -> PdfObject | None:
    return of.get_object() if of is not None else None


def _names(of: PdfObject | None) -> list[str]:
    held = _direct(of)
    if isinstance(held, ArrayObject):
        return [str(_direct(one)) for one in held]
    return [] if held is None or isinstance(held, NullObject) else [str(held)]


def _number(of: PdfObject | None) -> int:
    held = _direct(of)
    return abs(int(held)) if isinstance(held, (int, float)) else 0
