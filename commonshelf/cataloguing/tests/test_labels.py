"""Labels: barcodes that scan, sheets that begin anywhere, a library's own choice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.cataloguing import api
from commonshelf.cataloguing.domain import sheets, spines
from commonshelf.kernel import barcodes
from commonshelf.kernel.refusal import Absent, Refusal

CODE39 = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*",
        [
            "000110100",
            "100100001",
            "001100001",
            "101100000",
            "000110001",
            "100110000",
            "001110000",
            "000100101",
            "100100100",
            "001100100",
            "100001001",
            "001001001",
            "101001000",
            "000011001",
            "100011000",
            "001011000",
            "000001101",
            "100001100",
            "001001100",
            "000011100",
            "100000011",
            "001000011",
            "101000010",
            "000010011",
            "100010010",
            "001010010",
            "000000111",
            "100000110",
            "001000110",
            "000010110",
            "110000001",
            "011000001",
            "111000000",
            "010010001",
            "110010000",
            "011010000",
            "010000101",
            "110000100",
            "011000100",
            "010101000",
            "010100010",
            "010001010",
            "000101010",
            "010010100",
        ],
        strict=True,
    )
)
"""Code 39 by its standard (ISO/IEC 16388): nine elements a letter, bars and spaces in turn, 1 = wide."""


def elements(bars):
    """Widths of bars and spaces in turn, without the quiet zones, as a scanner meets them."""
    found = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v1", bars.path)]
    widths, at = [], found[0][0]
    for x, wide in found:
        if x > at:
            widths.append(x - at)
        widths.append(wide)
        at = x + wide
    return widths


def scanned(bars):
    """What a scanner reads of a Code 39."""
    widths = elements(bars)
    letters = {pattern: letter for letter, pattern in CODE39.items()}
    said = ""
    for at in range(0, len(widths), 10):
        nine = widths[at : at + 9]
        said += letters["".join("1" if width > min(nine) else "0" for width in nine)]
    return said


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%", min_size=1, max_size=20))
def test_a_code_39_says_what_it_was_made_of(text):
    assert scanned(barcodes.drawn(text, "code39")) == f"*{text}*"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_a_code_128_keeps_its_checksum(text):
    bars = barcodes.drawn(text, "code128")
    widths = elements(bars)
    assert sum(widths) + 2 * barcodes.QUIET == bars.width
    assert (sum(widths) - 13) % 11 == 0  # letters of 11 modules, the stop sign of 13
    assert len(widths) % 6 == 1


@pytest.mark.parametrize(
    ("text", "symbology"), [("条码", "code128"), ("条码", "code39"), ("abc", "code39"), ("A_1", "code39")]
)
def test_what_a_symbology_has_no_sign_for_is_not_drawn(text, symbology):
    assert barcodes.drawn(text, symbology) is None


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        ("I242.4/123 v.2", ("I242.4", "/123", "v.2")),
        ("TP312 PY", ("TP312", "PY")),
        ("/12", ("/12",)),
        ("", ()),
    ],
)
def test_a_call_number_is_parted_where_shelvers_part_it(number, lines):
    assert spines.spine(number) == lines


@given(st.integers(0, 130), st.sampled_from(list(sheets.SHEETS.values())), st.integers(-5, 200))
def test_every_label_is_printed_once_in_order_from_the_first_free_place(count, sheet, start):
    pages = sheets.pages(list(range(count)), sheet, start)
    places = [place.label for page in pages for place in page]
    assert [label for label in places if label is not None] == list(range(count))
    assert all(len(page) <= sheet.places for page in pages)
    if count:
        first = min(max(start, 1), sheet.places)
        assert places[: first - 1] == [None] * (first - 1)
        assert places[first - 1] == 0


def test_a_sheet_of_a4_is_never_larger_than_its_paper():
    for sheet in sheets.SHEETS.values():
        assert sheet.columns * float(sheet.width) <= 210
        assert sheet.rows * float(sheet.height) <= 297.1


def test_a_library_chooses_once(cast):
    assert api.label_choice(library="EAST").symbology == "code128"
    choice = {"symbology": "code39", "sheet": "49x25", "shows": "spine"}
    api.set_label_choice(actor=cast.librarian, library="EAST", **choice)
    assert api.label_choice(library="EAST").sheet == "49x25"
    assert api.label_choice(library="WEST").sheet == "70x37"
    with pytest.raises(Refusal, match=r"cataloguing\.unknown-choice"):
        api.set_label_choice(actor=cast.librarian, library="EAST", **{**choice, "sheet": "a0"})
    for who in ("reader", "partner", "stranger", "visitor", "auditor"):
        with pytest.raises(Absent):
            api.set_label_choice(actor=getattr(cast, who), library="EAST", **choice)
