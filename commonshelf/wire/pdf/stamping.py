"""A copy for one reader: a first page with the notice, and one line at the foot of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF
from noto_cjk_sans_otc import FONT_PATH
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DictionaryObject,
    IndirectObject,
    NameObject,
    RectangleObject,
    StreamObject,
)

from commonshelf.wire.pdf.copying import Copier
from commonshelf.wire.pdf.making import PRODUCER
from commonshelf.wire.pdf.pages import Page, pages

SIMPLIFIED: Final = 2
"""Which face of the font collection draws characters as they are written in China."""
EDGE: Final = 12.0
"""Points between the stamped line and the edges of the page."""
HIGH: Final = 12.0
SIZE: Final = 7.5
WIDEST: Final = 2000.0
NAME: Final = "/CsMark"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the first page says. heads: two lines, one a language; rows: (what, its value) in order;
    texts: paragraphs, the Chinese ones first.
    """

    heads: tuple[str, str]
    rows: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


def stamp(source: Path, to: Path, *, notice: Notice, line: str, title: str) -> int:
    """Write the copy; how many pages it has. line "": no line is stamped (nobody's copy)."""
    into = PdfWriter()
    into.metadata = {"/Producer": PRODUCER, "/Title": title}
    _take_over(into, _first_page(notice))
    mark = _mark(into, line) if line else None
    with source.open("rb") as file:
        copier = Copier(into)
        for page in pages(PdfReader(file), 1 << 30):
            _page(copier, page, mark)
        with to.open("xb") as out:
            into.write(out)
    return len(into.pages)


def _page(copier: Copier, page: Page, mark: tuple[IndirectObject, float] | None) -> None:
    into = copier.into
    resources = copier.resources(page.resources)
    drawn: list[IndirectObject] = [made for one in page.contents if (made := copier.stream(one)) is not None]
    if mark is not None:
        held = resources.get("/XObject")
        drawings = DictionaryObject(held.get_object()) if held is not None else DictionaryObject()
        drawings[NameObject(NAME)] = mark[0]
        resources[NameObject("/XObject")] = drawings
        begin, end = _drawing(into, b"q\n"), _drawing(into, b"\nQ\n" + _placed(page, mark[1]))
        drawn = [begin, *drawn, end]
    copier.page(page, resources, drawn)


def _placed(page: Page, wide: float) -> bytes:
    """The drawing that sets the line at what a reader sees as the foot of the page."""
    x, y, far_x, far_y = page.box
    across = far_y - y if page.turn in {90, 270} else far_x - x
    scale = min(1.0, max(0.1, (across - 2 * EDGE) / wide))
    corner = {
        0: (1, 0, 0, 1, x + EDGE, y + EDGE / 2),
        90: (0, 1, -1, 0, far_x - EDGE / 2, y + EDGE),
        180: (-1, 0, 0, -1, far_x - EDGE, far_y - EDGE / 2),
        270: (0, -1, 1, 0, x + EDGE / 2, far_y - EDGE),
    }[page.turn]
    turned = [f"{part * scale:.4f}" for part in corner[:4]] + [f"{at:.2f}" for at in corner[4:]]
    return f"q {' '.join(turned)} cm {NAME} Do Q\n".encode()


def _drawing(into: PdfWriter, code: bytes) -> IndirectObject:
    made = StreamObject()
    made.set_data(code)
    return into._add_object(made)  # noqa: SLF001  # pypdf has no other way to add an object


def _mark(into: PdfWriter, line: str) -> tuple[IndirectObject, float]:
    """The line as a drawing of its own, on a white ground so that it can be read on any page; how wide."""
    paper = FPDF(unit="pt", format=(WIDEST, HIGH))
    _font(paper, SIZE)
    paper.set_auto_page_break(auto=False)
    paper.add_page()
    wide = min(WIDEST, paper.get_string_width(line) + 8)
    paper.set_fill_color(255)
    paper.rect(0, 0, wide, HIGH, style="F")
    paper.set_text_color(70)
    paper.text(4, HIGH - 3.2, line)
    copier = Copier(into)
    page = next(pages(PdfReader(BytesIO(bytes(paper.output()))), 1))
    resources = copier.resources(page.resources)
    made = StreamObject()
    made.set_data(b"\n".join(_code(one) for one in page.contents))
    told: dict[str, Any] = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": RectangleObject((0, 0, wide, HIGH)),
        "/Resources": resources,
    }
    for name, value in told.items():
        made[NameObject(name)] = value
    return into._add_object(made), wide  # noqa: SLF001  # as above


def _code(of: Any) -> bytes:
    held = of.get_object()
    return bytes(held.get_data())


def _first_page(notice: Notice) -> bytes:
    paper = FPDF(unit="pt", format="A4")
    paper.set_margin(64)
    _font(paper, 20)
    paper.add_page()
    for number, head in enumerate(notice.heads):
        paper.set_font_size(20 if number == 0 else 13)
        _lines(paper, head, 30 if number == 0 else 22)
    paper.ln(14)
    _table(paper, notice.rows)
    paper.ln(14)
    _texts(paper, notice.texts)
    return bytes(paper.output())


def _table(paper: FPDF, rows: Sequence[tuple[str, str]]) -> None:
    """The line between rows is what a reader's eye follows; no box."""
    for name, value in rows:
        paper.set_draw_color(200)
        paper.line(paper.l_margin, paper.get_y(), paper.w - paper.r_margin, paper.get_y())
        paper.ln(5)
        top = paper.get_y()
        paper.set_font_size(8.5)
        paper.set_text_color(90)
        paper.multi_cell(130, 13, name, new_x="LMARGIN", new_y="NEXT", align="L")
        left = paper.get_y()
        paper.set_xy(paper.l_margin + 140, top)
        paper.set_font_size(10)
        paper.set_text_color(20)
        paper.multi_cell(0, 14, value, new_x="LMARGIN", new_y="NEXT", align="L")
        paper.set_y(max(left, paper.get_y()) + 4)


def _texts(paper: FPDF, texts: Sequence[str]) -> None:
    paper.set_text_color(20)
    paper.set_font_size(10.5)
    for text in texts:
        _lines(paper, text, 18)
        paper.ln(6)


def _lines(paper: FPDF, text: str, high: float) -> None:
    paper.multi_cell(0, high, text, new_x="LMARGIN", new_y="NEXT", align="L")


def _font(paper: FPDF, size: float) -> None:
    paper.add_font("noto", fname=str(FONT_PATH), collection_font_number=SIMPLIFIED)
    paper.set_font("noto", size=size)


def _take_over(into: PdfWriter, first: bytes) -> None:
    copier = Copier(into)
    for page in pages(PdfReader(BytesIO(first)), 10):
        _page(copier, page, None)
