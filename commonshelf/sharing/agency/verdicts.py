"""A person decides: may they, is it still open, what do they let go, and what becomes of the request."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import FORBIDDEN, Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.agency import queue
from commonshelf.sharing.domain import approving
from commonshelf.sharing.domain.approving import VERDICTS
from commonshelf.sharing.domain.policy import DAYS, PAGES, Bounds
from commonshelf.sharing.life import licensing
from commonshelf.sharing.models import Approval
from commonshelf.sharing.ruling import deciding
from commonshelf.sharing.ruling.cards import ApprovalCard
from commonshelf.sharing.ruling.policies import policy_now

CONFLICT: Final = 409
LONGEST: Final = 500


def decide(
    *,
    actor: Actor,
    approval: int,
    verdict: str,
    reason: str = "",
    limits: Bounds | None = None,
    version: int,
    key: str,
    at: datetime | None = None,
) -> ApprovalCard:
    """Approve, limit or refuse: the row, the item on the desk and the request move together, or not at all.

    Absent for whoever may not decide it at all. Refusals: sharing.decided-already, sharing.no-reason (of a
    refusal), sharing.no-limits, sharing.pages-not-told, members.over-limit and sharing.costs-too-much (a
    delegate), sharing.own-request, sharing.same-person (an appeal against one's own decision).
    """
    row = known(approval)
    bounds = (limits or Bounds()) if verdict == "limit" else Bounds()
    action, object = action_for(row), deciding.ref(row)
    amount = approving.amount(verdict, row.pages, bounds)
    if amount is None:
        _pages_told(actor, action, object)

    now = at or timezone.now()

    def do() -> Done[int]:
        fresh = known(approval)
        _still_open(fresh, version)
        _words(verdict, reason, bounds)
        _somebody_else(fresh, actor)
        _delegated_cost(fresh, actor, action, object, verdict)
        fresh.decided_by, fresh.reason = actor.key, reason.strip()[:LONGEST]
        fresh.limits = bounds.as_json()
        deciding.close(fresh, VERDICTS[verdict], actor=actor, at=now)
        licensing.decided(actor=actor, approval=fresh, verdict=verdict, at=now)
        facts: dict[str, Fact] = {"request": fresh.request.number, "verdict": verdict, **fresh.limits}
        return Done(approval, facts, object)

    members.act(
        actor=actor,
        action=action,
        object=object,
        do=do,
        key=key,
        reason=reason.strip(),
        amount=amount,
        at=now,
    )
    return queue.approval(actor=actor, id=approval)


def known(id: int) -> Approval:
    row = Approval.objects.filter(pk=id).select_related("request__reader__person", "appeal_of").first()
    if row is None:
        raise Absent
    return row


def action_for(row: Approval) -> str:
    """Of a member's agency its managers', above the members the office's."""
    return "sharing.decide" if members.agency(id=row.agency_id).library else "sharing.decide-above"


def _pages_told(actor: Actor, action: str, object: Ref) -> None:
    """Nobody knows how many pages it would be: only who has no limit may let it go so."""
    if members.allowed(actor=actor, action=action, object=object):
        return
    if most := queue.most_pages(actor, action, object):
        raise Refusal("sharing.pages-not-told", {"limit": most}, FORBIDDEN)


def _still_open(row: Approval, version: int) -> None:
    if row.decided_at is not None:
        at = timezone.localtime(row.decided_at).strftime("%Y-%m-%d %H:%M")
        raise Refusal("sharing.decided-already", {"at": at}, CONFLICT)
    if row.version != version:
        raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)


def _words(verdict: str, reason: str, bounds: Bounds) -> None:
    if verdict not in VERDICTS:
        raise Refusal("sharing.no-verdict", {"field": "verdict"})
    if verdict == "refuse" and not reason.strip():
        raise Refusal("sharing.no-reason", {"field": "reason"})
    if verdict == "limit" and not bounds.any:
        raise Refusal("sharing.no-limits", {"field": "pages"})
    for field, value, span in (("pages", bounds.pages, PAGES), ("days", bounds.days, DAYS)):
        if not span.holds(value):
            facts: dict[str, Fact] = {"field": field, "least": int(span.least), "most": int(span.most)}
            raise Refusal("sharing.bad-limit", facts)


def _somebody_else(row: Approval, actor: Actor) -> None:
    if code := queue.barred(row, actor):
        raise Refusal(code, {}, FORBIDDEN)


def _delegated_cost(row: Approval, actor: Actor, action: str, object: Ref, verdict: str) -> None:
    most = policy_now().rules.limits.delegate_cost
    if verdict == "refuse" or most is None or row.cost <= most or queue.by_role(actor, action, object):
        return
    facts = {"cost_yuan": yuan(row.cost), "most_yuan": yuan(most)}
    raise Refusal("sharing.costs-too-much", facts, FORBIDDEN)


def yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


def lapse_or_rise(now: datetime) -> int:
    """The turn: what lies too long goes up to the general agency, and falls away when that is late, too."""
    rows = deciding.late(now)
    for row in rows:
        if row.agency_id == members.agency_tree().id:
            licensing.lapsed(approval=row, at=now)
        else:
            deciding.rise(row, now)
    return len(rows)
