"""Who may do what: one table for the acts and readings of every room.

An action is allowed when any of its rules holds for the actor and the object. What is not in
the table, or is asked without an object, is denied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
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
    lambda actor, of: bool(actor.key) and of.kind == "person" and of.id == actor.key,
)

INVITED: Final = Rule("whoever holds an open invitation", lambda _, of: of.kind == "invitation")
"""Only a door that has seen the letter's secret makes such an object."""

_OFFICE_ONLY: Final = (OPERATOR, OFFICE)
_RUNS_THE_LIBRARY: Final = (OPERATOR, OFFICE, MANAGER)
_KEEPS_THE_RECORDS: Final = (OPERATOR, OFFICE, MANAGER, CATALOGUER)

TABLE: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        # the alliance and its members
        "members.set-alliance": _OFFICE_ONLY,
        "members.set-look": _OFFICE_ONLY,
        "members.start-alliance": (OPERATOR,),
        "members.add-library": _OFFICE_ONLY,
        "members.end-library": _OFFICE_ONLY,
        "members.apply": (*_OFFICE_ONLY, INVITED),
        "members.admit": _OFFICE_ONLY,
        "members.refuse-application": _OFFICE_ONLY,
        "members.put-to-vote": _OFFICE_ONLY,
        "members.voted": _OFFICE_ONLY,
        "members.suspend": _OFFICE_ONLY,
        "members.resume": _OFFICE_ONLY,
        "members.leave": _OFFICE_ONLY,
        "members.read-memberships": (*_OFFICE_ONLY, AUDITOR),
        "members.set-library": _RUNS_THE_LIBRARY,
        "members.add-branch": _RUNS_THE_LIBRARY,
        "members.set-branch": _RUNS_THE_LIBRARY,
        "members.set-hours": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "members.set-exception": (*_RUNS_THE_LIBRARY, LIBRARIAN),
        "members.add-agency": _RUNS_THE_LIBRARY,
        "members.add-indicator": _RUNS_THE_LIBRARY,
        # people
        "members.add-person": _RUNS_THE_LIBRARY,
        "members.affiliate": _RUNS_THE_LIBRARY,
        "members.end-affiliation": _RUNS_THE_LIBRARY,
        "members.set-profile": (OPERATOR, ONESELF),
        "members.set-password": _RUNS_THE_LIBRARY,
        "members.sign-in": (ONESELF,),
        "members.sign-out": (ONESELF,),
        "members.change-password": (ONESELF,),
        "members.read-person": (*_RUNS_THE_LIBRARY, ONESELF),
        # records
        "catalogue.load": _KEEPS_THE_RECORDS,
        "catalogue.stop-load": _KEEPS_THE_RECORDS,
        "catalogue.set-source": _KEEPS_THE_RECORDS,
        "catalogue.read-source": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "catalogue.read-load": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "catalogue.read-original": (*_KEEPS_THE_RECORDS, LIBRARIAN),
        "catalogue.renew": _OFFICE_ONLY,
        "catalogue.rematch": _OFFICE_ONLY,
        # editions that may be one
        "catalogue.review": (*_OFFICE_ONLY, ANY_CATALOGUER),
        "catalogue.rule": (*_OFFICE_ONLY, ANY_CATALOGUER),
        "catalogue.undo-ruling": (*_OFFICE_ONLY, ANY_CATALOGUER),
        "catalogue.changed": (OPERATOR,),
        # work by hand
        "cataloguing.read-desk": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "cataloguing.add-record": _KEEPS_THE_RECORDS,
        "cataloguing.copy-record": _KEEPS_THE_RECORDS,
        "cataloguing.edit-record": _KEEPS_THE_RECORDS,
        "cataloguing.withdraw-record": _KEEPS_THE_RECORDS,
        "cataloguing.set-copy": _KEEPS_THE_RECORDS,
        "cataloguing.withdraw-copy": _KEEPS_THE_RECORDS,
        "cataloguing.set-classes": _KEEPS_THE_RECORDS,
        "cataloguing.set-labels": (*_KEEPS_THE_RECORDS, LIBRARIAN),
        "cataloguing.set-note": (*_KEEPS_THE_RECORDS, LIBRARIAN),
        "cataloguing.suggest": (OPERATOR, SIGNED_IN),
        "cataloguing.read-suggestion": (*_KEEPS_THE_RECORDS, LIBRARIAN, AUDITOR),
        "cataloguing.decide": _KEEPS_THE_RECORDS,
        "cataloguing.withdraw-suggestion": (ONESELF,),
        # what readers keep: theirs alone
        "lists.read": (ONESELF,),
        "lists.set-list": (ONESELF,),
        "lists.end-list": (ONESELF,),
        "lists.keep": (ONESELF,),
        "lists.set-entry": (ONESELF,),
        "lists.leave": (ONESELF,),
        "lists.save-search": (ONESELF,),
        "lists.look-again": (ONESELF,),
        "lists.end-search": (ONESELF,),
        # who did what; object.library "" is the whole alliance
        "news.read-events": (OPERATOR, OFFICE, AUDITOR, MANAGER),
        "news.try-again": _OFFICE_ONLY,
    }
)


def permits(*, actor: Actor, action: str, object: Ref | None) -> bool:
    """Deny by default: an action that is not in the table, or no object, is a no."""
    if object is None:
        return False
    return any(rule.holds(actor, object) for rule in TABLE.get(action, ()))
