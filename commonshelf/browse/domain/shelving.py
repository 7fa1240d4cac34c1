"""The place of a call number on a shelf: Chinese (CLC), Dewey and Library of Congress order, and others.

The place is a text that sorts as the books stand. Numbers of different schemes never mix: a library
that shelves by two has two rows of shelves.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from commonshelf.catalogue.domain import clc
from commonshelf.kernel.text import fold

LONGEST: Final = 120
CLC, DEWEY, CONGRESS, OTHER = "1", "2", "3", "9"
"""Each scheme's row of shelves; the first character of a place."""

_CONGRESS: Final = re.compile(r"([A-HJ-NP-VZ][A-Z]?|DAW|DJK|K[A-Z]{2}) ?(\d{1,5})(\.\d+)?\s*(.*)")
_CUTTER: Final = re.compile(r"\s*\.\s*[A-Z]\d")
"""What tells P35.C3 of Congress from P35/3 of the CLC: a point before the first book mark."""
_DEWEY: Final = re.compile(r"(\d{3})(\.\d+)?(?=$|[\s/:-])[\s/]*(.*)")
_CLC_TAIL: Final = re.compile(r"[\s/;]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_FIGURES: Final = re.compile(r"\d+")
_SIGNS: Final = str.maketrans({sign: chr(0x22 + rank) for rank, sign in enumerate('-("=<:+)>')})
"""Auxiliary signs of the CLC in the order they are shelved, all before figures: form, place, people,
period, aspect, relation."""
_BRACKETS: Final = str.maketrans("", "", "[]{}.")


@lru_cache(maxsize=20_000)
def place(number: str) -> str:
    """Where it stands; "" for what is no number at all."""
    written = " ".join(_CONTROL.sub(" ", fold(number)).upper().split())[:LONGEST]
    if not any(char.isalnum() for char in written):
        return ""
    return _congress(written) or _clc(written) or _dewey(written) or OTHER + _counted(written)


def scheme_of(place: str) -> str:
    """clc, ddc, lcc or local, for the place of a number."""
    return {CLC: "clc", DEWEY: "ddc", CONGRESS: "lcc"}.get(place[:1], "local")


def _clc(written: str) -> str:
    """Class digit by digit, shorter first; then the book mark, figures counted: I24/9 before I24/12."""
    if not clc.code_of(written):
        return ""
    parts = _CLC_TAIL.split(written, maxsplit=1)
    number = parts[0].translate(_BRACKETS).translate(_SIGNS)
    return f"{CLC}{number} {_counted(parts[1])}" if len(parts) > 1 else f"{CLC}{number} "


def _congress(written: str) -> str:
    """Letters, whole number, decimals, then book marks as decimals: PS3545.H16 before PS3545.H2."""
    found = _CONGRESS.fullmatch(written)
    if not found:
        return ""
    letters, whole, decimals, rest = found.groups()
    behind = written[found.end(2) :] if decimals is None else written[found.end(3) :]
    if clc.code_of(written) and not _CUTTER.match(behind):
        return ""
    marks = " ".join(_mark(mark) for mark in re.split(r"[\s.]+", rest) if mark)
    return f"{CONGRESS}{letters:3} {int(whole):05d}{decimals or ''} {marks}"


def _mark(mark: str) -> str:
    """A book mark is a decimal, a year or volume is counted."""
    return _counted(mark) if mark[0].isdigit() else mark


def _dewey(written: str) -> str:
    found = _DEWEY.fullmatch(written)
    if not found:
        return ""
    whole, decimals, rest = found.groups()
    return f"{DEWEY}{whole}{decimals or ''} {_counted(rest)}"


def _counted(text: str) -> str:
    """Figures compared as numbers: how many there are goes before them."""
    return _FIGURES.sub(_longer_later, text)


def _longer_later(found: re.Match[str]) -> str:
    figures = found[0].lstrip("0") or "0"
    return f"{min(len(figures), 99):02d}{figures}"
