"""The rules that the permission table is made of: whom each one means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from commonshelf.kernel.actor import Actor, Ref, Role


@dataclass(frozen=True, slots=True)
class Rule:
    """name: as the documentation prints it."""

    name: str
    holds: Callable[[Actor, Ref], bool]


def _at(role: Role) -> Callable[[Actor, Ref], bool]:
    return lambda actor, of: bool(of.library) and actor.has(role, of.library)


OPERATOR: Final = Rule("whoever runs commands on the machine", lambda actor, _: actor.operator)
OFFICE: Final = Rule("the alliance office", lambda actor, _: actor.has(Role.OFFICE))
AUDITOR: Final = Rule("an auditor of the alliance", lambda actor, _: actor.has(Role.AUDITOR))
MANAGER: Final = Rule("a manager of the library it belongs to", _at(Role.MANAGER))
CATALOGUER: Final = Rule("a cataloguer of the library it belongs to", _at(Role.CATALOGUER))
ANY_CATALOGUER: Final = Rule(
    "a cataloguer of any member",
    lambda actor, _: any(one.role is Role.CATALOGUER and one.library for one in actor.standings),
)
LIBRARIAN: Final = Rule("a librarian of the library it belongs to", _at(Role.LIBRARIAN))
SIGNED_IN: Final = Rule("anybody who is signed in", lambda actor, _: bool(actor.key))
ONESELF: Final = Rule(
    "the person it is about",
    lambda actor, of: bool(actor.key) and of.kind in {"person", "reader"} and of.id == actor.key,
)
AT_THE_DOOR: Final = Rule("whoever wants to become a reader", lambda _, of: of.kind == "joining")
"""Only the door that reads the form for joining, or has seen the code of a slip, makes such an object."""

INVITED: Final = Rule("whoever holds an open invitation", lambda _, of: of.kind == "invitation")
"""Only a door that has seen the letter's secret makes such an object."""


def _works_at(actor: Actor, library: str) -> bool:
    """In a role that has work to do; library "": in the alliance office."""
    if not library:
        return actor.has(Role.OFFICE)
    return any(actor.has(role, library) for role in (Role.LIBRARIAN, Role.CATALOGUER, Role.MANAGER))


IN_PERSON: Final = Rule(
    "the person it was given to or asked by, while they work at that library",
    lambda actor, of: ONESELF.holds(actor, of) and _works_at(actor, of.library),
)
IN_THE_ROLE: Final = Rule(
    "whoever has the role it is offered to, or manages that library",
    lambda actor, of: (
        of.kind == "role"
        and (actor.has(Role(of.id), of.library) or (bool(of.library) and actor.has(Role.MANAGER, of.library)))
    ),
)
STAFF: Final = Rule(
    "anybody who works at a member",
    lambda actor, _: any(_works_at(actor, one.library) for one in actor.standings),
)
