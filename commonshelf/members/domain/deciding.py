"""What the permission table's decision rests on, and how far each role goes: for its pages and `may`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commonshelf.kernel.actor import Actor, Delegated, Ref, Role, Standing
from commonshelf.members.domain import permissions
from commonshelf.members.domain.rules import Rule


@dataclass(frozen=True, slots=True)
class Why:
    """How it was decided. rule, delegated: what said yes; lacking: the rules of which none held."""

    allowed: bool
    rule: Rule | None = None
    delegated: Delegated | None = None
    lacking: tuple[Rule, ...] = ()


NO: Final = Why(allowed=False)


def why(*, actor: Actor, action: str, object: Ref | None, amount: int | None = None) -> Why:
    """As `permits`, with what said yes or what was lacking."""
    if object is None:
        return NO
    rules = permissions.TABLE.get(action, ())
    for rule in rules:
        if rule.holds(actor, object):
            return Why(allowed=True, rule=rule)
    if given := permissions.delegation_for(actor, action, object, amount):
        return Why(allowed=True, delegated=given)
    return Why(allowed=False, lacking=rules)


class Reach(StrEnum):
    """How far a role goes with an action."""

    EVERYWHERE = "everywhere"
    OWN = "own"  # at the library where the role is held
    SELF = "self"  # about the person themselves
    NOWHERE = ""


def reach_of(role: Role | None, action: str) -> Reach:
    """By the table alone, for its page. None: somebody signed in without any role."""
    of_alliance = role in {Role.OFFICE, Role.AUDITOR}
    held = () if role is None else (Standing(role, "" if of_alliance else "HERE"),)
    actor = Actor(key="me", standings=held)
    if permissions.permitted_by_role(actor=actor, action=action, object=Ref("", "", "THERE")):
        return Reach.EVERYWHERE
    if permissions.permitted_by_role(actor=actor, action=action, object=Ref("", "", "HERE")):
        return Reach.OWN
    oneself = permissions.permitted_by_role(actor=actor, action=action, object=Ref("person", "me"))
    return Reach.SELF if oneself else Reach.NOWHERE
