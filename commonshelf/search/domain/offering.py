"""What is offered while somebody types: titles, makers and subjects, by their characters, pinyin or first
letters.

Each is a token of the index: how many libraries have it, the form it is typed in, a mark of its kind, and
how it is written. The engine then answers from its list of terms, without looking at any edition: first
from what many libraries have, so that two letters do not go through every title they begin.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from commonshelf.engine.contract import Count
from commonshelf.search.domain.analysis import SHORT, key
from commonshelf.search.domain.pinyin import reading

TITLE: Final = "t"
MAKER: Final = "m"
SUBJECT: Final = "s"
LONGEST: Final = 60
"""Longer titles, names and subjects are found but not offered."""
MOST_OF_A_KIND: Final = 12
"""Of one edition."""
FEW_TO_MANY: Final = (0, 2, 6, 16)
"""Libraries from which on an edition counts to the next step."""
SHORTEST_LATIN: Final = 2
"""One letter stands for tens of thousands of titles: nothing can be guessed from it."""
_END: Final = "\x01"
_BLANK: Final = "\x02"
"""Between the typed form and what it stands for, and for blanks in that: neither is a blank to the engine."""


@dataclass(frozen=True, slots=True)
class Offer:
    """kind: TITLE, MAKER or SUBJECT; text: as it is written; documents: how many editions have it, as far as
    was looked; step: of FEW_TO_MANY, the highest; exact: typed in full; token: in the index.
    """

    kind: str
    text: str
    documents: int
    step: int
    exact: bool
    token: str


def tokens(libraries: int, titles: Iterable[str], makers: Iterable[str], subjects: Iterable[str]) -> str:
    """An edition's tokens, parted by blanks. libraries: how many have it."""
    step = step_of(libraries)
    found: dict[str, None] = {}
    for kind, texts in ((TITLE, titles), (MAKER, makers), (SUBJECT, subjects)):
        for text in list(texts)[:MOST_OF_A_KIND]:
            if 0 < len(text) <= LONGEST:
                again = kind != TITLE and len(text) <= SHORT
                found.update(dict.fromkeys(_kept(kind, text) if again else _tokens(kind, text)))
    return " ".join([step + token for token in found])


def step_of(libraries: int) -> str:
    """Which of FEW_TO_MANY so many libraries come to, as one digit."""
    return str(bisect(FEW_TO_MANY, libraries) - 1)


@lru_cache(maxsize=50_000)
def _kept(kind: str, text: str) -> tuple[str, ...]:
    """Names and subjects come again and again."""
    return _tokens(kind, text)


def _tokens(kind: str, text: str) -> tuple[str, ...]:
    written = _BLANK.join(text.split())
    forms = dict.fromkeys(_forms(kind, text))
    return tuple(f"{form}{_END}{kind}{'' if form == written else written}" for form in forms if form)


def _forms(kind: str, text: str) -> Iterator[str]:
    yield key(text)
    read = reading(text)
    if read.places:
        yield read.key
        yield read.initials
    elif kind == MAKER and "," in text:
        last, _, first = text.partition(",")
        yield key(first.partition(",")[0]) + key(last)


def typed(text: str) -> str:
    """The form to look for; "" when it is too little to go by."""
    form = key(text)
    return "" if form.isascii() and len(form) < SHORTEST_LATIN else form


def offered(form: str, terms: Callable[[str], Iterable[Count]], most: int) -> list[Offer]:
    """The best offers for a form: what is written or read exactly so, then what most libraries and most
    editions have. terms: the index's tokens that begin so, the most frequent first.
    """
    steps = [str(step) for step in reversed(range(len(FEW_TO_MANY)))]
    found: dict[tuple[str, str], Offer] = {}
    for step in steps:
        _gather(found, terms(f"{step}{form}{_END}"), exact=True)
    for step in steps:
        _gather(found, terms(step + form), exact=False)
        if len(found) >= most:
            break
    ranked = sorted(
        found.values(),
        key=lambda offer: (
            not offer.exact,
            -offer.step,
            -offer.documents,
            len(offer.text),
            offer.text,
            offer.kind,
        ),
    )
    return _once(ranked)[:most]


def _once(offers: list[Offer]) -> list[Offer]:
    """Without 'cao xue qin' where 曹雪芹 is offered: records of one library romanise what others write."""
    read = {(offer.kind, reading(offer.text).key) for offer in offers if not offer.text.isascii()}
    return [
        offer for offer in offers if not offer.text.isascii() or (offer.kind, key(offer.text)) not in read
    ]


def _gather(found: dict[tuple[str, str], Offer], counts: Iterable[Count], *, exact: bool) -> None:
    for count in counts:
        told, _, rest = count.value.partition(_END)
        kind, text = rest[:1], rest[1:].replace(_BLANK, " ") or told[1:]
        offer = Offer(kind, text, count.documents, int(told[0]), exact, count.value)
        same = kind, key(text)  # 红与黑 and 紅與黑 are one
        before = found.get(same)
        if before is None:
            found[same] = offer
        elif before.step > offer.step:  # the same in editions fewer libraries have
            found[same] = replace(before, documents=before.documents + offer.documents)
