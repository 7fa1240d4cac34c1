"""Facets, narrowed by and counted: every engine alike."""

from __future__ import annotations

from commonshelf.engine.contract import Count, InFacet, Query, SearchEngine, Term
from commonshelf.engine.tests.books import Open, book


def found(engine: SearchEngine, clause: Term | InFacet) -> set[int]:
    return set(engine.search(Query(clause)).ids)


def test_facets_are_counted_most_frequent_first(engine: SearchEngine) -> None:
    page = engine.search(Query(count={"library": 2, "format": 9}))
    assert page.facets == {
        "library": [Count("A", 2), Count("B", 2)],
        "format": [Count("book", 3), Count("ebook", 2)],
    }


def test_within_narrows_but_its_own_facet_is_counted_free(engine: SearchEngine) -> None:
    page = engine.search(
        Query(
            Term("any", "red"),
            within={"library": ["B"], "format": ["book", "map"]},
            count={"library": 9, "format": 9},
        )
    )
    assert set(page.ids) == {1, 2}
    assert page.total == 2
    assert page.facets["library"] == [Count("B", 2), Count("A", 1)]
    assert page.facets["format"] == [Count("book", 2)]


def test_either_of_several_facets_will_do_and_each_is_counted_free_of_all(engine: SearchEngine) -> None:
    page = engine.search(
        Query(
            either=({"library": ["C"], "format": ["ebook"]},),
            count={"library": 9, "format": 9, "at": 9},
        )
    )
    assert set(page.ids) == {3, 4, 5}
    assert page.total == 3
    assert page.facets["library"] == [Count("A", 2), Count("B", 2), Count("C", 1)]
    assert page.facets["format"] == [Count("book", 3), Count("ebook", 2)]
    assert page.facets["at"] == [Count("A", 1), Count("C", 1)], "another facet is counted within"


def test_either_and_within_are_both_kept(engine: SearchEngine) -> None:
    asked = Query(
        within={"format": ["book"]},
        either=({"library": ["A"], "at": ["C"]}, {"author": ["cao", "shi"]}),
        count={"format": 9, "library": 9, "author": 9},
    )
    page = engine.search(asked)
    assert page.ids == [1]
    assert page.facets["format"] == [Count("book", 1), Count("ebook", 1)]
    assert page.facets["library"] == [Count("A", 1), Count("B", 1)]
    assert page.facets["author"] == [Count("cao", 1), Count("wu", 1)]


def test_a_facet_may_be_called_as_a_text_is(engine: SearchEngine) -> None:
    assert found(engine, Term("author", "red")) == {4}
    assert found(engine, InFacet("author", ("red", "snow"))) == {4, 5}


def test_of_a_facet_with_many_values_the_most_frequent_are_counted(open_engine: Open) -> None:
    engine = open_engine()
    often = [book(id, "x", "often") for id in range(1, 4)]
    engine.write([*often, *(book(id, "x", f"once{id:03d}") for id in range(10, 400))])
    engine.commit(1)
    assert engine.search(Query(count={"author": 2})).facets["author"] == [
        Count("often", 3),
        Count("once010", 1),
    ]


def test_counts_are_those_of_the_last_commit(open_engine: Open) -> None:
    writer, reader = open_engine(), open_engine()
    asked = Query(either=({"library": ["A"]},), count={"library": 9, "format": 9})
    for n in range(1, 4):
        writer.write([book(n, "same", library="A")])
        writer.commit(n)
        for engine in (reader, writer, reader):
            page = engine.search(asked)
            assert (page.total, page.facets["library"], page.facets["format"]) == (
                n,
                [Count("A", n)],
                [Count("book", n)],
            )
    writer.clear()
    writer.write([book(9, "anew", library="B")])
    writer.commit(9)
    assert reader.search(asked).facets["library"] == [Count("B", 1)]


def test_a_facet_of_a_group_without_a_choice_is_counted_free_too(engine: SearchEngine) -> None:
    page = engine.search(Query(either=({"library": ["C"], "format": []},), count={"library": 9, "format": 9}))
    assert page.ids == [3]
    assert page.facets["format"] == [Count("book", 3), Count("ebook", 2)]
    assert page.facets["library"][0] == Count("A", 2)
