"""My desk, and the queues of all members: what lies open, late first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members import api as members
from commonshelf.work.cards import Desk, ItemCard, Load, Queue
from commonshelf.work.domain.states import IN_HAND, OPEN, UNDONE_BY, State
from commonshelf.work.items import card_of
from commonshelf.work.models import WorkItem
from commonshelf.work.refs import symbol
from commonshelf.work.steps import UNDO

MOST: Final = 100
"""Items of one desk shown at once; the rest is counted."""
LATELY: Final = timedelta(days=7)
_DESK: Final = frozenset({"work.take", "work.reassign"})
"""Delegations that bring work to somebody's desk."""
_SOONEST: Final = (F("due_at").asc(nulls_last=True), "pk")


class Counted(NamedTuple):
    """How many of one kind lie at one library."""

    library: str
    kind: str
    n: int
    late: int
    held: int


def desk(*, actor: Actor, now: datetime, library: str | None = None, kind: str = "") -> Desk:
    """What this person is to do, from every library they work for; Absent for a visitor.

    library: only that one's ("": the alliance office's); kind: only of that kind.
    """
    members.demand(actor=actor, action="work.read-desk", object=_place(actor))
    mine = WorkItem.objects.filter(_mine(actor))
    counted = [
        Counted(symbol(library_id), *numbers)
        for library_id, *numbers in mine.values_list("library_id", "kind").annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            held=Count("pk", filter=Q(held_by=actor.key, state__in=IN_HAND)),
        )
    ]
    found = mine if library is None else mine.filter(_at(library))
    shown = found.filter(kind=kind) if kind else found
    kinds: Counter[str] = Counter()
    for one in counted:
        kinds[one.kind] += one.n if library is None or one.library == library else 0
    return Desk(
        items=_cards(shown.order_by(*_SOONEST)[:MOST], actor, now),
        total=kinds[kind] if kind else sum(kinds.values()),
        kinds=dict(+kinds),
        loads=_loads(counted),
        asked=_cards(_asked(actor, now).exclude(_mine(actor)).order_by(*_SOONEST)[:MOST], actor, now),
        taken=_cards(_taken(actor, now).order_by("-moved_at")[:MOST], actor, now),
        undoable=_undoable(actor, now),
        entrusted=_cards(_entrusted(actor)[:MOST], actor, now) if actor.delegations else (),
    )


def waiting_for(*, actor: Actor, now: datetime) -> tuple[int, int]:
    """How many things are this person's to do, and how many of them are late: for a menu or a first page."""
    if not actor.key:
        return 0, 0
    found = WorkItem.objects.filter(_mine(actor)).aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))
    )
    return found["n"], found["late"]


def _place(actor: Actor) -> Ref:
    """Where they work, or take work in an agency's place: a desk is for those who do so anywhere."""
    working = [one.library for one in actor.standings if one.role not in {Role.READER, Role.AUDITOR}]
    places = working or [one.library for one in actor.delegations if one.action in _DESK]
    return Ref("person", actor.key, places[0] if places else "")


def _mine(actor: Actor) -> Q:
    """In my hands, offered to me or to a role of mine, or come back to me, where I work today."""
    roles = _roles(actor)
    offered = Q(to_person=actor.key) & _within("library", roles)
    returned = Q(asked_by=actor.key) & (_within("asking", roles) | Q(asking=None))
    for library, held in roles.items():
        if library and Role.MANAGER in held:
            offered |= Q(to_person="", library__symbol=library)
            returned |= Q(asking__symbol=library) | Q(asking=None, library__symbol=library)
        elif library:
            offered |= Q(to_person="", library__symbol=library, to_role__in=held)
        elif Role.OFFICE in held:
            offered |= Q(to_person="", library=None)
            returned |= Q(asking=None, library=None)
    by_delegation = _delegated(actor, "work.take")
    return (
        Q(state__in=IN_HAND, held_by=actor.key) & (_within("library", roles) | by_delegation)
        | (Q(state=State.OFFERED) & (offered | (Q(to_person="") & by_delegation)))
        | (Q(state=State.RETURNED) & returned)
    )


def _delegated(actor: Actor, action: str) -> Q:
    """Items of the libraries in whose place they may do this; "" of the general agency is all of them."""
    places = {one.library for one in actor.delegations if one.action == action}
    return Q(pk__gt=0) if "" in places else Q(library__symbol__in=places)


def _entrusted(actor: Actor) -> QuerySet[WorkItem]:
    """Open there, and theirs to give to somebody else in an agency's place."""
    found = WorkItem.objects.filter(_delegated(actor, "work.reassign"), state__in=OPEN)
    return found.exclude(_mine(actor)).order_by(*_SOONEST)


def _roles(actor: Actor) -> dict[str, set[Role]]:
    found: dict[str, set[Role]] = defaultdict(set)
    for one in actor.standings:
        found[one.library].add(one.role)
    return found


def _within(place: str, roles: Mapping[str, set[Role]]) -> Q:
    """Items whose library (place: the column) is one of these; None is the alliance office."""
    here = Q(**{f"{place}__symbol__in": [library for library in roles if library]})
    return here | Q(**{place: None}) if Role.OFFICE in roles.get("", ()) else here


def _asked(actor: Actor, now: datetime) -> QuerySet[WorkItem]:
    """What I asked of others: open there, or closed by them within a week."""
    lately = Q(closed_at__gt=now - LATELY) & ~Q(moved_by=actor.key)
    still = Q(state__in=OPEN) & ~Q(state=State.RETURNED) & ~Q(held_by=actor.key)
    here = _within("asking", _roles(actor)) | Q(asking=None)
    return WorkItem.objects.filter(here, still | lately, asked_by=actor.key)


def _taken(actor: Actor, now: datetime) -> QuerySet[WorkItem]:
    """What was in my hands or offered to me, and somebody gave to others within a week."""
    return WorkItem.objects.filter(
        _within("was_library", _roles(actor)),
        was_with=actor.key,
        last_action="reassign",
        moved_at__gt=now - LATELY,
    )


def _at(library: str) -> Q:
    return Q(library__symbol=library) if library else Q(library=None)


def _cards(rows: Iterable[WorkItem], actor: Actor, now: datetime) -> tuple[ItemCard, ...]:
    return tuple(card_of(row, actor=actor, now=now) for row in rows)


def _loads(counted: Iterable[Counted]) -> tuple[Load, ...]:
    found: dict[str, list[Counted]] = defaultdict(list)
    for one in counted:
        found[one.library].append(one)
    return tuple(
        Load(library, held := sum(one.held for one in ones), sum(one.n for one in ones) - held, late(ones))
        for library, ones in sorted(found.items())
    )


def late(counted: Iterable[Counted]) -> int:
    return sum(one.late for one in counted)


def _undoable(actor: Actor, now: datetime) -> ItemCard | None:
    """My last step, if it is one that harms nobody when taken back, and nobody has gone on since."""
    row = WorkItem.objects.filter(moved_by=actor.key, moved_at__gt=now - UNDO).order_by("-moved_at").first()
    if row is None or row.last_action not in UNDONE_BY:
        return None
    card = card_of(row, actor=actor, now=now)
    return card if card.can(UNDONE_BY[row.last_action]) else None


def queues(*, actor: Actor, now: datetime) -> list[Queue]:
    """What lies open at every member, the alliance office first: for the general agency (A77)."""
    members.demand(actor=actor, action="work.read-queues", object=Ref("alliance", ""))
    counted = (
        WorkItem.objects.filter(state__in=OPEN)
        .values("library_id", "kind")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_at__lt=now)),
            unanswered=Count("pk", filter=~Q(state__in=IN_HAND)),
        )
    )
    kinds: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    unanswered: Counter[str] = Counter()
    for one in counted:
        library = symbol(one["library_id"])
        kinds[library][one["kind"]] = (one["n"], one["late"])
        unanswered[library] += one["unanswered"]
    return [
        Queue(
            library,
            sum(n for n, _ in kinds[library].values()),
            sum(late for _, late in kinds[library].values()),
            unanswered[library],
            kinds[library],
        )
        for library in ("", *(card.symbol for card in members.libraries()))
    ]


def queue(
    *,
    actor: Actor,
    library: str | None = None,
    kind: str = "",
    late: bool = False,
    now: datetime,
    start: int = 0,
) -> tuple[list[ItemCard], int]:
    """Open items of one library (None: of all), late first, and how many there are."""
    members.demand(actor=actor, action="work.read-queues", object=Ref("alliance", ""))
    found = WorkItem.objects.filter(state__in=OPEN)
    if library is not None:
        found = found.filter(_at(library))
    if kind:
        found = found.filter(kind=kind)
    if late:
        found = found.filter(due_at__lt=now)
    rows = found.order_by(*_SOONEST)[start : start + MOST]
    return [card_of(row, actor=actor, now=now) for row in rows], found.count()
