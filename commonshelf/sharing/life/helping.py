"""Did it help? Asked of the reader once it is over, told to their library and the figures."""

from __future__ import annotations

from datetime import datetime

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.domain.life import CONFLICT, FILLED, Side, State
from commonshelf.sharing.life import whom

_HAS_IT = frozenset({State.LENT, State.OVERDUE, State.RECALLED, State.BACK, State.RETURNING})


def helped(*, actor: Actor, number: str, said: bool, key: str = "", at: datetime | None = None) -> None:
    """Refusal sharing.not-over: they have not had it yet."""
    row = whom.find(number)
    if Side.READER not in whom.sides(actor, row):
        raise Absent

    def once() -> Done[bool]:
        fresh = whom.find(number)
        if State(fresh.state) not in FILLED | _HAS_IT:
            raise Refusal("sharing.not-over", {"number": number, "request_state": fresh.state}, CONFLICT)
        fresh.helped = said
        fresh.save(update_fields=["helped"])
        facts = {"helped": said, "service": fresh.service, "requester": whom.symbol(fresh.requester_id)}
        return Done(said, facts, whom.ref(fresh, whom.symbol(fresh.requester_id)))

    members.act(
        actor=actor,
        action="sharing.helped",
        object=whom.object_of(row, Side.READER),
        do=once,
        at=at,
        key=f"{key} {number}" if key else "",
    )
