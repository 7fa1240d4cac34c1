"""Licence decisions as lists: what waits for whom, and the register of who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.api import AgencyNode
from commonshelf.members.cards import Said
from commonshelf.resources import api as resources
from commonshelf.sharing.domain.approving import GRANTED, State
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.sharing.models import Approval, PatronRequest
from commonshelf.sharing.ruling.cards import ApprovalCard
from commonshelf.sharing.ruling.using import used_of

PAGE: Final = 30
VERDICTS: Final = ("approve", "limit", "refuse")
NAMELESS: Final = Said("", "")


def may_read(actor: Actor) -> None:
    """The register is open to everybody who works at a member; Absent for others."""
    members.demand(actor=actor, action="sharing.read-approvals", object=Ref("approval", ""))


def approvals(
    *, actor: Actor, mine: bool = False, agency: int = 0, page: int = 1
) -> tuple[list[ApprovalCard], int]:
    """What waits, the soonest due first, and how many there are. mine: what this person may decide."""
    may_read(actor)
    found = Approval.objects.filter(decided_at=None)
    if agency:
        found = found.filter(agency=agency)
    if mine:
        found = _for(actor, found)
    start = (page - 1) * PAGE
    rows = _rows(found).order_by("decide_by_at", "pk")[start : start + PAGE]
    return cards(rows, actor), found.count()


def waiting(*, actor: Actor) -> int:
    """How many this person may decide on."""
    return _for(actor, Approval.objects.filter(decided_at=None)).count()


def _for(actor: Actor, found: QuerySet[Approval]) -> QuerySet[Approval]:
    """Of these, what this person may decide: neither their own wish nor an appeal against themselves."""
    theirs = found.filter(agency__in=agencies_of(actor))
    if not actor.key:
        return theirs
    return theirs.exclude(request__reader__person__key=actor.key).exclude(appeal_of__decided_by=actor.key)


def barred(row: Approval, actor: Actor) -> str:
    """The code of the refusal for whoever may decide at that agency, but not on this one; else ""."""
    reader = row.request.reader
    if actor.key and reader is not None and reader.person.key == actor.key:
        return "sharing.own-request"
    if actor.key and row.appeal_of is not None and row.appeal_of.decided_by == actor.key:
        return "sharing.same-person"
    return ""


def decided(
    *,
    actor: Actor,
    state: str = "",
    library: str = "",
    by_rule: bool | None = None,
    page: int = 1,
) -> tuple[list[ApprovalCard], int]:
    """The register, latest first. library: whose agency or whose resource it was."""
    may_read(actor)
    found = Approval.objects.exclude(decided_at=None)
    if state:
        found = found.filter(state=state)
    if library:
        found = found.filter(Q(agency__library__symbol=library) | Q(owner__symbol=library))
    if by_rule is not None:
        found = found.exclude(rule="") if by_rule else found.filter(rule="")
    start = (page - 1) * PAGE
    rows = _rows(found).order_by(F("decided_at").desc(), "-pk")[start : start + PAGE]
    return cards(rows, actor), found.count()


def approval(*, actor: Actor, id: int) -> ApprovalCard:
    """Absent: none, or this person works at no member."""
    may_read(actor)
    found = cards(_rows(Approval.objects.filter(pk=id)), actor)
    if not found:
        raise Absent
    return found[0]


def alike(*, actor: Actor, id: int) -> list[ApprovalCard]:
    """What waits at the same agency for the same thing: of the same resource, or owner, and service."""
    one = approval(actor=actor, id=id)
    found = Approval.objects.filter(
        decided_at=None, agency=one.agency, resource=one.resource, service=one.service
    ).exclude(pk=id)
    found = found.filter(owner__symbol=one.owner) if one.owner else found.filter(owner=None)
    return cards(_rows(found).order_by("decide_by_at", "pk")[:PAGE], actor)


def agencies_of(actor: Actor) -> list[int]:
    """Ids of the agencies in whose name this person may decide something."""
    return [
        node.id
        for node in members.agency_tree().everything()
        if members.allowed(actor=actor, action=_action(node), object=_object(node), amount=0)
    ]


def _action(node: AgencyNode) -> str:
    return "sharing.decide" if node.library else "sharing.decide-above"


def _object(node: AgencyNode, id: str = "") -> Ref:
    return Ref("approval", id, node.library)


def _rows(found: QuerySet[Approval]) -> QuerySet[Approval]:
    return found.select_related("request__reader__person", "appeal", "appeal_of")


def cards(rows: Iterable[Approval], actor: Actor, now: datetime | None = None) -> list[ApprovalCard]:
    """As many questions for twenty as for one."""
    some, at = list(rows), now or timezone.now()
    symbols = members.symbols_by_id()
    nodes = {node.id: node for node in members.agency_tree().everything()} if some else {}
    used = used_of([(one.resource, one.request.home_id) for one in some if one.resource], at)
    named = _names([one.resource for one in some if one.resource])
    return [
        _card(
            one,
            nodes,
            symbols,
            used=used.get((one.resource or 0, one.request.home_id), 0),
            name=named.get(one.resource or 0),
            actor=actor,
            now=at,
        )
        for one in some
    ]


def _names(ids: Sequence[int]) -> dict[int, Said]:
    return resources.names_of(ids=ids) if ids else {}


def _card(
    row: Approval,
    nodes: dict[int, AgencyNode],
    symbols: dict[int, str],
    *,
    used: int,
    name: Said | None,
    actor: Actor,
    now: datetime,
) -> ApprovalCard:
    asked, node = row.request, nodes.get(row.agency_id)
    open_now = row.decided_at is None
    let = (row.pages or 0) if row.state in GRANTED else 0
    following = getattr(row, "appeal", None)
    decides = open_now and node is not None and _may(actor, node, row)
    no = barred(row, actor) if decides else ""
    may = VERDICTS if decides and not no else ()
    title = _title(row, node, symbols, actor)
    return ApprovalCard(
        id=row.pk,
        request=asked.number,
        title=title,
        service=row.service,
        kind=asked.kind,
        group=asked.group_kind,
        home=symbols[asked.home_id],
        level=row.level,
        owner=symbols[row.owner_id] if row.owner_id else "",
        resource=row.resource,
        resource_name=name,
        pages=row.pages,
        cost=row.cost,
        a_year=used - let + (row.pages or 0),
        needed_date=asked.needed_date,
        agency=row.agency_id,
        agency_name=node.name if node else NAMELESS,
        library=node.library if node else "",
        state=row.state,
        asked_at=row.asked_at,
        decide_by_at=row.decide_by_at,
        risen_at=row.risen_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        rule=row.rule,
        policy=row.policy,
        limits=Bounds.of_json(row.limits),
        reason=row.reason,
        plea="" if title is NAMELESS else row.plea,
        appeal_of=row.appeal_of_id,
        appealed=following.pk if following else None,
        late=row.state == State.ASKED and row.decide_by_at <= now,
        may=may,
        most=most_pages(actor, _action(node), _object(node)) if may and node else None,
        version=row.version,
        barred=no,
        part="" if title is NAMELESS else _part(asked),
    )


def _part(asked: PatronRequest) -> str:
    """Chapter and pages, as the reader wrote them."""
    return " · ".join(told for name in ("chapter", "pages") if (told := asked.citation.get(name, "")))


def _title(row: Approval, node: AgencyNode | None, symbols: dict[int, str], actor: Actor) -> Said:
    """For the desks of the request, its owner's, and whoever decides; the register of all names none."""
    desks = {symbols[row.request.requester_id], symbols[row.owner_id] if row.owner_id else ""} - {""}
    if (node and _may(actor, node, row)) or any(_serves(actor, one) for one in desks):
        return Said(row.request.title_zh, row.request.title_en)
    return NAMELESS


def _serves(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action="sharing.read-desk", object=Ref("request", "", library))


def most_pages(actor: Actor, action: str, object: Ref) -> int | None:
    """To how many pages this person's delegation goes; None: no limit, or no delegation."""
    if by_role(actor, action, object):
        return None
    mine = [one for one in actor.delegations if one.action == action and one.library in {"", object.library}]
    limits = [one.limit for one in mine]
    return None if None in limits else max((one for one in limits if one is not None), default=None)


def by_role(actor: Actor, action: str, object: Ref) -> bool:
    return members.allowed(actor=replace(actor, delegations=()), action=action, object=object)


def _may(actor: Actor, node: AgencyNode, row: Approval) -> bool:
    return members.allowed(actor=actor, action=_action(node), object=_object(node, str(row.pk)), amount=0)
