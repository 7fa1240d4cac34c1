"""What the rules come to: library × kind of reader × service on a day, and what one card may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.cards import rights as doors
from commonshelf.cards import rights_kept as kept
from commonshelf.cards import rights_words as words
from commonshelf.cards import ruling
from commonshelf.cards.asking import answers
from commonshelf.cards.domain.cells import Book, Ruled
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.readers import seen_by
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.ui.api import Request

READ = "cards.read-rules"
FAR = timedelta(days=3_650)
FROM = {"own": gettext_lazy("that library itself"), "other": gettext_lazy("any other member")}
"""Whose card it is, beside single libraries."""


@dataclass(frozen=True, slots=True)
class Cell:
    """rule: the id of the line that decided."""

    allowed: bool
    conditions: list[str]
    rule: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """symbol: of a library, where the row is one."""

    symbol: str
    name: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Asked:
    """library "": all, one row each. home: own, other, or a Symbol."""

    service: str
    library: str
    home: str
    day: date


def _asked(request: Request) -> Asked:
    symbols = {card.symbol for card in members.libraries()}
    told, today = request.GET, timezone.localdate()
    try:
        day = parse_date(told.get("day", "")) or today
    except ValueError:
        day = today
    home = told.get("from", "own")
    service, library = told.get("service", ""), told.get("library", "")
    return Asked(
        service if service in SERVICES else "borrow",
        library if library in symbols else "",
        home if home in FROM or home in symbols else "own",
        min(max(day, today - FAR), today + FAR),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Request) -> HttpResponse:
    """The table; and, posted, what a card may do (never in an address, for addresses are kept in logs)."""
    members.demand(actor=request.actor, action=READ, object=ruling.ref(""))
    asked = _asked(request)
    tried = _tried(request) if request.method == "POST" else {}
    context = {
        **_table(asked),
        "asked": asked,
        "home_name": words.name_of(asked.home),
        "service_name": words.SERVICES[asked.service],
        "services": [(code, words.SERVICES[code]) for code in SERVICES],
        "libraries": _libraries(),
        "froms": list(FROM.items()),
        "desks": _desks(request.actor),
        "day": asked.day.isoformat(),
        **tried,
    }
    return render(request, "cards/rights/preview.html", context)


def _libraries() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(card.symbol, card.name.in_language(language)) for card in members.libraries()]


def _table(asked: Asked) -> dict[str, Any]:
    kinds, lines = ruling.library_kinds(), kept.current().lines
    books = {code: Book(code, asked.day, lines, kinds) for code in SERVICES}

    def home(library: str) -> str:
        return {"own": library, "other": ""}.get(asked.home, asked.home)

    def cell(service: str, library: str, kind: str) -> Cell:
        return _cell(books[service].ruled(library, home(library), kind), service)

    if asked.library:
        where = asked.library
        rows = [
            Row("", str(words.KINDS[kind]), [cell(code, where, kind) for code in SERVICES])
            for kind in GROUP_KINDS
        ]
        heads = [str(words.SERVICES[code]) for code in SERVICES]
    else:
        rows = [
            Row(symbol, name, [cell(asked.service, symbol, kind) for kind in GROUP_KINDS])
            for symbol, name in _libraries()
        ]
        heads = [str(words.KINDS[kind]) for kind in GROUP_KINDS]
    return {
        "rows": rows,
        "heads": heads,
        "library_name": words.name_of(asked.library) if asked.library else "",
    }


def _cell(ruled: Ruled, service: str) -> Cell:
    told = words.conditions(ruled.limits, service) if ruled.allowed else []
    return Cell(ruled.allowed, told, ruled.rule)


# -- what one card may do


def _serves(library: str) -> Callable[[Actor], bool]:
    return lambda actor: members.allowed(actor=actor, action="cards.look", object=Ref("reader", "", library))


def _desks(actor: Actor) -> list[tuple[str, str]]:
    """Libraries at whose desk this person stands."""
    return [(symbol, name) for symbol, name in _libraries() if _serves(symbol)(actor)]


def _tried(request: Request) -> dict[str, Any]:
    """What the card may do there on that day; that somebody looked is written down for its reader."""
    library, number = request.POST.get("at", ""), request.POST.get("number", "")
    if library not in dict(_desks(request.actor)):
        raise Absent
    try:
        day = parse_date(request.POST.get("on", "")) or timezone.localdate()
    except ValueError:
        day = timezone.localdate()
    today = day == timezone.localdate()
    at = timezone.now() if today else timezone.make_aware(datetime.combine(day, time(12)))
    found = doors.rights(reader=None, number=number, library=library, at=at, hours=today)
    who = doors.who_asks(None, number, day)
    home = ""
    if not isinstance(who, str):
        seen_by(actor=request.actor, reader_key=who.key, library=library, why="rights")
        home = who.home
    return {
        "tried": answers(found, home),
        "tried_at": words.name_of(library),
        "tried_day": day,
        "tried_home": words.name_of(home) if home else "",
        "tried_library": library,
        "nothing_typed": _("Scan or type the number of a card.") if not number.strip() else "",
    }
