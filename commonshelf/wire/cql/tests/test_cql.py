"""CQL to a tree and back: by cases, by invention, in many threads, and as libyaz reads it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commonshelf.wire.cql.read import DEEPEST, LONGEST, MOST_CLAUSES, Fault, parse
from commonshelf.wire.cql.tests.libyaz import Yaz, shape
from commonshelf.wire.cql.tree import (
    Boolean,
    Clause,
    Modifier,
    Node,
    Prefix,
    Question,
    SortKey,
    clauses,
    literal,
    unmasked,
)
from commonshelf.wire.cql.write import RESERVED, SYMBOLS, to_cql

SORTED = Question(
    Boolean("and", Clause("船山", "title", "="), Clause("1990", "year", ">=")),
    (SortKey("year", (Modifier("sort.descending"),)), SortKey("title")),
)
READ = {
    "船山": Question(Clause("船山")),
    '"two words"': Question(Clause("two words")),
    "title = 船山": Question(Clause("船山", "title", "=")),
    "title=船山": Question(Clause("船山", "title", "=")),
    'title any "a b"': Question(Clause("a b", "title", "any")),
    "title ALL/relevant a": Question(Clause("a", "title", "ALL", (Modifier("relevant"),))),
    "dist within/unit=km 3": Question(Clause("3", "dist", "within", (Modifier("unit", "=", "km"),))),
    "year<>1990": Question(Clause("1990", "year", "<>")),
    '""': Question(Clause("")),
    "and": Question(Clause("and")),
    "or = not": Question(Clause("not", "or", "=")),
    "a AND b": Question(Boolean("and", Clause("a"), Clause("b"))),
    "a or b not c": Question(Boolean("not", Boolean("or", Clause("a"), Clause("b")), Clause("c"))),
    "a or (b not c)": Question(Boolean("or", Clause("a"), Boolean("not", Clause("b"), Clause("c")))),
    "a prox/distance<3 b": Question(
        Boolean("prox", Clause("a"), Clause("b"), (Modifier("distance", "<", "3"),))
    ),
    "((a))": Question(Clause("a")),
    '> dc = "http://x/" dc.title = a': Question(
        Clause("a", "dc.title", "=", prefixes=(Prefix("http://x/", "dc"),))
    ),
    "> http a": Question(Clause("a", prefixes=(Prefix("http"),))),
    "title=船山 and year >= 1990 sortBy year/sort.descending title": SORTED,
    r'"say \"no\""': Question(Clause('say "no"')),
    r'"a\\" or "b"': Question(Boolean("or", Clause(r"a\\"), Clause("b"))),
    r"cat\*": Question(Clause(r"cat\*")),
    "\\": Question(Clause(r"\\")),
    "题名\u3000=\u3000船山": Question(Clause("船山", "题名", "=")),
    'a\nand\t"b\nc"': Question(Boolean("and", Clause("a"), Clause("b c"))),
}


@pytest.mark.parametrize("text", READ)
def test_a_query_is_read(text):
    assert parse(text) == READ[text]


@pytest.mark.parametrize("text", READ)
def test_what_was_read_is_written_so_that_it_reads_the_same(text):
    assert parse(to_cql(READ[text])) == READ[text]


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "empty", 1),
        (" \u3000 ", "empty", 1),
        ("title=", "unfinished", 7),
        ("a and", "unfinished", 6),
        ("a sortBy", "unfinished", 9),
        ("title = = b", "unexpected", 9),
        ("a and or b )", "stray-parenthesis", 12),
        ("title = a b", "unexpected", 11),
        ("a (b)", "unexpected", 3),
        ("(a or b", "open-parenthesis", 1),
        ("a or b)", "stray-parenthesis", 7),
        ('title = "a', "open-quote", 9),
        ('a "b" "', "open-quote", 7),
        ("/", "unexpected", 1),
        ("< a", "unexpected", 1),
        ("a" * (LONGEST + 1), "too-long", LONGEST + 1),
        ("(" * 20_000 + "a" + ")" * 20_000, "too-long", LONGEST + 1),
        ("(" * 999 + "a" + ")" * 999, "too-deep", DEEPEST + 1),
        (" or ".join("a" * (MOST_CLAUSES + 1)), "too-many-clauses", 5 * MOST_CLAUSES - 2),
    ],
)
def test_what_is_no_query_says_where(text, code, position):
    fault = parse(text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.position) == (code, position)


def test_a_fault_tells_what_stands_there_and_what_could():
    fault = parse("title = 红楼 梦")
    assert isinstance(fault, Fault)
    assert fault.found == "梦"
    assert {"and", "or", "not", "end"} <= set(fault.expected)
    assert "word" not in fault.expected
    assert "word" in parse("a and").expected
    assert parse("(" * 60).most == DEEPEST


def test_as_many_clauses_and_parentheses_as_are_allowed_are_read():
    wide = parse(" or ".join("a" * MOST_CLAUSES))
    assert isinstance(wide, Question)
    assert len(list(clauses(wide.root))) == MOST_CLAUSES
    assert parse(to_cql(wide)) == wide
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == Question(Clause("a"))


def test_nothing_is_masked_in_literal_text():
    assert literal("C* or D?") == r"C\* or D\?"
    assert unmasked(literal("a\\b^*")) == "a\\b^*"
    assert parse(to_cql(Question(Clause(literal('50% "*" \\'))))) == Question(Clause(literal('50% "*" \\')))


# -- invention

blanks = st.characters(
    exclude_categories=["Cs"], exclude_characters=[*"\t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"]
)
texts = (
    st.text(blanks, max_size=8)
    .map(lambda text: "".join(" " if c.isspace() else c for c in text))
    .map(literal)
)
words = st.one_of(
    texts,
    st.sampled_from([*RESERVED, "title", "红楼梦", "dc.title", "a b", 'say "x"', r"\*", "*", "(", "<>"]),
)
names = words.filter(bool)
comparisons = st.sampled_from(sorted(SYMBOLS))
modifiers = st.lists(
    st.one_of(st.builds(Modifier, names), st.builds(Modifier, names, comparisons, words)),
    max_size=2,
).map(tuple)
prefixes = st.lists(st.builds(Prefix, names, st.one_of(st.just(""), names)), max_size=1).map(tuple)
leaves = st.one_of(
    st.builds(Clause, words, prefixes=prefixes),
    st.builds(Clause, words, names, st.one_of(comparisons, names), modifiers, prefixes),
)
nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda below: st.builds(
        Boolean, st.sampled_from(["and", "or", "not", "prox"]), below, below, modifiers, prefixes
    ),
    max_leaves=8,
)
questions = st.builds(Question, nodes, st.lists(st.builds(SortKey, names, modifiers), max_size=2).map(tuple))


@given(questions)
@settings(max_examples=200, deadline=None)
def test_every_tree_is_written_and_read_back(question):
    text = to_cql(question)
    if len(text) <= LONGEST:
        assert parse(text) == question


pieces = st.sampled_from(
    ["title", "=", "==", "any", "and", "or", "not", "prox", "sortBy", "(", ")", '"', "/", "<", ">=", "<>",
     "a", "红楼梦", "\\", '"a b"', ">", "*", "\u3000", "\x00", "\udc80", "cql.x"]
)  # fmt: skip


@given(
    st.one_of(
        st.lists(pieces, max_size=25).map(" ".join), st.lists(pieces, max_size=25).map("".join), st.text()
    )
)
@example("\ud800")
@example('0""0')  # once a clause whose relation had no name
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_query_or_a_fault_and_never_an_error(text):
    parsed = parse(text)
    if isinstance(parsed, Question):
        assert parse(to_cql(parsed)) == parsed
    else:
        assert 1 <= parsed.position <= len(text) + 1


def test_no_thread_gets_the_answer_of_another():
    asked = [f'title any "{number} 红{number}" and year={number}' for number in range(400)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(parse, asked * 3))
    for text, answer in zip(asked * 3, answers, strict=True):
        assert isinstance(answer, Question), answer
        assert to_cql(answer) == text


# -- the other implementation


@pytest.fixture(scope="module")
def yaz():
    return Yaz()


def ours(node: Node) -> object:
    if isinstance(node, Boolean):
        return ((node.operator, told(node.modifiers)), ours(node.left), ours(node.right))
    return (node.index, node.relation, told(node.modifiers), node.term)


def told(modifiers: tuple[Modifier, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(sorted((one.name, one.comparison, one.value) for one in modifiers))


plain_words = st.sampled_from(["a", "红楼", "two words", "x1", "中文 字", "dc.z"])
plain_names = st.sampled_from(["title", "dc.creator", "year"])
plain_modifiers = st.lists(
    st.builds(
        Modifier, st.sampled_from(["x", "rel.y"]), st.sampled_from(["=", "<"]), st.sampled_from(["1", "b"])
    ),
    max_size=2,
).map(tuple)
plain_nodes: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.builds(Clause, plain_words),
        st.builds(
            Clause,
            plain_words,
            plain_names,
            st.sampled_from(["=", "==", "any", "all", "<", ">="]),
            plain_modifiers,
        ),
    ),
    lambda below: st.builds(
        Boolean, st.sampled_from(["and", "or", "not", "prox"]), below, below, plain_modifiers
    ),
    max_leaves=8,
)


@given(question=st.builds(Question, plain_nodes))
@settings(max_examples=150, deadline=None)
def test_libyaz_reads_the_same_tree(yaz, question):
    found = yaz.xcql(to_cql(question))
    assert found is not None
    assert shape(found) == ours(question.root)


@pytest.mark.parametrize(
    "text", ["title=", "a and", "(a or b", "a or b)", "a sortBy", "title = = b", "or or"]
)
def test_libyaz_refuses_what_we_refuse(yaz, text):
    assert yaz.xcql(text) is None
    assert isinstance(parse(text), Fault)
