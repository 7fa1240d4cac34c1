"""One clean document of the parts that were brought: PDFs and pictures, in their order, pages only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError

from commonshelf.wire.pdf import pictures
from commonshelf.wire.pdf.copying import Copier
from commonshelf.wire.pdf.limits import Bad
from commonshelf.wire.pdf.pages import Page, left_behind, pages
from commonshelf.wire.pdf.sniffing import kind_of

PRODUCER: Final = "Commonshelf"
BROKEN: Final = (
    PyPdfError, DependencyError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    AssertionError, RecursionError, OverflowError, NotImplementedError, EOFError,
)  # fmt: skip
"""What pypdf raises of files that are no PDF; found by the mutated documents of the tests."""


@dataclass(frozen=True, slots=True)
class Made:
    """pages: how many. kinds: what each part was. left: what was not taken over (pages.left_behind)."""

    pages: int
    kinds: tuple[str, ...]
    left: tuple[str, ...]


def make(parts: Sequence[Path], to: Path, *, most: int) -> Made:
    """Write the document. Bad: empty, not-a-document, locked, too-heavy, too-many-pages; part: which."""
    into, kinds, left = PdfWriter(), list[str](), set[str]()
    into.metadata = {"/Producer": PRODUCER}
    copier = Copier(into)
    for number, part in enumerate(parts, 1):
        try:
            kind = kind_of(part)
            if kind is None:
                raise Bad("not-a-document")
            left |= set(_take(copier, part, kind, most))
        except Bad as bad:
            raise Bad(bad.code, **{**bad.facts, "part": number}) from bad
        kinds.append(kind)
    count = len(into.pages)
    if count == 0:
        raise Bad("empty")
    with to.open("xb") as file:
        into.write(file)
    return Made(count, tuple(kinds), tuple(sorted(left)))


def _take(copier: Copier, part: Path, kind: str, most: int) -> tuple[str, ...]:
    if kind != "pdf":
        room = most - len(copier.into.pages)
        for one in pictures.as_pdf(part, kind, room):
            _add(copier, PdfReader(BytesIO(one)), most)
        return ()
    try:
        with part.open("rb") as file:
            reader = PdfReader(file, strict=False)
            if reader.is_encrypted:
                raise Bad("locked")
            left = left_behind(reader, most)
            _add(copier, reader, most)
        return left
    except Bad:
        raise
    except MemoryError as error:
        raise Bad("too-heavy") from error
    except BROKEN as error:
        raise Bad("too-heavy" if "limit" in str(error).lower() else "not-a-document") from error


def _add(copier: Copier, reader: PdfReader, most: int) -> None:
    before = len(copier.into.pages)
    for page in pages(reader, max(0, most - before)):
        add_page(copier, page)
    if len(copier.into.pages) == before:
        raise Bad("empty")


def add_page(copier: Copier, page: Page) -> None:
    drawn = [made for one in page.contents if (made := copier.stream(one)) is not None]
    copier.page(page, copier.resources(page.resources), drawn)
