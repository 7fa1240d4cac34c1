"""One call button: an agency's desk asks for a resource of any holder, for a reader or for a branch (A71)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.sharing.agency import care
from commonshelf.sharing.life import placing
from commonshelf.sharing.life.placing import Wanted

CONFLICT: Final = 409
BAD: Final = 400


@dataclass(frozen=True, slots=True)
class Call:
    """What is called. card: of a reader, "" for the branch in the name of whoever calls. branch: where it is
    brought. pages: of a copy. supplier: Symbol chosen among the ways, "" the one the plan puts first.
    """

    edition: int
    branch: str
    card: str = ""
    service: str = "Loan"
    pages: str = ""
    needed_date: date | None = None
    supplier: str = ""
    agreed_copyright: bool = False
    note: str = ""


def call(*, actor: Actor, library: str, wanted: Call, key: str) -> str:
    """The number of the request that was placed at this library's desk.

    Absent: not at this desk. Refusals sharing.not-registered, of cards.find_reader, and those of placing.
    """
    members.demand(actor=actor, action="sharing.call", object=care.ref(library))
    reader = person(actor=actor, card=wanted.card)
    told = Wanted(
        reader=reader,
        edition=wanted.edition,
        citation={"pages": wanted.pages} if wanted.pages else {},
        service=wanted.service,
        pickup=(library, wanted.branch),
        needed_date=wanted.needed_date,
        way=(wanted.supplier, "courier") if wanted.supplier else None,
        note=wanted.note,
        agreed_copyright=wanted.agreed_copyright,
        library=library,
    )
    return placing.place(actor, told, key=key)


def person(*, actor: Actor, card: str) -> str:
    """Key of whose request it is: a reader by their card, or whoever calls, who is a reader as well."""
    if not card.strip():
        mine = cards.reader_of(actor=actor) if actor.key else None
        if mine is None:
            raise Refusal("sharing.not-registered", {"field": "card"}, CONFLICT)
        return mine.key
    try:
        return cards.find_reader(number=card.strip()).key
    except Refusal as refusal:
        raise Refusal(refusal.code, {**refusal.facts, "field": "card"}, BAD) from None
