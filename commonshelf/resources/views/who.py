"""Who asks, as far as reading goes: their library and group, and whose rooms they are in."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent
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


def own(actor: Actor) -> list[str]:
    """The libraries somebody works at or reads at."""
    return [one.library for one in actor.standings if one.library]


def kept_by(actor: Actor, action: str = "read-own") -> list[str]:
    """Owners ("" the alliance) whose resources this actor may look at, or do that to; their own first."""
    every = dict.fromkeys([*own(actor), "", *(card.symbol for card in members.libraries())])
    return [owner for owner in every if may(actor, action, owner)]


def owner(request: Request, owners: Sequence[str]) -> str:
    """Which of them is asked for: by the address, else whose desk one works at, else the first."""
    asked = request.GET.get("library")
    if not owners or (asked is not None and asked not in owners):
        raise Absent
    if asked is not None:
        return asked
    return request.desk if request.desk in owners else owners[0]


def named(request: Request, owner: str) -> str:
    """The address with the owner in it, so that what is sent goes to the one whose page was seen; "" where
    it is there already.
    """
    if "library" in request.GET or request.method == "POST":
        return ""
    return f"{request.path}?{urlencode({**request.GET.dict(), 'library': owner})}"


def libraries() -> dict[str, LibraryCard]:
    return {card.symbol: card for card in members.libraries()}
