"""Every engine answers alike: one set of tests for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    Phrase,
    Prefix,
    Query,
    Score,
    SearchEngine,
    Sort,
    Term,
)
from commonshelf.engine.memory import Memory, Shelf
from commonshelf.engine.tantivy import Tantivy
from commonshelf.engine.tests.books import BOOKS, SHAPE, Open, book


def found(engine: SearchEngine, clause: Clause, **more) -> set[int]:
    page = engine.search(Query(clause, **more))
    assert len(page.ids) == min(page.total, 20)
    return set(page.ids)


@pytest.mark.parametrize(
    ("clause", "ids"),
    [
        (Everything(), {1, 2, 3, 4, 5}),
        (Term("title", "red"), {1, 2, 5}),
        (Term("any", "red"), {1, 2, 4, 5}),
        (Term("title", "re"), set()),
        (Term("title", "absent"), set()),
        (Prefix("title", "dre"), {1, 2}),
        (Prefix("title", "r"), {1, 2, 5}),
        (Prefix("title", "."), set()),
        (Phrase("title", ("red", "chamber")), {1}),
        (Phrase("title", ("dream", "red")), set()),
        (Phrase("title", ("dream", "red"), slop=2), {1, 2}),
        (Phrase("title", ("dream", "red"), slop=1), set()),
        (Phrase("title", ("dream", "of", "red"), slop=1), {1}),
        (Phrase("title", ("red",)), {1, 2, 5}),
        (Phrase("title", ()), set()),
        (All((Term("title", "red"), Term("title", "dream"))), {1, 2}),
        (All((Term("title", "red"),), without=(Term("title", "star"),)), {1, 2}),
        (All((), without=(Term("title", "red"),)), {3, 4}),
        (All((Term("title", "the"),), raising=(Term("title", "absent"),)), {1, 3}),
        (AnyOf((Term("title", "west"), Term("title", "margin"))), {3, 4}),
        (AnyOf((Term("title", "red"), Term("title", "dream"), Term("title", "the")), least=2), {1, 2}),
        (AnyOf((Term("title", "red"),), least=2), set()),
        (AnyOf((Term("title", "west"), Term("title", "red")), best=True), {1, 2, 3, 5}),
        (AnyOf(()), set()),
        (Boost(Term("title", "red"), 3.0), {1, 2, 5}),
        (Score(Term("title", "red"), 3.0), {1, 2, 5}),
        (InFacet("library", ("A",)), {1, 4}),
        (InFacet("library", ("A", "C")), {1, 3, 4}),
        (InFacet("library", ()), set()),
    ],
)
def test_each_clause_finds_what_it_says(engine: SearchEngine, clause: Clause, ids: set[int]) -> None:
    assert found(engine, clause) == ids


def test_no_phrase_from_one_value_into_the_next(open_engine: Open) -> None:
    engine = open_engine()
    engine.write([Document(1, {"title": ["red star", "", ["over", "china"]]})])
    engine.commit(1)
    assert found(engine, Phrase("title", ("red", "star"))) == {1}
    assert found(engine, Phrase("title", ("star", "over"))) == set()


def test_tokens_at_one_place(open_engine: Open) -> None:
    engine = open_engine()
    engine.write([Document(1, {"title": [["red", ("stars", "star"), "rise"]]})])
    engine.commit(1)
    for word in ("stars", "star"):
        assert found(engine, Phrase("title", ("red", word, "rise"))) == {1}
    assert found(engine, Phrase("title", ("stars", "star"))) == set()


def test_relevance(engine: SearchEngine) -> None:
    def order(clause: Clause) -> list[int]:
        return engine.search(Query(clause)).ids

    raised = order(
        All((Everything(),), raising=(Boost(Term("title", "west"), 9.0), Score(Term("author", "mo"), 0.5)))
    )
    assert raised[:2] == [3, 2]
    assert order(Term("title", "red"))[0] == 5, "three times in five words"
    assert order(AnyOf((Score(Term("title", "west"), 2.0), Score(Term("title", "margin"), 3.0)))) == [4, 3]
    scored = (
        Score(Term("title", "dream"), 2.0),
        Score(Term("title", "the"), 2.0),
        Score(Term("title", "star"), 3.0),
    )
    assert order(AnyOf(scored))[:2] == [1, 5], "1 has two of them: 4 against 3"
    assert order(AnyOf(scored, best=True))[0] == 5


def test_weight_raises_by_relevance_only(open_engine: Open) -> None:
    engine = open_engine()
    engine.write(
        [book(id, "same", weight=weight, year=2000) for id, weight in ((1, 0.0), (2, 0.5), (3, 0.2))]
    )
    engine.commit(1)
    assert engine.search(Query(Term("title", "same"))).ids == [2, 3, 1]
    assert engine.search(Query(Everything())).ids == [2, 3, 1]
    assert engine.search(Query(sort=Sort.NEWEST)).ids == [1, 2, 3]


def test_newest_and_title(engine: SearchEngine) -> None:
    assert engine.search(Query(sort=Sort.NEWEST)).ids == [2, 4, 5, 1, 3]
    assert engine.search(Query(sort=Sort.TITLE)).ids == [5, 1, 2, 3, 4]


def test_untitled_sorts_last(open_engine: Open) -> None:
    engine = open_engine()
    engine.write([book(1, "x", sort=""), book(2, "y", sort="红"), book(3, "z", sort="a")])
    engine.commit(1)
    assert engine.search(Query(sort=Sort.TITLE)).ids == [3, 2, 1]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.TITLE])
def test_pages_join_without_gap_or_overlap(open_engine: Open, sort: Sort) -> None:
    engine = open_engine()
    engine.write([book(id, "same", year=2000) for id in range(1, 41)])
    engine.commit(1)
    pages = [engine.search(Query(sort=sort, start=start, rows=7)).ids for start in range(0, 42, 7)]
    assert [id for page in pages for id in page] == list(range(1, 41))
    assert engine.search(Query(start=100)).ids == []
    assert engine.search(Query(rows=0)).ids == []
    assert engine.search(Query(rows=0)).total == 40


def test_nearest_orders_by_the_first_value_carried(engine: SearchEngine) -> None:
    tiers = ("at", ("C", "B", "nowhere", "A"))
    assert engine.search(Query(tiers=tiers, sort=Sort.NEWEST)).ids == [3, 2, 1, 4, 5]
    assert engine.search(Query(tiers=tiers, sort=Sort.TITLE)).ids == [3, 1, 2, 4, 5]
    one_by_one = [engine.search(Query(tiers=tiers, sort=Sort.TITLE, start=n, rows=1)).ids for n in range(6)]
    assert one_by_one == [[3], [1], [2], [4], [5], []]
    for start, rows in ((start, rows) for start in range(6) for rows in range(6)):
        page = engine.search(Query(tiers=tiers, sort=Sort.TITLE, start=start, rows=rows))
        assert page.ids == [3, 1, 2, 4, 5][start : start + rows], (
            "a page may begin in one tier and end in another"
        )
    narrowed = engine.search(
        Query(Term("any", "red"), tiers=tiers, within={"format": ["ebook"]}, count={"library": 5})
    )
    assert (narrowed.ids, narrowed.total) == ([4, 5], 2)


def test_nearest_counts_all(engine: SearchEngine) -> None:
    page = engine.search(Query(tiers=("at", ("A",)), rows=2, count={"library": 9}))
    assert page.total == 5
    assert page.facets["library"][0] == Count("A", 2)


def test_replacing_and_deleting(engine: SearchEngine) -> None:
    engine.write([book(2, "blue dream")])
    engine.delete([5, 99])
    assert found(engine, Term("title", "red")) == {1, 2, 5}, "nothing before the commit"
    engine.commit(8)
    assert found(engine, Term("title", "red")) == {1}
    assert found(engine, Everything()) == {1, 2, 3, 4}
    assert [count.value for count in engine.search(Query(count={"format": 9})).facets["format"]] == [
        "book",
        "ebook",
    ]


def test_one_document_written_twice_in_a_commit_is_one(open_engine: Open) -> None:
    engine = open_engine()
    engine.write([book(1, "old"), book(1, "new")])
    engine.commit(1)
    assert found(engine, Everything()) == {1}
    assert found(engine, Term("title", "old")) == set()


def test_cursor_comes_with_the_commit(open_engine: Open) -> None:
    writer, reader = open_engine(), open_engine()
    assert reader.cursor() == 0
    assert reader.search(Query(count={"library": 3})).total == 0
    writer.write(BOOKS)
    assert reader.cursor() == 0
    writer.commit(12)
    assert reader.cursor() == 12
    writer.commit(13)
    assert reader.cursor() == 13
    assert found(reader, Everything()) == {1, 2, 3, 4, 5}


def test_another_handle_sees_a_commit_at_once(open_engine: Open) -> None:
    writer, reader = open_engine(), open_engine()
    for id in range(1, 6):
        writer.write([book(id, "same")])
        writer.commit(id)
        assert reader.search(Query()).total == id


def test_one_writer_at_a_time(open_engine: Open) -> None:
    first, second = open_engine(), open_engine()
    first.lock()
    first.lock()
    for write in (second.lock, lambda: second.write(BOOKS), lambda: second.delete([1]), second.clear):
        with pytest.raises(LockBusy):
            write()
    first.close()
    second.write(BOOKS)
    second.commit(3)
    assert second.cursor() == 3


def test_closing_drops_what_was_not_committed(open_engine: Open) -> None:
    first = open_engine()
    first.write(BOOKS)
    first.commit(1)
    first.write([book(6, "never")])
    first.delete([1])
    first.close()
    second = open_engine()
    second.commit(2)
    assert found(second, Everything()) == {1, 2, 3, 4, 5}


def test_clear_keeps_answering_until_the_commit(open_engine: Open) -> None:
    writer, reader = open_engine(), open_engine()
    writer.write(BOOKS)
    writer.commit(1)
    writer.clear()
    writer.write([book(9, "fresh")])
    assert found(reader, Everything()) == {1, 2, 3, 4, 5}
    writer.commit(2)
    assert found(reader, Everything()) == {9}
    assert reader.cursor() == 2
    writer.write([book(10, "more")])
    writer.commit(3)
    assert found(reader, Everything()) == {9, 10}


def test_a_rebuild_that_never_came_to_its_commit_changed_nothing(open_engine: Open) -> None:
    first = open_engine()
    first.write(BOOKS)
    first.commit(1)
    first.clear()
    first.write([book(9, "fresh")])
    first.close()
    second = open_engine()
    assert found(second, Everything()) == {1, 2, 3, 4, 5}
    second.write([book(6, "six")])
    second.commit(2)
    assert found(second, Everything()) == {1, 2, 3, 4, 5, 6}


def test_terms(engine: SearchEngine) -> None:
    assert engine.terms("title", "re") == [Count("red", 3)]
    assert engine.terms("any", limit=2) == [Count("red", 4), Count("dream", 2)]
    assert engine.terms("title", "zzz") == []


def test_marks(open_engine: Open) -> None:
    engine = open_engine()
    engine.write([book(1, "one", mark=41), book(2, "two")])
    engine.commit(5)
    assert engine.marks([1, 2, 3]) == {1: 41, 2: 0}
    assert engine.marks([]) == {}


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=5)
TERMS = st.builds(Term, st.sampled_from(["title", "author"]), st.sampled_from(["a", "b", "c", "d"]))
PHRASES = st.builds(
    Phrase, st.just("title"), st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(tuple)
)


def _grown(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, several, several, several),
        st.builds(AnyOf, several, st.integers(1, 3), st.booleans()),
        st.builds(Boost, inner, st.floats(0.5, 4)),
        st.builds(Score, inner, st.floats(0.5, 4)),
    )


CLAUSES = st.recursive(st.one_of(TERMS, PHRASES, st.just(Everything())), _grown, max_leaves=6)


VALUES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2, unique=True)
GROUPS = st.dictionaries(st.sampled_from(["library", "author"]), VALUES, min_size=1, max_size=2)
CHOSEN = st.fixed_dictionaries(
    {}, optional={"within": GROUPS, "either": st.lists(GROUPS, max_size=2).map(tuple)}
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Memory, Tantivy]]:
    memory, tantivy = Memory(Shelf(), SHAPE), Tantivy(tmp_path_factory.mktemp("index"), SHAPE)
    yield memory, tantivy
    memory.close()
    tantivy.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    titles=st.lists(st.tuples(WORDS, WORDS), max_size=6),
    clauses=st.lists(CLAUSES, min_size=1, max_size=8),
    chosen=CHOSEN,
)
def test_engines_agree_on_any_query(
    pair: tuple[Memory, Tantivy], titles: list, clauses: list[Clause], chosen: dict
) -> None:
    documents = [
        Document(
            id,
            {"title": [title], "author": [author]},
            {"library": title[:1], "author": author},
            title="".join(title),
        )
        for id, (title, author) in enumerate(titles, 1)
    ]
    for engine in pair:
        engine.clear()
        engine.write(documents)
        engine.commit(1)
    for clause in clauses:
        asked = Query(clause, sort=Sort.TITLE, count={"library": 9, "author": 9}, **chosen)
        one, other = (engine.search(asked) for engine in pair)
        assert one == other
