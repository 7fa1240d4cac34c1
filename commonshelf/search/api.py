"""The door of search: find editions, keep the index."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

from commonshelf.browse import api as browse
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.engine.contract import LockBusy
from commonshelf.kernel.refusal import Refusal
from commonshelf.members.cards import Here
from commonshelf.search import finding, index, shelves, words
from commonshelf.search.domain.fields import ANY, FACETS
from commonshelf.search.domain.query import SORTS, Ask, Step
from commonshelf.search.exporting import File
from commonshelf.search.finding import Answer
from commonshelf.search.shelves import FORMS, STYLES, Found, Question, Spot

__all__ = [
    "ANY",
    "FACETS",
    "FORMS",
    "SORTS",
    "STYLES",
    "Answer",
    "Ask",
    "File",
    "Found",
    "Question",
    "Spot",
    "Step",
    "behind",
    "citations",
    "count",
    "drain",
    "find",
    "following",
    "problems",
    "question",
    "references",
    "reindex",
    "said",
    "shelves_of",
    "similar",
    "wait_until_searchable",
    "writer_loop",
]

PATIENCE: Final = 600.0
"""Seconds a command waits for a running writer before it gives up."""
_PAUSE: Final = 0.05
_LOOKS: Final = 5
UNAVAILABLE: Final = 503


def find(*, ask: Ask, here: Here | None = None, now: datetime | None = None) -> Answer:
    """Editions for the question, ranked, with counted facets.

    here: where the reader is, for "nearest". now: when they ask. What is loosened because nothing
    matched is told in `steps`, never done silently. Refuses an unknown facet or sort and results
    further down than anybody leafs.
    """
    del now  # the answer does not depend on it yet; callers need not know
    return finding.find(ask, here)


def similar(*, edition: EditionCard, rows: int = 5) -> tuple[EditionCard, ...]:
    """Editions with the same subjects, class, makers or words of the title, the most alike first; none
    of the same work, one of each other work.
    """
    return finding.similar(edition, rows)


def said(*, step: Step) -> str:
    """The step as a sentence in the current language; "" for those a page shows in its own way."""
    return words.step(step)


def shelves_of(*, ids: Iterable[int], here: Here) -> list[Found]:
    """Editions noted down by number, as they are today: where they stand, or what became of them."""
    return shelves.found(ids, here)


def references(*, ids: Iterable[int], form: str, name: str, at: str) -> File:
    """These editions as a file (form: a code of FORMS), under the numbers they live at today. at: this
    site's address without a slash. Absent: no such form; refuses when none of them is held any more.
    """
    return shelves.file_of(ids, form, name, at)


def citations(*, ids: Iterable[int], style: str, name: str, language: str) -> File:
    """These editions as citations, one a line. style: a code of STYLES, else Absent."""
    return shelves.citations_of(ids, style, name, language)


def question(*, query: str, here: Here) -> Question:
    """A query string of the search page made canonical, and said in words."""
    return shelves.question(query, here)


def count(*, query: str, here: Here) -> int:
    """How many editions this query string finds today."""
    return shelves.total(query, here)


def drain(*, patience: float = 0.0) -> int:
    """Bring the index up to date, or wait up to `patience` seconds for the running writer to do so.

    How many editions this call indexed itself: 0 when another writer did.
    """
    latest = catalogue.latest_stamp()
    end = time.monotonic() + patience
    while not index.current(latest):
        try:
            return index.with_lock(index.catch_up)
        except LockBusy:
            if time.monotonic() >= end:
                return 0
        time.sleep(_PAUSE)
    return 0


def following() -> AbstractContextManager[Callable[[], None]]:
    """While this process changes the catalogue: call what it gives after each change, and on leaving
    everything is searchable. Where a writer is running it does nothing; `wait_until_searchable` then.
    """
    return index.following()


def wait_until_searchable(*, stamp: int, patience: float = PATIENCE) -> None:
    """Return when everything up to this stamp is found; refuses when that takes longer than `patience`."""
    drain(patience=patience)
    if index.engine().cursor() < stamp:
        raise Refusal("search.still-indexing", {"seconds": round(patience)}, UNAVAILABLE)


def writer_loop(*, stop: threading.Event) -> None:
    """Own the index and keep it up to date, about one commit a second, until `stop`."""
    index.keep(stop)


def behind() -> int:
    """How many changes of editions the index has not taken in yet."""
    return max(0, catalogue.latest_stamp() - index.engine().cursor())


def reindex(*, patience: float = PATIENCE) -> int:
    """Build the index anew while the old one answers, and the tables for browsing, which fill meanwhile.
    How many editions it holds afterwards.

    A running writer is asked to do it; refuses when it has not after `patience` seconds.
    """
    browse.clear()
    end = time.monotonic() + patience
    done: Callable[[], bool] | None = None
    while done is None or not done():
        try:
            index.with_lock(index.rebuild)
            break
        except LockBusy:
            done = done or index.ask_for_rebuild()
        if time.monotonic() >= end:
            raise Refusal("search.still-indexing", {"seconds": round(patience)}, UNAVAILABLE)
        time.sleep(_PAUSE)
    return finding.find(Ask(rows=0), None).total


def problems() -> Iterator[str]:
    """Where the index disagrees with the catalogue, after it was brought up to date."""
    found: list[str] = []
    for _ in range(_LOOKS):
        drain(patience=PATIENCE)
        before = catalogue.latest_stamp()
        found = list(index.problems())
        if not found or catalogue.latest_stamp() == before:
            break
        # The catalogue changed while we looked, as it does under a running server: look again.
    yield from found
