"""What is like an edition: the same subjects, class, makers and words of the title."""

from __future__ import annotations

from typing import Final

from commonshelf.catalogue.domain.facts import Facts
from commonshelf.engine.contract import All, AnyOf, Boost, Clause, Phrase, Score, Term
from commonshelf.search.domain import fields
from commonshelf.search.domain.analysis import key, pairs, units
from commonshelf.search.domain.query import SMALL_WORDS, tokens

MOST_SUBJECTS: Final = 8
MOST_MAKERS: Final = 3
MOST_GRAMS: Final = 16
_SUBJECT: Final = 4.0
_CLASS: Final = 6.0
_MAKER: Final = 2.0
_TITLE: Final = 1.0
_LEAST_GRAMS: Final = 2
"""One pair of characters, 研究 or 历史, makes no two books alike; two do."""


def like(facts: Facts) -> Clause | None:
    """Editions that share at least a subject, the class, a maker or two words; None when it tells nothing."""
    shared: list[Clause] = [
        Boost(Phrase(fields.SUBJECT, tuple(tokens(units(subject)))), _SUBJECT)
        for subject in facts.subjects[:MOST_SUBJECTS]
    ]
    # By a number's own rarity would count; that two libraries use one class is worth the same in each.
    shared += [
        Score(Term(fields.NUMBER, number), _CLASS)
        for number in dict.fromkeys(key(one.number) for one in facts.classes)
        if len(number) > 1
    ]
    shared += [
        Boost(Phrase(fields.AUTHOR, tuple(tokens(units(name.name)))), _MAKER)
        for name in facts.names[:MOST_MAKERS]
    ]
    grams = [Boost(Term(fields.TITLE_PAIRS, gram), _TITLE) for gram in _grams(facts.title)]
    if len(grams) >= _LEAST_GRAMS:
        shared.append(AnyOf(tuple(grams), least=_LEAST_GRAMS))
    return All((AnyOf(tuple(shared)),), raising=tuple(grams)) if shared else None


def _grams(title: str) -> list[str]:
    found = [gram for unit in units(title) for gram in (pairs(unit.text) if unit.single else (unit.text,))]
    return [gram for gram in dict.fromkeys(found) if gram not in SMALL_WORDS and len(gram) > 1][:MOST_GRAMS]
