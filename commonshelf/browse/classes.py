"""The tree of the Chinese classification with how many editions stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from commonshelf.browse import addresses
from commonshelf.browse.cards import ClassCard, ClassPage
from commonshelf.browse.domain.entries import class_place
from commonshelf.browse.store import headings
from commonshelf.catalogue.domain import clc
from commonshelf.kernel.refusal import Absent

_DIGITS = "0123456789"


def page(code: str, language: str) -> ClassPage:
    """A class, the way to it and what stands below it; "" for the main classes. Absent: no such class."""
    wanted = clc.code_of(code) if code else ""
    if code and not wanted:
        raise Absent
    steps = clc.above(wanted)
    below = _below(wanted)
    counts = _counts((*steps, *below))
    if wanted and not counts.get(wanted) and wanted not in clc.names():
        raise Absent
    cards = {one: ClassCard(one, clc.name(one, language), counts.get(one, 0)) for one in (*steps, *below)}
    here = cards[wanted] if wanted else ClassCard("", "", sum(counts.values()))
    return ClassPage(
        here,
        tuple([cards[one] for one in steps[:-1]]),
        tuple([cards[one] for one in below if counts.get(one)]),
    )


def cards(codes: Iterable[str], language: str) -> tuple[ClassCard, ...]:
    """These classes with their counts, in this order; those nothing stands in are left out."""
    wanted = tuple(codes)
    counts = _counts(wanted)
    return tuple([ClassCard(one, clc.name(one, language), counts[one]) for one in wanted if one in counts])


def address(number: str) -> str:
    code = clc.code_of(number)
    return addresses.class_(code) if code else ""


def _below(code: str) -> list[str]:
    """The classes one step down. A step without a name, whose next ones have names, is passed over: below
    B the reader finds B80 to B84, not B8.
    """
    if not code:
        return [one for one in clc.names() if len(one) == 1]
    found: list[str] = []
    for step in _next(code):
        nexts = _next(step)
        named = [one for one in nexts if one in clc.names()]
        found += nexts if step not in clc.names() and named else [step]
    return found


def _next(code: str) -> list[str]:
    plain = clc.bare(code)
    letters = [one for one in clc.names() if len(one) == 2 and one.isalpha()] if code == "T" else []
    return [*letters, *(pointed for digit in _DIGITS if (pointed := clc.pointed(plain + digit)))]


def _counts(codes: Iterable[str]) -> dict[str, int]:
    found = headings.terms_at(class_place(code) for code in codes)
    return {term.text: term.editions for term in found}


def editions(code: str, after: str, rows: int) -> tuple[list[tuple[int, str]], str]:
    """(edition, its class) in a class and below it, in the order of the scheme, and where to go on from; ""
    at the end. An edition of several classes stands in each.

    after: what an earlier call said to go on from.
    """
    start = class_place(code)
    place, _, edition = after.rpartition(".")
    at = (place, int(edition)) if place.startswith(start) and edition.isdecimal() else (start, 0)
    found = headings.editions_in_class(at, start + "\U0010ffff", rows + 1)
    told = [(edition, clc.pointed(place[1:])) for place, edition in found[:rows]]
    more = f"{found[rows - 1][0]}.{found[rows - 1][1]}" if len(found) > rows else ""
    return told, more


def most_named(codes: Iterable[str], most: int) -> list[str]:
    """The named classes that most of these codes stand in, the narrowest name each has."""
    counted: Counter[str] = Counter()
    for code in codes:
        named = [step for step in clc.above(code) if step in clc.names()]
        counted.update(named[-1:])
    return [code for code, _ in counted.most_common(most)]
