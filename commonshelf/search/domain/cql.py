"""A question in CQL compiled to the engine's query tree.

`read` refuses with a sentence what cannot be asked, and names what can. Text is cut into tokens as the
search box does it, so both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeGuard

from commonshelf.engine.contract import All, AnyOf, Clause, Everything
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.search.domain.cql_indexes import (
    BY_NAME,
    CONTEXT_SETS,
    NAMED,
    SORT_KEYS,
    Index,
)
from commonshelf.search.domain.cql_terms import KINDS
from commonshelf.wire.cql import tree
from commonshelf.wire.cql.read import Fault, parse
from commonshelf.wire.cql.tree import Boolean, Node, Question, SortKey

__all__ = ["Compiled", "looks_like", "question", "read"]

_MODIFIERS: Final = frozenset(
    {"word", "string", "masked", "unmasked", "relevant", "ignorecase", "ignoreaccents"}
)
_QUOTED: Final = re.compile(r'("(?:\\.|[^"\\])*")', re.DOTALL)
_WESTERN: Final = str.maketrans("“”＂＝（）＜＞／＊　", '"""=()<>/* ')
_NAMES: Final = "|".join(sorted(map(re.escape, BY_NAME), key=len, reverse=True))
_SYMBOLIC: Final = re.compile(rf"[\s(]*(?:{_NAMES})\s*(?:==|=|<>|<=|>=|<|>)", re.IGNORECASE)
_NAMED: Final = re.compile(rf"[\s(]*(?:{_NAMES})\s+(?:any|all|adj|exact|within)(?:/\S+)*\s+\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compiled:
    """clause: what matches. sort: relevance, title, newest, or "" where the query says nothing.

    words: the texts that are looked for, for marking and for help with spelling.
    """

    clause: Clause
    sort: str = ""
    words: str = ""


def looks_like(text: str) -> bool:
    """Whether what somebody typed is CQL: it begins with an index and a relation. "title all about Eve"
    is no CQL, as nothing follows a relation in words but one term.
    """
    western = _western(text)
    if _SYMBOLIC.match(western):
        return True
    return bool(_NAMED.match(western)) and isinstance(parse(western), Question)


@lru_cache(maxsize=256)
def read(text: str) -> Compiled:
    """The compiled question. Raises a Refusal that says where and what."""
    asked = question(text)
    words: list[str] = []
    clause = _compiled(asked.root, words)
    return Compiled(clause, _sort(asked.sort), " ".join(dict.fromkeys(words)))


def question(text: str) -> Question:
    """The tree alone. Chinese marks (“ ” ＝ （ ）) count as their western forms. Raises a Refusal."""
    parsed = parse(_western(text))
    if isinstance(parsed, Question):
        return parsed
    raise _refusal(parsed)


def _western(text: str) -> str:
    """Without changing what stands between straight quotation marks; as many characters as before."""
    parts = _QUOTED.split(text)
    return "".join(part if part.startswith('"') else part.translate(_WESTERN) for part in parts)


def _refusal(fault: Fault) -> Refusal:
    facts: dict[str, Fact] = {"position": fault.position, "found": fault.found[:40], "most": fault.most}
    code = fault.code
    if code in {"unfinished", "unexpected"}:
        literal = [word for word in fault.expected if word not in {"word", "end"}]
        facts["expected"] = " ".join(literal)
        if code == "unexpected":
            code = "word-missing" if "word" in fault.expected else "operator-missing"
    return Refusal(f"search.cql-{code}", facts)


# -- the tree, without recursion

_Scope = Mapping[str, str]


def _compiled(root: Node, words: list[str]) -> Clause:
    done: list[Clause] = []
    waiting: list[tuple[Node, _Scope, bool, bool]] = [(root, {}, False, True)]
    while waiting:
        node, scope, ready, wanted = waiting.pop()
        if not ready:
            scope = _scoped(node, scope)
        if isinstance(node, tree.Clause):
            done.append(_clause(node, scope, words if wanted else []))
        elif not ready:
            _check(node)
            waiting.append((node, scope, True, wanted))
            waiting.append((node.right, scope, False, wanted and node.operator != "not"))
            waiting.append((node.left, scope, False, wanted))
        else:
            right, left = done.pop(), done.pop()
            done.append(_joined(node.operator, left, right))
    return done.pop()


def _scoped(node: Node, scope: _Scope) -> _Scope:
    if not node.prefixes:
        return scope
    bound = dict(scope)
    for prefix in node.prefixes:
        known = CONTEXT_SETS.get(prefix.uri)
        if known is None:
            raise Refusal("search.cql-prefix", {"uri": prefix.uri[:80], "known": ", ".join(CONTEXT_SETS)})
        bound[prefix.name.lower()] = known
    return bound


def _check(node: Boolean) -> None:
    if node.operator == "prox":
        raise Refusal("search.cql-prox")
    if node.modifiers:
        raise Refusal("search.cql-boolean-modifier", {"modifier": node.modifiers[0].name[:40]})


def _joined(operator: str, left: Clause, right: Clause) -> Clause:
    """Clauses of one kind side by side, so that a hundred of them are no deep tree."""
    if operator == "or":
        return AnyOf((*(left.clauses if _plain_or(left) else (left,)), right))
    both = left if _plain_and(left) else All((left,))
    if operator == "not":
        return All(both.clauses, without=(*both.without, right))
    return All((*both.clauses, right), without=both.without)


def _plain_or(clause: Clause) -> TypeGuard[AnyOf]:
    return isinstance(clause, AnyOf) and clause.least == 1 and not clause.best


def _plain_and(clause: Clause) -> TypeGuard[All]:
    return isinstance(clause, All) and not clause.raising


# -- one clause


def _clause(clause: tree.Clause, scope: _Scope, words: list[str]) -> Clause:
    index = _index(clause.index, scope)
    relation = _relation(clause, index)
    masked = not any(one.name.lower() == "unmasked" for one in clause.modifiers)
    term = clause.term if masked else tree.literal(clause.term)
    if index.kind == "everything":
        return Everything()
    if not any(map(str.isalnum, term)):
        raise Refusal("search.cql-no-term", {"index": index.name})
    if relation == "<>":
        return All((Everything(),), without=(KINDS[index.kind](index, "==", term),))
    if index.kind == "words":
        words.append(tree.unmasked(term).replace("*", ""))
    return KINDS[index.kind](index, relation, term)


def _index(name: str, scope: _Scope) -> Index:
    if not name:
        return BY_NAME["anywhere"]
    prefix, point, base = name.partition(".")
    full = f"{scope[prefix.lower()]}.{base}" if point and prefix.lower() in scope else name
    found = BY_NAME.get(full.lower())
    if found is None:
        raise Refusal("search.cql-index", {"index": name[:40], "known": ", ".join(NAMED)})
    return found


def _relation(clause: tree.Clause, index: Index) -> str:
    relation = clause.relation.lower().removeprefix("cql.") or "="
    if relation == "scr":
        relation = "="
    if relation not in index.relations:
        known = " ".join(index.relations)
        raise Refusal(
            "search.cql-relation", {"relation": clause.relation[:40], "index": index.name, "known": known}
        )
    for one in clause.modifiers:
        if one.name.lower().removeprefix("cql.") not in _MODIFIERS or one.comparison:
            known = ", ".join(sorted(_MODIFIERS))
            raise Refusal("search.cql-modifier", {"modifier": one.name[:40], "known": known})
    return relation


# -- order


def _sort(keys: tuple[SortKey, ...]) -> str:
    """The engine sorts by one thing: the first key counts."""
    if not keys:
        return ""
    name = keys[0].index.lower().rpartition(".")[2]
    if name == "relevance":
        return "relevance"
    index = BY_NAME.get(keys[0].index.lower()) or BY_NAME.get(name)
    backwards = any(one.name.lower().endswith("descending") for one in keys[0].modifiers)
    if index is not None and index.name == "title" and not backwards:
        return "title"
    if index is not None and index.name == "year":
        return "newest"
    raise Refusal("search.cql-sort", {"key": keys[0].index[:40], "known": ", ".join(SORT_KEYS)})
