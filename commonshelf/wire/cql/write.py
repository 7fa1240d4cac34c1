"""A tree as CQL text that reads back as the same tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from commonshelf.wire.cql.tree import Boolean, Clause, Modifier, Node, Prefix, Question

SYMBOLS: Final = frozenset({"=", "==", "<", ">", "<=", ">=", "<>"})
RESERVED: Final = frozenset({"and", "or", "not", "prox", "sortby"})
_PLAIN: Final = re.compile(r'[^\s()=<>"/\\]+')
_QUOTED: Final = re.compile(r'\\.|"', re.DOTALL)


def to_cql(question: Question) -> str:
    """The whole query; parentheses only where they are needed."""
    text = _node(question.root)
    if question.sort:
        keys = " ".join(quoted(key.index) + _modifiers(key.modifiers) for key in question.sort)
        text = f"{text} sortBy {keys}"
    return text


def quoted(text: str) -> str:
    """A term, name or value, in quotation marks where it would not stand without them."""
    if _PLAIN.fullmatch(text) and text.lower() not in RESERVED:
        return text
    return '"' + _QUOTED.sub(lambda found: '\\"' if found[0] == '"' else found[0], text) + '"'


def _node(root: Node) -> str:
    """Without recursion: the left side is written first, what follows it waits."""
    parts: list[str] = []
    waiting: list[Node | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, Clause):
            parts.append(_prefixes(node.prefixes) + _clause(node))
        else:
            parts.append(_prefixes(node.prefixes))
            waiting += _right(node.right)
            waiting.append(f" {node.operator}{_modifiers(node.modifiers)} ")
            waiting += _left(node.left)
    return "".join(parts)


def _left(node: Node) -> list[Node | str]:
    """Booleans bind from the left: one on this side needs no parentheses, unless prefixes begin there."""
    return [")", node, "("] if node.prefixes else [node]


def _right(node: Node) -> list[Node | str]:
    return [")", node, "("] if node.prefixes or isinstance(node, Boolean) else [node]


def _clause(clause: Clause) -> str:
    term = quoted(clause.term)
    if not clause.relation:
        return term
    symbol = clause.relation in SYMBOLS
    relation = clause.relation if symbol else quoted(clause.relation)
    if symbol and not clause.modifiers:
        return f"{quoted(clause.index)}{relation}{term}"
    return f"{quoted(clause.index)} {relation}{_modifiers(clause.modifiers)} {term}"


def _modifiers(modifiers: Iterable[Modifier]) -> str:
    return "".join(
        f"/{quoted(one.name)}" + (f"{one.comparison}{quoted(one.value)}" if one.comparison else "")
        for one in modifiers
    )


def _prefixes(prefixes: Iterable[Prefix]) -> str:
    return "".join(
        f"> {quoted(one.name)} = {quoted(one.uri)} " if one.name else f"> {quoted(one.uri)} "
        for one in prefixes
    )
