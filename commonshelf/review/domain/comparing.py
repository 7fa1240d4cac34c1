"""Two records side by side, field by field: what both say, what only one says, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from commonshelf.catalogue.domain.facts import Facts
from commonshelf.kernel.text import bare
from commonshelf.review.domain.marking import ALIKE, Piece, likeness, marked, plain, whole

MOST: Final = 40
"""Lines of one field whose partner is looked for; the rest only meets its equal."""

Line = tuple[Piece, ...]
State = Literal["same", "differs", "one", "other"]


@dataclass(frozen=True, slots=True)
class Row:
    """One field. state: both say the same, both differ, or only one of them says anything."""

    field: str
    state: State
    one: tuple[Line, ...]
    other: tuple[Line, ...]


def _single(read: Callable[[Facts], str]) -> Callable[[Facts], tuple[str, ...]]:
    return lambda facts: (text,) if (text := read(facts)) else ()


_READ: Final[dict[str, Callable[[Facts], tuple[str, ...]]]] = {
    "title": _single(lambda facts: facts.title),
    "subtitle": _single(lambda facts: facts.subtitle),
    "volume": _single(lambda facts: facts.volume or facts.volume_number),
    "makers": lambda facts: tuple(name.name for name in facts.names),
    "statement": _single(lambda facts: facts.statement),
    "edition": _single(lambda facts: facts.edition or facts.edition_number),
    "place": _single(lambda facts: facts.place),
    "publisher": _single(lambda facts: facts.publisher),
    "year": _single(lambda facts: str(facts.year) if facts.year else facts.date),
    "extent": _single(lambda facts: facts.extent),
    "series": lambda facts: facts.series,
    "format": _single(lambda facts: facts.format),
    "language": lambda facts: facts.languages,
    "isbn": lambda facts: facts.isbns,
    "issn": lambda facts: facts.issns,
    "numbers": lambda facts: facts.numbers,
    "bad_numbers": lambda facts: facts.bad_numbers,
    "original_title": _single(lambda facts: facts.original_title),
    "other_titles": lambda facts: facts.other_titles,
    "class": lambda facts: tuple(f"{one.scheme} {one.number}" for one in facts.classes),
    "subjects": lambda facts: facts.subjects,
    "summary": _single(lambda facts: facts.summary),
    "contents": _single(lambda facts: facts.contents),
    "notes": lambda facts: facts.notes,
    "links": lambda facts: tuple(link.url for link in facts.links),
}
FIELDS: Final = tuple(_READ)
CODES: Final = frozenset({"format", "language", "isbn", "issn", "numbers", "bad_numbers"})
"""Fields whose lines are one thing each: the same on both sides or another, never alike."""
Say = Callable[[str], str]


def compare(one: Facts, other: Facts, say: Mapping[str, Say] = MappingProxyType({})) -> tuple[Row, ...]:
    """A row for every field that either record says, in the order of a catalogue card.

    say: how the codes of a field are put in words before people see and compare them.
    """
    rows = []
    for field, read in _READ.items():
        first, second = read(one), read(other)
        if field in say:
            first, second = tuple(map(say[field], first)), tuple(map(say[field], second))
        if first or second:
            rows.append(_row(field, first, second))
    return tuple(rows)


def _row(field: str, one: Sequence[str], other: Sequence[str]) -> Row:
    if not one:
        return Row(field, "other", (), tuple(map(whole, other)))
    if not other:
        return Row(field, "one", tuple(map(whole, one)), ())
    first, second = (things if field in CODES else lines)(one, other)
    marks = any(piece.marked for line in (*first, *second) for piece in line)
    return Row(field, "differs" if marks else "same", first, second)


def things(one: Sequence[str], other: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Codes and numbers: plain where the other side has it too, marked whole where not."""
    return (
        tuple(plain(text) if text in other else whole(text) for text in one),
        tuple(plain(text) if text in one else whole(text) for text in other),
    )


def lines(one: Sequence[str], other: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Each text beside its likest on the other side; those without a partner are marked whole."""
    if len(one) == len(other) == 1:
        first, second = marked(one[0], other[0])
        return (first,), (second,)
    left: dict[int, Line] = {}
    right: dict[int, Line] = {}
    for i, j in (*_equal(one, other), *_alike(one, other)):
        if i not in left and j not in right:
            left[i], right[j] = marked(one[i], other[j])
    return (
        tuple(left.get(place, whole(text)) for place, text in enumerate(one)),
        tuple(right.get(place, whole(text)) for place, text in enumerate(other)),
    )


def _equal(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(other):
        places.setdefault(bare(text), []).append(place)
    waiting = {key: iter(found) for key, found in places.items()}
    pairs = ((place, next(waiting.get(bare(text), iter(())), None)) for place, text in enumerate(one))
    return [(i, j) for i, j in pairs if j is not None]


def _alike(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs that are versions of each other, the closest first."""
    found = ((-likeness(a, b), i, j) for i, a in enumerate(one[:MOST]) for j, b in enumerate(other[:MOST]))
    return [(i, j) for close, i, j in sorted(found) if -close >= ALIKE]
