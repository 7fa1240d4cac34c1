"""The tree of managing offices: what may stand below what, and how far each reaches (A76).

One general agency at the root; regions below it and below each other (a province with its cities, A34);
exactly one agency for each member; departments below a member's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

GENERAL, REGION, MEMBER, DEPARTMENT = "general", "region", "member", "department"
BELOW: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        GENERAL: frozenset(),
        REGION: frozenset({GENERAL, REGION}),
        MEMBER: frozenset({GENERAL, REGION}),
        DEPARTMENT: frozenset({MEMBER, DEPARTMENT}),
    }
)
"""Kind -> the kinds it may stand below."""
LASTING: Final = frozenset({GENERAL, MEMBER})
"""Never closed: the alliance has its office, and a member has one as long as it is one."""

CIRCLE: Final = "members.agency-circle"
MISPLACED: Final = "members.agency-place"
ELSEWHERE: Final = "members.agency-of-another"


@dataclass(frozen=True, slots=True)
class Node:
    """library: the Symbol of a member's agency and of its departments, "" above them."""

    id: int
    kind: str
    parent: int | None
    library: str = ""


Nodes = Mapping[int, Node]


def above(nodes: Nodes, id: int) -> list[int]:
    """The parent, its parent, … up to the root. A circle in the rows ends the walk."""
    found: list[int] = []
    at = nodes[id].parent
    while at is not None and at in nodes and at not in found:
        found.append(at)
        at = nodes[at].parent
    return found


def children(nodes: Nodes, id: int) -> list[Node]:
    return [node for node in nodes.values() if node.parent == id]


def below(nodes: Nodes, id: int) -> Iterator[Node]:
    """Everything under it, at any depth."""
    for node in nodes.values():
        if id in above(nodes, node.id):
            yield node


def why_not(nodes: Nodes, child: Node, parent: Node) -> str:
    """The code of the refusal when `child` were put below `parent`; "" when it may stand there."""
    if child.id == parent.id or (child.id in nodes and child.id in above(nodes, parent.id)):
        return CIRCLE
    if parent.kind not in BELOW[child.kind]:
        return MISPLACED
    return ELSEWHERE if child.kind == DEPARTMENT and child.library != parent.library else ""


def reach(nodes: Nodes, id: int) -> frozenset[str] | None:
    """The libraries (Symbols) it manages; None: the whole alliance."""
    node = nodes[id]
    if node.kind == GENERAL:
        return None
    if node.kind == REGION:
        return frozenset(one.library for one in below(nodes, id) if one.kind == MEMBER)
    return frozenset({node.library})


def problems(nodes: Nodes) -> Iterator[str]:
    """What must never be found, each in one English sentence for the operator."""
    for node in nodes.values():
        if node.parent is None:
            if node.kind != GENERAL and any(one.kind == GENERAL for one in nodes.values()):
                yield f"agency {node.id} ({node.kind}) stands below no other"
            continue
        parent = nodes.get(node.parent)
        if parent is None:
            yield f"agency {node.id} stands below agency {node.parent}, which is closed"
        elif node.id in above(nodes, node.id):
            yield f"agency {node.id} is above itself"
        elif code := why_not({}, node, parent):
            yield f"agency {node.id} ({node.kind}) may not stand below {parent.id} ({parent.kind}): {code}"
