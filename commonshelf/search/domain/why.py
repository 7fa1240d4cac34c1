"""Why an edition stands in a result: what of the question stands where in it, and what raised it.

Told from the tokens the engine has of the edition, so that what is said here is what was matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from commonshelf.engine.contract import (
    All,
    AnyOf,
    Boost,
    Clause,
    Document,
    InFacet,
    Phrase,
    Prefix,
    Score,
    Term,
)
from commonshelf.kernel.refusal import Fact
from commonshelf.search.domain import fields, pinyin
from commonshelf.search.domain.analysis import Unit, pairs
from commonshelf.search.domain.query import Wanted, tokens

PLACES: Final = (
    (fields.TITLE, "title"),
    (fields.AUTHOR, "author"),
    (fields.SUBJECT, "subject"),
    (fields.SERIES, "series"),
    (fields.PUBLISHER, "publisher"),
    (fields.ALL, "record"),
)
"""Where words are looked for, the first that has them is told."""
_OF_FIELD: Final = {
    fields.TITLE: "title",
    fields.TITLE_PAIRS: "title",
    fields.EXACT: "title",
    fields.AUTHOR: "author",
    fields.AUTHOR_PAIRS: "author",
    fields.SUBJECT: "subject",
    fields.SUBJECT_PAIRS: "subject",
    fields.SERIES: "series",
    fields.PUBLISHER: "publisher",
    fields.NUMBER: "number",
    fields.CLASS: "class",
    fields.ALL: "record",
    fields.ALL_PAIRS: "record",
    fields.BRIEF: "record",
    "year": "year",
    "language": "language",
    "format": "format",
    "library": "library",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """code: "exact-title"; "number" {number}; "phrase" {place}; "words" {words, place}; "spread" {words};
    "missing" {words}; "read" {read}; "letters" {letters}; "field" {place}; "libraries" {n}.

    place: title, author, subject, series, publisher, record, number, class, year, language, format, library.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def of_words(asked: Wanted, document: Document) -> list[Reason]:
    """For words as they were typed (or put right)."""
    said = _Said(document)
    reasons = [
        Reason("number", {"number": number})
        for number in dict.fromkeys((*asked.numbers, asked.whole))
        if number and said.has(fields.NUMBER, [number])
    ]
    if asked.whole and said.has(fields.EXACT, [asked.whole]):
        return [Reason("exact-title"), *reasons]
    for phrase in (*asked.quoted, *([asked.loose] if len(tokens(asked.loose)) > 1 else [])):
        for name, place in PLACES:
            if said.together(name, tokens(phrase)):
                reasons.append(Reason("phrase", {"place": place}))
                break
        else:
            reasons += _unit_by_unit(phrase, said)
    if len(tokens(asked.loose)) == 1:
        reasons += _unit_by_unit(asked.loose, said)
    return reasons


def _unit_by_unit(units: Iterable[Unit], said: _Said) -> list[Reason]:
    by_place: dict[str, list[str]] = {}
    spread, missing = [], []
    for unit in dict.fromkeys(units):
        place = said.place_of(unit)
        if place:
            by_place.setdefault(place, []).append(unit.surface or unit.text)
        elif unit.single and said.has(fields.BRIEF, unit.text):
            spread.append(unit.text)
        else:
            missing.append(unit.surface or unit.text)
    reasons = [
        Reason("words", {"words": " ".join(words), "place": place}) for place, words in by_place.items()
    ]
    reasons += [Reason("spread", {"words": words}) for words in spread]
    return reasons + ([Reason("missing", {"words": " ".join(missing)})] if missing else [])


def of_reading(words: str, document: Document) -> list[Reason]:
    """For a question read as pinyin, or as first letters."""
    said = _Said(document)
    for way in pinyin.syllables(words):
        if said.together(fields.PINYIN, way) or said.has(fields.PINYIN, way):
            return [Reason("read", {"read": " ".join(way)})]
    letters = pinyin.typed_initials(words)
    if letters and all(said.has(fields.SOUNDS, pinyin.threes(run) or [f"'{run}"]) for run in letters):
        return [Reason("letters", {"letters": " ".join(letters)})]
    return []


def of_clause(clause: Clause, document: Document) -> list[Reason]:
    """For a query in CQL: which of the fields asked for match."""
    said = _Said(document)
    found: dict[str, None] = {}
    for leaf in _leaves(clause):
        place = _OF_FIELD.get(leaf.facet if isinstance(leaf, InFacet) else leaf.field, "")
        if place and said.matches(leaf):
            found[place] = None
    return [Reason("field", {"place": place}) for place in found]


_Leaf = Term | Prefix | Phrase | InFacet


def _leaves(clause: Clause) -> list[_Leaf]:
    waiting, found = [clause], []
    while waiting:
        one = waiting.pop()
        match one:
            case Boost(inner, _) | Score(inner, _):
                waiting.append(inner)
            case All(clauses, _, _):
                waiting += reversed(clauses)
            case AnyOf(clauses, _, _):
                waiting += reversed(clauses)
            case Term() | Prefix() | Phrase() | InFacet():
                found.append(one)
    return found


class _Said:
    """One document's tokens, field by field, cut when they are asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._values: dict[str, list[list[tuple[str, ...]]]] = {}

    def values(self, name: str) -> list[list[tuple[str, ...]]]:
        """Each value as its places, each place as its tokens."""
        if name not in self._values:
            self._values[name] = [
                [
                    (one,) if isinstance(one, str) else one
                    for one in (told.split() if isinstance(told, str) else told)
                ]
                for told in self._document.texts.get(name, ())
            ]
        return self._values[name]

    def has(self, name: str, wanted: Iterable[str]) -> bool:
        known = {token for value in self.values(name) for place in value for token in place}
        return known.issuperset(wanted)

    def together(self, name: str, wanted: Iterable[str]) -> bool:
        """One after the other in one value."""
        row = list(wanted)
        return bool(row) and any(
            all(token in value[start + n] for n, token in enumerate(row))
            for value in self.values(name)
            for start in range(len(value) - len(row) + 1)
        )

    def begins(self, name: str, start: str) -> bool:
        return any(
            token.startswith(start) for value in self.values(name) for place in value for token in place
        )

    def place_of(self, unit: Unit) -> str:
        for name, place in PLACES:
            if self.together(name, unit.text if unit.single else (unit.text,)):
                return place
        grams = pairs(unit.text) if unit.single else (unit.text,)
        return "record" if self.has(fields.ALL_PAIRS, grams) else ""

    def matches(self, leaf: _Leaf) -> bool:
        match leaf:
            case Term(name, token):
                return self.has(name, [token])
            case Prefix(name, token):
                return self.begins(name, token)
            case Phrase(name, row, slop):
                return self.together(name, row) or (slop > 0 and self.has(name, row))
            case InFacet(name, values):
                return not set(values).isdisjoint(self._document.facets.get(name, ()))
