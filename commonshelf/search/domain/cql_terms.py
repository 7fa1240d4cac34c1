"""One clause of a CQL question: an index, a relation and a term as the engine's clauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from commonshelf.catalogue.domain import clc
from commonshelf.engine.contract import All, AnyOf, Clause, InFacet, Phrase, Prefix, Score, Term
from commonshelf.kernel.ids import isbns, issn
from commonshelf.kernel.refusal import Refusal
from commonshelf.search.domain import fields, whole
from commonshelf.search.domain.analysis import key, singular, units
from commonshelf.search.domain.cql_indexes import FORMATS, LANGUAGES, Index
from commonshelf.wire.cql import tree

FIRST_YEAR, LAST_YEAR = 1, 2100
_EXACT_TITLE: Final = 50.0
_MASKED: Final = re.compile(r"\\.|[*?^]", re.DOTALL)
_RANGE: Final = re.compile(r"(\d{1,4})\s*[-–—~～]\s*(\d{1,4})")


def _words(index: Index, relation: str, term: str) -> Clause:
    if relation in {"any", "all"}:
        parts = tuple(_run(index, word) for word in term.split() if any(map(str.isalnum, word)))
        if len(parts) == 1:
            return parts[0]
        return AnyOf(parts) if relation == "any" else All(parts)
    if relation in {"==", "exact"}:
        return _whole(index, term)
    run = _run(index, term)
    if index.name not in {"title", "anywhere"}:
        return run
    return All((run,), raising=(Score(Term(fields.EXACT, key(tree.unmasked(term))), _EXACT_TITLE),))


def _whole(index: Index, term: str) -> Clause:
    """The whole title or name, as the box compares them; of the words of a record there is no whole."""
    text, cut = _uncut(term)
    if index.whole:
        name, token = fields.WHOLE, whole.token(index.whole, text)
    else:
        name, token = fields.EXACT, key(text)
    found: Clause = Prefix(name, token) if cut else Term(name, token)
    if index.name != "anywhere":
        return found
    tokens = [whole.token(letter, text) for letter in (whole.AUTHOR, whole.SUBJECT, whole.SERIES)]
    others = [Prefix(fields.WHOLE, one) if cut else Term(fields.WHOLE, one) for one in tokens]
    return AnyOf((found, *others, Term(fields.NUMBER, key(text))), best=True)


def _uncut(term: str) -> tuple[str, bool]:
    """The text without a `*` at its end, and whether there was one. Other masks cannot be asked for."""
    cut = False
    for found in _MASKED.finditer(term):
        if found[0].startswith("\\"):
            continue
        if found[0] != "*" or found.end() != len(term):
            raise Refusal("search.cql-mask", {"term": term[:60], "mask": found[0]})
        cut = True
    return tree.unmasked(term[:-1] if cut else term), cut


def _run(index: Index, term: str) -> Clause:
    """The words of the term one after the other; a `*` at its end cuts the last word."""
    text, cut = _uncut(term)
    found = units(text)
    if not found:
        raise Refusal("search.cql-no-term", {"index": index.name})
    last = found[-1]
    begun = _begun(index, last.text) if cut and not last.single else None
    whole_units = found[:-1] if begun else found
    tokens = [token for unit in whole_units for token in (unit.text if unit.single else (unit.text,))]
    parts: list[Clause] = [begun] if begun else []
    if len(tokens) == 1 and not whole_units[0].single:
        parts.append(Term(index.loose, tokens[0]))
    elif tokens:
        parts.append(Phrase(index.placed, tuple(tokens)))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _begun(index: Index, word: str) -> Clause:
    """Words that begin so. They are kept in the singular: librari* has to find library, too."""
    forms = dict.fromkeys((word, singular(word), f"{word[:-1]}y" if word.endswith("i") else word))
    parts = tuple(Prefix(index.loose, form) for form in forms)
    return parts[0] if len(parts) == 1 else AnyOf(parts, best=True)


def _number(index: Index, relation: str, term: str) -> Clause:
    asked = term.split() if relation == "any" else [term]
    parts: list[Clause] = []
    for one in asked:
        text, cut = _uncut(one)
        if cut:
            parts.append(Prefix(fields.NUMBER, key(text)))
            continue
        good, bad = isbns(text) if index.name != "issn" else ((), ())
        numbers = good or bad if index.name == "isbn" else good
        parts += [Term(fields.NUMBER, key(number)) for number in numbers or (issn(text) or text,)]
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts), best=True)


def _year(index: Index, relation: str, term: str) -> Clause:
    ranges = [_years(one, relation, term) for one in (term.split() if relation == "any" else [term])]
    years = sorted({year for first, last in ranges for year in range(first, last + 1)})
    return InFacet(index.name, tuple(map(str, years)))


def _years(text: str, relation: str, term: str) -> tuple[int, int]:
    """First and last year. "1990", "1990-1999", "199*"; within takes two years."""
    if relation == "within":
        text = "-".join(text.split())
    found = _RANGE.fullmatch(text.strip())
    figures = text.strip().removesuffix("*")
    cut = len(text.strip()) - len(figures)
    if found and relation in {"=", "==", "any", "within"}:
        return _bounded(int(found[1]), int(found[2]))
    if not figures.isdecimal() or len(figures) + cut > 4 or (cut and relation not in {"=", "any"}):
        raise Refusal("search.cql-year", {"term": term[:40]})
    year = int(figures)
    if cut:
        wide = 10 ** (4 - len(figures))
        return _bounded(year * wide, year * wide + wide - 1)
    return {
        "<": lambda: _bounded(FIRST_YEAR, year - 1),
        "<=": lambda: _bounded(FIRST_YEAR, year),
        ">": lambda: _bounded(year + 1, LAST_YEAR),
        ">=": lambda: _bounded(year, LAST_YEAR),
    }.get(relation, lambda: _bounded(year, year))()


def _bounded(first: int, last: int) -> tuple[int, int]:
    return max(FIRST_YEAR, first), min(LAST_YEAR, last)


def _facet(index: Index, relation: str, term: str) -> Clause:
    text, _ = _uncut(term)
    asked = text.split() if relation == "any" else [text.strip()]
    values = [value for one in asked for value in _values(index, one)]
    return InFacet(index.facet, tuple(dict.fromkeys(values)))


def _values(index: Index, text: str) -> Iterable[str]:
    if index.name == "library":
        return (text, text.upper())
    code = text.lower()
    if index.name == "language":
        return LANGUAGES.get(code, (code,))
    if code not in FORMATS:
        raise Refusal("search.cql-format", {"format": text[:40], "known": ", ".join(FORMATS)})
    return (code,)


def _class(_index: Index, relation: str, term: str) -> Clause:
    """A class with all below it; `==` the number alone. Other schemes' numbers only whole."""
    asked = term.split() if relation == "any" else [term]
    parts = tuple(_one_class(one, exact=relation in {"==", "exact"}) for one in asked)
    return parts[0] if len(parts) == 1 else AnyOf(parts, best=True)


def _one_class(term: str, *, exact: bool) -> Clause:
    text, _ = _uncut(term)
    code = clc.code_of(text)
    if exact or not code or whole.exact_class_token(text) != f"={code.lower()}":
        return AnyOf(
            (Term(fields.CLASS, whole.exact_class_token(text)), Term(fields.NUMBER, key(text))), best=True
        )
    return Prefix(fields.CLASS, whole.class_token(code))


KINDS: Final[dict[str, Callable[[Index, str, str], Clause]]] = {
    "words": _words,
    "number": _number,
    "year": _year,
    "facet": _facet,
    "class": _class,
}
