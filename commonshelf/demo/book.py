"""An invented edition, and a copy of it: what the renderers turn into each library's own records."""

from __future__ import annotations

from typing import Final, NamedTuple

from commonshelf.demo.work import Maker

NOTE_ZH: Final = "示范数据：此版本为演示而虚构。"
NOTE_EN: Final = "Demonstration data: this edition is invented."


class Book(NamedTuple):
    """One edition, or one volume of it, as it lies on the cataloguer's desk.

    number: the edition's number in its generator: records that carry the same one describe the same
    edition. kind: as catalogue Facts.format, book where not told. volume: as printed, without 册.
    of_volumes: a whole set of so many volumes. printed: year of a later printing, 0 = none.
    """

    number: int
    kind: str
    language: str
    title: str
    subtitle: str = ""
    volume: str = ""
    of_volumes: int = 0
    makers: tuple[Maker, ...] = ()
    translators: tuple[Maker, ...] = ()
    edition: int = 1
    place: str = ""
    publisher: str = ""
    year: int = 0
    printed: int = 0
    pages: int = 0
    size: int = 21
    price: str = ""
    isbn: str = ""
    unified: str = ""
    """Chinese unified book number, the kind used before 1987."""
    clc: str = ""
    subject_zh: str = ""
    subject_en: str = ""
    ddc: str = ""
    series: str = ""
    original: str = ""
    original_language: str = ""
    summary: str = ""
    url: str = ""


class Held(NamedTuple):
    """A copy. branch "" = main. status: on-shelf, on-loan, missing, on-order, reference."""

    branch: str
    location: str
    call_number: str
    barcode: str
    status: str = "on-shelf"
    volume: str = ""
    due: str = ""
    """Day the loan ends, YYYY-MM-DD."""
