"""Which records are one edition: scored ties in, groups that keep every rule out.

A group never holds two volumes, editions or carriers that are said, nor two records that people keep
apart, nor too many records of one library. Ties are taken from the strongest down; one that would
break a rule is held back and goes to people. Nothing depends on the order in which anything came:
equal scores are ordered by the nodes' keys, which are made of what the records say (find.md, "What
this means" 5 to 9).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

Key = tuple[int, str]
"""(description, "") for all its records that go together; (description, name) for one that stands alone."""
Conflict = Callable[[Hashable, Hashable], str]

MOST_OF_ONE_LIBRARY: Final = 20
"""Records of one library in one edition: more are not copies but a record that says too little."""
MOST_DESCRIPTIONS: Final = 400
"""Different descriptions in one edition."""
APART: Final = "apart"
TOO_MANY: Final = "too-many"


class Node(NamedTuple):
    """What is not parted any more.

    libraries: library -> records. marks: what of it may stand against another's (volume, edition,
    carrier).
    """

    libraries: Mapping[int, int]
    description: int
    marks: Hashable


class Tie(NamedTuple):
    """Two nodes the machine takes for one edition."""

    one: Key
    other: Key
    score: float


class Held(NamedTuple):
    """A tie that would have broken a rule. reason: apart, too-many, or what stood against it."""

    one: Key
    other: Key
    score: float
    reason: str


class Parted(NamedTuple):
    """groups: every node in exactly one; all sorted."""

    groups: list[list[Key]]
    held: list[Held]


@dataclass(slots=True)
class _Group:
    members: list[Key]
    libraries: dict[int, int]
    descriptions: set[int]
    marks: set[Hashable]
    foes: set[Key] = field(default_factory=set)


def partition(
    nodes: Mapping[Key, Node],
    ties: Iterable[Tie],
    *,
    conflict: Conflict,
    must: Iterable[tuple[Key, Key]] = (),
    cannot: Iterable[tuple[Key, Key]] = (),
) -> Parted:
    """Group the nodes. conflict: of two nodes' marks, what stands against their being one ("" nothing).

    must, cannot: pairs people decided about; they win over ties, conflicts and limits. Pairs of which
    one is no node are passed over.
    """
    groups = {
        key: _Group([key], dict(node.libraries), {node.description}, {node.marks})
        for key, node in nodes.items()
    }
    for one, other in cannot:
        if one in groups and other in groups and one != other:
            groups[one].foes.add(other)
            groups[other].foes.add(one)
    # Decisions that contradict each other are refused when they are made; should two meet all the
    # same, what is kept apart stays apart.
    for one, other in sorted(must):
        if one in groups and other in groups and not _foes(groups[one], groups[other]):
            _unite(groups, one, other)
    held = []
    for one, other, score in sorted(map(_ordered, ties), key=lambda tie: (-tie.score, tie.one, tie.other)):
        first, second = groups[one], groups[other]
        if first is second:
            continue
        if reason := _against(first, second, conflict):
            held.append(Held(one, other, score, reason))
        else:
            _unite(groups, one, other)
    distinct = {id(group): group for group in groups.values()}
    return Parted(sorted(sorted(group.members) for group in distinct.values()), held)


def _ordered(tie: Tie) -> Tie:
    return tie if tie.one < tie.other else Tie(tie.other, tie.one, tie.score)


def _unite(groups: dict[Key, _Group], one: Key, other: Key) -> None:
    into, gone = groups[one], groups[other]
    if into is gone:
        return
    if len(into.members) < len(gone.members):
        into, gone = gone, into
    into.members += gone.members
    into.descriptions |= gone.descriptions
    into.marks |= gone.marks
    into.foes |= gone.foes
    for library, records in gone.libraries.items():
        into.libraries[library] = into.libraries.get(library, 0) + records
    for key in gone.members:
        groups[key] = into


def _foes(one: _Group, other: _Group) -> bool:
    return not (one.foes.isdisjoint(other.members) and other.foes.isdisjoint(one.members))


def _against(one: _Group, other: _Group, conflict: Conflict) -> str:
    """Why these two may not be one; "" when they may."""
    if _foes(one, other):
        return APART
    if reasons := {
        reason
        for mark in one.marks
        for there in other.marks
        if mark != there and (reason := conflict(mark, there))
    }:
        return min(reasons)
    if len(one.descriptions | other.descriptions) > MOST_DESCRIPTIONS:
        return TOO_MANY
    fewer, more = sorted((one.libraries, other.libraries), key=len)
    if any(records + more.get(library, 0) > MOST_OF_ONE_LIBRARY for library, records in fewer.items()):
        return TOO_MANY
    return ""
