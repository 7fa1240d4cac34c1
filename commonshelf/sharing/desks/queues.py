"""What lies at a library's interlibrary desk, on both sides: as requester and as supplier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from heapq import merge
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Concat

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.cards import Choice, DeskPage, RequestLine
from commonshelf.sharing.domain import life, queues
from commonshelf.sharing.domain.life import Side, State
from commonshelf.sharing.life import outside, whom
from commonshelf.sharing.life.showing import partner_name
from commonshelf.sharing.models import Message, PatronRequest, Supply

ROWS: Final = 25
"""Of one page of a list."""
HISTORY: Final = "history"
TO_DO: Final = "to-do"
"""Beside the lists in counts: things, each once, for this desk's own hands."""
READ: Final = "sharing.read-desk"


def page(*, actor: Actor, library: str, list: str, page: int = 1, now: datetime) -> DeskPage:
    """One list of this library's desk, the most pressing first. Absent: no such list, or not theirs."""
    members.demand(actor=actor, action=READ, object=Ref("desk", "", library))
    if list not in (*queues.LISTS, HISTORY):
        raise Absent
    counts = counted(library, now)
    total = counts.get(list, 0) if list != HISTORY else _closed(library)
    pages = max(1, -(-total // ROWS))
    at = min(max(page, 1), pages)
    return DeskPage(library, list, tuple(_lines(library, list, at, now)), counts, at, pages)


def counted(library: str, now: datetime) -> dict[str, int]:
    """How many stand in each list; what is late or written about counts in two."""
    found: Counter[str] = Counter()
    for side, rows in _sides(library, now):
        for state, late, unread, n in rows.values_list("stands", "late", "unread").annotate(n=Count("pk")):
            for name in _lists(side, state, late=late, unread=unread):
                found[name] += n
    return {name: found[name] for name in (*queues.LISTS, TO_DO)}


def _lists(side: str, state: str, *, late: bool | None, unread: bool) -> set[str]:
    """Every list it stands in, and whether this desk has to do something."""
    found = {queues.list_of(side, state)}
    found |= ({"late"} if late else set()) | ({"waiting"} if unread else set())
    mine = found - {"late", "others", "outside"} or found >= {"late", "outside"}
    return found | ({TO_DO} if mine else set())


def _sides(library: str, now: datetime) -> tuple[tuple[str, QuerySet[Any]], ...]:
    return (Side.REQUESTER, requested(library, now)), (Side.SUPPLIER, supplied(library, now))


def requested(library: str, now: datetime) -> QuerySet[PatronRequest]:
    """Open requests this library looks after ("": any). stands: the state; late, unread: whether."""
    unread = Message.objects.filter(request=OuterRef("pk"), read_at=None).exclude(side=Side.REQUESTER)
    mine = Q(requester__symbol=library) if library else Q()
    theirs = Supply.objects.filter(request=OuterRef("pk"), partner__isnull=False, closed_at=None)
    with_partner = When(
        Q(Exists(theirs), state__in=tuple(queues.WITH_PARTNER)),
        then=Concat(Value(queues.OUTSIDE), F("state")),
    )
    return PatronRequest.objects.filter(mine, closed_at=None).annotate(
        stands=Case(with_partner, default=F("state")),
        by=F("next_at"),
        late=_late(Side.REQUESTER, "", now),
        unread=Exists(unread),
    )


def supplied(library: str, now: datetime) -> QuerySet[Supply]:
    """What this library was asked for and has in hand, likewise."""
    unread = Message.objects.filter(supply=OuterRef("pk"), read_at=None).exclude(side=Side.SUPPLIER)
    mine = Q(supplier__symbol=library) if library else Q(supplier__isnull=False)
    return Supply.objects.filter(mine, asked_at__isnull=False, closed_at=None).annotate(
        stands=F("request__state"),
        by=F("request__next_at"),
        late=_late(Side.SUPPLIER, "request__", now),
        unread=Exists(unread),
    )


def _late(side: str, of: str, now: datetime) -> ExpressionWrapper[Q]:
    waits = Q(**{f"{of}state__in": queues.may_be_late(side), f"{of}next_at__lt": now})
    over = Q(**{f"{of}state": State.OVERDUE}) | Q(**{f"{of}why": outside.NO_WORD})
    return ExpressionWrapper(waits | over, output_field=BooleanField())


def _lines(library: str, name: str, at: int, now: datetime) -> list[RequestLine]:
    """What stands on that page: both sides in one order, what comes first first."""
    if name == HISTORY:
        return _history(library, at)
    last, found = at * ROWS, []
    for side, rows in _sides(library, now):
        some = _within(rows, side, name).order_by(F("by").asc(nulls_last=True), "pk")
        found.append([_line(row, side) for row in _whole(some, side)[:last]])
    return list(merge(*found, key=_pressing))[last - ROWS : last]


def _pressing(line: RequestLine) -> tuple[bool, float]:
    return (line.by_when is None, line.by_when.timestamp() if line.by_when else 0.0)


def _within(rows: QuerySet[Any], side: str, name: str) -> QuerySet[Any]:
    if name == "late":
        return rows.filter(late=True)
    if name == "others":
        return rows.exclude(stands__in=tuple(queues.table(side)))
    states = Q(stands__in=queues.states_of(side, name))
    return rows.filter(states | Q(unread=True)) if name == "waiting" else rows.filter(states)


def _whole(rows: QuerySet[Any], side: str) -> QuerySet[Any]:
    """With everything a line shows, in as many questions for twenty rows as for one."""
    if side == Side.SUPPLIER:
        return rows.select_related(
            "supplier", "partner", *(f"request__{name}" for name in ("requester", "pickup", "home"))
        )
    open = Supply.objects.filter(asked_at__isnull=False, closed_at=None)
    open = open.select_related("supplier", "partner")
    return rows.select_related("requester", "pickup", "home").prefetch_related(
        Prefetch("supplies", queryset=open, to_attr="in_hand")
    )


def _line(row: Any, side: str) -> RequestLine:
    """row: of `requested` or of `supplied`."""
    if side == Side.SUPPLIER:
        return _made(row.request, row, side, late=bool(row.late), unread=int(row.unread))
    return _made(row, next(iter(row.in_hand), None), side, late=bool(row.late), unread=int(row.unread))


def _made(
    request: PatronRequest, supply: Supply | None, side: str, *, late: bool, unread: int
) -> RequestLine:
    service = supply.service if supply else ""
    closed, giver = request.closed_at is not None, whom.giver(supply)
    steps = [] if closed else life.choices(request.state, side, service, request.why, giver=giver)
    return RequestLine(
        number=request.number,
        state=request.state,
        why=request.why,
        title=Said(request.title_zh or request.number, request.title_en),
        service=service or request.service,
        level=request.level,
        requester=request.requester.symbol,
        supplier=supply.supplier.symbol if supply and supply.supplier else "",
        partner=partner_name(supply.partner) if supply else None,
        attempt=supply.attempt if supply else 0,
        side=side,
        placed_at=request.placed_at,
        pickup=request.pickup.symbol,
        pickup_branch=request.pickup_branch,
        home=request.home.symbol,
        group_kind=request.group_kind,
        by_when=request.next_at,
        late=late,
        asked_at=supply.asked_at if supply else None,
        shipped_at=supply.shipped_at if supply else None,
        due_date=request.due_date,
        needed_date=request.needed_date,
        closed_at=request.closed_at,
        barcode=supply.barcode if supply else "",
        branch=supply.branch if supply else "",
        shelf=supply.shelf if supply else "",
        citation=request.citation,
        edition=request.edition,
        printed_at=supply.printed_at if supply else None,
        unread=unread,
        version=request.version,
        steps=tuple(Choice(one.action, one.primary, one.closing) for one in steps),
    )


# -- what is over


def _over(library: str) -> QuerySet[PatronRequest]:
    """Closed ones of this library's readers, and of others those of which its own part has ended."""
    mine = Supply.objects.filter(request=OuterRef("pk"), asked_at__isnull=False, supplier__symbol=library)
    ended = Exists(mine.filter(closed_at__isnull=False)) & ~Exists(mine.filter(closed_at=None))
    whose = Q(requester__symbol=library)
    return PatronRequest.objects.filter((whose & Q(closed_at__isnull=False)) | (~whose & ended))


def _closed(library: str) -> int:
    return _over(library).count()


def _history(library: str, at: int) -> list[RequestLine]:
    rows = (
        _over(library)
        .select_related("requester", "pickup", "home")
        .order_by(F("closed_at").desc(nulls_first=True), "-pk")
    )
    rows = rows.prefetch_related(Prefetch("supplies", queryset=_asked(), to_attr="asked"))
    return [_past(row, library) for row in rows[(at - 1) * ROWS : at * ROWS]]


def _asked() -> QuerySet[Supply]:
    return (
        Supply.objects.filter(asked_at__isnull=False)
        .select_related("supplier", "partner")
        .order_by("attempt")
    )


def _past(row: Any, library: str) -> RequestLine:
    """A library that was asked sees how its own part ended, and nothing of what came after."""
    if row.requester.symbol == library:
        return _made(row, next(iter(row.asked[-1:]), None), Side.REQUESTER, late=False, unread=0)
    mine = [one for one in row.asked if one.supplier and one.supplier.symbol == library][-1]
    line = _made(row, mine, Side.SUPPLIER, late=False, unread=0)
    return replace(line, state=mine.state, why=mine.reason, closed_at=mine.closed_at, by_when=None, steps=())


# -- all desks


def overview(now: datetime) -> dict[str, dict[str, int]]:
    """Symbol -> what lies in each list, of every library that has anything: in two questions for all."""
    found: dict[str, Counter[str]] = {}
    whose = {Side.REQUESTER: "requester__symbol", Side.SUPPLIER: "supplier__symbol"}
    for side, rows in _sides("", now):
        counted = rows.values_list(whose[Side(side)], "stands", "late", "unread").annotate(n=Count("pk"))
        for symbol, state, late, unread, n in counted:
            for name in _lists(side, state, late=late, unread=unread):
                found.setdefault(symbol, Counter())[name] += n
    return {symbol: dict(lists) for symbol, lists in found.items()}


def lines_about(
    library: str, now: datetime, *, number: str = "", barcode: str = "", editions: Collection[int] = ()
) -> tuple[RequestLine, ...]:
    """Open ones of this desk by their number, by the copy's barcode, or (to be fetched here) by edition."""
    found: list[RequestLine] = []
    for side, rows in _sides(library, now):
        of = "" if side == Side.REQUESTER else "request__"
        if number:
            some = rows.filter(**{f"{of}number": number})
        elif barcode and side == Side.REQUESTER:
            open = {"supplies__asked_at__isnull": False, "supplies__closed_at": None}
            some = rows.filter(supplies__barcode=barcode, **open)
        elif barcode:
            some = rows.filter(barcode=barcode)
        elif side == Side.SUPPLIER:
            some = rows.filter(request__edition__in=editions, stands__in=queues.states_of(side, "to-supply"))
        else:
            continue
        found += [_line(row, side) for row in _whole(some, side)[:ROWS]]
    return tuple(found)


def among(library: str, numbers: Collection[str], now: datetime) -> list[RequestLine]:
    """Of these numbers, each that this desk has or had to do with."""
    found = []
    for side, rows in _sides(library, now):
        of = "number__in" if side == Side.REQUESTER else "request__number__in"
        found += [_line(row, side) for row in _whole(rows.filter(**{of: list(numbers)}), side)]
    over = _over(library).filter(number__in=list(numbers)).select_related("requester", "pickup", "home")
    past = over.prefetch_related(Prefetch("supplies", queryset=_asked(), to_attr="asked"))
    return [*found, *(_past(one, library) for one in past)]


def line(library: str, number: str, now: datetime) -> RequestLine | None:
    """One request as this library sees it; of both sides the one with something to do. None: not its."""
    found = sorted(
        lines_about(library, now, number=number),
        key=lambda one: queues.list_of(one.side, one.state, outside=one.partner is not None) == "others",
    )
    if found:
        return found[0]
    over = _over(library).filter(number=number).select_related("requester", "pickup", "home")
    past = over.prefetch_related(Prefetch("supplies", queryset=_asked(), to_attr="asked")).first()
    return _past(past, library) if past else None
