"""From an address to an `Ask` and back: the page, the API and every link on them read the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Refusal
from commonshelf.search.domain import cql
from commonshelf.search.domain.cql_indexes import BY_NAME
from commonshelf.search.domain.fields import ANY, LAZY
from commonshelf.search.domain.query import DEEPEST, LONGEST, SORTS, Ask
from commonshelf.wire.cql.write import quoted

__all__ = ["DEEPEST", "FACETS", "LONGEST", "MOST_ROWS", "ROWS", "SORTS", "Asked", "read"]

FACETS: Final = (
    "available",
    "region",
    "library",
    "branch",
    "format",
    "language",
    "decade",
    "clc",
    "subject",
    "author",
)
ROWS: Final = 20
MOST_ROWS: Final = 100
MOST_VALUES: Final = 100
_KNOWN: Final = frozenset(
    {*FACETS, "q", "sort", "page", "rows", "near", "lang", "from", "facet", "exactly", "more"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asked. exactly: nothing is to be loosened; more: facets counted only when opened.
    notes: what could not be taken literally, as refusals with sentences.
    """

    words: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    rows: int = ROWS
    near: str = ""
    exactly: bool = False
    more: tuple[str, ...] = ()
    notes: tuple[Refusal, ...] = ()

    @property
    def narrowed(self) -> bool:
        return bool(self.facets)

    @property
    def libraries(self) -> frozenset[str]:
        """Symbols of the libraries the reader narrowed down to, by whatever filter."""
        told = [value for name in ("library", "branch", "available") for value in self.facets.get(name, ())]
        return frozenset(value.partition("/")[0] for value in told) - {ANY}

    @property
    def start(self) -> int:
        return (self.page - 1) * self.rows

    def ask(self, *, elsewhere: bool = False) -> Ask:
        """elsewhere: other places may answer when those chosen have nothing."""
        return Ask(
            words=self.words,
            facets=self.facets,
            sort=self.sort,
            start=self.start,
            rows=self.rows,
            also=self.more,
            exactly=self.exactly,
            elsewhere=elsewhere and not self.exactly,
        )

    def query(self) -> str:
        """The canonical query string: same question, same address."""
        pairs: list[tuple[str, str]] = [("q", self.words)] if self.words else []
        for name in FACETS:
            pairs.extend((name, value) for value in self.facets.get(name, ()))
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        if self.near:
            pairs.append(("near", self.near))
        if self.exactly:
            pairs.append(("exactly", "1"))
        pairs.extend(("more", name) for name in self.more)
        return urlencode(pairs)

    def url(self) -> str:
        query = self.query()
        return f"/search?{query}" if query else "/search"

    def canonical(self) -> str:
        """The address without order, page and place: what another site or a search engine should keep."""
        return replace(self, sort="relevance", page=1, near="", more=()).url()

    def at_page(self, page: int) -> Asked:
        return replace(self, page=page)

    def sorted_by(self, sort: str) -> Asked:
        return replace(self, sort=sort, page=1)

    def asking(self, words: str) -> Asked:
        return replace(self, words=words, page=1, exactly=False)

    def as_typed(self) -> Asked:
        """Nothing loosened."""
        return replace(self, exactly=True, page=1)

    def loosely(self) -> Asked:
        return replace(self, exactly=False, page=1)

    def opening(self, facet: str) -> Asked:
        """With this facet counted, too."""
        return replace(self, more=tuple(dict.fromkeys((*self.more, facet))))

    def without(self, name: str, value: str = "") -> Asked:
        """Without this value of a facet, or (value "") without the facet."""
        left = tuple(v for v in self.facets.get(name, ()) if value and v != value)
        facets = {n: v for n, v in self.facets.items() if n != name}
        if left:
            facets[name] = left
        return replace(self, facets=facets, page=1)

    def within(self, name: str, value: str) -> Asked:
        return replace(self, facets={**self.facets, name: (*self.facets.get(name, ()), value)}, page=1)

    def wide(self) -> Asked:
        return replace(self, facets={}, page=1)


def read(query: QueryDict) -> Asked:
    """Never refuses: what makes no sense is left out and noted, the rest goes on."""
    notes: list[Refusal] = []
    words = " ".join(query.get("q", "").split())
    if len(words) > LONGEST and not cql.looks_like(words):  # of CQL nothing is cut: it is refused whole
        notes.append(Refusal("search.too-long", {"length": len(words), "longest": LONGEST}))
        words = words[:LONGEST]
    sort = query.get("sort", "relevance")
    if sort not in SORTS:
        notes.append(Refusal("search.unknown-sort", {"sort": sort[:40]}))
        sort = "relevance"
    rows = whole(query.get("rows", ""), otherwise=ROWS)
    rows = max(1, min(rows, MOST_ROWS))
    page = max(1, whole(query.get("page", ""), otherwise=1))
    if page * rows > DEEPEST:
        notes.append(Refusal("search.too-deep", {"page": page, "deepest": DEEPEST // rows}))
        page = DEEPEST // rows
    return Asked(
        words=words,
        facets=_facets(query, notes),
        sort=sort,
        page=page,
        rows=rows,
        near=query.get("near", "")[:40],
        exactly=query.get("exactly", "") == "1",
        more=tuple(name for name in LAZY if name in query.getlist("more")),
        notes=tuple(notes),
    )


def by(index: str, text: str, language: str) -> Asked:
    """A search of one index, as the box shows it: author="曹雪芹", on a Chinese page 作者="曹雪芹"."""
    told = BY_NAME[index].chinese[0] if language.startswith("zh") else index
    return Asked(words=f"{told}={quoted(text)}")


def _facets(query: QueryDict, notes: list[Refusal]) -> dict[str, tuple[str, ...]]:
    given: dict[str, list[str]] = {name: query.getlist(name) for name in FACETS}
    for pair in query.getlist("facet"):
        name, _, value = pair.partition("=" if "=" in pair else ":")
        if name in given:
            given[name].append(value)
        else:
            notes.append(_unknown(name))
    strange = [name for name in query if name not in _KNOWN and not name.startswith("utm_")]
    notes.extend(_unknown(name) for name in strange[:3])
    cleaned = {
        name: dict.fromkeys(v.strip()[:80] for v in values if v.strip()) for name, values in given.items()
    }
    return {name: tuple(values)[:MOST_VALUES] for name, values in cleaned.items() if values}


def _unknown(name: str) -> Refusal:
    return Refusal("search.unknown-facet", {"facet": name[:40], "known": ", ".join(FACETS)})
