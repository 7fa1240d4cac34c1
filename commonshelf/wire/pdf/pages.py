"""The pages of a PDF, walked by ourselves: each once, with what it inherits; and what else it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    PdfObject,
)

from commonshelf.wire.pdf.limits import DEPTH, Bad

INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
"""ISO 32000-1, 7.7.3.4."""
A4: Final = (0.0, 0.0, 595.0, 842.0)
SMALLEST, LARGEST = 10.0, 14_400.0
"""Units a page may be wide or high (ISO 32000-1, annex C)."""
COMMENTS: Final = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Ink", "/Stamp", "/Line", "/Square", "/Circle"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is to be drawn. box: what is seen of it; turn: 0, 90, 180, 270, clockwise."""

    resources: PdfObject | None
    contents: tuple[PdfObject, ...]
    box: tuple[float, float, float, float]
    turn: int


def pages(reader: PdfReader, most: int) -> Iterator[Page]:
    """Bad `too-many-pages` after `most`; a tree that leads into itself is `not-a-document`."""
    for found, page in enumerate(_leaves(_part(reader.root_object, "/Pages"), {}, set(), 0)):
        if found >= most:
            raise Bad("too-many-pages", most=most)
        yield _page(page)


def _leaves(
    node: DictionaryObject | None, above: dict[str, PdfObject], met: set[tuple[int, int]], depth: int
) -> Iterator[dict[str, PdfObject]]:
    if node is None or depth > DEPTH:
        raise Bad("not-a-document")
    told = {**above, **{name: node.raw_get(name) for name in INHERITED if name in node}}
    kids = _direct(node.raw_get("/Kids")) if "/Kids" in node else None
    if not isinstance(kids, ArrayObject):
        yield {**told, **({"/Contents": node.raw_get("/Contents")} if "/Contents" in node else {})}
        return
    for kid in kids:
        if isinstance(kid, IndirectObject):
            if (kid.idnum, kid.generation) in met:
                raise Bad("not-a-document")
            met.add((kid.idnum, kid.generation))
        held = _direct(kid)
        yield from _leaves(held if isinstance(held, DictionaryObject) else None, told, met, depth + 1)


def _page(of: dict[str, PdfObject]) -> Page:
    media = _box(of.get("/MediaBox")) or A4
    seen = _box(of.get("/CropBox")) or media
    box = (max(seen[0], media[0]), max(seen[1], media[1]), min(seen[2], media[2]), min(seen[3], media[3]))
    if not all(SMALLEST <= side <= LARGEST for side in (box[2] - box[0], box[3] - box[1])):
        box = media
    turn = _direct(of.get("/Rotate"))
    turned = int(turn) % 360 if isinstance(turn, (int, float)) else 0
    return Page(of.get("/Resources"), _contents(of.get("/Contents")), box, turned - turned % 90)


def _contents(of: PdfObject | None) -> tuple[PdfObject, ...]:
    held = _direct(of)
    if isinstance(held, ArrayObject):
        return tuple(held)
    return () if of is None or held is None else (of,)


def _box(of: PdfObject | None) -> tuple[float, float, float, float] | None:
    held = _direct(of)
    if not isinstance(held, ArrayObject) or len(held) != 4:
        return None
    sides = [float(one) for one in map(_direct, held) if isinstance(one, NumberObject | FloatObject)]
    if len(sides) != 4:
        return None
    x, y, far_x, far_y = sides
    found = (min(x, far_x), min(y, far_y), max(x, far_x), max(y, far_y))
    fits = all(SMALLEST <= side <= LARGEST for side in (found[2] - found[0], found[3] - found[1]))
    return found if fits else None


def left_behind(reader: PdfReader, most: int) -> tuple[str, ...]:
    """What a document has beside its pages and what will not be taken over, for whoever brought it."""
    root, found = reader.root_object, set()
    names = _part(root, "/Names")
    if "/AA" in root or _runs(_part(root, "/OpenAction")) or (names is not None and "/JavaScript" in names):
        found.add("scripts")
    if "/AF" in root or (names is not None and "/EmbeddedFiles" in names):
        found.add("files")
    form = _part(root, "/AcroForm")
    if form is not None and ("/XFA" in form or _direct(form.get("/Fields"))):
        found.add("fields")
    for kind in _annotations(root, most):
        found |= {"files"} if kind in {"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound"} else set()
        found |= {"comments"} if kind in COMMENTS else set()
    return tuple(sorted(found))


def _runs(action: DictionaryObject | None) -> bool:
    """Whether it does more than show a page."""
    return action is not None and action.get("/S") not in {None, "/GoTo"}


def _annotations(root: DictionaryObject, most: int) -> Iterator[str]:
    tree, seen = [_part(root, "/Pages")], 0
    while tree and seen <= 3 * most:
        node = tree.pop()
        seen += 1
        if node is None:
            continue
        kids = _direct(node.raw_get("/Kids")) if "/Kids" in node else None
        if isinstance(kids, ArrayObject):
            tree.extend(one if isinstance(one, DictionaryObject) else None for one in map(_direct, kids))
        notes = _direct(node.raw_get("/Annots")) if "/Annots" in node else None
        for note in list(notes if isinstance(notes, ArrayObject) else ())[:1000]:
            held = _direct(note)
            if isinstance(held, DictionaryObject):
                yield str(held.get("/Subtype"))


def _part(of: DictionaryObject, name: str) -> DictionaryObject | None:
    held = _direct(of.raw_get(name)) if name in of else None
    return held if isinstance(held, DictionaryObject) else None


def _direct(of: PdfObject | None) -> PdfObject | None:
    return of.get_object() if of is not None else None
