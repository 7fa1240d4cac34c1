"""What this room shows on pages above it: neighbours on the shelf, and how to narrow a broad question."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Protocol

from django.template.loader import render_to_string

from commonshelf.browse import addresses, api, concepts
from commonshelf.browse.cards import Spot
from commonshelf.browse.classes import cards
from commonshelf.browse.presenting import Row, classes, language, library_names, row, subjects
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Copy, EditionCard
from commonshelf.catalogue.domain import clc
from commonshelf.ui.api import Request

NEIGHBOURS: Final = 2
SUBJECTS_BESIDE: Final = 5
CLASSES_BESIDE: Final = 3


def near(request: Request, edition: EditionCard) -> str:
    """What stands left and right of an edition: where the reader is, else where a library shelves it; and
    on the shelves of all libraries.
    """
    copy = _shelved(edition, request.here.library)
    if copy is None:
        return ""
    names = library_names()
    here = api.neighbours(library=copy.library, number=copy.call_number, edition=edition.id, rows=NEIGHBOURS)
    everywhere = api.neighbours(library="", number=copy.call_number, edition=edition.id, rows=NEIGHBOURS)
    if not any((*here, *everywhere)):
        return ""
    ids = [spot.edition for spots in (*here, *everywhere) for spot in spots]
    cards = {card.id: card for card in catalogue.editions(ids=list(dict.fromkeys(ids)))}
    shown = {
        "number": copy.call_number,
        "library": names.get(copy.library, copy.library),
        "left": _rows(here[0], cards),
        "right": _rows(here[1], cards),
        "all_left": _rows(everywhere[0], cards, names),
        "all_right": _rows(everywhere[1], cards, names),
        "shelf": addresses.terms("call-numbers", library=copy.library, **{"from": copy.call_number}),
        "shelves": addresses.terms("call-numbers", **{"from": copy.call_number}),
    }
    return render_to_string("browse/parts/near.html", shown, request)


def _shelved(edition: EditionCard, mine: str) -> Copy | None:
    """The copy whose shelf is shown: of the reader's library when it has one."""
    copies = [copy for copy in edition.copies if copy.call_number]
    return next((copy for copy in copies if copy.library == mine), copies[0] if copies else None)


def _rows(spots: list[Spot], cards: dict[int, EditionCard], names: dict[str, str] | None = None) -> list[Row]:
    return [
        row(cards[spot.edition], spot.number, names.get(spot.library, spot.library) if names else "")
        for spot in spots
        if spot.edition in cards
    ]


def beside(request: Request, words: str) -> str:
    """Narrower subjects and classes of a broad question (A78); nothing beside any other."""
    found = concepts.broad(words, language()) if words else None
    if found is None:
        return ""
    shown = {
        "concept": found,
        "page": addresses.subject(found.text) if found.editions else "",
        "tags": [*subjects(found.narrower[:SUBJECTS_BESIDE]), *classes(found.classes[:CLASSES_BESIDE])],
    }
    return render_to_string("browse/parts/beside.html", shown, request)


class Asked(Protocol):
    """What this room reads of a question."""

    @property
    def words(self) -> str: ...


def instead(request: Request, asked: Asked) -> str:
    """Where a question that found nothing is a call number or the number of a class: that class, or the
    nearest wider one with books, told by the name it has or falls under, and the shelves there. Nothing for
    other questions.
    """
    code = clc.code_of(asked.words)
    if not any(map(str.isdigit, code)):
        return ""  # one or two letters are a word as well
    held = cards(clc.above(code), language())
    named = [card.name for card in held if card.name]
    shown = {
        "words": asked.words,
        "tags": classes([replace(card, name=named[-1] if named else "") for card in held[-1:]]),
        "shelves": addresses.terms("call-numbers", **{"from": asked.words}),
    }
    return render_to_string("browse/parts/instead.html", shown, request)
