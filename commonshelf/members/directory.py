"""The libraries as cards, kept in the process until something about them changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.refusal import ABSENT, Absent, Refusal
from commonshelf.members.cards import (
    BranchCard,
    Exceptional,
    HolidayCard,
    LibraryCard,
    LookCard,
    Said,
    Span,
    VacationCard,
)
from commonshelf.members.domain import looks, membership
from commonshelf.members.models import (
    Alliance,
    Branch,
    DirectoryStamp,
    ExceptionDay,
    Holiday,
    Library,
    LibraryAlias,
    OpeningHours,
    Vacation,
    random_key,
)

_LOCK: Final = threading.Lock()
KEPT: Final = timedelta(days=400)
"""So far back special days are kept at hand, for clocks that began then."""


class _Held:
    """mark "": nothing kept yet. Everything below belongs to that mark and that day."""

    mark: str = ""
    day: date = date.min
    cards: tuple[LibraryCard, ...] = ()
    by_symbol: dict[str, LibraryCard] = {}
    symbols: dict[int, str] = {}
    former: frozenset[str] = frozenset()
    alliance: Said | None = None
    look: LookCard | None = None
    holidays: dict[date, HolidayCard] = {}
    days: dict[str, dict[date, Exceptional]] = {}
    vacations: dict[str, list[VacationCard]] = {}


_held = _Held()
_looked: ContextVar[list[_Held] | None] = ContextVar("looked", default=None)
"""Inside `one_look`: what was found, at most one."""


@contextmanager
def one_look() -> Iterator[None]:
    """In here the mark is read once: a page, or an act, that asks for libraries ten times sees one state of
    them. Within another look nothing begins anew.
    """
    if _looked.get() is not None:
        yield
        return
    token = _looked.set([])
    try:
        yield
    finally:
        _looked.reset(token)


def changed() -> None:
    """Call inside the act that changed anything the cards show."""
    if looked := _looked.get():
        looked.clear()
    DirectoryStamp.objects.update_or_create(pk=1, defaults={"mark": random_key()})


def _current() -> _Held:
    looked = _looked.get()
    if looked:
        return looked[0]
    held = _seen()
    if looked is not None:
        looked.append(held)
    return held


def _seen() -> _Held:
    global _held  # noqa: PLW0603  # swapped whole, so a reader never sees half of it
    mark = DirectoryStamp.objects.filter(pk=1).values_list("mark", flat=True).first() or ""
    today = timezone.localdate()
    held = _held
    if not mark or held.mark != mark or held.day != today:
        held = _read(mark, today)
        with _LOCK:
            _held = held
    return held


def _read(mark: str, today: date) -> _Held:
    held = _Held()
    held.mark, held.day = mark, today
    founded = Alliance.objects.first()
    held.alliance = Said(founded.name_zh, founded.name_en) if founded else None
    held.look = _look(founded) if founded else None
    everyone = list(Library.objects.all())
    held.symbols = {row.pk: row.symbol for row in everyone}
    held.former = frozenset(row.symbol for row in everyone if was_member(row, today))
    active = [row for row in everyone if is_active(row, today)]
    aliases: dict[int, list[str]] = defaultdict(list)
    for library_id, name in LibraryAlias.objects.order_by("pk").values_list("library_id", "name"):
        aliases[library_id].append(name)
    spoken = _spoken(today)
    branches = _branches(held.symbols, today, spoken)
    held.holidays, held.days, held.vacations = _holidays(), spoken.days, spoken.vacations
    held.cards = tuple(_library(row, aliases[row.pk], branches[row.pk]) for row in active)
    held.by_symbol = {card.symbol: card for card in held.cards}
    return held


def _look(row: Alliance) -> LookCard:
    return LookCard(
        colour=row.colour,
        mark=looks.mark_of(row.mark, row.name_zh or row.name_en),
        chosen_mark=row.mark,
        words=Said(row.words_zh, row.words_en),
    )


def was_member(library: Library, day: date) -> bool:
    """Whether its membership is over; one that is still to begin is not."""
    return library.status == membership.LEFT or (library.active_to is not None and library.active_to <= day)


def is_active(library: Library, day: date) -> bool:
    """Whether it is in the directory: a suspended one is, an applicant is not."""
    if library.status not in membership.LISTED:
        return False
    return library.active_from <= day and (library.active_to is None or day < library.active_to)


def _library(row: Library, aliases: Iterable[str], branches: Iterable[BranchCard]) -> LibraryCard:
    name = Said(row.name_zh, row.name_en)
    short = Said(row.short_zh or row.name_zh, row.short_en or row.name_en)
    return LibraryCard(
        symbol=row.symbol,
        name=name,
        short=short,
        kind=row.kind,
        region=Said(row.region_zh, row.region_en),
        website=row.website,
        aliases=tuple(aliases),
        branches=tuple(branches),
        version=row.version,
        status=row.status,
    )


@dataclass(slots=True)
class _Spoken:
    """What was said about single days. days: by branch key; vacations: by Symbol."""

    days: dict[str, dict[date, Exceptional]] = field(default_factory=lambda: defaultdict(dict))
    vacations: dict[str, list[VacationCard]] = field(default_factory=lambda: defaultdict(list))


def _holidays() -> dict[date, HolidayCard]:
    return {row.date: holiday_card(row) for row in Holiday.objects.all()}


def holiday_card(row: Holiday) -> HolidayCard:
    return HolidayCard(row.date, Said(row.name_zh, row.name_en), row.worked_as, row.source == "office")


def _spoken(today: date, library: Library | None = None) -> _Spoken:
    spoken, since = _Spoken(), today - KEPT
    rows = ExceptionDay.objects.filter(date__gte=since).select_related("branch__library").order_by("date")
    for day in rows if library is None else rows.filter(branch__library=library):
        told = Exceptional(day.date, day.opens, day.closes, Said(day.reason_zh, day.reason_en))
        spoken.days[f"{day.branch.library.symbol}/{day.branch.code}"][day.date] = told
    spans = Vacation.objects.filter(end_date__gte=since).select_related("library", "branch")
    for row in spans if library is None else spans.filter(library=library):
        spoken.vacations[row.library.symbol].append(vacation_card(row))
    return spoken


def vacation_card(row: Vacation) -> VacationCard:
    return VacationCard(
        id=row.pk,
        library=row.library.symbol,
        branch=row.branch.code if row.branch else "",
        first_date=row.first_date,
        end_date=row.end_date,
        opens=row.opens,
        closes=row.closes,
        name=Said(row.name_zh, row.name_en),
    )


def _branches(
    symbols: dict[int, str], today: date, spoken: _Spoken, library: Library | None = None
) -> dict[int, list[BranchCard]]:
    """By library id; all libraries, or the one given."""
    of_branch = Q() if library is None else Q(branch__library=library)
    of_library = Q() if library is None else Q(library=library)
    hours: dict[int, list[Span]] = defaultdict(list)
    for span in OpeningHours.objects.filter(of_branch).order_by("weekday", "opens"):
        hours[span.branch_id].append(Span(span.weekday, span.opens, span.closes))
    # What was said of yesterday may still run past midnight.
    since = today - timedelta(days=1)
    found: dict[int, list[BranchCard]] = defaultdict(list)
    for row in Branch.objects.filter(of_library).order_by("library_id", "-main", "code"):
        symbol = symbols[row.library_id]
        days = [day for day in spoken.days.get(f"{symbol}/{row.code}", {}).values() if day.date >= since]
        over = [one for one in spoken.vacations.get(symbol, ()) if one.end_date >= since]
        mine = [one for one in over if one.branch in {"", row.code}]
        found[row.library_id].append(_branch(row, symbol, hours[row.pk], days, mine))
    return found


def _branch(
    row: Branch,
    symbol: str,
    hours: Iterable[Span],
    days: Iterable[Exceptional],
    vacations: Iterable[VacationCard],
) -> BranchCard:
    place = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
    return BranchCard(
        library=symbol,
        code=row.code,
        name=Said(row.name_zh, row.name_en),
        address=Said(row.address_zh, row.address_en),
        phone=row.phone,
        email=row.email,
        place=place,
        floors=Said(row.floors_zh, row.floors_en),
        hours=tuple(hours),
        exceptions=tuple(days),
        main=row.main,
        vacations=tuple(vacations),
    )


def card_of(row: Library) -> LibraryCard:
    """Fresh from its rows, active or not."""
    today = timezone.localdate()
    branches = _branches({row.pk: row.symbol}, today, _spoken(today, row), row)
    return _library(row, row.aliases.order_by("pk").values_list("name", flat=True), branches[row.pk])


def branch_card(row: Branch) -> BranchCard:
    """Fresh from its rows."""
    today, library = timezone.localdate(), row.library
    found = _branches({library.pk: library.symbol}, today, _spoken(today, library), library)
    return next(card for card in found[row.library_id] if card.code == row.code)


def alliance() -> Said | None:
    """Its name; None: not founded yet."""
    return _current().alliance


def look() -> LookCard | None:
    """How its pages look; None: not founded yet."""
    return _current().look


def mark() -> str:
    """Another one after every change of what the cards show."""
    return _current().mark


def libraries() -> list[LibraryCard]:
    return list(_current().cards)


def library(symbol: str) -> LibraryCard:
    try:
        return _current().by_symbol[symbol]
    except KeyError:
        raise Absent from None


def said(symbol: str) -> LibraryCard:
    try:
        return library(symbol)
    except Absent:
        raise Refusal("members.no-such-library", {"symbol": symbol[:40]}, ABSENT) from None


def branch(symbol: str, code: str) -> BranchCard:
    """Code "": the library's main branch (the first one when none is marked)."""
    for card in library(symbol).branches:
        if card.code == code or not code:
            return card
    raise Absent


def holidays() -> dict[date, HolidayCard]:
    """The alliance's whole table of holidays and make-up days."""
    return _current().holidays


def days_of(key: str) -> dict[date, Exceptional]:
    """What was written by hand about single days of a branch ("SYMBOL/code"), for `KEPT` back."""
    return _current().days.get(key, {})


def vacations_of(symbol: str) -> list[VacationCard]:
    """Of a library and its branches, for `KEPT` back, by their first day."""
    return list(_current().vacations.get(symbol, ()))


def former() -> frozenset[str]:
    return _current().former


def symbols_by_id() -> dict[int, str]:
    return dict(_current().symbols)


def library_id(symbol: str) -> int:
    for id, known in _current().symbols.items():
        if known == symbol:
            return id
    raise Absent
