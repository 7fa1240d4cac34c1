"""A search engine of plain dictionaries: for tests, for small things, and to hold the other ones to."""

from __future__ import annotations

import math
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Final, assert_never

from commonshelf.engine.contract import (
    All,
    AnyOf,
    Boost,
    Clause,
    Count,
    Document,
    Everything,
    InFacet,
    LockBusy,
    Page,
    Phrase,
    Prefix,
    Query,
    Score,
    Shape,
    Sort,
    Term,
)

Places = Mapping[str, list[int]]
Hits = dict[int, float]

_K1: Final = 1.2
_B: Final = 0.75
_VALUE_GAP: Final = 1
"""Places left empty between two values of a field, so that no phrase without slop crosses."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One commit: never changed once it is published."""

    documents: Mapping[int, Document]
    cursor: int
    postings: dict[str, dict[str, dict[int, list[int]]]] = field(default_factory=dict)
    lengths: dict[str, dict[int, int]] = field(default_factory=dict)


class Shelf:
    """What handles on one index share: the last commit and the writer lock."""

    def __init__(self) -> None:
        self.snapshot = _Snapshot({}, 0)
        self.writer = threading.Lock()


class Memory:
    """A handle on a shelf; see contract.SearchEngine."""

    def __init__(self, shelf: Shelf, shape: Shape) -> None:
        self._shelf = shelf
        self._shape = shape
        self._locked = False
        self._waiting: dict[int, Document] | None = None

    def lock(self) -> None:
        if not self._locked and not self._shelf.writer.acquire(blocking=False):
            raise LockBusy
        self._locked = True

    def _pending(self) -> dict[int, Document]:
        self.lock()
        if self._waiting is None:
            self._waiting = dict(self._shelf.snapshot.documents)
        return self._waiting

    def write(self, documents: Iterable[Document]) -> None:
        pending = self._pending()
        pending.update((document.id, document) for document in documents)

    def delete(self, ids: Iterable[int]) -> None:
        pending = self._pending()
        for id in ids:
            pending.pop(id, None)

    def clear(self) -> None:
        self._pending().clear()

    def commit(self, cursor: int) -> None:
        self._shelf.snapshot = _indexed(self._pending(), cursor, self._shape)
        self._waiting = None

    def cursor(self) -> int:
        return self._shelf.snapshot.cursor

    def marks(self, ids: Sequence[int]) -> dict[int, int]:
        documents = self._shelf.snapshot.documents
        return {id: documents[id].mark for id in ids if id in documents}

    def terms(self, field: str, prefix: str = "", limit: int = 10) -> list[Count]:
        postings = self._shelf.snapshot.postings[field]
        found = [Count(token, len(ids)) for token, ids in postings.items() if token.startswith(prefix)]
        return sorted(found, key=lambda count: (-count.documents, count.value))[:limit]

    def search(self, query: Query) -> Page:
        snapshot = self._shelf.snapshot
        free = _matching(query.clause, snapshot)
        hits = {id: score for id, score in free.items() if _inside(snapshot.documents[id], query)}
        order = sorted(hits, key=lambda hit: _rank(snapshot.documents[hit], hits[hit], query))
        facets = {name: _count(name, most, free, query, snapshot) for name, most in query.count.items()}
        return Page(order[query.start : query.start + query.rows], len(hits), facets)

    def close(self) -> None:
        if self._locked:
            self._shelf.writer.release()
        self._locked = False
        self._waiting = None


def _indexed(documents: Mapping[int, Document], cursor: int, shape: Shape) -> _Snapshot:
    snapshot = _Snapshot(dict(documents), cursor)
    for name in (*shape.placed, *shape.loose):
        postings: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        lengths: dict[int, int] = {}
        for document in documents.values():
            lengths[document.id] = 0
            for place, token in _placed(document, name):
                postings[token][document.id].append(place)
                lengths[document.id] += 1
        snapshot.postings[name] = postings
        snapshot.lengths[name] = lengths
    return snapshot


def _placed(document: Document, name: str) -> Iterator[tuple[int, str]]:
    start = 0
    for told in document.texts.get(name, ()):
        value = told.split() if isinstance(told, str) else told
        for index, shared in enumerate(value):
            for token in (shared,) if isinstance(shared, str) else shared:
                yield start + index, token
        start += len(value) + _VALUE_GAP


def _inside(document: Document, query: Query, but: str = "") -> bool:
    """Within all filters but those this facet is part of."""
    return all(
        name == but or _carries(document, name, values) for name, values in query.within.items()
    ) and all(
        but in group or any(_carries(document, name, values) for name, values in group.items())
        for group in query.either
    )


def _carries(document: Document, name: str, values: Sequence[str]) -> bool:
    return not set(values).isdisjoint(document.facets.get(name, ()))


def _rank(document: Document, score: float, query: Query) -> tuple[float | str, ...]:
    tier = _tier(document, query.tiers) if query.tiers else 0
    match query.sort:
        case Sort.RELEVANCE:
            return (tier, -score * math.log2(2 + document.weight), document.id)
        case Sort.NEWEST:
            return (tier, -(document.year if document.year is not None else -math.inf), document.id)
        case Sort.TITLE:
            return (tier, not document.title, document.title, document.id)


def _tier(document: Document, tiers: tuple[str, tuple[str, ...]]) -> int:
    name, values = tiers
    carried = document.facets.get(name, ())
    return next((place for place, value in enumerate(values) if value in carried), len(values))


def _count(name: str, most: int, free: Hits, query: Query, snapshot: _Snapshot) -> list[Count]:
    counted = Counter(
        value
        for id in free
        if _inside(snapshot.documents[id], query, but=name)
        for value in set(snapshot.documents[id].facets.get(name, ()))
    )
    found = [Count(value, documents) for value, documents in counted.items()]
    return sorted(found, key=lambda count: (-count.documents, count.value))[:most]


def _matching(clause: Clause, snapshot: _Snapshot) -> Hits:
    """Document id -> score."""
    match clause:
        case Everything():
            return dict.fromkeys(snapshot.documents, 1.0)
        case Term(name, token):
            return _bm25(
                name, {id: len(places) for id, places in _post(snapshot, name, token).items()}, snapshot
            )
        case Prefix(name, prefix):
            starts = [t for t in snapshot.postings.get(name, {}) if t.startswith(prefix)]
            return {id: 1.0 for token in starts for id in snapshot.postings[name][token]}
        case Phrase(name, tokens, slop):
            return _bm25(name, _phrased(snapshot, name, tokens, slop), snapshot)
        case InFacet(name, values):
            return {d.id: 1.0 for d in snapshot.documents.values() if _carries(d, name, values)}
        case Boost(inner, by):
            return {id: score * by for id, score in _matching(inner, snapshot).items()}
        case Score(inner, value):
            return dict.fromkeys(_matching(inner, snapshot), value)
        case AnyOf():
            return _any(clause, snapshot)
        case All():
            return _all(clause, snapshot)
    assert_never(clause)


def _any(clause: AnyOf, snapshot: _Snapshot) -> Hits:
    scores: dict[int, list[float]] = defaultdict(list)
    for inner in clause.clauses:
        for id, score in _matching(inner, snapshot).items():
            scores[id].append(score)
    combine = max if clause.best else sum
    return {id: combine(parts) for id, parts in scores.items() if len(parts) >= clause.least}


def _all(clause: All, snapshot: _Snapshot) -> Hits:
    hits = _matching(Everything(), snapshot) if not clause.clauses else {}
    for number, inner in enumerate(clause.clauses):
        found = _matching(inner, snapshot)
        hits = found if number == 0 else {id: hits[id] + found[id] for id in hits.keys() & found.keys()}
    for inner in clause.raising:
        for id, score in _matching(inner, snapshot).items():
            if id in hits:
                hits[id] += score
    for inner in clause.without:
        for id in _matching(inner, snapshot):
            hits.pop(id, None)
    return hits


def _post(snapshot: _Snapshot, name: str, token: str) -> Mapping[int, list[int]]:
    return snapshot.postings.get(name, {}).get(token, {})


def _phrased(snapshot: _Snapshot, name: str, tokens: tuple[str, ...], slop: int) -> dict[int, int]:
    """Document id -> how often the phrase stands in it."""
    posts = [_post(snapshot, name, token) for token in tokens]
    if not posts:
        return {}
    found: dict[int, int] = {}
    for id in set(posts[0]).intersection(*posts[1:]):
        times = sum(_moves(run) <= slop for run in product(*(post[id] for post in posts)))
        if times:
            found[id] = times
    return found


def _moves(run: tuple[int, ...]) -> int:
    """How many places the tokens are out of step with standing one after the other."""
    return sum(abs(after - before - 1) for before, after in pairwise(run))


def _bm25(name: str, times: Mapping[int, int], snapshot: _Snapshot) -> Hits:
    lengths = snapshot.lengths.get(name, {})
    mean = sum(lengths.values()) / max(1, len(lengths)) or 1.0
    rarity = math.log(1 + (len(lengths) - len(times) + 0.5) / (len(times) + 0.5))
    return {
        id: rarity * tf * (_K1 + 1) / (tf + _K1 * (1 - _B + _B * lengths[id] / mean))
        for id, tf in times.items()
    }
