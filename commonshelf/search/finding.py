"""A question answered; when nothing matches wholly, step by step more loosely, and each step told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.engine.contract import Count, Page, Query
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.search import index, whereabouts
from commonshelf.search.domain import fields, likeness, places, relaxing, spelling
from commonshelf.search.domain.analysis import key
from commonshelf.search.domain.query import Ask, Step, checked, compiled

TITLES_COMPARED: Final = 20
_SPARE: Final = 4
"""So many times what is wanted is asked for: editions of the same work are left out."""
ELSEWHERE: Final = frozenset({*fields.WHERE, "available"})
"""Filters that say where; what other places have may be shown instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """ids: editions in order; facets: the counted ones by name; steps: what was done to the question;
    suggestion: what may have been meant, "" for nothing.
    """

    ids: tuple[int, ...]
    total: int
    facets: Mapping[str, list[Count]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    suggestion: str = ""


def find(ask: Ask, here: Here | None) -> Answer:
    if ask.sort == "nearest" and not ask.places and here is not None:
        ask = replace(ask, places=places_from(here))
    ask, steps = checked(ask)
    if not ask.facets.keys().isdisjoint(fields.WHERE):
        ask = replace(ask, facets=places.narrowest(ask.facets, whereabouts.now().regions))
    page = index.engine().search(compiled(ask))
    if page.total:
        return _beside(ask, page, steps)
    if index.behind():
        return _answer(page, (*steps, Step("building")))
    return _otherwise(ask, page, steps)


def similar(card: EditionCard, rows: int) -> tuple[EditionCard, ...]:
    """Like this edition, without it and without others of its work."""
    asked = likeness.like(card.facts)
    if asked is None or rows <= 0:
        return ()
    page = index.engine().search(Query(asked, rows=rows * _SPARE + 1))
    same_title = key(card.facts.title)
    cards = [
        other
        for other in catalogue.editions(ids=page.ids)
        if other.id != card.id
        and (card.work is None or other.work != card.work)
        and key(other.facts.title) != same_title
    ]
    return tuple({_one_of(other): other for other in reversed(cards)}.values())[::-1][:rows]


def _one_of(card: EditionCard) -> object:
    """One edition of each work is enough."""
    return card.work or (key(card.facts.title), card.facts.names[:1])


def _answer(page: Page, steps: tuple[Step, ...], suggestion: str = "") -> Answer:
    return Answer(tuple(page.ids), page.total, page.facets, steps, suggestion)


def places_from(here: Here) -> tuple[str, ...]:
    """Branch keys from where the reader is: the branch they picked, then the nearest ones."""
    branch = members.branch_at(here=here)
    picked = (branch.key,) if branch is not None and here.place is None else ()
    return tuple(dict.fromkeys((*picked, *members.distances(here=here))))


def _beside(ask: Ask, page: Page, steps: tuple[Step, ...]) -> Answer:
    """What is written so; where that is little, what may be meant after it."""
    if ask.exactly or ask.cql or not ask.words:
        return _answer(page, steps)
    more = relaxing.besides(index.engine(), ask, page)
    return _answer(more.page, (*steps, *more.steps)) if more else _answer(page, steps)


def _otherwise(ask: Ask, page: Page, steps: tuple[Step, ...]) -> Answer:
    """Nothing is as it was asked. A sound question is asked at other places before it is loosened: what
    another library has exactly is nearer to what was meant than what this one has by half.
    """
    wide = replace(ask, facets={name: values for name, values in ask.facets.items() if name not in ELSEWHERE})
    if ask.facets:
        if ask.elsewhere and wide.facets != ask.facets:
            found = index.engine().search(compiled(wide))
            if found.total:
                return _answer(found, (*steps, Step("other-places", {"total": found.total})))
        if total := _total(ask):
            return _answer(page, (*steps, Step("elsewhere", {"total": total})))
    if ask.exactly or ask.cql or not ask.words:
        return _answer(page, steps)
    if (loosened := relaxing.first_found(index.engine(), ask, index.LEXICON.words)) is not None:
        return _loosened(ask, loosened, steps)
    if ask.elsewhere and wide.facets != ask.facets:
        loosened = relaxing.first_found(index.engine(), wide, index.LEXICON.words)
        if loosened is not None:
            return _loosened(ask, loosened, (*steps, Step("other-places", {"total": loosened.page.total})))
    return _answer(page, steps)


def _total(ask: Ask) -> int:
    """How many editions there are without any filter."""
    return index.engine().search(Query(compiled(ask).clause, rows=0)).total


def _loosened(ask: Ask, found: relaxing.Found, steps: tuple[Step, ...]) -> Answer:
    instead = found.otherwise.instead if found.otherwise else ""
    return _answer(found.page, (*steps, *found.steps), instead or _other_title(ask, found.page))


def _other_title(ask: Ask, found: Page) -> str:
    cards = catalogue.editions(ids=found.ids[:TITLES_COMPARED])
    return spelling.nearest_title(ask.words, [card.facts.title for card in cards])
