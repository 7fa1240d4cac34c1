"""Editions somebody noted down by number, as they are today: where they stand, or what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.api import Gone, Moved
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Absent
from commonshelf.members.cards import Here
from commonshelf.search import asking, edition_page, exporting, facets, finding, presenting
from commonshelf.search.around import Around, look_around
from commonshelf.search.domain import shaping
from commonshelf.search.exporting import File
from commonshelf.search.presenting import Result

SPOTS_SHOWN: Final = 4
STYLES: Final = exporting.STYLES
FORMS: Final = {code: form.name for code, form in exporting.FORMS.items()}


@dataclass(frozen=True, slots=True)
class Spot:
    """One shelf of one library: what to write on a slip of paper. tone: ok, wait, no or unknown."""

    library: str
    building: str
    location: str
    call_number: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Found:
    """asked: the number as noted. result: the edition as it is, under the number it lives at today.

    result None: no library holds it any more. spots: its shelves, the one to go to first.
    """

    asked: int
    result: Result | None = None
    spots: tuple[Spot, ...] = ()


def found(ids: Iterable[int], here: Here) -> list[Found]:
    """In this order; what never was is left out."""
    around = look_around(here=here)
    asked = list(dict.fromkeys(ids))
    living = {card.id: card for card in catalogue.editions(ids=asked)}
    rows = []
    for id in asked:
        card, known = (living[id], True) if id in living else _became(id)
        if known:
            rows.append(_found(id, card, around))
    return rows


def _became(id: int) -> tuple[EditionCard | None, bool]:
    """(the edition it was joined into, if any; whether there ever was one)."""
    try:
        return catalogue.edition(id=id), True
    except Moved as moved:
        return _became(moved.to)
    except Gone:
        return None, True
    except Absent:
        return None, False


def _found(id: int, card: EditionCard | None, around: Around) -> Found:
    if card is None:
        return Found(id)
    ordered = shaping.holders(card, around.sites)
    spots = [
        Spot(row.name, row.building, line.location, line.call_number, line.label, line.tone)
        for row in edition_page.holder_rows(card, ordered, around)
        for line in row.lines
    ]
    return Found(id, presenting.result(card, around), tuple(spots[:SPOTS_SHOWN]))


def file_of(ids: Iterable[int], form: str, name: str, at: str) -> File:
    """These editions, as far as they are held, in one form. Absent: no such form. Refuses an empty file."""
    if form not in FORMS:
        raise Absent
    return exporting.file_of(_living(ids), form, name=name, at=at)


def citations_of(ids: Iterable[int], style: str, name: str, language: str) -> File:
    """One citation a line. Absent: no such style."""
    if style not in STYLES:
        raise Absent
    cited = [
        citation.text
        for card in _living(ids)
        for citation in exporting.citations(card, language)
        if citation.code == style
    ]
    return File(f"{name}.txt", "text/plain; charset=utf-8", "".join(f"{line}\n" for line in cited).encode())


def _living(ids: Iterable[int]) -> list[EditionCard]:
    """Each once, under the number it lives at today."""
    asked = list(dict.fromkeys(ids))
    living = {card.id: card for card in catalogue.editions(ids=asked)}
    cards = (living[id] if id in living else _became(id)[0] for id in asked)
    return list({card.id: card for card in cards if card is not None}.values())


@dataclass(frozen=True, slots=True)
class Question:
    """A search as somebody may keep it. query: canonical; said: in words, for a list of searches."""

    query: str
    url: str
    said: str


def question(query: str, here: Here) -> Question:
    """From any query string of the search page; page, place and what makes no sense are left out."""
    asked = replace(asking.read(QueryDict(query)), page=1, near="")
    around = look_around(here=here)
    parts = [asked.words, *(chip.label for chip in facets.chips(asked, around))]
    said = gettext(", ").join(part for part in parts if part) or gettext("All editions")
    return Question(asked.query(), asked.url(), said)


def total(query: str, here: Here) -> int:
    """How many editions the search finds today."""
    ask = replace(asking.read(QueryDict(query)), page=1, near="").ask()
    return finding.find(replace(ask, rows=1), here).total
