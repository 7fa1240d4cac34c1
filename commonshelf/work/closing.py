"""Items that end because of what happened elsewhere: decided by the room they are about, or fallen away."""

from __future__ import annotations

from datetime import datetime

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.work.domain.states import OPEN
from commonshelf.work.items import LONGEST_NOTE, in_its_name, told
from commonshelf.work.models import WorkItem
from commonshelf.work.refs import ref
from commonshelf.work.steps import LONGEST_WORDS, move, run_on


def settle(*, about: Ref, actor: Actor, at: datetime, evidence: str = "", cancelled: bool = False) -> int:
    """What is open about this is done (cancelled: fell away), for it was decided there; how many were.

    Called by a room inside its own act.
    """
    rows = WorkItem.objects.filter(about_kind=about.kind, about_id=about.id, state__in=OPEN)
    found = list(rows.order_by("pk")) if about.id else []
    for row in found:
        close(row, actor=actor, at=at, evidence=evidence, cancelled=cancelled)
    return len(found)


def close(row: WorkItem, *, actor: Actor, at: datetime, evidence: str, cancelled: bool) -> None:
    action = "cancel" if cancelled else "settle"

    def change(row: WorkItem) -> None:
        run_on(row, at)
        row.closed_at, row.answer_by_at = at, None
        row.evidence = evidence[:LONGEST_NOTE]

    def do() -> members.Done[None]:
        move(row, action=action, person=actor.key, at=at, change=change, words=evidence)
        return members.Done(None, told(row))

    members.act(
        actor=in_its_name(actor),
        action=f"work.{action}",
        object=ref(row),
        do=do,
        at=at,
        reason=evidence[:LONGEST_WORDS],
    )
