"""Whose desk it is: the libraries whose records this person works on by hand."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard

READ = "cataloguing.read-desk"


def may(actor: Actor, action: str, library: str) -> bool:
    return members.allowed(actor=actor, action=action, object=Ref("desk", library, library))


def desks(actor: Actor, action: str = READ) -> list[LibraryCard]:
    """Those where this actor may do this, by symbol."""
    if not actor.known:
        return []
    return [card for card in members.libraries() if may(actor, action, card.symbol)]


def editors(actor: Actor) -> list[LibraryCard]:
    """Those whose records this actor may edit."""
    return desks(actor, "cataloguing.edit-record")
