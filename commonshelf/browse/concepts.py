"""A subject and what stands around it, made from the subjects of the catalogue alone.

No thesaurus is asked: what a longer subject says more is narrower, what is a part of it is broader, and
what stands on the same editions is beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from commonshelf.browse import classes
from commonshelf.browse.cards import Concept, Term
from commonshelf.browse.domain import entries, order
from commonshelf.browse.domain.entries import Kind
from commonshelf.browse.store import headings, writing
from commonshelf.kernel.text import is_han

NARROWER: Final = 12
BROADER: Final = 6
BESIDE: Final = 8
CLASSES: Final = 5
LOOKED_AT: Final = 300
"""Editions whose classes and other subjects are counted: enough to see what a subject is about."""
BROADEST: Final = 3
"""Words, or twos of characters, in a question that may be broad."""
_CANDIDATES: Final = 400
"""Subjects containing a word that are weighed. Those met first are the most carried."""
_LONGEST_PART: Final = 12


def around(term: str, language: str) -> Concept:
    plain = order.plain(term)
    place = order.place(term)
    here = _at(place)
    concept = Concept(
        text=here.text if here else " ".join(term.split()),
        editions=here.editions if here else 0,
        narrower=tuple([_term(one) for one in _narrower(plain, place)]),
        broader=tuple([_term(one) for one in _broader(term, plain)]),
    )
    if here is None:
        return concept
    beside, codes, looked_at = _company(here.id)
    told = {order.plain(one.text) for one in (*concept.narrower, *concept.broader)}
    return Concept(
        concept.text,
        concept.editions,
        concept.narrower,
        concept.broader,
        tuple([_term(one) for one in beside if order.plain(one.text) not in told])[:BESIDE],
        classes.cards(classes.most_named(codes, CLASSES), language),
        looked_at,
    )


def broad(words: str, language: str) -> Concept | None:
    """What stands around a question of few words, when it is a subject or a part of several."""
    found = entries.words(words)
    if not found or len(found) > BROADEST:
        return None
    concept = around(words, language)
    return concept if concept.narrower or concept.classes else None


def editions(term: str, after: int, rows: int) -> list[int]:
    """Editions that carry the subject, by number, behind `after`."""
    here = _at(order.place(term))
    return headings.editions_with([here.id], after, rows) if here else []


def _at(place: str) -> headings.Term | None:
    found = headings.terms_at([Kind.SUBJECT.value + place]) if place else []
    return found[0] if found else None


def _narrower(plain: str, place: str) -> list[headings.Term]:
    """Subjects that begin with it or contain it, the most carried first."""
    if not plain:
        return []
    begun = Kind.SUBJECT.value + place
    found = {one.id: one for one in headings.terms_from(begun, begun + "\U0010ffff", _CANDIDATES)}
    words = entries.words(plain)
    if len(words) <= BROADEST and (len(plain) > 1 or not is_han(plain)):
        ids = [id for id in headings.subjects_with(words, _CANDIDATES) if id not in found]
        found |= {one.id: one for one in headings.terms_of(ids, Kind.SUBJECT.value, _CANDIDATES)}
    narrower = [one for one in found.values() if _contains(order.plain(one.text), plain)]
    return sorted(narrower, key=lambda one: (-one.editions, one.place))[:NARROWER]


def _contains(longer: str, plain: str) -> bool:
    """Whole words of letters; characters anywhere."""
    if longer == plain:
        return False
    if plain.isascii():
        return f" {plain} " in f" {longer} "
    return plain in longer


def _broader(term: str, plain: str) -> list[headings.Term]:
    """What stands before a subdivision, and the parts that are subjects themselves, most carried first."""
    parts = dict.fromkeys(_parts(plain))
    head, *subdivisions = [order.plain(part) for part in term.split("--")]
    if subdivisions:
        parts[head] = None
    places = [Kind.SUBJECT.value + order.place(part) for part in parts if part and part != plain]
    found = headings.terms_at(places) if places else []
    return sorted(found, key=lambda one: (-one.editions, one.place))[:BROADER]


def _parts(plain: str) -> Iterable[str]:
    """Runs of words of a subject in letters, of two characters and more of a Chinese one."""
    if plain.isascii():
        words = plain.split()[:_LONGEST_PART]
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                yield " ".join(words[start:end])
        return
    run = plain[:_LONGEST_PART]
    for start in range(len(run)):
        for end in range(start + 2, len(run) + 1):
            yield run[start:end].strip()


def _company(heading: int) -> tuple[list[headings.Term], list[str], int]:
    """Other subjects on its editions, the codes of their classes, and how many editions were looked at."""
    kept = writing.kept(headings.editions_with([heading], 0, LOOKED_AT)).values()
    kept_ids = [one.ids for one in kept]
    carried = Counter(id for ids in kept_ids for id in ids.carried if id != heading)
    subjects = headings.terms_of([id for id, _ in carried.most_common(_CANDIDATES)], Kind.SUBJECT.value, 100)
    subjects.sort(key=lambda one: (-carried[one.id], one.place))
    own = Counter(id for ids in kept_ids for id in ids.classes)
    codes = {one.id: one.text for one in headings.terms_of(list(own), Kind.CLASS.value, len(own))}
    return subjects, [codes[id] for id in own.elements() if id in codes], len(kept_ids)


def _term(found: headings.Term) -> Term:
    return Term(found.text, found.editions, found.place)
