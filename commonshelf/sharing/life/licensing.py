"""What licence decisions do to a request: it goes on, waits for an appeal, or ends. See agency/ for deciding."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from commonshelf.kernel.actor import MACHINE, Actor
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.agency import deciding
from commonshelf.sharing.domain.approving import State as Decided
from commonshelf.sharing.domain.life import Side, State, Step
from commonshelf.sharing.life import asking, whom
from commonshelf.sharing.life.stepping import Taking, do, effect
from commonshelf.sharing.models import Approval

REFUSED: Final = "licence-refused"
APPEAL: Final = "appeal"
"""`why` of a request, by which the table of its life chooses where a refusal leads."""


@effect("refuse")
def refuse(taking: Taking, step: Step) -> None:
    taking.reason = REFUSED
    taking.why = REFUSED if step.after in {State.REVIEW, State.REFUSED} else ""


@effect("appeal")
def appeal(taking: Taking, _step: Step) -> None:
    """note: why it should be decided otherwise. Refusals of `deciding.appeal`."""
    deciding.appeal(actor=taking.actor, request=taking.row.pk, plea=taking.words("note"), at=taking.at)
    taking.why = APPEAL


def decided(*, actor: Actor, approval: Approval, verdict: str, at: datetime) -> None:
    """Inside the act that writes the verdict down: the request takes the step of that name, and goes on.

    Whoever decided was asked there whether they may; the request's own event names them.
    """
    row = whom.find(approval.request.number)
    if row.state != State.AWAITING_LICENCE:
        return
    do(Taking(replace(actor, operator=True), row, Side.AGENCY, at), verdict, slip=False)
    asking.onward(row, at)


def lapsed(*, approval: Approval, at: datetime) -> None:
    """Nobody decided in time, the general agency neither: the request goes on without that library."""

    def once() -> Done[None]:
        fresh = Approval.objects.select_related("request").get(pk=approval.pk)
        if fresh.decided_at is not None:
            return Done(None, {})
        deciding.close(fresh, Decided.LAPSED, actor=MACHINE, at=at)
        row = whom.find(fresh.request.number)
        if row.state == State.AWAITING_LICENCE:
            do(Taking(MACHINE, row, Side.CLOCK, at), "lapse", slip=False)
            asking.onward(row, at)
        return Done(None, {"request": row.number})

    members.act(
        actor=MACHINE,
        action="sharing.decision-lapses",
        object=deciding.ref(approval),
        do=once,
        at=at,
    )
