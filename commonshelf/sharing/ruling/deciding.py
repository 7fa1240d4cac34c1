"""Licence decisions as rows: asked of an agency or decided by a rule, withdrawn, appealed, risen when late.

Called by the life of a request (life/) inside its acts; people's verdicts are in verdicts.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, override

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.api import AgencyNode, Done
from commonshelf.members.cards import Said
from commonshelf.sharing.domain import approving
from commonshelf.sharing.domain.approving import GRANTED, Asking, State
from commonshelf.sharing.domain.policy import AutoRule, Bounds
from commonshelf.sharing.models import Approval, PatronRequest
from commonshelf.sharing.ruling.cards import Routed
from commonshelf.sharing.ruling.policies import policy_now
from commonshelf.sharing.ruling.using import used_pages
from commonshelf.work import api as work

CONFLICT: Final = 409
KIND: Final = "licence"
"""Of work items, and of the objects that events name: `approval`."""


def route(
    *,
    actor: Actor,
    request: int,
    level: str,
    owner: str,
    service: str,
    at: datetime,
    resource: int | None = None,
    pages: int | None = None,
    cost: int = 0,
) -> Routed:
    """Whether this request (row id) needs a decision before `owner` (Symbol, "": the alliance) is asked.

    Inside an act of the caller. level: the access level met. pages: of a copy, None where nobody said; cost:
    fen between the libraries. What was decided for the same request and owner holds, an appeal's verdict
    before the one it was against; what is open already is given back as it is.
    """
    if not approving.needed(level):
        return Routed("free")
    row = PatronRequest.objects.get(pk=request)
    earlier = _earlier(row, owner, service, resource)
    if earlier is not None and earlier.state != State.WITHDRAWN:
        return routed(earlier)
    told = 0 if service == "Loan" else pages
    home = members.symbols_by_id()[row.home_id]
    used = used_pages(resource, row.home_id, at) + (told or 0)
    asking = Asking(level, owner, service, row.group_kind, home, resource, told, cost, used)
    policy = policy_now(now=at)
    made = _new(row, asking, policy.number, at)
    found = approving.outcome(policy.rules.approvals, asking)
    if found.rule is not None:
        return routed(_by_itself(made, found.state, found.rule, actor, at))
    return routed(_ask(made, _agency_for(asking), policy.rules.clock(row.level).decide, actor, at))


def _earlier(row: PatronRequest, owner: str, service: str, resource: int | None) -> Approval | None:
    """The last word on this owner's thing for this request."""
    found = row.approvals.filter(service=service, resource=resource)
    found = found.filter(owner__symbol=owner) if owner else found.filter(owner=None)
    return found.order_by("-pk").first()


def routed(row: Approval) -> Routed:
    outcome = "refused" if row.state == State.LAPSED else row.state
    limits = Bounds.of_json(row.limits)
    return Routed(outcome, row.pk, row.agency_id, row.decide_by_at, row.rule, row.policy, limits, row.reason)


def _new(row: PatronRequest, asking: Asking, policy: int, at: datetime) -> Approval:
    return Approval(
        request=row,
        owner_id=members.library_id(symbol=asking.owner) if asking.owner else None,
        resource=asking.resource,
        level=asking.level,
        service=asking.service,
        pages=asking.pages,
        cost=asking.cost,
        policy=policy,
        asked_at=at,
    )


def _by_itself(row: Approval, state: State, rule: AutoRule, actor: Actor, at: datetime) -> Approval:
    row.agency_id = members.agency_tree().id
    row.state, row.rule, row.limits = state, rule.name, rule.limits.as_json()
    row.decide_by_at = row.decided_at = at
    row.save()
    facts = {"rule": rule.name, "policy": row.policy, "request": row.request.number, "state": row.state}
    _tell("sharing.decided-by-rule", row, facts, actor, at)
    return row


def _agency_for(asking: Asking) -> AgencyNode:
    """A member's own agency for level `owner`, else the general one; a library that left has none."""
    symbol, root = approving.decides(asking), members.agency_tree()
    own = (one for one in root.everything() if symbol and one.kind == "member" and one.library == symbol)
    return next(own, root)


def _ask(row: Approval, agency: AgencyNode, hours: int, actor: Actor, at: datetime) -> Approval:
    """Of this agency; of the general one, where it does not work at all."""
    by = members.work_calendar(library=agency.library).add(at, hours * 60)
    root = members.agency_tree()
    if by is None and agency.id != root.id:
        return _ask(row, root, hours, actor, at)
    row.agency_id, row.state = agency.id, State.ASKED
    row.decide_by_at = by or at + timedelta(hours=hours)
    row.save()
    facts = {"request": row.request.number, "by": row.decide_by_at.isoformat(), "policy": row.policy}
    _tell("sharing.ask-decision", row, facts, actor, at)
    _offer(row, agency, hours, actor, at)
    return row


def _offer(row: Approval, agency: AgencyNode, hours: int, actor: Actor, at: datetime) -> None:
    work.open_item(
        actor=actor,
        kind=KIND,
        about=_about(row),
        title=_title(row),
        url=reverse("sharing:approval", args=[row.pk]),
        library=agency.library,
        to_agency=agency.id,
        due_minutes=hours * 60,
        at=at,
    )


def _title(row: Approval) -> Said:
    """The request's number, never its title: what somebody wants to read stays in the request."""
    told = {}
    for language in ("zh-hans", "en"):
        with override(language):
            text = (
                gettext("Appeal on request {number}")
                if row.appeal_of_id
                else gettext("Licence decision on request {number}")
            )
            told[language] = text.format(number=row.request.number)
    return Said(told["zh-hans"], told["en"])


def _about(row: Approval) -> Ref:
    return Ref("approval", str(row.pk))


def ref(row: Approval) -> Ref:
    """The decision as its agency's: what the permission table is asked with."""
    library = members.agency(id=row.agency_id).library
    return Ref("approval", str(row.pk), library)


def _tell(action: str, row: Approval, facts: dict[str, object], actor: Actor, at: datetime) -> None:
    members.act(
        actor=replace(actor, operator=True),
        action=action,
        object=ref(row),
        do=lambda: Done(None, facts),
        at=at,
    )


def close(row: Approval, state: State, *, actor: Actor, at: datetime) -> None:
    """Inside an act: the row is decided or fell away, and so is the item on somebody's desk."""
    row.state, row.decided_at, row.version = state, at, row.version + 1
    row.save()
    fell = state in {State.WITHDRAWN, State.LAPSED}
    work.settle(about=_about(row), actor=actor, at=at, cancelled=fell)


def withdraw(*, actor: Actor, request: int, at: datetime) -> int:
    """Inside an act: the request ended or moved on, so nobody need decide; how many were open."""
    found = list(Approval.objects.filter(request=request, decided_at=None).select_related("request"))
    for row in found:
        close(row, State.WITHDRAWN, actor=actor, at=at)
        _tell("sharing.withdraw-decision", row, {"request": row.request.number}, actor, at)
    return len(found)


def may_appeal(*, request: int, now: datetime) -> Approval | None:
    """The refusal against which this request may appeal: once, within the days the rules name."""
    last = Approval.objects.filter(request=request).select_related("request").order_by("-pk").first()
    if last is None or last.state != State.REFUSED or last.appeal_of_id or last.decided_at is None:
        return None
    days = policy_now(now=now).rules.limits.appeal_days
    return last if now <= last.decided_at + timedelta(days=days) else None


def appeal(*, actor: Actor, request: int, plea: str, at: datetime) -> Routed:
    """Inside an act: another decision, by the agency above the one that refused, or another person of it.

    Refusals sharing.no-appeal (there was one, nothing was refused, or it is too late), sharing.no-plea.
    """
    against = may_appeal(request=request, now=at)
    if against is None:
        raise Refusal("sharing.no-appeal", {}, CONFLICT)
    if not plea.strip():
        raise Refusal("sharing.no-plea", {"field": "plea"})
    row = Approval(
        request=against.request,
        owner_id=against.owner_id,
        resource=against.resource,
        level=against.level,
        service=against.service,
        pages=against.pages,
        cost=against.cost,
        policy=policy_now(now=at).number,
        asked_at=at,
        plea=plea.strip()[:500],
        appeal_of=against,
    )
    above = members.path_to(id=against.agency_id)
    agency = above[-1] if above else members.agency_tree()
    return routed(_ask(row, agency, _hours(row, at), actor, at))


def _hours(row: Approval, at: datetime) -> int:
    return policy_now(now=at).rules.clock(row.request.level).decide


def late(now: datetime) -> list[Approval]:
    found = Approval.objects.filter(decided_at=None, decide_by_at__lte=now)
    return list(found.select_related("request").order_by("decide_by_at", "pk"))


def rise(row: Approval, now: datetime) -> None:
    """From an agency that let it lie, to the general agency."""
    root, hours = members.agency_tree(), _hours(row, now)
    by = members.work_calendar(library="").add(now, hours * 60)

    def do() -> Done[None]:
        fresh = Approval.objects.select_related("request").get(pk=row.pk)
        if fresh.decided_at is not None or fresh.agency_id == root.id:
            return Done(None, {})
        work.settle(about=_about(fresh), actor=MACHINE, at=now, cancelled=True)
        facts = {"request": fresh.request.number, "from": fresh.agency_id, "to": root.id}
        fresh.agency_id, fresh.risen_at, fresh.version = root.id, now, fresh.version + 1
        fresh.decide_by_at = by or now + timedelta(hours=hours)
        fresh.save()
        _offer(fresh, root, hours, MACHINE, now)
        return Done(None, facts)

    members.act(actor=MACHINE, action="sharing.decision-rises", object=ref(row), do=do, at=now)


def granted(*, request: int) -> Approval | None:
    """What was granted last for a request: its limits bind whoever supplies."""
    return Approval.objects.filter(request=request, state__in=GRANTED).order_by("-pk").first()
