"""Shelves as the books stand: of one library, and of the whole alliance as one long row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from commonshelf.browse.cards import Shelves, Spot, Stretch, Term
from commonshelf.browse.domain import shelving
from commonshelf.browse.store import shelves as stored

_OWN: Final = 8
"""Spots read beyond those that are wanted, as an edition may stand at several."""
_FARTHEST: Final = 2_000


def along(library: str, place: str, edition: int, rows: int) -> Shelves:
    """From a spot on. library "": all of them, each number once for each edition."""
    found = _from(library, place, edition, rows + 1)
    ahead = _before(library, place, edition, 1)
    return Shelves(tuple(found[:rows]), bool(ahead), len(found) > rows)


def from_number(library: str, number: str, rows: int) -> Shelves:
    """From a call number on, be it there or not."""
    return along(library, shelving.place(number), 0, rows)


def until(library: str, place: str, edition: int, rows: int) -> Shelves:
    """Up to a spot, without it: leafing backwards."""
    found = _before(library, place, edition, rows + 1)
    if len(found) <= rows:
        return along(library, "", 0, rows)
    return Shelves(tuple(found[-rows:]), earlier=True, later=True)


def neighbours(library: str, number: str, edition: int, rows: int) -> tuple[list[Spot], list[Spot]]:
    """Other editions that stand left and right of this one, nearest in the middle."""
    place = shelving.place(number)
    if not place:
        return [], []

    def left(many: int) -> list[Spot]:
        return _before(library, place, edition, many)[::-1]

    def right(many: int) -> list[Spot]:
        return _from(library, place, edition, many)

    return _others(left, edition, rows)[::-1], _others(right, edition, rows)


def _others(read: Callable[[int], list[Spot]], edition: int, rows: int) -> list[Spot]:
    """The nearest spots of other editions, each edition once: a set of many volumes is one neighbour."""
    many = rows + _OWN
    while True:
        spots = read(many)
        nearest: dict[int, Spot] = {}
        for spot in spots:
            if spot.edition != edition:
                nearest.setdefault(spot.edition, spot)
        if len(nearest) >= rows or len(spots) < many or many > _FARTHEST:
            return list(nearest.values())[:rows]
        many *= 4


def scan(library: str, number: str, before: int, after: int) -> Stretch:
    """Call numbers as terms, each once."""
    place = shelving.place(number)
    ahead = _terms(lambda many: _before(library, place, 0, many)[::-1], before + 1)[::-1]
    behind = _terms(lambda many: _from(library, place, 0, many), after + 1)
    shown = ahead[-before:] if before else []
    return Stretch(
        terms=(*shown, *behind[:after]),
        position=len(shown) + 1,
        exact=bool(behind) and behind[0].place == place,
        earlier=len(ahead) > before,
        later=len(behind) > after,
    )


def _terms(read: Callable[[int], list[Spot]], rows: int) -> list[Term]:
    """The nearest numbers, each with all its editions: read until one more number begins."""
    many = rows + _OWN
    while True:
        spots = read(many)
        counted: dict[str, tuple[str, set[int]]] = {}
        for spot in spots:
            counted.setdefault(spot.place, (spot.number, set()))[1].add(spot.edition)
        if len(counted) > rows or len(spots) < many:
            return [Term(number, len(ids), place) for place, (number, ids) in counted.items()][:rows]
        many *= 4


def _from(library: str, place: str, edition: int, rows: int) -> list[Spot]:
    if library:
        return [_spot(one) for one in stored.spots_from(library, place, edition, rows)]
    return _merged(stored.all_spots_from(place, edition, rows))[:rows]


def _before(library: str, place: str, edition: int, rows: int) -> list[Spot]:
    if library:
        return [_spot(one) for one in stored.spots_before(library, place, edition, rows)]
    return _merged(stored.all_spots_before(place, edition, rows))[-rows:]


def _merged(spots: list[stored.Spot]) -> list[Spot]:
    """One row of shelves from those of all libraries; where several put an edition at one place, one."""
    by_place = {(spot.place, spot.edition): spot for spot in sorted(spots, reverse=True)}
    return [_spot(by_place[key]) for key in sorted(by_place)]


def _spot(found: stored.Spot) -> Spot:
    return Spot(found.library, found.number, found.edition, found.place)
