"""Paces learned from our own acts: sums by month, made anew from the moments that the acts wrote down.

A month's sums are never added to, they are written whole: an act that comes twice, late or is taken back
leaves them right, and `learn` from the beginning gives what the hourly turns gave together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.sharing.domain.clocks import instant
from commonshelf.sharing.models import Approval, Handling, PartnerPace, Supply, Transit
from commonshelf.sharing.planning import knowledge

LATE: Final = timedelta(days=3)
"""So long into a month the one before is still looked at: its last acts are taken back until then."""
LONGEST: Final = 24 * 90.0
"""Hours; what took longer was forgotten somewhere and says nothing of a pace."""
Sums = list[float]
"""count, hours, squares, unfilled."""


def _nothing() -> Sums:
    return [0, 0.0, 0.0, 0]


@dataclass(slots=True)
class _Found:
    """By (library id or None, service, stage, month), and by (from id, to id, month)."""

    handling: dict[tuple[Any, ...], Sums] = field(default_factory=lambda: defaultdict(_nothing))
    transit: dict[tuple[Any, ...], Sums] = field(default_factory=lambda: defaultdict(_nothing))
    outside: dict[tuple[Any, ...], Sums] = field(default_factory=lambda: defaultdict(_nothing))
    """By (partner id, service, month)."""

    def took(self, where: tuple[Any, ...], hours: float) -> None:
        _add(self.handling[where], hours)

    def travelled(self, where: tuple[Any, ...], hours: float) -> None:
        _add(self.transit[where], hours)


def _add(sums: Sums, hours: float) -> None:
    if 0.0 <= hours <= LONGEST:
        sums[0] += 1
        sums[1] += hours
        sums[2] += hours * hours


def learn(*, now: datetime, everything: bool = False) -> int:
    """Of the month, and in its first days of the one before; how many sums changed. everything: all."""
    first = None if everything else timezone.localdate(now - LATE).replace(day=1)
    with transaction.atomic(), members.one_look():
        found = _Found()
        _supplies(found, first, now)
        _partners(found, first)
        _decisions(found, first)
        changed = _write(Handling, ("library_id", "service", "stage", "month"), found.handling, first)
        changed += _write(Transit, ("from_library_id", "to_library_id", "month"), found.transit, first)
        changed += _write(PartnerPace, ("partner_id", "service", "month"), found.outside, first)
        if changed:
            knowledge.learned(now)
    return changed


# -- what the acts wrote down


_OF_SUPPLY: Final = (
    *("supplier_id", "request__requester_id", "request__pickup_branch", "branch", "service", "state"),
    *("asked_at", "answered_at", "shipped_at", "received_at", "closed_at"),
)


def _supplies(found: _Found, first: date | None, now: datetime) -> None:
    rows = Supply.objects.filter(supplier__isnull=False, asked_at__isnull=False)
    if first is not None:
        since = datetime.combine(first, time(), timezone.get_default_timezone())
        touched = Q(shipped_at__gte=since) | Q(received_at__gte=since) | Q(closed_at__gte=since)
        rows = rows.filter(touched)
    known, symbols = knowledge.known(now), members.symbols_by_id()
    for row in rows.order_by("pk").values(*_OF_SUPPLY).iterator(2000):
        try:
            _supply(found, row, known, symbols)
        except Absent:  # a library that left: its pace is nobody's
            continue


def _supply(
    found: _Found, row: Mapping[str, Any], known: knowledge.Known, symbols: Mapping[int, str]
) -> None:
    supplier, asked = row["supplier_id"], row["asked_at"]
    clock = knowledge.clock(symbols[supplier])
    service, shipped, received = row["service"], row["shipped_at"], row["received_at"]
    if shipped is not None and not _unseen(row):
        hours = clock.between(instant(asked), instant(shipped))
        found.took((supplier, service, "ship", _month(shipped)), hours)
    elif row["state"] == "unfilled" and row["closed_at"]:
        over = row["answered_at"] or row["closed_at"]
        hours = clock.between(instant(asked), instant(over))
        found.took((supplier, service, "answer", _month(row["closed_at"])), hours)
        found.handling[supplier, service, "ship", _month(row["closed_at"])][3] += 1
    if service == "Loan" and shipped and received and not _unseen(row):
        _journey(found, row, known, symbols)


def _unseen(row: Mapping[str, Any]) -> bool:
    """Its sending was never pressed: it was there all at once, which nothing is."""
    return bool(row["service"] == "Loan" and row["shipped_at"] == row["received_at"])


def _journey(
    found: _Found, row: Mapping[str, Any], known: knowledge.Known, symbols: Mapping[int, str]
) -> None:
    supplier, requester = row["supplier_id"], row["request__requester_id"]
    shipped, received = instant(row["shipped_at"]), instant(row["received_at"])
    month = _month(row["received_at"])
    found.travelled((supplier, requester, month), received - shipped)
    ends = symbols[supplier], symbols[requester]
    road = knowledge.road(known, ends, row["branch"], row["request__pickup_branch"])
    if road is not None and (there := road.arrival(shipped)) < received:
        hours = knowledge.clock(ends[1]).between(there, received)
        found.took((requester, "Loan", "shelve", month), hours)


def _partners(found: _Found, first: date | None) -> None:
    """From asking to arrival, in hours of the clock: nothing in between is told of a partner outside."""
    rows = Supply.objects.filter(partner__isnull=False, asked_at__isnull=False)
    if first is not None:
        since = datetime.combine(first, time(), timezone.get_default_timezone())
        rows = rows.filter(Q(received_at__gte=since) | Q(closed_at__gte=since))
    told = ("partner_id", "service", "state", "asked_at", "received_at", "closed_at")
    for row in rows.order_by("pk").values(*told).iterator(2000):
        partner, service = row["partner_id"], row["service"]
        if row["received_at"] is not None:
            hours = instant(row["received_at"]) - instant(row["asked_at"])
            _add(found.outside[partner, service, _month(row["received_at"])], hours)
        elif row["state"] == "unfilled" and row["closed_at"] is not None:
            found.outside[partner, service, _month(row["closed_at"])][3] += 1


def _decisions(found: _Found, first: date | None) -> None:
    """By people: what a rule decides takes no time."""
    rows = Approval.objects.filter(decided_at__isnull=False).exclude(decided_by="")
    if first is not None:
        since = datetime.combine(first, time(), timezone.get_default_timezone())
        rows = rows.filter(decided_at__gte=since)
    symbols = members.symbols_by_id()
    told = rows.order_by("pk").values_list("agency__library_id", "asked_at", "decided_at")
    for library, asked, decided in told.iterator(2000):
        try:
            clock = knowledge.clock(symbols[library] if library else "")
        except Absent:
            continue
        if decided is not None:
            hours = clock.between(instant(asked), instant(decided))
            found.took((library, "Licence", "decide", _month(decided)), hours)


def _month(at: datetime) -> date:
    return timezone.localdate(at).replace(day=1)


# -- keeping it


def _write(
    table: type[Handling | Transit | PartnerPace],
    names: tuple[str, ...],
    found: Mapping[tuple[Any, ...], Sums],
    first: date | None,
) -> int:
    """Only what differs; what nothing speaks for any more goes."""
    rows: Any = table.objects.all() if first is None else table.objects.filter(month__gte=first)
    held = {tuple(getattr(row, name) for name in names): row for row in rows}
    changed = 0
    for where, sums in _within(found, first):
        row = held.pop(where, None) or table(**dict(zip(names, where, strict=True)))
        told = _told(table, sums)
        if row.pk is None or any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    for row in held.values():
        row.delete()
        changed += 1
    return changed


def _within(
    found: Mapping[tuple[Any, ...], Sums], first: date | None
) -> Iterator[tuple[tuple[Any, ...], Sums]]:
    """Without months before the first: their rows were not all looked at."""
    for where, sums in found.items():
        if (sums[0] or sums[3]) and (first is None or where[-1] >= first):
            yield where, sums


def _told(table: type[Handling | Transit | PartnerPace], sums: Sums) -> dict[str, float]:
    told: dict[str, float] = {
        "count": int(sums[0]),
        "hours": round(sums[1], 6),
        "squares": round(sums[2], 6),
    }
    return told if table is Transit else {**told, "unfilled": int(sums[3])}
