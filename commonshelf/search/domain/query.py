"""What a reader asks, compiled to the engine's query tree: what must match, and what stands higher.

Ranking (search.md, "What this means" 7 and 8): a number typed in full, then the exact title, then
phrase, title words, makers and subjects, the rest. Every Han character must match; the weights were
fitted on known-item queries (tests/test_relevance.py holds their floors).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from commonshelf.engine.contract import (
    All,
    AnyOf,
    Boost,
    Clause,
    Everything,
    Phrase,
    Query,
    Score,
    Sort,
    Term,
)
from commonshelf.kernel.ids import isbns, issn, without_isbns
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.search.domain import cql, fields, whole
from commonshelf.search.domain.analysis import BEGINS, Unit, key, pairs, units

SORTS: Final = ("relevance", "newest", "title", "nearest")
LONGEST: Final = 300
"""Characters of a question that are searched; the rest is cut, with a step that says so."""
MOST_UNITS: Final = 40
MOST_ROWS: Final = 1_000
DEEPEST: Final = 10_000
"""Results further down are not leafed to: narrowing is the way there."""
MOST_PLACES: Final = 60
"""So many places are told apart by "nearest"; all farther ones come after them as one."""
COUNTED: Final = {
    "region": 100,
    "library": 500,
    "branch": 1_000,
    "format": 20,
    "language": 60,
    "decade": 60,
    "clc": 30,
    "available": 500,
}
LAZY: Final = dict.fromkeys(fields.LAZY, 40)
SMALL_WORDS: Final = frozenset(["a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"])
_NUMBER_SCORE: Final = 5_000.0
_EXACT_SCORE: Final = 1_000.0
_OTHER_NUMBER_SCORE: Final = 500.0
_MAKER_SCORE: Final = 200.0
"""Whoever types a whole name wants what that person made, before what is about them."""
_PHRASE: Final = 4.0
_BEGINS: Final = 8.0
_FIELD_WEIGHTS: Final = {
    fields.TITLE_PAIRS: 3.0,
    fields.AUTHOR_PAIRS: 1.5,
    fields.SUBJECT_PAIRS: 1.0,
    fields.ALL_PAIRS: 0.3,
}
_CHARACTER: Final = 0.3
_LONE: Final = 3.0
_FEWEST_IN_ISBN: Final = 9
_FEWEST_IN_NUMBER: Final = 6
"""Shorter numbers are years and volumes before they are anybody's record number."""
_LABEL: Final = re.compile(r"(?<![^\W_])is[bs]n(?![^\W_])[\s:：]*", re.IGNORECASE)
_ISSN: Final = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_QUOTED: Final = re.compile(r'"([^"]+)"|“([^”]+)”|《([^》]+)》|〈([^〉]+)〉|「([^」]+)」|『([^』]+)』')


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. facets: name -> values, any of them; places: branch keys, nearest first, for "nearest".

    cql: what the advanced form and the fields of an edition ask for, beside the words. also: facets
    counted besides those always counted. exactly: nothing is loosened. elsewhere: when nothing is where
    the filters say, what other places have may be shown; the steps tell.
    """

    words: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    start: int = 0
    rows: int = 20
    places: tuple[str, ...] = ()
    cql: str = ""
    also: tuple[str, ...] = ()
    exactly: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Something done to the question that the reader must be told.

    code: "cut" {length, longest}; "elsewhere" {total}: nothing within the filters, so many without
    them; "other-places" {total}: nothing at the places chosen, these are at others; "no-place": "nearest"
    without a place; "building": the index is still being made; those of `LOOSENED`: asked otherwise.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


_BESIDES: Final = ("pinyin", "initials", "sound", "character")
LOOSENED: Final = frozenset(
    {*_BESIDES, *(f"{code}-too" for code in _BESIDES), "spelling", "most-words"},
)
"""Steps that `Ask.exactly` leaves out. pinyin {read}, initials {letters}: nothing is written so, but read so;
spelling {asked, instead}; sound: the same sound, other characters; character: all but one; "-too": after the
few that are written so; most-words {share}: only so many percent must match."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question taken apart. numbers: identifiers as keys; quoted: phrases; loose: everything else."""

    numbers: tuple[str, ...] = ()
    quoted: tuple[tuple[Unit, ...], ...] = ()
    loose: tuple[Unit, ...] = ()
    whole: str = ""
    marks: bool = False
    """Something was asked, but no letter or digit of it: "???" finds nothing, "" finds everything."""

    @property
    def empty(self) -> bool:
        return not (self.numbers or self.quoted or self.loose)

    @property
    def units(self) -> tuple[Unit, ...]:
        return (*(unit for phrase in self.quoted for unit in phrase), *self.loose)


def checked(ask: Ask) -> tuple[Ask, tuple[Step, ...]]:
    """The question as it can be answered, and what had to be changed. Refuses what has no sensible answer."""
    for name in ask.facets:
        if name not in fields.FACETS:
            raise Refusal("search.no-such-facet", {"facet": name[:40], "known": ", ".join(fields.FACETS)})
    if ask.sort not in SORTS:
        raise Refusal("search.no-such-sort", {"sort": ask.sort[:40], "known": ", ".join(SORTS)})
    if ask.start < 0 or not 0 <= ask.rows <= MOST_ROWS:
        raise Refusal("search.no-such-rows", {"start": ask.start, "rows": ask.rows, "most": MOST_ROWS})
    if ask.start + ask.rows > DEEPEST:
        raise Refusal("search.beyond", {"start": ask.start, "deepest": DEEPEST})
    steps: list[Step] = []
    if not ask.cql and cql.looks_like(ask.words):
        ask = replace(ask, words="", cql=ask.words)
    words = " ".join(ask.words.split())
    if len(words) > LONGEST:
        steps.append(Step("cut", {"length": len(words), "longest": LONGEST}))
        words = words[:LONGEST]
    if ask.sort == "nearest" and not ask.places:
        steps.append(Step("no-place"))
    return replace(ask, words=words, places=ask.places[:MOST_PLACES]), tuple(steps)


def wanted(words: str) -> Wanted:
    """Take numbers and quoted phrases out of the words."""
    asked = words.strip()
    whole = key(words)
    good, bad = isbns(words)
    numbers = [*good, *(digits for digits in bad if len(digits) >= _FEWEST_IN_ISBN)]
    if numbers:
        words = _LABEL.sub(" ", without_isbns(words))
    elif _LABEL.search(words) and (serial := issn(words)):
        # Without the label 1949-1999 would be one, too; alone it is tried as a number anyway.
        numbers = [serial]
        words = _LABEL.sub(" ", _ISSN.sub(" ", words))
    quoted: list[tuple[Unit, ...]] = []

    def take(match: re.Match[str]) -> str:
        phrase = tuple(units(match.group(match.lastindex or 0)))[:MOST_UNITS]
        if phrase:
            quoted.append(phrase)
        return " "

    loose = tuple(units(_QUOTED.sub(take, words)))[:MOST_UNITS]
    return Wanted(tuple(map(key, numbers)), tuple(quoted), loose, whole, marks=bool(asked))


def compiled(ask: Ask, asked: Clause | None = None) -> Query:
    """The engine's query. asked: what to look for instead of the words as typed."""
    found = clause(wanted(ask.words)) if asked is None else asked
    sort = "relevance" if ask.sort == "nearest" else ask.sort
    if ask.cql:
        read = cql.read(ask.cql)
        found = All((found, read.clause)) if ask.words else read.clause
        sort = read.sort if ask.sort == "relevance" and read.sort else sort
    # With the empty ones, so that all places are counted as if none was chosen.
    where = {name: ask.facets.get(name, ()) for name in fields.WHERE}
    return Query(
        clause=found,
        within={name: values for name, values in ask.facets.items() if name not in fields.WHERE},
        either=(where,) if any(where.values()) else (),
        count={**COUNTED, **{name: LAZY[name] for name in ask.also}},
        sort=Sort(sort),
        tiers=(fields.PLACES, ask.places) if ask.sort == "nearest" and ask.places else None,
        start=ask.start,
        rows=ask.rows,
    )


def clause(asked: Wanted) -> Clause:
    """What matches the question, ranked."""
    if asked.empty:
        return Everything() if not asked.marks else AnyOf(())
    found = ranked(asked, [must(unit) for unit in dict.fromkeys(needed(asked))])
    if asked.numbers or not _may_be_number(asked.whole):
        return found
    return AnyOf((found, Score(Term(fields.NUMBER, asked.whole), _OTHER_NUMBER_SCORE)), best=True)


def ranked(asked: Wanted, musts: Iterable[Clause]) -> Clause:
    """These must match, the numbers and quoted phrases too; all of the question raises the rank."""
    fixed: list[Clause] = [Score(Term(fields.NUMBER, number), _NUMBER_SCORE) for number in asked.numbers]
    fixed += [unranked(Phrase(fields.ALL, tuple(tokens(phrase)))) for phrase in asked.quoted]
    return All((*fixed, *musts), raising=tuple(_raising(asked)))


def needed(asked: Wanted) -> tuple[Unit, ...]:
    """Without the small words, when there are others: "The hobbit" and "War & peace" find what is
    catalogued as Hobbit and War and peace. They still raise the rank.
    """
    telling = tuple(unit for unit in asked.loose if unit.text not in SMALL_WORDS)
    return telling if telling or asked.quoted or asked.numbers else asked.loose


def _may_be_number(whole: str) -> bool:
    return len(whole) >= _FEWEST_IN_NUMBER and any(char.isdigit() for char in whole)


def unranked(clause: Clause) -> Clause:
    return Score(clause, 0.0)


def must(unit: Unit) -> Clause:
    """A word: anywhere. One character: anywhere. Two: side by side anywhere. More: all of them in the
    titles and makers in any order, or side by side anywhere.
    """
    if not unit.single:
        return unranked(Term(fields.ALL_PAIRS, unit.text))
    if len(unit.text) == 1:
        return unranked(Term(fields.ALL, unit.text))
    together = _every(fields.ALL_PAIRS, pairs(unit.text))
    return together if len(unit.text) == 2 else AnyOf((_every(fields.BRIEF, unit.text), together), best=True)


def _every(name: str, tokens: Iterable[str]) -> Clause:
    terms = tuple(unranked(Term(name, token)) for token in dict.fromkeys(tokens))
    return terms[0] if len(terms) == 1 else All(terms)


def tokens(found: Iterable[Unit]) -> list[str]:
    return [token for unit in found for token in (unit.text if unit.single else (unit.text,))]


def _raising(asked: Wanted) -> list[Clause]:
    raising: list[Clause] = []
    if asked.whole:
        raising.append(Score(Term(fields.EXACT, asked.whole), _EXACT_SCORE))
    makers = tuple(Term(fields.WHOLE, name) for name in _as_makers(asked))
    if makers:
        raising.append(Score(AnyOf(makers, best=True), _MAKER_SCORE))
    phrases = (tuple(tokens(phrase)) for phrase in (*asked.quoted, asked.loose))
    raising += [Boost(Phrase(fields.TITLE, phrase), _PHRASE) for phrase in phrases if len(phrase) > 1]
    grams = dict.fromkeys(
        token
        for unit in asked.units
        if not _lone(unit)
        for token in (pairs(unit.text) if unit.single else (unit.text,))
    )
    if first := next(iter(grams), ""):
        raising.append(Score(Term(fields.TITLE_PAIRS, BEGINS + first), _BEGINS))
    for name, weight in _FIELD_WEIGHTS.items():
        raising += [Boost(Term(name, token), weight) for token in grams]
    characters = {
        char: _LONE if _lone(unit) else _CHARACTER
        for unit in asked.units
        if unit.single
        for char in unit.text
    }
    raising += [Boost(Term(fields.TITLE, char), weight) for char, weight in characters.items()]
    return raising


def _as_makers(asked: Wanted) -> dict[str, None]:
    """The question as one name: as typed, and "Jane Austen" as records have it, "Austen, Jane"."""
    given = [unit.surface for unit in asked.loose if not unit.single]
    turned = [given[-1], *given[:-1]] if len(given) == len(asked.loose) > 1 else []
    names = (whole.token(whole.AUTHOR, name) for name in (asked.whole, "".join(turned)))
    return dict.fromkeys(name for name in names if name)


def _lone(unit: Unit) -> bool:
    """One character alone: as a pair it only stands where it is a whole name or subject."""
    return unit.single and len(unit.text) == 1
