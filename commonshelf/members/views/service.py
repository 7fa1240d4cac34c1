"""Service pages of libraries and branches: where, when, by which rules, whom to ask (A44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.place import kilometres
from commonshelf.kernel.refusal import Absent
from commonshelf.kernel.worktime import Span
from commonshelf.members import agencies, api, bounds, calendars, described
from commonshelf.members.action_words import KINDS, WEEKDAYS
from commonshelf.members.cards import AgencyCard, BranchCard, LibraryCard
from commonshelf.members.domain import atlas, calendar, tree
from commonshelf.members.domain.bounds import Level
from commonshelf.members.domain.calendar import Book, Coming, Special
from commonshelf.members.views.places import BranchRow, branch_row
from commonshelf.members.wording import bound_said, value_said
from commonshelf.ui.api import Request

SOON, FAR = 60, 400
"""How many days ahead other hours are told: on the library's page, and on the branch's own."""
NEARBY = 4


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the coming week: what holds, and why where it is not the usual."""

    day: date
    name: str
    spans: tuple[Span, ...]
    special: Special | None
    today: bool


@dataclass(frozen=True, slots=True)
class BranchShown:
    """A branch with its hours. usual: the week in few words; coming: what is not as usual after this week."""

    row: BranchRow
    week: list[DayRow]
    usual: list[tuple[str, tuple[Span, ...]]]
    coming: list[Coming]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A setting readers may know. whose: who chose it; frame: within what, where the alliance sets bounds."""

    label: str
    value: str
    whose: str
    frame: str


@dataclass(frozen=True, slots=True)
class NearRow:
    """Another place to go to, and how far that is from this one."""

    card: BranchCard
    library: LibraryCard
    km: float


def shown(card: BranchCard, km: dict[str, float], now: datetime, ahead: int) -> BranchShown:
    book, today = calendars.book(card), timezone.localdate(now)
    after = today + timedelta(days=7)
    coming = [one for one in calendar.coming(book, today, ahead) if one.end_date >= after]
    return BranchShown(branch_row(card, km, now), week(book, today), usual(book), coming)


def week(book: Book, today: date) -> list[DayRow]:
    """Today and the six days after it."""
    special = book.window(today, 7)
    days = [today + timedelta(days=n) for n in range(7)]
    return [
        DayRow(day, str(WEEKDAYS[day.weekday()]), book.spans(day), special.get(day), day == today)
        for day in days
    ]


def usual(book: Book) -> list[tuple[str, tuple[Span, ...]]]:
    """ "Monday to Friday" -> spans."""
    return [(_days(first, last), spans) for first, last, spans in calendar.groups(book.week)]


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return _("every day")
    if first == last:
        return str(WEEKDAYS[first])
    words = _("{first} to {last}") if last > first + 1 else _("{first} and {last}")
    return words.format(first=WEEKDAYS[first], last=WEEKDAYS[last])


def rules_of(library: str) -> list[RuleRow]:
    """Of the settings that are marked as shown to readers."""
    rows = []
    for card in api.settings_of(library=library):
        known = bounds.known(card.name)
        if known.shown:
            own = card.said_by is Level.LIBRARY
            whose = _("The library's own choice") if own else _("As everywhere in the alliance")
            framed = bound_said(known, card.bound) if card.bound_by is not Level.REGISTRY else ""
            rows.append(RuleRow(str(known.label), value_said(known, card.value), whose, framed))
    return rows


def agency_of(symbol: str) -> AgencyCard | None:
    return next((agency for agency in api.agencies() if agency.library == symbol), None)


def _agency_page(request: Request, symbol: str) -> int:
    """The row of its agency, for those who may look at agencies; else 0."""
    if not api.allowed(actor=request.actor, action="members.read-agencies", object=Ref("agency", "all")):
        return 0
    root = agencies.current().root
    found = root.everything() if root else ()
    return next((node.id for node in found if node.library == symbol and node.kind == tree.MEMBER), 0)


def _page(request: Request, card: LibraryCard) -> dict[str, object]:
    """What both pages show of the library."""
    may = {
        name: api.allowed(actor=request.actor, action=action, object=Ref("library", card.symbol, card.symbol))
        for name, action in (
            ("keeps_hours", "members.set-hours"),
            ("runs", "members.set-library"),
            ("reads", "news.read-events"),
            ("sees_settings", "members.read-settings"),
        )
    }
    return {
        "library": card,
        "kind": KINDS.get(card.kind, card.kind),
        "agency": agency_of(card.symbol),
        "agency_page": _agency_page(request, card.symbol),
        "contact_shown": api.setting(library=card.symbol, name="members.contact-shown"),
        "rules": rules_of(card.symbol),
        "holidays": bool(api.holidays(year=timezone.localdate().year)),
        **may,
    }


@require_safe
def own_library(request: Request) -> HttpResponse:
    """From the menu to the library one works at now, where its hours, settings and rules begin."""
    if not request.desk:
        raise Absent
    return redirect("members:library", symbol=request.desk)


@require_safe
def library(request: Request, symbol: str) -> HttpResponse:
    """One member: where it is, when it is open, how it is laid out, what it counts."""
    card, now = api.library(symbol=symbol), timezone.now()
    km = api.distances(here=request.here)
    name = card.name.in_language(get_language() or "")
    context = {
        **_page(request, card),
        "other_name": next((other for other in (card.name.en, card.name.zh) if other not in {"", name}), ""),
        "branches": [shown(branch, km, now, SOON) for branch in card.branches],
        "indicators": api.indicators(symbol=symbol),
        "described": described.library(card, request.build_absolute_uri("/").rstrip("/")),
    }
    return render(request, "members/library.html", context)


@require_safe
def branch(request: Request, symbol: str, code: str) -> HttpResponse:
    """One building, on a page that can be printed and hung on its door."""
    card, now = api.library(symbol=symbol), timezone.now()
    found = next((one for one in card.branches if one.code == code), None)
    if found is None:
        raise Absent
    near = _near(found)
    context = {
        **_page(request, card),
        "branch": shown(found, api.distances(here=request.here), now, FAR),
        "near": near,
        **_map(found, near),
        "described": described.branch(card, found, request.build_absolute_uri("/").rstrip("/"), now),
    }
    return render(request, "members/branch.html", context)


def _near(card: BranchCard) -> list[NearRow]:
    """The nearest other buildings, of any member."""
    if card.place is None:
        return []
    rows = [
        NearRow(other, library, kilometres(card.place, other.place))
        for library in api.libraries()
        for other in library.branches
        if other.place and other.key != card.key
    ]
    return sorted(rows, key=lambda row: row.km)[:NEARBY]


def _map(card: BranchCard, near: list[NearRow]) -> dict[str, object]:
    """The building itself in the middle, those near it by their number in the list."""
    places = {row.card.key: row.card.place for row in near if row.card.place}
    drawn = atlas.draw(places, card.place, 480, 320)
    names = {row.card.key: row.card.name for row in near}
    language = get_language() or ""
    dots = [
        {
            "key": dot.key.partition("/")[0],
            "code": dot.key.partition("/")[2],
            "number": dot.number,
            "x": dot.x,
            "y": dot.y,
            "name": names[dot.key].in_language(language),
        }
        for dot in (drawn.dots if drawn else ())
    ]
    return {"map": drawn, "dots": dots}
