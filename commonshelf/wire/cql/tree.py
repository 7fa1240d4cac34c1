r"""A CQL query as frozen data.

Terms keep their masking characters: `*`, `?` and `^` mean what CQL says unless a backslash stands
before them; `\\` is a backslash. A quotation mark is itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ESCAPED: Final = re.compile(r"[\\*?^]")
_UNESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Modifier:
    """ "/sort.descending", "/distance<3". comparison and value are "" where only the name is given."""

    name: str
    comparison: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """`> dc = "info:srw/…"`: name stands for uri within the node that carries it. name "": the default."""

    uri: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """index and relation are both "" where only a term is given."""

    term: str
    index: str = ""
    relation: str = ""
    modifiers: tuple[Modifier, ...] = ()
    prefixes: tuple[Prefix, ...] = ()


@dataclass(frozen=True, slots=True)
class Boolean:
    """operator: and, or, not, prox. All bind alike and from the left, as CQL says."""

    operator: str
    left: Node
    right: Node
    modifiers: tuple[Modifier, ...] = ()
    prefixes: tuple[Prefix, ...] = ()


Node = Clause | Boolean


@dataclass(frozen=True, slots=True)
class SortKey:
    index: str
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A whole query. sort: what follows `sortBy`."""

    root: Node
    sort: tuple[SortKey, ...] = ()


def clauses(root: Node) -> Iterator[Clause]:
    """From left to right."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Clause):
            yield node
        else:
            waiting += [node.right, node.left]


def literal(text: str) -> str:
    """Text as a term in which nothing is masked."""
    return _ESCAPED.sub(r"\\\g<0>", text)


def unmasked(term: str) -> str:
    """The text of a term, escapes undone."""
    return _UNESCAPED.sub(r"\1", term)
