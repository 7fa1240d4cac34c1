"""Facet counts on one Tantivy searcher, and those of whole libraries kept for as long as they are true."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import tantivy

from commonshelf.engine.contract import Count
from commonshelf.engine.tantivy_documents import facet_field

ALL_VALUES: Final = 65_000
"""Asked of the counting so that no segment leaves a value out; cut to what was asked afterwards."""
_SPARE: Final = 40
"""Of a facet with very many values each segment gives so many times what was asked, at least `_LEAST`."""
_LEAST: Final = 2_000
_KEPT: Final = 600

Counted = Mapping[str, list[Count]]


def aggregated(
    searcher: tantivy.Searcher, asked: tantivy.Query, names: Mapping[str, int], many: Sequence[str]
) -> dict[str, list[Count]]:
    """The most frequent values of each facet (name -> how many) in what matches `asked`."""
    if not names:
        return {}
    terms = {
        name: {"terms": {"field": facet_field(name), **_sizes(most, many=name in many)}}
        for name, most in names.items()
    }
    answer = searcher.aggregate(asked, terms)
    return {name: most_frequent(_counts(answer[name]["buckets"]), most) for name, most in names.items()}


def _sizes(most: int, *, many: bool) -> dict[str, int]:
    if not many:
        return {"size": ALL_VALUES, "segment_size": ALL_VALUES}
    enough = max(_LEAST, most * _SPARE)
    return {"size": enough, "segment_size": enough}


def _counts(buckets: Iterable[Mapping[str, object]]) -> list[Count]:
    return [Count(str(bucket["key"]), int(str(bucket["doc_count"]))) for bucket in buckets]


def most_frequent(counts: Iterable[Count], most: int) -> list[Count]:
    return sorted(counts, key=lambda count: (-count.documents, count.value))[:most]


class Kept:
    """Counts of whole libraries, true for one commit: browsing a library asks for the same ones again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._commit: object = None
        self._counted: dict[object, Counted] = {}

    def counted(self, commit: object, key: object, make: Callable[[], Counted]) -> Counted:
        with self._lock:
            if self._commit != commit or len(self._counted) >= _KEPT:
                self._commit, self._counted = commit, {}
            known = self._counted.get(key)
        if known is not None:
            return known
        made = make()
        with self._lock:
            if self._commit == commit:
                self._counted[key] = made
        return made
