"""A name and what stands around it: about what, and the same name as other records turn it."""

from __future__ import annotations

from collections import Counter
from typing import Final

from commonshelf.browse.cards import Maker, Term
from commonshelf.browse.domain import order
from commonshelf.browse.domain.entries import Kind
from commonshelf.browse.store import headings, writing
from commonshelf.kernel.refusal import Absent

LOOKED_AT: Final = 500
"""Editions whose subjects and classes are counted."""
SUBJECTS: Final = 10
_CANDIDATES: Final = 400


def maker(name: str, rows: int) -> Maker:
    """Raises Absent when no edition carries the name. rows: at most so many numbers of editions."""
    here = _at(order.name_place(name))
    if here is None:
        raise Absent
    others = [one for one in map(_at, _turned(name)) if one is not None and one.id != here.id]
    same = [here.id, *(one.id for one in others)]
    ids = headings.editions_with(same, 0, max(rows, LOOKED_AT))
    kept = [one.ids for one in writing.kept(ids[:LOOKED_AT]).values()]
    carried = Counter(id for one in kept for id in one.carried if id not in same)
    codes = Counter(id for one in kept for id in one.above)
    mains = [one for one in _most(codes, Kind.CLASS, len(codes)) if len(one.text) == 1]
    return Maker(
        text=here.text,
        editions=headings.count_with(same) if others else here.editions,
        ids=tuple(ids[:rows]),
        others=tuple([_term(one) for one in others]),
        subjects=tuple([Term(one.text, carried[one.id]) for one in _most(carried, Kind.SUBJECT, SUBJECTS)]),
        main_classes=tuple([one.text for one in mains]),
    )


def _most(counted: Counter[int], kind: Kind, most: int) -> list[headings.Term]:
    found = headings.terms_of([id for id, _ in counted.most_common(_CANDIDATES)], kind.value, _CANDIDATES)
    return sorted(found, key=lambda one: (-counted[one.id], one.place))[:most]


def _turned(name: str) -> list[str]:
    """Places of the same name in letters with the family name at its other end."""
    first, comma, rest = name.partition(",")
    if comma:
        return [order.name_place(f"{rest} {first}")]
    words = name.split()
    if not 1 < len(words) < 5 or not order.plain(name).isascii():
        return []
    return [order.name_place(" ".join((words[-1], *words[:-1])))]


def _at(place: str) -> headings.Term | None:
    found = headings.terms_at([Kind.MAKER.value + place]) if place else []
    return found[0] if found else None


def _term(found: headings.Term) -> Term:
    return Term(found.text, found.editions, found.place)
