"""A question answered; when nothing matches wholly, step by step more loosely, and each step told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from commonshelf.catalogue import api as catalogue
from commonshelf.engine.contract import Count, Page, Query, Term
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.search import index
from commonshelf.search.domain import fields, spelling
from commonshelf.search.domain.query import SHARE, Ask, Step, checked, compiled, loosened, wanted

TITLES_COMPARED: Final = 20


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
    page = index.engine().search(compiled(ask))
    if page.total:
        return _answer(page, steps)
    if index.behind():
        return _answer(page, (*steps, Step("building")))
    return _loosely(ask, page, steps) if ask.words else _answer(page, steps)


def _answer(page: Page, steps: tuple[Step, ...], suggestion: str = "") -> Answer:
    return Answer(tuple(page.ids), page.total, page.facets, steps, suggestion)


def places_from(here: Here) -> tuple[str, ...]:
    """Branch keys from where the reader is: the branch they picked, then the nearest ones."""
    branch = members.branch_at(here=here)
    picked = (branch.key,) if branch is not None and here.place is None else ()
    return tuple(dict.fromkeys((*picked, *members.distances(here=here))))


def _loosely(ask: Ask, page: Page, steps: tuple[Step, ...]) -> Answer:
    engine = index.engine()
    if ask.facets:
        total = engine.search(replace(compiled(ask), within={}, count={}, rows=0)).total
        if total:
            # The question is sound and the filters are too narrow: loosening it would mislead.
            return _answer(page, (*steps, Step("elsewhere", {"total": total})))
    instead = _other_words(ask)
    if instead:
        found = engine.search(compiled(replace(ask, words=instead)))
        if found.total:
            step = Step("spelling", {"asked": ask.words, "instead": instead})
            return _answer(found, (*steps, step), instead)
        instead = ""  # asked for instead it would find nothing either
    if loosened(ask.words):
        found = engine.search(compiled(ask, SHARE))
        if found.total:
            step = Step("most-words", {"share": SHARE})
            return _answer(found, (*steps, step), _other_title(ask, found))
    return _answer(page, steps)


def _other_words(ask: Ask) -> str:
    """The question with each word no edition holds put right; "" when nothing can be put right."""
    unknown = [unit for unit in dict.fromkeys(wanted(ask.words).units) if spelling.guessable(unit)]
    unknown = [unit for unit in unknown if not _held(unit.text)]
    if not unknown:
        return ""
    known = index.LEXICON.words()
    instead = {unit.surface: spelling.nearest_word(unit.surface, known) for unit in unknown}
    if not all(instead.values()):
        return ""
    return spelling.corrected(ask.words, instead)


def _held(token: str) -> bool:
    return index.engine().search(Query(Term(fields.ALL_PAIRS, token), rows=0)).total > 0


def _other_title(ask: Ask, found: Page) -> str:
    cards = catalogue.editions(ids=found.ids[:TITLES_COMPARED])
    return spelling.nearest_title(ask.words, [card.facts.title for card in cards])
