"""Titles, makers, subjects and classes in their order: a stretch of them around any term."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from commonshelf.browse.cards import Stretch, Term
from commonshelf.browse.domain import order
from commonshelf.browse.domain.entries import Kind
from commonshelf.browse.store import headings
from commonshelf.catalogue.domain import clc
from commonshelf.kernel.refusal import Refusal

MOST: Final = 1_000
"""Terms asked for at once, in each direction."""


class Alphabet(NamedTuple):
    kind: Kind
    place: Callable[[str], str]


def _class_place(text: str) -> str:
    return clc.bare(clc.code_of(text)) or text.strip().upper()


ALPHABETS: Final = {
    "title": Alphabet(Kind.TITLE, order.title_place),
    "author": Alphabet(Kind.MAKER, order.name_place),
    "subject": Alphabet(Kind.SUBJECT, order.place),
    "class": Alphabet(Kind.CLASS, _class_place),
}
"""Index -> its kind and how a term finds its place."""
LAST: Final = "\U0010ffff"
_NEXT: Final = "\x01"
"""Behind a place, and before every other one: no place has such a character."""


def alphabet(index: str) -> Alphabet:
    found = ALPHABETS.get(index)
    if found is None:
        raise Refusal("browse.no-such-index", {"index": index[:40], "known": ", ".join(ALPHABETS)})
    return found


def around(index: str, term: str, before: int, after: int) -> Stretch:
    """`before` terms ahead of the term and `after` from it on."""
    kind, place_of = alphabet(index)
    return _around(kind.value, place_of(term), before, after)


def _around(kind: str, place: str, before: int, after: int) -> Stretch:
    """One more is read on each side, to tell whether there are more."""
    before, after = min(max(before, 0), MOST), min(max(after, 0), MOST)
    ahead = headings.terms_before(kind + place, kind, before + 1)
    behind = headings.terms_from(kind + place, kind + LAST, after + 1)
    shown = ahead[-before:] if before else []
    return Stretch(
        terms=tuple([_term(one) for one in (*shown, *behind[:after])]),
        position=len(shown) + 1,
        exact=bool(behind) and behind[0].place == place,
        earlier=len(ahead) > before,
        later=len(behind) > after,
    )


def until(index: str, term: str, rows: int) -> Stretch:
    """The last `rows` terms before the term: a page leafed backwards."""
    kind, place_of = alphabet(index)
    ahead = headings.terms_before(kind.value + place_of(term), kind.value, rows + 1)
    shown = ahead[-rows:]
    if len(ahead) <= rows:
        return _around(kind.value, "", 0, rows)  # the first page, and a whole one
    return Stretch(tuple([_term(one) for one in shown]), len(shown) + 1, earlier=True, later=True)


def behind(index: str, term: str, rows: int) -> Stretch:
    """The first `rows` terms behind the term: a page leafed forwards."""
    kind, place_of = alphabet(index)
    return _around(kind.value, place_of(term) + _NEXT, 0, rows)


def under(index: str, initial: str, rows: int) -> Stretch:
    """The first terms under a letter: a to z, "0" for figures, "…" for other scripts."""
    kind, _ = alphabet(index)
    return _around(kind.value, order.bounds(initial)[0], 0, rows)


def jumped(index: str, typed: str, rows: int) -> Stretch:
    """From what somebody typed on. Letters no term begins with may be the pinyin of a character."""
    kind, place_of = alphabet(index)
    place = place_of(typed)
    found = _around(kind.value, place, 0, rows)
    if found.terms and found.terms[0].place.startswith(place):
        return found
    spoken = order.syllable_place(typed) if index != "class" else ""
    return _around(kind.value, spoken, 0, rows) if spoken else found


def initials(index: str) -> tuple[str, ...]:
    """The letters under which anything stands."""
    kind, _ = alphabet(index)
    return tuple([initial for initial in ("0", *order.LETTERS, "…") if _any_under(kind.value, initial)])


def _any_under(kind: str, initial: str) -> bool:
    start, end = order.bounds(initial)
    return bool(headings.terms_from(kind + start, kind + end, 1))


def _term(found: headings.Term) -> Term:
    return Term(found.text, found.editions, found.place)
