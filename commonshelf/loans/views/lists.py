"""What a branch has in hand: its hold shelf, what is on its way, what is due today, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.loans import api, place_words, reading, showing
from commonshelf.loans.cards import HoldCard, LoanCard, Place, TransitCard
from commonshelf.loans.views import acts, present
from commonshelf.loans.views.desk import page
from commonshelf.ui.api import Request

ROWS: Final = 50


@never_cache
@require_safe
def shelf(request: Request, symbol: str) -> HttpResponse:
    """To be taken off the shelves, kept for readers, and kept for nobody any more."""
    here = present.place_of(request, symbol)
    fetch, ready, clear = reading.shelf(request.actor, here)
    aliases = _aliases(ready)
    context = {
        **page(here),
        "fetch": [(one, place_words.place(one.hold.place), one.hold.place != here) for one in fetch],
        "ready": [(one, aliases.get(one.reader, "")) for one in ready],
        "clear": clear,
        "today": timezone.localdate(),
    }
    return render(request, "loans/shelf.html", context)


def _aliases(some: Iterable[HoldCard | LoanCard]) -> dict[str, str]:
    return {key: one.alias for key, one in cards.readers_by_key(keys=[one.reader for one in some]).items()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def transits(request: Request, symbol: str) -> HttpResponse:
    """What comes and goes; a van is unloaded by scanning one book after the other."""
    here = present.place_of(request, symbol)
    told, status = None, 200
    if request.method == "POST":
        if request.POST.get("do") != "back":
            raise Absent
        told, status, _typed = acts.done(request, here)
    coming, going = reading.under_way(request.actor, here)
    context = {
        **page(here),
        "told": told,
        "coming": _rows(coming, end=False),
        "going": _rows(going, end=True),
    }
    template = "loans/parts/transits.html" if request.htmx else "loans/transits.html"
    return render(request, template, context, status=status)


def _rows(found: Iterable[TransitCard], *, end: bool) -> list[tuple[TransitCard, str, int]]:
    """Each with the other place and the days it has been under way."""
    today = timezone.localdate()
    return [
        (
            one,
            place_words.place(one.end if end else one.start),
            (today - timezone.localdate(one.sent_at)).days,
        )
        for one in found
    ]


@never_cache
@require_safe
def due(request: Request, symbol: str) -> HttpResponse:
    """Lent by this branch and due today."""
    here = present.place_of(request, symbol)
    found = due_on(here, timezone.localdate())
    context = {**page(here), "rows": _named(found, here), "today": timezone.localdate(), "at": "due"}
    return render(request, "loans/due.html", context)


def due_on(here: Place, day: date) -> list[LoanCard]:
    rows = showing.loan_rows().filter(
        library__symbol=here.library, branch=here.branch, closed_at=None, due_date=day
    )
    return showing.loan_cards(rows.order_by("thing__call_number", "pk")[: reading.ROWS])


def _named(found: Iterable[LoanCard], here: Place) -> list[tuple[LoanCard, str, bool]]:
    """Each with the alias of its reader and whether the reader's page is open to this library."""
    some = list(found)
    aliases = _aliases(some)
    return [(one, aliases.get(one.reader, ""), one.home == here.library) for one in some]


@never_cache
@require_safe
def overdue(request: Request, symbol: str) -> HttpResponse:
    """Lent by this branch and late, longest first; a page at a time."""
    here = present.place_of(request, symbol)
    found = api.overdue(
        actor=request.actor,
        library=here.library,
        branch=here.branch,
        before=_before(request),
        rows=ROWS + 1,
    )
    further = ""
    if len(found) > ROWS:
        last = found[ROWS - 1]
        further = "?" + urlencode({"branch": here.branch, "day": str(last.due_date), "id": last.id})
    context: dict[str, Any] = {
        **page(here),
        "rows": _named(found[:ROWS], here),
        "further": further,
        "at": "overdue",
        "today": timezone.localdate(),
    }
    return render(request, "loans/due.html", context)


def _before(request: Request) -> tuple[date, int] | None:
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    return (day, whole(request.GET.get("id", ""))) if day else None
