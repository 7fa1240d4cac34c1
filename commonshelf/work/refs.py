"""Who may do what with an item: the objects that the permission table is asked with."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.work.domain.states import Side, Step
from commonshelf.work.models import WorkItem


def symbol(library_id: int | None) -> str:
    """ "" for the alliance office."""
    return "" if library_id is None else members.symbols_by_id()[library_id]


def ref(row: WorkItem) -> Ref:
    """The item itself, as its events name it."""
    return Ref("work", str(row.pk), symbol(row.library_id))


def whose(row: WorkItem, side: Side) -> Ref:
    """The person or role that stands on this side of the item."""
    library = symbol(row.library_id)
    if side is Side.TAKER:
        return Ref("person", row.to_person, library) if row.to_person else Ref("role", row.to_role, library)
    if side is Side.HOLDER:
        return Ref("person", row.held_by, library)
    if side is Side.GIVER:
        return Ref("person", row.asked_by, symbol(row.asking_id))
    return ref(row)


def may(actor: Actor, row: WorkItem, step: Step) -> bool:
    if step.by is Side.GIVER and not row.asked_by:
        return False
    return members.allowed(actor=actor, action=f"work.{step.action}", object=whose(row, step.by), amount=0)


def sees(actor: Actor, row: WorkItem) -> bool:
    """Its own people always, and those who asked or had it while they work there; the asking library's
    and others as its visibility says.
    """
    if actor.key and (_asked(actor, row) or _had(actor, row)):
        return True
    places = [ref(row)]
    if row.was_library_id is not None:
        places.append(Ref("work", str(row.pk), symbol(row.was_library_id)))
    if row.visibility != "library" and row.asking_id is not None:
        places.append(Ref("work", str(row.pk), symbol(row.asking_id)))
    if any(members.allowed(actor=actor, action="work.read", object=place) for place in places):
        return True
    if _in_its_place(actor, row):
        return True
    shared = row.visibility == "alliance"
    return shared and members.allowed(actor=actor, action="work.read-shared", object=ref(row))


def _in_its_place(actor: Actor, row: WorkItem) -> bool:
    """Who takes or gives out work in a library's place reads what those who work there read."""
    return any(
        members.allowed(actor=actor, action=action, object=ref(row), amount=0)
        for action in ("work.take", "work.reassign")
    )


def _asked(actor: Actor, row: WorkItem) -> bool:
    """Who asked for a library sees it while they work there; who asked for themselves, while they stand
    anywhere.
    """
    if actor.key != row.asked_by:
        return False
    return bool(actor.standings) if row.asking_id is None else _works(actor, symbol(row.asking_id))


def _had(actor: Actor, row: WorkItem) -> bool:
    return actor.key == row.was_with and _works(actor, symbol(row.was_library_id))


def _works(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action="work.read", object=Ref("person", actor.key, library))
