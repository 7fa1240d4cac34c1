"""Where somebody with several affiliations works now: it sets defaults and how lists begin, never rights."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import LibraryCard


def desks(actor: Actor) -> list[LibraryCard]:
    """The libraries at which the actor works today, as they were affiliated; readers work at none."""
    known = {library.symbol: library for library in directory.libraries()}
    symbols = (one.library for one in actor.standings if one.role is not Role.READER)
    return [known[symbol] for symbol in dict.fromkeys(symbols) if symbol in known]


def desk_of(actor: Actor, chosen: str = "") -> str:
    """The Symbol chosen, if the actor still works there; else the first of theirs; "": none."""
    symbols = [one.library for one in actor.standings if one.library and one.role is not Role.READER]
    return chosen if chosen in symbols else next(iter(symbols), "")


def work_at(*, actor: Actor, library: str, key: str = "") -> LibraryCard:
    """Absent where the actor does not work. The caller keeps the choice in the session."""
    found = next((desk for desk in desks(actor) if desk.symbol == library), None)
    if found is None:
        raise Absent

    def do() -> Done[None]:
        return Done(None)

    act(actor=actor, action="members.work-at", object=Ref("person", actor.key, library), do=do, key=key)
    return found
