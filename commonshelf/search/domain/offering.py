"""What is offered while somebody types: titles, makers and subjects, by their characters, pinyin or first
letters.

Each is a token of the index: the form it is typed in, a mark of its kind, and how it is written. The
engine then answers from its list of terms, without looking at any edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from commonshelf.engine.contract import Count
from commonshelf.search.domain.analysis import key
from commonshelf.search.domain.pinyin import reading

TITLE: Final = "t"
MAKER: Final = "m"
SUBJECT: Final = "s"
LONGEST: Final = 60
"""Longer titles, names and subjects are found but not offered."""
MOST_OF_A_KIND: Final = 12
"""Of one edition."""
SHORTEST_LATIN: Final = 2
"""One letter stands for tens of thousands of titles: nothing can be guessed from it."""
_END: Final = "\t"
"""Between the typed form and what it stands for; sorts before any letter."""


@dataclass(frozen=True, slots=True)
class Offer:
    """kind: TITLE, MAKER or SUBJECT; text: as it is written; documents: how many editions have it."""

    kind: str
    text: str
    documents: int
    token: str


def tokens(titles: Iterable[str], makers: Iterable[str], subjects: Iterable[str]) -> list[str]:
    """An edition's tokens."""
    found: dict[str, None] = {}
    for kind, texts in ((TITLE, titles), (MAKER, makers), (SUBJECT, subjects)):
        for text in list(texts)[:MOST_OF_A_KIND]:
            if 0 < len(text) <= LONGEST:
                found.update((token, None) for token in _tokens(kind, " ".join(text.split())))
    return list(found)


def _tokens(kind: str, text: str) -> Iterator[str]:
    for form in dict.fromkeys(_forms(kind, text)):
        if form:
            yield f"{form}{_END}{kind}{'' if form == text else text}"


def _forms(kind: str, text: str) -> Iterator[str]:
    yield key(text)
    read = reading(text)
    if read.places:
        yield read.keys[0]
        yield read.initials[0]
    elif kind == MAKER and "," in text:
        last, _, first = text.partition(",")
        yield key(first.partition(",")[0]) + key(last)


def typed(text: str) -> str:
    """The form to look for; "" when it is too little to go by."""
    form = key(text)
    return "" if form.isascii() and len(form) < SHORTEST_LATIN else form


def offers(form: str, found: Iterable[Count], most: int) -> list[Offer]:
    """What the index found for a form, each text once: the exact ones first, then the most frequent."""
    made: dict[tuple[str, str], Offer] = {}
    for count in found:
        told, _, rest = count.value.partition(_END)
        kind, text = rest[:1], rest[1:] or told
        before = made.get((kind, text))
        if before is None or before.documents < count.documents:
            made[kind, text] = Offer(kind, text, count.documents, count.value)
    ranked = sorted(
        made.values(), key=lambda o: (key(o.text) != form, -o.documents, len(o.text), o.text, o.kind)
    )
    return ranked[:most]
