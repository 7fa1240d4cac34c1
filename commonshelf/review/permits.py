"""Who may see the desk, decide at it, and try the rules anew."""

from __future__ import annotations

from typing import Final

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members

ALL: Final = Ref("doubts", "all")
REMATCH: Final = Ref("catalogue", "all")


def may_review(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="catalogue.review", object=ALL)


def may_rule(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="catalogue.rule", object=ALL)


def may_rehearse(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="catalogue.rematch", object=REMATCH)
