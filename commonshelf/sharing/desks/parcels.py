"""What leaves a library by courier: a label for each parcel, and the list that goes along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonshelf.kernel import barcodes
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.models import Partner, Route, Supply

MOST: Final = 100
"""Parcels of one list."""


@dataclass(frozen=True, slots=True)
class End:
    """A branch as a label names it."""

    library: str
    branch: str
    name: Said
    branch_name: Said | None
    address: Said | None
    phone: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """back: going home to its owner. sent_at None: ready, not scanned out yet. condition: LoanCondition."""

    supply: int
    number: str
    title: Said
    barcode: str
    back: bool
    start: End
    end: End
    sent_at: datetime | None
    condition: str
    note: str
    due_date: date | None
    bars: barcodes.Bars | None
    qr: barcodes.Bars


@dataclass(frozen=True, slots=True)
class Run:
    """What goes one way on one day. leaves_at, arrives_at None: no courier has a timetable there, or (missed)
    the last of the day had left when it was scanned out.
    """

    start: End
    end: End
    name: str
    leaves_at: datetime | None
    arrives_at: datetime | None
    missed: bool
    parcels: tuple[Parcel, ...]


def ready(library: str) -> list[Parcel]:
    """Promised to others, or to go home, and not scanned out yet."""
    out = Q(supplier__symbol=library, state="will-supply", service="Loan")
    back = Q(request__requester__symbol=library, request__state="back", state="lent")
    rows = _rows().filter(out | back, closed_at=None).order_by("pk")[:MOST]
    return [_parcel(row, back=row.state != "will-supply") for row in rows]


def sent(library: str, day: date) -> list[Parcel]:
    """Scanned out here on that day, in the order of scanning."""
    first = timezone.make_aware(datetime.combine(day, time.min))
    span = (first, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)))
    out = _rows().filter(
        supplier__symbol=library, service="Loan", shipped_at__gte=span[0], shipped_at__lt=span[1]
    )
    back = _rows().filter(
        request__requester__symbol=library, service="Loan", returned_at__gte=span[0], returned_at__lt=span[1]
    )
    made = [_parcel(row, back=False) for row in out.order_by("shipped_at")[:MOST]]
    made += [_parcel(row, back=True) for row in back.order_by("returned_at")[:MOST]]
    return made


def one(library: str, number: str) -> Parcel:
    """Of a request that this library sends or sent; Absent: it sends nothing there."""
    row = _rows().filter(request__number=number, asked_at__isnull=False).order_by("-attempt").first()
    if row is None or row.service != "Loan":
        raise Absent
    if (
        row.supplier is not None
        and row.supplier.symbol == library
        and row.state in {"will-supply", "shipped"}
    ):
        return _parcel(row, back=False)
    if row.request.requester.symbol == library and row.request.state in {"back", "returning"}:
        return _parcel(row, back=True)
    raise Absent


def _rows() -> QuerySet[Supply]:
    return Supply.objects.select_related(
        "request__requester", "request__pickup", "supplier", "partner"
    ).filter(asked_at__isnull=False)


def _parcel(row: Supply, *, back: bool) -> Parcel:
    request = row.request
    owner = row.supplier.symbol if row.supplier else ""
    there = end(request.pickup.symbol, request.pickup_branch)
    here = end(owner, row.branch) if row.partner is None else _outside(row.partner)
    return Parcel(
        supply=row.pk,
        number=request.number,
        title=Said(request.title_zh, request.title_en),
        barcode=row.barcode,
        back=back,
        start=there if back else here,
        end=here if back else there,
        sent_at=row.returned_at if back else row.shipped_at,
        condition=str(row.conditions.get("condition", "")),
        note=str(row.conditions.get("note", "")),
        due_date=request.due_date,
        bars=barcodes.drawn(request.number, "code128"),
        qr=barcodes.qr(request.number),
    )


def _outside(partner: Partner) -> End:
    """A partner outside, by the address it wants its books sent back to."""
    name, address = Said(partner.name_zh, partner.name_en), partner.address
    return End("", str(partner.pk), name, None, Said(address, address) if address else None, "")


def end(symbol: str, code: str) -> End:
    """Also of a library that left, by its Symbol."""
    try:
        library = members.library(symbol=symbol)
    except Absent:
        return End(symbol, code, Said(symbol, symbol), None, None, "")
    branch = next(
        (one for one in library.branches if one.code == code or (not code and one.main)),
        next((one for one in library.branches if one.main), None),
    )
    if branch is None:
        return End(symbol, code, library.name, None, None, "")
    named = branch.name if len(library.branches) > 1 else None
    return End(symbol, branch.code, library.name, named, branch.address, branch.phone)


def runs(parcels: Iterable[Parcel], day: date) -> list[Run]:
    """By where they go and the first courier that leaves after they were scanned out."""
    some = list(parcels)
    routes = _routes({one.start.library for one in some}, day) if some else []
    ways: dict[tuple[str, str, str, str, int], tuple[list[Parcel], Route | None, bool]] = {}
    for parcel in some:
        route, missed = _courier(routes, parcel)
        ends = (parcel.end.library, parcel.end.branch, parcel.start.library, parcel.start.branch)
        found = ways.setdefault((*ends, route.pk if route else 0), ([], route, missed))
        found[0].append(parcel)
    return [_run(found, route, day, missed=missed) for _, (found, route, missed) in sorted(ways.items())]


def _routes(starts: Iterable[str], day: date) -> list[Route]:
    valid = Q(active_from__lte=day) & (Q(active_to=None) | Q(active_to__gt=day))
    found = Route.objects.filter(
        valid, from_library__symbol__in=list(starts), weekdays__contains=str(day.isoweekday())
    )
    return list(found.select_related("from_library", "to_library").order_by("leaves_at", "pk"))


def _courier(routes: Iterable[Route], parcel: Parcel) -> tuple[Route | None, bool]:
    """The next to leave; (None, True): the day's last had left when this was scanned out."""
    start, end = parcel.start, parcel.end
    found = [
        one
        for one in routes
        if (one.from_library.symbol, one.to_library.symbol) == (start.library, end.library)
        and one.from_branch in {"", start.branch}
        and one.to_branch in {"", end.branch}
    ]
    scanned = timezone.localtime(parcel.sent_at).time() if parcel.sent_at else time.min
    route = next((one for one in found if one.leaves_at >= scanned), None)
    return route, bool(found) and route is None


def _run(parcels: list[Parcel], route: Route | None, day: date, *, missed: bool) -> Run:
    leaves = timezone.make_aware(datetime.combine(day, route.leaves_at)) if route else None
    arrives = leaves + timedelta(hours=float(route.hours)) if leaves and route else None
    first = parcels[0]
    return Run(first.start, first.end, route.name if route else "", leaves, arrives, missed, tuple(parcels))
