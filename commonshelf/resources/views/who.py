"""Who asks, as far as reading goes: their library and group, and whose rooms they are in."""

from __future__ import annotations

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.resources.domain.terms import Reader
from commonshelf.resources.rooms import on_site
from commonshelf.resources.setting import ref
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request


def asks(request: Request) -> Reader:
    """Of somebody without a registration that holds only where they are counts."""
    there = on_site(address=ui.address_of(request))
    found = cards.reader_of(actor=request.actor)
    if found is None or found.state != "active":
        return Reader(on_site=there)
    return Reader(found.home, found.group.kind, there)


def may(actor: Actor, action: str, owner: str, resource: int | None = None) -> bool:
    return members.allowed(actor=actor, action=f"resources.{action}", object=ref(owner, resource))


def kept_by(actor: Actor, action: str = "read-own") -> list[str]:
    """Owners ("" the alliance) whose resources this actor may look at, or do that to; their own first."""
    own = [one.library for one in actor.standings if one.library]
    every = dict.fromkeys([*own, "", *(card.symbol for card in members.libraries())])
    return [owner for owner in every if may(actor, action, owner)]


def libraries() -> dict[str, LibraryCard]:
    return {card.symbol: card for card in members.libraries()}
