"""When the network is down: a sheet to write on, and the page on which its lines are typed in afterwards."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api, desk_words
from commonshelf.loans.cards import Place
from commonshelf.loans.desk_words import Form, Told
from commonshelf.loans.domain import due as bounds
from commonshelf.loans.domain import paper as domain
from commonshelf.loans.domain.paper import Line
from commonshelf.loans.views import lists, present
from commonshelf.loans.views.desk import page
from commonshelf.ui.api import Request

BLANK: Final = 22
"""Lines of a printed sheet."""
ROWS: Final = 12
"""Lines to type into at first."""
MOST: Final = 60
CELL: Final = 60
PAPER: Final = Form("paper")


@dataclass(frozen=True, slots=True)
class Entered:
    """A line and what became of it."""

    line: Line
    told: Told

    @property
    def well(self) -> bool:
        return self.told.tone != "no"


@never_cache
@require_safe
def sheet(request: Request, symbol: str) -> HttpResponse:
    """Printed in the morning: what is due today, and lines to write on."""
    here = present.place_of(request, symbol)
    today = timezone.localdate()
    context = {
        **page(here),
        "today": today,
        "loans": lists.due_on(here, today),
        "blank": range(BLANK),
        "at": "paper",
    }
    return render(request, "loans/paper.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request, symbol: str) -> HttpResponse:
    """Each line with its own result; those that did not go stay to be mended."""
    here = present.place_of(request, symbol, "loans.check-in")
    today = timezone.localdate()
    day, problem = today, False
    done: list[Entered] = []
    lines: list[Line] = []
    if request.method == "POST":
        asked = _day(request.POST.get("day", ""))
        problem = asked is None or not today - bounds.OLDEST <= asked <= today
        day = asked or today
        lines = [one for one in _lines(request) if not one.blank]
        done = [] if problem else entered(request, here, day, lines)
    failed = [one for one in done if not one.well]
    left = [one.line for one in failed] if done else lines
    context = {
        **page(here),
        "day": day.isoformat(),
        "first": (today - bounds.OLDEST).isoformat(),
        "today": today.isoformat(),
        "bad_day": problem,
        "days": bounds.OLDEST.days,
        "well": [one for one in done if one.well],
        "rows": [
            *((n, one, _said(failed, one)) for n, one in enumerate(left, 1)),
            *((n, None, "") for n in range(len(left) + 1, len(left) + ROWS + 1)),
        ],
        "failed": len(failed),
        "key": secrets.token_hex(8),
        "at": "paper",
    }
    return render(request, "loans/paper_enter.html", context, status=400 if problem else 200)


def _said(failed: list[Entered], line: Line) -> str:
    return next((one.told.head for one in failed if one.line is line), "")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _lines(request: Request) -> list[Line]:
    told = (request.POST.getlist(name)[:MOST] for name in ("time", "card", "barcode"))
    cells = zip(*told, strict=False)
    return [Line(n, *(cell.strip()[:CELL] for cell in row)) for n, row in enumerate(cells, start=1)]


def entered(request: Request, here: Place, day: date, lines: list[Line]) -> list[Entered]:
    """In the order of their times; the answers in the order of the page."""
    found: dict[int, Told] = {}
    good: list[tuple[time, Line]] = []
    for line in lines:
        try:
            good.append((domain.clock(line.time), line))
        except Refusal as refusal:
            found[line.n] = desk_words.refused(refusal, PAPER)
    for clock, line in domain.in_order(good):
        at = timezone.make_aware(datetime.combine(day, clock))
        try:
            found[line.n] = _entered(request, here, at, line)
        except Absent:
            raise
        except Refusal as refusal:
            found[line.n] = desk_words.refused(refusal, PAPER)
    return [Entered(line, found[line.n]) for line in lines]


def _entered(request: Request, here: Place, at: datetime, line: Line) -> Told:
    """The same line typed in twice, by whomever at this desk, is one act."""
    if at > timezone.now() + timedelta(minutes=1):
        raise Refusal("loans.paper-later", {"field": "time"})
    said = f"{here.library}\n{here.branch}\n{at.isoformat()}\n{line.card}\n{line.barcode}"
    key = "paper " + salted_hmac("loans.paper", said, algorithm="sha256").hexdigest()[:40]
    if line.lends:
        loan = api.check_out(
            actor=request.actor,
            library=here.library,
            branch=here.branch,
            barcode=line.barcode,
            number=line.card,
            at=at,
            agent="paper",
            key=key,
        )
        return desk_words.lent(loan)
    came = api.check_in(
        actor=request.actor,
        library=here.library,
        branch=here.branch,
        barcode=line.barcode,
        at=at,
        agent="paper",
        key=key,
    )
    return desk_words.back(came, here)
