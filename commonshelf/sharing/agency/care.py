"""What an agency looks after: printed holdings by branch and class, and what is licensed (A71)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from commonshelf.browse import api as browse
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.api import AgencyNode
from commonshelf.members.cards import Said
from commonshelf.resources import api as resources
from commonshelf.resources.api import ResourceCard
from commonshelf.search import api as search
from commonshelf.search.api import Ask


@dataclass(frozen=True, slots=True)
class Bar:
    """So many editions there. share: of the largest, percent, for a bar."""

    code: str
    name: Said | str
    editions: int
    share: int


@dataclass(frozen=True, slots=True)
class Care:
    """library "": of the whole alliance. editions: with at least one copy or record there."""

    library: str
    editions: int
    places: tuple[Bar, ...]
    classes: tuple[Bar, ...]
    resources: tuple[ResourceCard, ...]
    more: bool = False
    """There are more resources than are shown."""


def sees(actor: Actor) -> bool:
    return bool(actor.standings or actor.operator) and bool(libraries_of(actor))


def libraries_of(actor: Actor) -> list[str]:
    """Symbols of the members whose resources this person may look at as their agency's."""
    return [
        card.symbol
        for card in members.libraries()
        if members.allowed(actor=actor, action="sharing.read-care", object=ref(card.symbol))
    ]


def whole(actor: Actor) -> bool:
    """Whether they may look at the general agency's: everything."""
    return members.allowed(actor=actor, action="sharing.read-care", object=ref(""))


def calls(actor: Actor, library: str) -> bool:
    """Whether they may call a resource for readers and branches of this library."""
    return members.allowed(actor=actor, action="sharing.call", object=ref(library))


def ref(library: str) -> Ref:
    return Ref("agency", "", library)


def care(*, actor: Actor, library: str) -> Care:
    """library: a Symbol; "": the general agency's, the whole alliance. Absent: not for this person."""
    members.demand(actor=actor, action="sharing.read-care", object=ref(library))
    facets = {"library": (library,)} if library else {}
    answer = search.find(ask=Ask(facets=facets, rows=1))
    if library:
        names = {card.key: card.name for card in members.library(symbol=library).branches}
        found = [(one.value, one.documents) for one in answer.facets.get("branch", ())]
    else:
        names = {card.symbol: card.name for card in members.libraries()}
        found = [(one.value, one.documents) for one in answer.facets.get("library", ())]
    places = _bars([(code, names[code], count) for code, count in found if code in names])
    named = {one.code: one.name for one in browse.tree(language=get_language() or "zh").below}
    marks = sorted((one.value, one.documents) for one in answer.facets.get("clc", ()))
    classes = _bars([(code, named.get(code, code), count) for code, count in marks])
    owned = resources.resources(owner=library)
    return Care(library, answer.total, places, classes, owned.rows, more=owned.more)


def _bars(found: Sequence[tuple[str, Said | str, int]]) -> tuple[Bar, ...]:
    most = max((count for _code, _name, count in found), default=0)
    return tuple(
        Bar(code, name, count, round(100 * count / most) if most else 0) for code, name, count in found
    )


def node_of(library: str) -> AgencyNode:
    """The agency that looks after it: a member's own, "" the general one."""
    root = members.agency_tree()
    own = (one for one in root.everything() if library and one.kind == "member" and one.library == library)
    return next(own, root)
