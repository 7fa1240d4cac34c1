"""What is known of libraries and the roads between them, kept in the process under the stamp's marks.

Set-up (capacity, fees, couriers) is read again after any change of it; what was learned of paces, and how
giving and taking stand, hour by hour: an hour's acts do not move a pace, and reading a year of them costs.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count
from django.utils import timezone

from commonshelf.kernel.place import Place, kilometres
from commonshelf.members import api as members
from commonshelf.sharing.domain.clocks import Leg, Timetable, WorkClock
from commonshelf.sharing.domain.ranking import WINDOW, balance
from commonshelf.sharing.domain.sources import Outside
from commonshelf.sharing.domain.times import (
    NOTHING,
    PRIORS,
    Pace,
    Prior,
    Seen,
    by_distance,
    decayed,
    filled,
    shrunk,
)
from commonshelf.sharing.models import Capacity, Handling, PlanningStamp, Route, Supply, Transit
from commonshelf.sharing.planning import partnering

_LOCK: Final = threading.Lock()
REMEMBERED: Final = timedelta(days=730)
"""Older months weigh next to nothing."""
HOUSE: Final = Prior(8.0, 14.0, source="house")
"""For a step nobody has published a figure of: one working day (ours)."""
Ends = tuple[str, str]
"""Symbols: from, to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A courier's line as it is kept. Branches: "" the library's main one, or any."""

    route: int
    from_branch: str
    to_branch: str
    leg: Leg


@dataclass(slots=True)
class Known:
    """All of it, by the marks it was read under. Paces are worked out when they are first asked for."""

    marks: tuple[str, str, date]
    capacities: dict[tuple[str, str], tuple[int | None, int]] = field(default_factory=dict)
    own: dict[tuple[str, str, str], Seen] = field(default_factory=dict)
    everybody: dict[tuple[str, str], Seen] = field(default_factory=dict)
    pairs: dict[Ends, Seen] = field(default_factory=dict)
    all_pairs: Seen = NOTHING
    lines: dict[Ends, list[Line]] = field(default_factory=dict)
    balances: dict[str, float] = field(default_factory=dict)
    off_days: frozenset[date] = frozenset()
    partners: dict[str, list[Outside]] = field(default_factory=dict)
    _paces: dict[tuple[str, str, str], Pace] = field(default_factory=dict)
    _transits: dict[tuple[Ends, int | None], Pace] = field(default_factory=dict)

    def pace(self, library: str, service: str, stage: str) -> Pace:
        """In working hours of that library ("" the alliance's agency)."""
        asked = library, service, stage
        if asked not in self._paces:
            prior = PRIORS.get((service, stage), HOUSE)
            everybody = self.everybody.get((service, stage), NOTHING)
            self._paces[asked] = shrunk(self.own.get(asked, NOTHING), everybody, prior)
        return self._paces[asked]

    def seen(self, library: str, service: str) -> Seen:
        """What was seen of it itself, older months weighing less."""
        return self.own.get((library, service, "ship"), NOTHING)

    def chance(self, library: str, service: str) -> float:
        """That it fills what it is asked for."""
        asked = library, service, "ship"
        return filled(self.own.get(asked, NOTHING), self.everybody.get((service, "ship"), NOTHING))

    def transit(self, ends: Ends, km: float | None) -> Pace:
        """In hours of the clock, where no courier has a timetable. km: between their main branches."""
        asked = ends, None if km is None else round(km)
        if asked not in self._transits:
            own = self.pairs.get(ends, NOTHING)
            self._transits[asked] = shrunk(own, self.all_pairs, by_distance(km))
        return self._transits[asked]

    def outside(self, library: str) -> tuple[Outside, ...]:
        """Partners of this library's desk: its own, and those the agency keeps for all."""
        return (*self.partners.get(library, ()), *self.partners.get("", ())) if library else ()

    def legs(self, ends: Ends, from_branch: str, to_branch: str) -> tuple[Line, ...]:
        """The couriers that call at both: a line that names no branch calls wherever one is needed."""
        return tuple(
            one
            for one in self.lines.get(ends, ())
            if one.from_branch in {"", from_branch} and one.to_branch in {"", to_branch}
        )


_known: Known | None = None


class _Laid(threading.local):
    """Calendars and timetables laid out. They grow as they are asked, so each thread has its own."""

    def __init__(self) -> None:
        self.clocks: dict[str, tuple[object, WorkClock]] = {}
        self.roads: dict[tuple[Ends, str, str], tuple[Known, Timetable | None]] = {}


_laid = _Laid()


def changed() -> None:
    """Call inside the act that changed capacity, fees or couriers."""
    stamp, made = PlanningStamp.objects.get_or_create(pk=1, defaults={"mark": _mark()})
    if not made:
        stamp.mark = _mark()
        stamp.save(update_fields=["mark"])


def learned(at: datetime) -> None:
    """Call inside the act from which something was learned: one write an hour."""
    hour = f"{at.astimezone(timezone.get_default_timezone()):%Y-%m-%dT%H}"
    if not PlanningStamp.objects.filter(pk=1, learned=hour).exists():
        PlanningStamp.objects.update_or_create(
            pk=1, defaults={"learned": hour}, create_defaults={"learned": hour, "mark": _mark()}
        )


def _mark() -> str:
    return f"{timezone.now():%Y%m%d%H%M%S%f}"


def known(now: datetime) -> Known:
    """One question to the database, but when something changed or a day began."""
    global _known  # noqa: PLW0603  # swapped whole, so that nobody sees half of it
    told = PlanningStamp.objects.filter(pk=1).values_list("mark", "learned").first() or ("", "")
    marks = (*told, timezone.localdate(now))
    held = _known
    if held is None or held.marks != marks or not told[0]:
        held = _read(marks, now)
        with _LOCK:
            _known = held
    return held


def _read(marks: tuple[str, str, date], now: datetime) -> Known:
    found, symbols, today = Known(marks), members.symbols_by_id(), marks[2]
    for library, service, a_day, fee in Capacity.objects.values_list("library_id", "service", "a_day", "fee"):
        found.capacities[symbols[library], service] = a_day, fee
    _read_paces(found, symbols, today)
    _read_lines(found, symbols, today)
    found.partners = partnering.known(symbols, today - REMEMBERED, today)
    found.balances = _balances(symbols, now)
    holidays = [*members.holidays(year=today.year), *members.holidays(year=today.year + 1)]
    found.off_days = frozenset(one.date for one in holidays if one.worked_as is None)
    return found


def _read_paces(found: Known, symbols: dict[int, str], today: date) -> None:
    months: dict[tuple[str, str, str], list[tuple[date, Seen]]] = defaultdict(list)
    since = today - REMEMBERED
    told = ("library_id", "service", "stage", "month", "count", "hours", "squares", "unfilled")
    for id, service, stage, month, *sums in Handling.objects.filter(month__gte=since).values_list(*told):
        months[symbols[id] if id else "", service, stage].append((month, Seen(*sums)))
    for where, seen in months.items():
        found.own[where] = decayed(seen, today)
        total = found.everybody.get(where[1:], NOTHING)
        found.everybody[where[1], where[2]] = total + found.own[where]
    roads: dict[Ends, list[tuple[date, Seen]]] = defaultdict(list)
    of_pair = ("from_library_id", "to_library_id", "month", "count", "hours", "squares")
    for start, end, month, *sums in Transit.objects.filter(month__gte=since).values_list(*of_pair):
        roads[symbols[start], symbols[end]].append((month, Seen(*sums)))
    for ends, seen in roads.items():
        found.pairs[ends] = decayed(seen, today)
        found.all_pairs += found.pairs[ends]


def _read_lines(found: Known, symbols: dict[int, str], today: date) -> None:
    for row in Route.objects.exclude(active_to__lte=today).order_by("pk"):
        leg = Leg(
            weekdays=frozenset(int(digit) - 1 for digit in row.weekdays),
            leaves_at=row.leaves_at,
            hours=float(row.hours),
            active_from=row.active_from,
            active_to=row.active_to or date.max,
            cost=row.cost,
        )
        ends = symbols[row.from_library_id], symbols[row.to_library_id]
        found.lines.setdefault(ends, []).append(Line(row.pk, row.from_branch, row.to_branch, leg))


def _balances(symbols: dict[int, str], now: datetime) -> dict[str, float]:
    """Over the window, each supply that was shipped or delivered counted once."""
    since = now - timedelta(days=WINDOW)
    sent = Supply.objects.filter(shipped_at__gte=since, supplier__isnull=False).order_by()
    lent = dict(sent.values_list("supplier_id").annotate(Count("pk")))
    borrowed = dict(sent.values_list("request__requester_id").annotate(Count("pk")))
    taking_part = {*lent, *borrowed}
    usual = sum(lent.values()) / len(taking_part) if taking_part else 0.0
    return {symbols[id]: balance(lent.get(id, 0), borrowed.get(id, 0), usual) for id in taking_part}


# -- calendars, roads and distances


def clock(library: str) -> WorkClock:
    """Of the library as its calendar stands; "" the alliance's office."""
    calendar = members.work_calendar(library=library)
    held = _laid.clocks.get(library)
    if held is None or held[0] is not calendar:
        held = _laid.clocks[library] = calendar, WorkClock(calendar)
    return held[1]


def road(found: Known, ends: Ends, from_branch: str, to_branch: str) -> Timetable | None:
    """The couriers between two branches; None: no timetable says any."""
    if ends not in found.lines:
        return None
    asked = ends, from_branch, to_branch
    held = _laid.roads.get(asked)
    if held is None or held[0] is not found:
        legs = [one.leg for one in found.legs(ends, from_branch, to_branch)]
        table = Timetable(legs, timezone.get_default_timezone(), found.off_days) if legs else None
        held = _laid.roads[asked] = found, table
    return held[1]


def place_of(library: str, branch: str = "") -> Place | None:
    """Of the branch, or of the library's main one."""
    branches = members.library(symbol=library).branches
    if branch:
        return next((one.place for one in branches if one.code == branch), None)
    return next((one.place for one in branches if one.main), branches[0].place if branches else None)


def apart(one: Place | None, other: Place | None) -> float | None:
    return kilometres(one, other) if one and other else None
