"""The tree of managing offices: reading it, and the acts on it (A76). Kept in the process by the mark."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import AgencyNode, DelegationCard, Said
from commonshelf.members.domain import checks, membership, tree
from commonshelf.members.domain.tree import Node
from commonshelf.members.libraries import reached
from commonshelf.members.models import Agency, Delegation

_LOCK: Final = threading.Lock()
CONFLICT: Final = 409


@dataclass(slots=True)
class Held:
    """All open agencies under one mark, and all delegations that are not over on its day.

    nodes: of members of the day only; persons: row id of a person -> their delegations.
    """

    mark: str = ""
    day: date = date.min
    rows: dict[int, Agency] = field(default_factory=dict)
    nodes: dict[int, Node] = field(default_factory=dict)
    delegations: dict[int, list[DelegationCard]] = field(default_factory=dict)
    persons: dict[int, list[DelegationCard]] = field(default_factory=dict)
    taking_part: frozenset[str] = frozenset()
    root: AgencyNode | None = None


_held = Held()


def current() -> Held:
    """As it stands now; one look at the mark, or none within `one_look`."""
    global _held  # noqa: PLW0603  # swapped whole, as the directory is
    mark, today = directory.mark(), timezone.localdate()
    held = _held
    if not mark or held.mark != mark or held.day != today:
        held = _read(mark, today)
        with _LOCK:
            _held = held
    return held


def node_of(row: Agency) -> Node:
    return Node(row.pk, row.kind, row.parent_id, row.library.symbol if row.library else "")


def _read(mark: str, today: date) -> Held:
    held = Held(mark, today)
    listed = {card.symbol: card.status for card in directory.libraries()}
    held.taking_part = frozenset(one for one, status in listed.items() if membership.takes_part(status))
    for row in Agency.objects.filter(closed_at=None).select_related("library").order_by("pk"):
        node = node_of(row)
        if node.library in listed or not node.library:
            held.rows[row.pk], held.nodes[row.pk] = row, node
    delegations: dict[int, list[DelegationCard]] = defaultdict(list)
    persons: dict[int, list[DelegationCard]] = defaultdict(list)
    for given in Delegation.objects.select_related("person").order_by("active_from", "pk"):
        at = held.nodes.get(given.agency_id)
        card = delegation_card(given, at.library if at else "")
        if at and not card.over(today):
            delegations[given.agency_id].append(card)
            persons[given.person_id].append(card)
    held.delegations, held.persons = dict(delegations), dict(persons)
    general = next((node for node in held.nodes.values() if node.kind == tree.GENERAL), None)
    held.root = _grown(held, general.id) if general else None
    return held


def delegation_card(row: Delegation, library: str) -> DelegationCard:
    return DelegationCard(
        row.pk,
        row.agency_id,
        library,
        row.person.key,
        row.action,
        row.limit,
        row.active_from,
        row.active_to,
        tuple(row.within),
    )


def _grown(held: Held, id: int) -> AgencyNode:
    row, node = held.rows[id], held.nodes[id]
    order = {tree.REGION: 0, tree.MEMBER: 1, tree.DEPARTMENT: 2}
    below = sorted(
        tree.children(held.nodes, id),
        key=lambda one: (order[one.kind], one.library, held.rows[one.id].name_zh),
    )
    return AgencyNode(
        id,
        node.kind,
        node.library,
        Said(row.name_zh, row.name_en),
        row.phone,
        row.email,
        tuple(_grown(held, one.id) for one in below),
        tuple(held.delegations.get(id, ())),
    )


def agency_tree() -> AgencyNode:
    """From the general agency down; Absent before the alliance is founded."""
    root = current().root
    if root is None:
        raise Absent
    return root


def agency(id: int) -> AgencyNode:
    """One office with all below it; Absent: closed, of a library that is no member, or never there."""
    for node in agency_tree().everything():
        if node.id == id:
            return node
    raise Absent


def path_to(id: int) -> list[AgencyNode]:
    """From the general agency down to its parent."""
    nodes = {node.id: node for node in agency_tree().everything()}
    if id not in nodes:
        raise Absent
    return [nodes[one] for one in reversed(tree.above(current().nodes, id))]


# -- acts


def known(id: int) -> Agency:
    """Open or closed: for the question who may act on it. Its kind and library never change.

    Whatever else decides is read by `open_row` inside the act's own transaction.
    """
    row = Agency.objects.filter(pk=id).select_related("library").first()
    if row is None:
        raise Absent
    return row


def open_row(id: int) -> Agency:
    row = known(id)
    if row.closed_at is not None:
        raise Absent
    return row


def _nodes() -> dict[int, Node]:
    """Fresh from the rows, inside the act's own transaction."""
    return {row.pk: node_of(row) for row in Agency.objects.filter(closed_at=None).select_related("library")}


def ref(row: Agency, *, of_office: bool = False) -> Ref:
    """of_office: an act on a member's agency that is not the member's own to do."""
    symbol = row.library.symbol if row.library else ""
    outside = of_office and row.kind != tree.DEPARTMENT
    return Ref("agency", str(row.pk), "" if outside else symbol)


def set_agency(
    *,
    actor: Actor,
    agency: int,
    name_zh: str = "",
    name_en: str = "",
    phone: str = "",
    email: str = "",
    key: str = "",
) -> None:
    """What it is called and how it is reached."""

    def do() -> Done[None]:
        row = open_row(agency)
        checks.a_name(name_zh, name_en)
        told = {"name_zh": name_zh, "name_en": name_en, "phone": phone, "email": email}
        Agency.objects.filter(pk=row.pk).update(**told)
        directory.changed()
        return Done(None, reached(told))

    act(actor=actor, action="members.set-agency", object=ref(known(agency)), do=do, key=key)


def _add(row: Agency, parent: Agency) -> Done[int]:
    checks.a_name(row.name_zh, row.name_en)
    node = Node(0, row.kind, parent.pk, row.library.symbol if row.library else "")
    _may_stand(node, row, parent)
    row.parent = parent
    row.save()
    directory.changed()
    return Done(row.pk, {"name_zh": row.name_zh, "name_en": row.name_en}, ref(row))


def _may_stand(node: Node, row: Agency, parent: Agency) -> None:
    if code := tree.why_not(_nodes(), node, node_of(parent)):
        facts = {"agency": row.name_zh or row.name_en, "parent": parent.name_zh or parent.name_en}
        raise Refusal(code, facts, CONFLICT)


def add_region(*, actor: Actor, parent: int, name_zh: str = "", name_en: str = "", key: str = "") -> int:
    """A region under the general agency or another region, with a name of its own (A34); its id."""

    def do() -> Done[int]:
        return _add(Agency(kind=tree.REGION, name_zh=name_zh, name_en=name_en), open_row(parent))

    object = Ref("agency", str(parent))
    return act(actor=actor, action="members.add-region", object=object, do=do, key=key)


def add_department(*, actor: Actor, parent: int, name_zh: str = "", name_en: str = "", key: str = "") -> int:
    """A department of a member's agency, or of another department; its id."""

    def do() -> Done[int]:
        above = open_row(parent)
        row = Agency(kind=tree.DEPARTMENT, library=above.library, name_zh=name_zh, name_en=name_en)
        return _add(row, above)

    return act(actor=actor, action="members.add-department", object=ref(known(parent)), do=do, key=key)


def move_agency(*, actor: Actor, agency: int, to: int, reason: str = "", key: str = "") -> None:
    """Put it, with all below it, under another one; refuses circles and places where it cannot stand."""

    def do() -> Done[None]:
        row, parent = open_row(agency), open_row(to)
        _may_stand(node_of(row), row, parent)
        before, row.parent = row.parent_id, parent
        row.save(update_fields=["parent"])
        directory.changed()
        return Done(None, {"before": before, "after": parent.pk})

    object = ref(known(agency), of_office=True)
    act(actor=actor, action="members.move-agency", object=object, do=do, key=key, reason=reason)


def close_agency(*, actor: Actor, agency: int, reason: str, key: str = "") -> int:
    """Close a region or department: what stands below it and what it delegated go up to its parent.

    A delegation handed up reaches no further than before. Returns how many were handed up.
    """

    def do() -> Done[int]:
        row = open_row(agency)
        if row.kind in tree.LASTING:
            raise Refusal("members.agency-needed", {"agency": row.name_zh or row.name_en}, CONFLICT)
        if not reason.strip():
            raise Refusal("members.no-reason")
        handed = _handed_up(row)
        Agency.objects.filter(parent=row, closed_at=None).update(parent=row.parent)
        row.closed_at = timezone.now()
        row.save(update_fields=["closed_at"])
        directory.changed()
        return Done(handed, {"delegations": handed, "to": row.parent_id})

    object = ref(known(agency), of_office=True)
    return act(actor=actor, action="members.close-agency", object=object, do=do, key=key, reason=reason)


def _handed_up(row: Agency) -> int:
    """Its delegations that are not over now are its parent's, for the libraries it had."""
    reach = tree.reach(_nodes(), row.pk) or frozenset()
    today = timezone.localdate()
    given = [one for one in row.delegations.all() if not delegation_card(one, "").over(today)]
    for one in given:
        one.agency_id = row.parent_id or one.agency_id
        if row.kind == tree.REGION:
            one.within = sorted(reach & set(one.within) if one.within else reach)
            if not one.within:  # a region without members: it gave nothing, and must not give everything
                one.active_to = max(today, one.active_from)
        one.save(update_fields=["agency", "within", "active_to"])
    return len(given)
