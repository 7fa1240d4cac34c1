"""Ready-made rows for tests: books at two libraries, readers who want the other one's, desks that act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commonshelf.cards.testing import an_actor
from commonshelf.kernel.actor import Actor, Agent, Role, Standing
from commonshelf.loans.testing import Shelves, shelves
from commonshelf.sharing import api
from commonshelf.sharing.cards import RequestCard

__all__ = ["Desks", "desk_of", "desks", "place", "press"]


@dataclass(frozen=True, slots=True)
class Desks:
    """shelves: as `loans.testing`. reader: an actor, the student of EAST; east, west: librarians there."""

    shelves: Shelves
    reader: Actor
    east: Actor
    west: Actor

    @property
    def student(self) -> str:
        return self.shelves.readers.student.key


def desk_of(library: str) -> Actor:
    """A librarian of that library, with no person behind."""
    return Actor(name=f"desk {library}", agent=Agent.WEB, standings=(Standing(Role.LIBRARIAN, library),))


def desks() -> Desks:
    """EAST holds E1, E2, E3 and R9, WEST W1 and W2 (see loans); the student of EAST may request."""
    made = shelves()
    return Desks(made, an_actor(made.readers.student), desk_of("EAST"), desk_of("WEST"))


def place(world: Desks, barcode: str = "W2", **more: Any) -> RequestCard:
    """The student asks for the book with that barcode, to be fetched at EAST."""
    asked: dict[str, Any] = {"service": "Loan", "pickup": ("EAST", "")} | more
    return api.place(
        actor=world.reader, reader=world.student, edition=world.shelves.editions[barcode], **asked
    )


def press(actor: Actor, card: RequestCard, action: str, **facts: Any) -> RequestCard:
    """A button, on the page as the actor sees it now."""
    return api.act(actor=actor, request=card.number, action=action, facts=facts)
