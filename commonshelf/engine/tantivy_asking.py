"""One query of ours on one Tantivy searcher: compiled without its query strings, answered as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import assert_never

import tantivy
from tantivy import Occur

from commonshelf.engine.contract import (
    All,
    AnyOf,
    Boost,
    Clause,
    Count,
    Everything,
    InFacet,
    Page,
    Phrase,
    Prefix,
    Query,
    Score,
    Sort,
    Term,
)
from commonshelf.engine.tantivy_counting import ALL_VALUES, Counted, aggregated
from commonshelf.engine.tantivy_documents import CURSOR_ID, ID, TITLE, WEIGHT, YEAR, facet_field, whole

Keep = Callable[[object, Callable[[], Counted]], Counted]
"""Gives the counts kept under a key, or makes and keeps them."""


class Asked:
    """One query on one searcher. many: facets with very many values; keep: for counts of whole libraries."""

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        query: Query,
        many: Sequence[str] = (),
        keep: Keep | None = None,
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._query = query
        self._many = many
        self._keep = keep if isinstance(query.clause, Everything) else None
        self._filters = (*({name: values} for name, values in query.within.items()), *query.either)
        """What a document must carry, one value of each."""
        self._free = self._compiled(query.clause)

    def page(self) -> Page:
        query = self._query
        inside = self._inside()
        if query.tiers:
            ids, total = self._by_tiers(inside, *query.tiers)
        else:
            ids, total = self._ids(inside, query.start, query.rows)
        return Page(ids, total, self._counted())

    def _inside(self, but: str = "") -> tantivy.Query:
        """Within all filters but those the facet `but` is part of."""
        return self._within(self._filters_but(but))

    def _filters_but(self, name: str) -> tuple[int, ...]:
        return tuple(place for place, group in enumerate(self._filters) if name not in group)

    def _within(self, filters: Sequence[int]) -> tantivy.Query:
        parts = [
            tantivy.Query.const_score_query(self._carries_any(self._filters[place]), 0.0) for place in filters
        ]
        return _boolean([self._free, *parts]) if parts else self._free

    def _carries_any(self, group: Mapping[str, Sequence[str]]) -> tantivy.Query:
        parts = [self._carries(name, values) for name, values in group.items() if values]
        if len(parts) == 1:
            return parts[0]
        return tantivy.Query.boolean_query([(Occur.Should, part) for part in parts])

    def _carries(self, name: str, values: Sequence[str]) -> tantivy.Query:
        field = facet_field(name)
        if len(values) == 1:
            return tantivy.Query.term_query(self._schema, field, values[0], index_option="basic")
        return tantivy.Query.term_set_query(self._schema, field, list(values))

    def _ids(self, asked: tantivy.Query, start: int, rows: int) -> tuple[list[int], int]:
        match self._query.sort:
            case Sort.RELEVANCE:
                found = self._searcher.search(asked, limit=max(1, rows), offset=start, weight_by_field=WEIGHT)
            case Sort.NEWEST:
                found = self._searcher.search(asked, limit=max(1, rows), offset=start, order_by_field=YEAR)
            case Sort.TITLE:
                found = self._searcher.search(
                    asked, limit=max(1, rows), offset=start, order_by_field=TITLE, order=tantivy.Order.Asc
                )
        addresses = [address for _, address in found.hits[:rows]]
        return [whole(id) for id in self._searcher.fast_field_values(ID, addresses)], _total(found)

    def _by_tiers(self, inside: tantivy.Query, name: str, values: tuple[str, ...]) -> tuple[list[int], int]:
        """Tier after tier, each sorted by itself, skipping those no document carries."""
        query = self._query
        total = _total(self._searcher.search(inside, limit=1))
        carried = {count.value for count in self._counts(self._filters_but(""), {name: ALL_VALUES})[name]}
        present = [value for value in dict.fromkeys(values) if value in carried]
        ids: list[int] = []
        passed = 0  # documents of the tiers that are done with
        for place in range(len(present) + 1):
            if len(ids) == query.rows or passed >= total:
                break
            asked = self._tier(inside, name, present, place)
            more, size = self._ids(asked, max(0, query.start - passed), query.rows - len(ids))
            ids += more
            passed += size
        return ids, total

    def _tier(self, inside: tantivy.Query, name: str, present: list[str], place: int) -> tantivy.Query:
        parts = [(Occur.Must, inside)]
        if place < len(present):
            here = tantivy.Query.const_score_query(self._carries(name, [present[place]]), 0.0)
            parts.append((Occur.Must, here))
        if place:
            parts.append((Occur.MustNot, self._carries(name, present[:place])))
        return tantivy.Query.boolean_query(parts)

    def _counted(self) -> Counted:
        """All facets that are free of the same filters in one go."""
        query = self._query
        together: dict[tuple[int, ...], dict[str, int]] = {}
        for name, most in query.count.items():
            together.setdefault(self._filters_but(name), {})[name] = most
        found: dict[str, list[Count]] = {}
        for filters, names in together.items():
            found.update(self._counts(filters, names))
        return {name: found[name] for name in query.count}

    def _counts(self, filters: tuple[int, ...], names: Mapping[str, int]) -> Counted:
        def make() -> Counted:
            return aggregated(self._searcher, self._within(filters), names, self._many)

        if self._keep is None:
            return make()
        inside = frozenset(
            frozenset((name, tuple(values)) for name, values in self._filters[place].items())
            for place in filters
        )
        return self._keep((inside, tuple(names.items())), make)

    def _compiled(self, clause: Clause) -> tantivy.Query:
        make = tantivy.Query
        match clause:
            case Everything():
                everything = make.all_query()
                cursor = make.term_query(self._schema, ID, CURSOR_ID)
                return make.boolean_query([(Occur.Must, everything), (Occur.MustNot, cursor)])
            case Term(name, token):
                return make.term_query(self._schema, name, token)
            case Prefix(name, prefix):
                return make.const_score_query(
                    make.regex_query(self._schema, name, _escaped(prefix) + ".*"), 1.0
                )
            case Phrase(name, tokens, slop):
                return self._phrase(name, tokens, slop)
            case InFacet(name, values):
                return (
                    make.const_score_query(self._carries(name, values), 1.0) if values else make.empty_query()
                )
            case Boost(inner, by):
                return make.boost_query(self._compiled(inner), by)
            case Score(inner, value):
                return make.const_score_query(self._compiled(inner), value)
            case AnyOf(clauses, least, best):
                return self._any(clauses, least, best=best)
            case All():
                return self._all(clause)
        assert_never(clause)

    def _phrase(self, name: str, tokens: tuple[str, ...], slop: int) -> tantivy.Query:
        if len(tokens) == 1:
            return tantivy.Query.term_query(self._schema, name, tokens[0])
        if not tokens:
            return tantivy.Query.empty_query()
        return tantivy.Query.phrase_query(self._schema, name, list(tokens), slop=slop)

    def _any(self, clauses: tuple[Clause, ...], least: int, *, best: bool) -> tantivy.Query:
        parts = [self._compiled(inner) for inner in clauses]
        if not parts or least > len(parts):
            return tantivy.Query.empty_query()
        if best and least <= 1:
            return tantivy.Query.disjunction_max_query(parts)
        return tantivy.Query.boolean_query(
            [(Occur.Should, part) for part in parts], minimum_number_should_match=least
        )

    def _all(self, clause: All) -> tantivy.Query:
        parts = [(Occur.Must, self._compiled(inner)) for inner in clause.clauses or (Everything(),)]
        parts += [(Occur.Should, self._compiled(inner)) for inner in clause.raising]
        parts += [(Occur.MustNot, self._compiled(inner)) for inner in clause.without]
        return tantivy.Query.boolean_query(parts)


def _boolean(parts: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, part) for part in parts])


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # there, but not in tantivy's stub


def _escaped(prefix: str) -> str:
    """For tantivy's regular expressions, which have no escape function of their own."""
    return "".join(
        f"\\{char}" if not (char.isalnum() or char.isspace()) and char.isascii() else char for char in prefix
    )
