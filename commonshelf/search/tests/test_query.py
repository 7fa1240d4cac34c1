"""A question taken apart and compiled; whatever is typed has an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.cards import EditionCard, Entry, Member
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.engine.contract import Everything, Phrase, Sort, Term
from commonshelf.engine.memory import Memory, Shelf
from commonshelf.search.domain import fields, relaxing
from commonshelf.search.domain.query import Ask, checked, clause, compiled, wanted
from commonshelf.search.feed import document_of
from commonshelf.search.tests.test_feed import NOW


@pytest.mark.parametrize(
    ("words", "numbers", "quoted", "loose"),
    [
        ("红楼梦 曹雪芹", (), (), ("红楼梦", "曹雪芹")),
        ("《红楼梦》导读", (), ("红楼梦",), ("导读",)),
        ('"to algorithms" mit', (), ("to algorithm",), ("mit",)),
        ("ISBN：978-7-02-000220-7 红楼梦", ("9787020002207",), (), ("红楼梦",)),
        ("7-5037-2623-7", ("9787503726231",), (), ()),
        ("9787020002208", ("9787020002208",), (), ()),
        ("ISSN 1000-0577", ("10000577",), (), ()),
        ("1949-1999 中国", (), (), ("1949", "1999", "中国")),
        ("《》", (), (), ()),
        ('5" disk', (), (), ("5", "disk")),
    ],
)
def test_taken_apart(words: str, numbers: tuple, quoted: tuple, loose: tuple) -> None:
    found = wanted(words)
    assert found.numbers == numbers
    assert tuple(" ".join(unit.text for unit in phrase) for phrase in found.quoted) == quoted
    assert tuple(unit.text for unit in found.loose) == loose


def test_nothing_asked_is_everything_and_marks_only_are_nothing() -> None:
    assert clause(wanted("  ")) == Everything()
    assert clause(wanted("？！")) != Everything()


def test_compiled_carries_the_question() -> None:
    ask, steps = checked(Ask("红", {"library": ("A",)}, "nearest", 20, 10, ("A/x", "B/y")))
    query = compiled(ask)
    assert steps == ()
    assert (query.sort, query.tiers) == (Sort.RELEVANCE, (fields.PLACES, ("A/x", "B/y")))
    assert (query.start, query.rows, query.within) == (20, 10, {})
    assert query.either == ({"region": (), "library": ("A",), "branch": ()},)
    assert set(query.count) == set(fields.COUNTED)


def test_han_stays_where_a_dictionary_would_part_it() -> None:
    assert Term(fields.EXACT, "红楼梦") in terms(clause(wanted("紅樓夢")))
    assert Phrase(fields.TITLE, ("红", "楼", "梦")) in terms(clause(wanted("紅樓夢")))


def terms(tree: object) -> list[object]:
    """Every clause of a tree."""
    below = [getattr(tree, name, ()) for name in ("clauses", "raising", "without")]
    inner = [clause for part in below for clause in part]
    inner += [tree.clause] if hasattr(tree, "clause") else []
    return [tree, *(found for part in inner for found in terms(part))]


@pytest.fixture(scope="module")
def engine() -> Memory:
    made = Memory(Shelf(), fields.SHAPE)
    facts = [Facts("marc21", "红楼梦"), Facts("marc21", "C++ & C#: a 'primer' (2nd ed.)")]
    members = [Member(id, "A", f"{id}", one, (), NOW) for id, one in enumerate(facts, 1)]
    made.write(document_of(Entry.of(EditionCard(m.record, None, m.facts, (m,), ()))) for m in members)
    made.commit(1)
    return made


@given(words=st.text(max_size=60))
def test_whatever_is_typed_has_an_answer(engine: Memory, words: str) -> None:
    ask, _ = checked(Ask(words))
    assert engine.search(compiled(ask)).total >= 0
    for way in relaxing.ways(engine, ask.words, dict):
        assert engine.search(compiled(ask, way.clause)).total >= 0


@given(st.text(min_size=300, max_size=3000))
def test_long_questions_are_cut(words: str) -> None:
    ask, steps = checked(Ask(words))
    assert len(ask.words) <= 300
    assert bool(steps) == (len(" ".join(words.split())) > 300)


@pytest.mark.parametrize(("words", "first"), [("鲁迅", 2), ("Jane Austen", 4), ("austen, jane", 4)])
def test_a_whole_name_leads_to_what_that_person_made(words: str, first: int) -> None:
    made = Memory(Shelf(), fields.SHAPE)
    facts = [
        Facts("cnmarc", "鲁迅的鲁迅：鲁迅作品与鲁迅精神", names=(Name("王得后"),), subjects=("鲁迅",)),
        Facts("cnmarc", "野草", names=(Name("鲁迅"),)),
        Facts("marc21", "Jane Austen and the critics of Jane Austen", names=(Name("Ross, Jane"),)),
        Facts("marc21", "Emma", names=(Name("Austen, Jane"),)),
    ]
    members = [Member(id, "A", f"{id}", one, (), NOW) for id, one in enumerate(facts, 1)]
    made.write(document_of(Entry.of(EditionCard(m.record, None, m.facts, (m,), ()))) for m in members)
    made.commit(1)
    assert made.search(compiled(Ask(words))).ids[0] == first
