"""Pull slips as a file: three to a sheet of A4, the font inside, for printers that no browser reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, cast

from django.utils.translation import gettext as _

from commonshelf.kernel import barcodes
from commonshelf.sharing.desks import naming
from commonshelf.sharing.desks.slips import PullSlip
from commonshelf.ui.templatetags.shelf import day, moment

if TYPE_CHECKING:
    from fpdf import FPDF

Shown = tuple[PullSlip, Sequence[tuple[str, str]], str]
"""A slip, its citation and its haste as words."""
SIMPLIFIED: Final = 2
"""The face of simplified Chinese in the font collection."""
MARGIN: Final = 10.0
HIGH: Final = (297.0 - 2 * MARGIN) / 3
WIDE: Final = 210.0 - 2 * MARGIN
RIGHT: Final = 38.0
"""Millimetres: the column of codes."""
LEFT: Final = WIDE - RIGHT - 6
_RUN: Final = re.compile(r"M(\d+) (\d+)h(\d+)")


def sheets(found: Iterable[Shown]) -> bytes:
    """The document; words in the language of who asked."""
    # Late: it takes a quarter of a second, of every command's and every process's start.
    from fpdf import FPDF
    from noto_cjk_sans_otc import FONT_PATH  # late, likewise

    paper = FPDF(unit="mm", format="A4")
    paper.set_auto_page_break(auto=False)
    paper.set_margin(MARGIN)
    paper.add_font("noto", fname=str(FONT_PATH), collection_font_number=SIMPLIFIED)
    paper.set_title(_("Pull slips"))
    for place, shown in enumerate(found):
        if place % 3 == 0:
            paper.add_page()
        top = MARGIN + place % 3 * HIGH
        if place % 3:
            paper.set_dash_pattern(dash=2, gap=2)
            paper.line(MARGIN, top - 2, MARGIN + WIDE, top - 2)
            paper.set_dash_pattern()
        _slip(paper, shown, top + 2)
    return bytes(paper.output())


def _slip(paper: FPDF, shown: Shown, top: float) -> None:
    slip, cited, urgent = shown
    paper.set_xy(MARGIN, top)
    _text(paper, slip.call_number or "–", 20, lines=1)
    _text(paper, " · ".join(filter(None, [slip.branch_name, slip.location])), 11, lines=1)
    paper.set_y(paper.get_y() + 1.5)
    _text(paper, " ".join(filter(None, [naming.said(slip.title), slip.volume])), 13, lines=2)
    barcode = f"{_('Barcode')} {slip.barcode}" if slip.barcode else ""
    _text(paper, " · ".join(filter(None, [slip.author, barcode])), 9.5, lines=1)
    if slip.service == "Copy":
        told = "; ".join(f"{name} {words}" for name, words in cited)
        _text(paper, " · ".join(filter(None, [_("a part: the book stays here"), told])), 10, lines=3)
    paper.set_y(max(paper.get_y() + 2, top + 54))
    _text(paper, f"{_('Send to')} {slip.to_place}", 13, lines=2)
    _text(paper, " · ".join(filter(None, [_terms(slip), urgent])), 9.5, lines=1)
    ticks = (_("not on the shelf"), _("in poor condition"), _("does not circulate"))
    _text(paper, "    ".join(f"□ {one}" for one in ticks), 9.5, lines=1)
    _codes(paper, slip, top)


def _terms(slip: PullSlip) -> str:
    by = _("answer by {at}").format(at=moment(slip.answer_by_at)) if slip.answer_by_at else ""
    if slip.send_by_at:
        by = _("send it off by {at}").format(at=moment(slip.send_by_at))
    needed = _("the reader needs it by {day}").format(day=day(slip.needed)) if slip.needed else ""
    return " · ".join(filter(None, [by, needed]))


def _text(paper: FPDF, text: str, size: float, *, lines: int) -> None:
    """At most so many lines; what is longer is cut."""
    if not text:
        return
    paper.set_font("noto", size=size)
    high = size * 0.48
    laid = cast("list[str]", paper.multi_cell(LEFT, high, text, align="L", dry_run=True, output="LINES"))
    kept = laid[:lines]
    if len(laid) > lines:
        kept[-1] = kept[-1][:-1] + "…"
    for line in kept:
        paper.set_x(MARGIN)
        paper.cell(LEFT, high, line, new_x="LMARGIN", new_y="NEXT")


def _codes(paper: FPDF, slip: PullSlip, top: float) -> None:
    left = MARGIN + WIDE - RIGHT
    _drawn(paper, slip.qr, (left + 4, top), RIGHT - 8)
    if slip.bars:
        _drawn(paper, slip.bars, (left, top + RIGHT - 4), RIGHT, 11)
    paper.set_xy(left, top + RIGHT + 8)
    paper.set_font("noto", size=11)
    paper.cell(RIGHT, 6, slip.number, align="C")


def _drawn(paper: FPDF, bars: barcodes.Bars, at: tuple[float, float], wide: float, high: float = 0) -> None:
    """The path of the bars as filled rectangles, a module as wide as it comes out. high 0: of a square."""
    x, y = at
    module = wide / bars.width
    paper.set_fill_color(0)
    for start, row, run in _RUN.findall(bars.path):
        tall = high or module
        paper.rect(x + int(start) * module, y + int(row) * module, int(run) * module, tall, style="F")
