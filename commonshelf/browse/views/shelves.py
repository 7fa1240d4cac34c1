"""Call numbers as the books stand: on one library's shelf, or on those of all as one long row."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from commonshelf.browse import addresses, shelves
from commonshelf.browse.cards import Shelves, Spot
from commonshelf.browse.domain import shelving
from commonshelf.browse.presenting import library_names, row
from commonshelf.browse.views.terms import behind
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.ui.api import Request

ROWS: Final = 20
LONGEST: Final = 120


def call_numbers(request: Request) -> HttpResponse:
    """?library= whose shelf, all without it; ?from= a number, with ?edition= where several stand there;
    ?before= leafs back.
    """
    names = library_names()
    library = request.GET.get("library", "").strip()
    if library and library not in names:
        members.library(symbol=library)  # says in its own words that there is none
        raise Absent
    typed = " ".join(request.GET.get("from", "").split())[:LONGEST]
    found = _shelf(request, library, typed)
    cards = {card.id: card for card in catalogue.editions(ids=[spot.edition for spot in found.spots])}
    shown = {
        "library": library,
        "library_name": names.get(library, ""),
        "libraries": list(names.items()),
        "typed": "" if "edition" in request.GET else typed,
        "books": [
            row(cards[spot.edition], spot.number, names.get(spot.library, spot.library))
            for spot in found.spots
            if spot.edition in cards
        ],
        "earlier": _address(library, found.spots[0], "before") if found.spots and found.earlier else "",
        "later": _address(library, found.spots[-1], "after") if found.spots and found.later else "",
        "behind": behind(),
    }
    return render(request, "browse/shelves.html", shown)


def _shelf(request: Request, library: str, typed: str) -> Shelves:
    id = whole(request.GET.get("edition", ""))
    if before := request.GET.get("before", "")[:LONGEST]:
        return shelves.until(library, shelving.place(before), id, ROWS)
    if after := request.GET.get("after", "")[:LONGEST]:
        return shelves.along(library, shelving.place(after), id + 1, ROWS)
    return shelves.along(library, shelving.place(typed), id, ROWS)


def _address(library: str, spot: Spot, name: str) -> str:
    return addresses.terms(
        "call-numbers", library=library, **{name: spot.number, "edition": str(spot.edition)}
    )
