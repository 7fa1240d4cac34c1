"""What is taken along: references and MARC records of one edition, references of a whole search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.http import HttpResponse
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import ABSENT, Absent, Refusal
from commonshelf.search import api, asking
from commonshelf.search.edition_views import View, following
from commonshelf.search.exporting import MOST, File, as_download, file_of
from commonshelf.ui.api import Request
from commonshelf.wire.marc import write
from commonshelf.wire.marc.outcome import Good
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Marc, Syntax
from commonshelf.wire.marc.write import TooLong

MARC: Final = "application/marc"
MARCXML: Final = "application/marcxml+xml"


def edition_as(form: str) -> View:
    """The view that gives one edition in this form (`exporting.FORMS`)."""

    @following
    def taken(request: Request, id: int) -> HttpResponse:
        card = catalogue.edition(id=id)
        return as_download(file_of([card], form, name=str(id), at=_at(request)))

    return taken


def search_as(form: str) -> Callable[[Request], HttpResponse]:
    """The view that gives the first editions of a search in this form, as many as a file holds."""

    def taken(request: Request) -> HttpResponse:
        asked = replace(asking.read(request.GET), page=1, rows=MOST)
        answer = api.find(ask=asked.ask(), here=request.here, now=timezone.now())
        cards = catalogue.editions(ids=answer.ids)
        return as_download(file_of(cards, form, name="search", at=_at(request)))

    return taken


def _at(request: Request) -> str:
    return request.build_absolute_uri("/")[:-1]


@following
def mrc(request: Request, id: int) -> HttpResponse:
    """Every MARC record of the edition as ISO 2709: the bytes as received where they are that already.

    A record that came with a wrong length or without its end would swallow the next: it goes out mended.
    What is private to its library goes to its own staff only (`catalogue.record_copy`).
    """
    made = []
    for raw, syntax in _copies(request, catalogue.edition(id=id)):
        if syntax == Syntax.ISO2709 and whole(raw):
            made.append(raw)
            continue
        try:
            made.extend(write.iso2709(marc) for marc in _parsed(raw, syntax))
        except TooLong:
            continue  # ISO 2709 cannot hold it; MARCXML can
    if not made:
        raise Refusal("search.no-marc", {"edition": id}, ABSENT)
    return as_download(File(f"{id}.mrc", MARC, b"".join(made)))


@following
def marcxml(request: Request, id: int) -> HttpResponse:
    found = _copies(request, catalogue.edition(id=id))
    marcs = [marc for raw, syntax in found for marc in _parsed(raw, syntax)]
    if not marcs:
        raise Refusal("search.no-marc", {"edition": id}, ABSENT)
    return as_download(File(f"{id}.xml", MARCXML, write.marcxml(marcs)))


def _copies(request: Request, card: EditionCard) -> list[tuple[bytes, str]]:
    """The MARC records this reader may have, their own library's first."""
    found = []
    for member in sorted(card.members, key=lambda member: member.library != request.here.library):
        try:
            found.append(catalogue.record_copy(actor=request.actor, record=member.record))
        except Absent:
            continue  # a row of a table, or made by hand: no MARC was received
    return found


def whole(raw: bytes) -> bool:
    """Whether a reader of ISO 2709 finds the end of this record where it is."""
    return raw[:5] == b"%05d" % len(raw) and raw.endswith(b"\x1d")


def _parsed(raw: bytes, syntax: str) -> list[Marc]:
    read = parse(raw, Syntax(syntax))
    return [read.marc] if isinstance(read, Good) else []
