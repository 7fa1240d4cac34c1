"""What every search engine must do, and the plain data that cross its door.

Engines get tokens, never text: analysis is ours (search/domain/analysis.py), so that every
engine finds the same. Engines never see Django, records or people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


Value = str | Sequence[str | tuple[str, ...]]
"""One text of a field: its tokens parted by single blanks, or as a sequence. A token's place is its
index; the tokens of a tuple share a place (a word and its reading)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an index is made of. placed: text fields that keep places, so that phrases work; loose:
    text fields that do not. many: those of the facets with so many values (subjects, names) that only
    the most frequent are counted. version: an index of another version is not read but built anew.
    """

    placed: tuple[str, ...]
    loose: tuple[str, ...]
    facets: tuple[str, ...]
    version: str = "1"
    many: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One edition as the index sees it.

    id: > 0, as `Page.ids` will give it back. texts: text field -> its values; no phrase reaches
    from one value into the next. facets: facet name -> values (multi-valued). year: for NEWEST
    (None sorts last). title: sort key for TITLE ("" sorts last). weight: >= 0; under RELEVANCE the
    score is multiplied by log2(2 + weight), so 0 changes nothing. mark: the caller's own, given
    back by `marks`.
    """

    id: int
    texts: Mapping[str, Sequence[Value]]
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year: int | None = None
    title: str = ""
    weight: float = 0.0
    mark: int = 0


# The query tree: CQL-shaped, compiled to by the box, the form, SRU, alerts and the API alike.
@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every document."""


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any token of the field that begins with `token`."""

    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens one after the other; slop: how many places they may be out of step."""

    field: str
    tokens: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class All:
    """Every clause must match; `raising` clauses only raise the rank."""

    clauses: tuple[Clause, ...]
    raising: tuple[Clause, ...] = ()
    without: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least `least` clauses must match; best=True scores by the best one, not the sum."""

    clauses: tuple[Clause, ...]
    least: int = 1
    best: bool = False


@dataclass(frozen=True, slots=True)
class Boost:
    clause: Clause
    by: float


@dataclass(frozen=True, slots=True)
class Score:
    """Matches as the clause does, but always scores exactly `value`."""

    clause: Clause
    value: float


@dataclass(frozen=True, slots=True)
class InFacet:
    """The document carries any of these values of this facet."""

    facet: str
    values: tuple[str, ...]


Clause = Everything | Term | Prefix | Phrase | All | AnyOf | Boost | Score | InFacet


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the engine.

    within: facet -> any of these values (facets are and-ed); a counted facet that is itself in
    `within` is counted as if it were not (multi-select). either: groups of facets; a document must carry
    any value of any facet of each group, and the facets of a group are counted as if it were not there.
    count: facet -> how many values at most.
    tiers: (facet, values nearest first): when given, documents are ordered by the first value
    they carry, then by `sort` (this is "nearest"); documents with none of them come last.
    """

    clause: Clause = field(default_factory=Everything)
    within: Mapping[str, Sequence[str]] = field(default_factory=dict)
    either: tuple[Mapping[str, Sequence[str]], ...] = ()
    count: Mapping[str, int] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    tiers: tuple[str, tuple[str, ...]] | None = None
    start: int = 0
    rows: int = 20


@dataclass(frozen=True, slots=True)
class Count:
    value: str
    documents: int


@dataclass(frozen=True, slots=True)
class Page:
    """ids in order, the total, and the counted facets (most frequent first, ties by value)."""

    ids: list[int]
    total: int
    facets: Mapping[str, list[Count]] = field(default_factory=dict)


class SearchEngine(Protocol):
    """One index. A writer holds the writer lock; readers need none and see the last commit at once."""

    def lock(self) -> None:
        """Take the writer lock and keep it until `close`; every writing call takes it by itself.
        Raises `LockBusy` when another handle or process has it.
        """

    def write(self, documents: Iterable[Document]) -> None:
        """Add or replace by id; visible after `commit`."""

    def delete(self, ids: Iterable[int]) -> None:
        """Take out by id; visible after `commit`."""

    def clear(self) -> None:
        """Begin anew from nothing. What was there is answered from until `commit`, and stays if
        none comes.
        """

    def commit(self, cursor: int) -> None:
        """Make all visible at once and remember `cursor` with it, all or nothing."""

    def search(self, query: Query) -> Page:
        """Answer from the last commit, whoever made it."""

    def terms(self, field: str, prefix: str = "", limit: int = 10) -> list[Count]:
        """The field's tokens that begin with `prefix`, with how many documents carry each; most
        frequent first.
        """

    def marks(self, ids: Sequence[int]) -> dict[int, int]:
        """Id -> mark of those of `ids` that are in the index."""

    def cursor(self) -> int:
        """The cursor of the last commit; 0 for an empty index and for one of another version."""

    def close(self) -> None:
        """Let go of the writer lock and files; what was not committed is dropped."""


class LockBusy(Exception):
    """Another handle or process is writing this index."""
