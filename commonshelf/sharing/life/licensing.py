"""What an agency decided moves the request on, inside the act in which it is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from commonshelf.kernel.actor import MACHINE, Actor
from commonshelf.members import api as members
from commonshelf.sharing.domain.approving import State as Verdict
from commonshelf.sharing.domain.life import Side, State, Step
from commonshelf.sharing.life import asking, doing, stepping, whom
from commonshelf.sharing.life.stepping import Taking, effect
from commonshelf.sharing.models import Approval
from commonshelf.sharing.ruling import deciding


def decided(*, actor: Actor, approval: Approval, verdict: str, at: datetime) -> None:
    """verdict: approve, limit or refuse. Nothing happens where the request does not wait for it any more."""
    _go(actor, approval, verdict, Side.AGENCY, at)


def lapsed(*, approval: Approval, at: datetime) -> None:
    """Nobody decided: the row is closed, and the request goes on without that library."""
    with members.together():
        fresh = Approval.objects.select_related("request").get(pk=approval.pk)
        if fresh.decided_at is not None:
            return
        deciding.close(fresh, Verdict.LAPSED, actor=MACHINE, at=at)
        _go(MACHINE, fresh, "lapse", Side.CLOCK, at)


def _go(actor: Actor, approval: Approval, action: str, side: Side, at: datetime) -> None:
    row = whom.find(approval.request.number)
    if row.state != State.AWAITING_LICENCE:
        return
    if action == "refuse" and row.why != "appeal" and asking.others(row, at):
        action = "pass-over"
    facts = {"approval": approval.pk, "note": approval.reason, "limits": approval.limits}
    # Whether this person may decide was asked of the decision; the request follows it.
    taking = Taking(replace(actor, operator=True), row, side, at, facts)
    stepping.do(taking, action, slip=False)
    doing.follow_on(taking, action)


@effect("ask-licence", "approve", "limit", "refuse", "pass-over", "lapse")
def licence(taking: Taking, step: Step) -> None:
    """Why: licence-refused, while it may be appealed against; appeal, while that is decided."""
    approval = taking.facts.get("approval")
    if approval:
        taking.told["approval"] = approval
    if step.action == "limit":
        taking.told |= dict(taking.facts.get("limits", {}))
    taking.final = "agency"
    taking.why = "licence-refused" if step.action == "refuse" else ""
    taking.reason = taking.why


@effect("appeal")
def appeal(taking: Taking, _step: Step) -> None:
    """note: what speaks for it. Refusals sharing.no-appeal, sharing.no-plea."""
    deciding.appeal(
        actor=taking.actor,
        request=taking.row.pk,
        plea=taking.words("note") or taking.words("reason"),
        at=taking.at,
    )
    taking.why = "appeal"
    taking.final = "agency"
