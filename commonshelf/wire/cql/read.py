"""CQL text as a tree, or what is wrong with it and where: PyPI's cql-parser behind a fence.

One parser a thread, as a parser shared by threads mixes their answers; length, clauses and nesting are
counted before it sees anything; its tree is walked without recursion; and nothing but a `Fault`
comes of a bad query.
"""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass
from typing import Any, Final

from cql._vendor.ply.yacc import NullLogger
from cql.lexer import CQLLexer
from cql.parser import CQLParser12, CQLSearchClause, CQLTriple

from commonshelf.wire.cql.tree import Boolean, Clause, Modifier, Node, Prefix, Question, SortKey
from commonshelf.wire.cql.write import RESERVED

LONGEST: Final = 2_000
MOST_CLAUSES: Final = 100
DEEPEST: Final = 50
"""Parentheses within parentheses."""

_SPACE: Final = re.compile(r"\s")
_TOKEN: Final = re.compile(r'"(?:\\.|[^"\\])*"|[()"]|[^\s()"=<>/]+', re.DOTALL)
_UNQUOTED: Final = re.compile(r"\\(.)", re.DOTALL)
_DANGLING: Final = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
_EMPTY: Final = '""'
RELATIONS: Final = ("=", "==", "<", ">", "<=", ">=", "<>", "word")
_WORDS: Final = {
    "CHAR_STRING1": "word",
    "CHAR_STRING2": "word",
    "LPAREN": "(",
    "RPAREN": ")",
    "MODSTART": "/",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "PROX": "prox",
    "SORTBY": "sortBy",
    "EQ": "=",
    "EQUALS": "==",
    "LT": "<",
    "GT": ">",
    "LE": "<=",
    "GE": ">=",
    "NE": "<>",
    "$end": "end",
}

for _name in ("cql.lexer", "cql.parser"):
    # They log every bad query as an error; a reader's typing mistake is none of ours.
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no query.

    code: empty, too-long, too-many-clauses, too-deep, open-quote, open-parenthesis,
    stray-parenthesis, unfinished (something must follow), unexpected. position: character, from 1.
    found: what stands there. expected: what could stand there, as CQL writes it; "word" and "end" are
    not literal. most: the limit that was passed.
    """

    code: str
    position: int
    found: str = ""
    expected: tuple[str, ...] = ()
    most: int = 0


class _Unexpected(Exception):
    def __init__(self, position: int, found: str, expected: tuple[str, ...]) -> None:
        super().__init__(position)
        self.position = position
        self.found = found
        self.expected = expected


def _quoted(_lexer: CQLLexer, token: Any) -> Any:
    token.value = _UNQUOTED.sub(lambda found: '"' if found[1] == '"' else found[0], token.value[1:-1])
    return token


# The library's own ends a quoted term too late when an escaped backslash stands before the mark. The
# lexer generator takes names for kinds of token and docstrings for their patterns.
_quoted.__doc__ = r'"(?:\\[\s\S]|[^"\\])*"'
_LEXER: Final = type("_Lexer", (CQLLexer,), {"t_CHAR_STRING2": _quoted})


class _Parser(CQLParser12):
    def p_error(self, p: Any) -> None:
        """Say where and what instead of writing a log."""
        actions = self.parser.action[self.parser.state]
        expected = tuple(dict.fromkeys(_WORDS[name] for name in actions if name in _WORDS))
        if p is None:
            raise _Unexpected(-1, "", expected)
        raise _Unexpected(p.lexpos, str(p.value), expected)


class _Kept(threading.local):
    """A parser for each thread: 5 ms to make, 50 µs to use."""

    def __init__(self) -> None:
        lexer: Any = _LEXER()
        lexer.build()
        self.parser = _Parser()
        self.parser.build(lexer=lexer, errorlog=NullLogger(), debug=False)


_KEPT: Final = _Kept()


def parse(text: str) -> Question | Fault:
    """The query as a tree, or why it is none."""
    text = _SPACE.sub(" ", text)
    if fault := _measured(text):
        return fault
    try:
        parsed = _KEPT.parser.parse(text)
    except _Unexpected as odd:
        if odd.position < 0:
            return Fault("unfinished", len(text.rstrip()) + 1, "", odd.expected)
        return Fault("unexpected", odd.position + 1, odd.found, odd.expected)
    root = parsed.root
    keys = tuple([SortKey(_word(key.index.name), _modifiers(key)) for key in root.sortSpecs])
    try:
        return Question(_tree(root), keys)
    except _NoRelation:
        return Fault("unexpected", text.find(_EMPTY) + 1, _EMPTY, RELATIONS)


class _NoRelation(Exception):
    """An empty word where a relation has to stand: the parser takes it for a relation of that name."""


def _measured(text: str) -> Fault | None:
    """What can be seen without a parser, so that nothing large or deep ever reaches it."""
    if len(text) > LONGEST:
        return Fault("too-long", LONGEST + 1, most=LONGEST)
    if not text.strip():
        return Fault("empty", 1)
    open_at: list[int] = []
    clauses = 1
    for token in _TOKEN.finditer(text):
        word, place = token[0], token.start() + 1
        if word == '"':
            return Fault("open-quote", place)
        if word == "(":
            open_at.append(place)
            if len(open_at) > DEEPEST:
                return Fault("too-deep", place, most=DEEPEST)
        elif word == ")":
            if not open_at:
                return Fault("stray-parenthesis", place)
            open_at.pop()
        elif word.lower() in RESERVED:
            clauses += 1
            if clauses > MOST_CLAUSES:
                return Fault("too-many-clauses", place, most=MOST_CLAUSES)
    return Fault("open-parenthesis", open_at[-1]) if open_at else None


def _tree(root: Any) -> Node:
    """The library's tree as ours. Left sides nest as deep as there are clauses: no recursion."""
    done: list[Node] = []
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if isinstance(node, CQLSearchClause):
            done.append(_clause(node))
        elif not ready:
            waiting += [(node, True), (node.right, False), (node.left, False)]
        else:
            right, left = done.pop(), done.pop()
            operator = node.operator
            done.append(Boolean(operator.value.lower(), left, right, _modifiers(operator), _prefixes(node)))
    return done.pop()


def _clause(node: Any) -> Clause:
    term, prefixes = _word(node.term), _prefixes(node)
    if node.relation is None:
        return Clause(term, prefixes=prefixes)
    relation = node.relation
    if not relation.comparitor.name:
        raise _NoRelation
    return Clause(
        term, _word(node.index.name), _word(relation.comparitor.name), _modifiers(relation), prefixes
    )


def _modifiers(node: Any) -> tuple[Modifier, ...]:
    return tuple(
        [
            Modifier(_word(one.name.name), one.comparitor or "", _word(one.value or ""))
            for one in node.modifiers or ()
        ]
    )


def _prefixes(node: CQLSearchClause | CQLTriple) -> tuple[Prefix, ...]:
    return tuple([Prefix(_word(one.uri), _word(one.prefix or "")) for one in node.prefixes])


def _word(text: str) -> str:
    """A backslash with nothing behind it stands for itself."""
    return text + "\\" if _DANGLING.search(text) else text
