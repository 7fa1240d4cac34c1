"""An invented edition, and a copy of it: what the renderers turn into each library's own records."""

from __future__ import annotations

from typing import Final, NamedTuple

from commonshelf.demo.work import Maker

NOTES: Final = {
    "book": ("示范数据：此版本为演示而虚构。", "Demonstration data: this edition is invented."),
    "serial": ("示范数据：馆藏为演示而虚构。", "Demonstration data: the holdings are invented."),
}


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
    issn: str = ""
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

    def note(self, *, chinese: bool) -> str:
        """What is invented about it, in words. Serials with an ISSN are real, only who holds them is not."""
        return NOTES["serial" if self.issn else "book"][0 if chinese else 1]


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
