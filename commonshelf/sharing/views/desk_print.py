"""What an interlibrary desk prints: pull slips, shipping labels, the courier's manifest."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.sharing import api
from commonshelf.sharing.desks import parcels, queues, slip_pdf, words
from commonshelf.sharing.desks import slips as pulling
from commonshelf.sharing.desks.parcels import Parcel
from commonshelf.sharing.desks.slips import PullSlip
from commonshelf.ui.api import Request, form_key

PRINTS: Final = "sharing.print-slips"
MICROSECONDS: Final = 1_000_000
FIRST: Final = date(2000, 1, 1)


def _library(request: Request, symbol: str, action: str = queues.READ) -> LibraryCard:
    members.demand(actor=request.actor, action=action, object=Ref("desk", "", symbol))
    return members.library(symbol=symbol)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: Request, symbol: str) -> HttpResponse:
    """Those without a slip, to be printed; `printed` names a batch that was."""
    library = _library(request, symbol, PRINTS)
    branch = _branch(request, library)
    if request.method == "POST":
        chosen = [whole(one) for one in request.POST.getlist("supply")[: pulling.MOST]]
        at = api.print_slips(
            actor=request.actor, library=symbol, branch=branch or "", supplies=chosen, key=form_key(request)
        )
        return redirect(f"{reverse('sharing:desk-slips', args=[symbol])}?printed={stamp(at)}&now=1")
    printed = _printed(request)
    context = {
        "library": library,
        "branches": library.branches,
        "branch": branch or "",
        "slips": [_words(one) for one in _slips(symbol, branch, printed)],
        "printing": printed,
        "at_once": request.GET.get("now") == "1",
        "stamp": stamp(printed) if printed else "",
        "batches": [(at, stamp(at), n) for at, n in pulling.batches(symbol) if at != printed],
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/desk/slips.html", context)


@never_cache
@require_safe
def slips_pdf(request: Request, symbol: str) -> HttpResponse:
    """The same sheets as a file, for desks that print elsewhere. Absent: nothing of that batch is left."""
    library = _library(request, symbol, PRINTS)
    found = [_words(one) for one in _slips(symbol, _branch(request, library), _printed(request))]
    if not found:
        raise Absent
    made = HttpResponse(slip_pdf.sheets(found), content_type="application/pdf")
    made["Content-Disposition"] = f'attachment; filename="slips-{symbol}-{timezone.localdate()}.pdf"'
    made["X-Content-Type-Options"] = "nosniff"
    return made


def _slips(symbol: str, branch: str | None, printed: datetime | None) -> list[PullSlip]:
    return pulling.slips(pulling.to_fetch(symbol, branch).filter(printed_at=printed), symbol)


def _branch(request: Request, library: LibraryCard) -> str | None:
    """None: all of them. Absent: none of this library's."""
    told = request.POST.get("branch") or request.GET.get("branch") or ""
    if told and told not in {one.code for one in library.branches}:
        raise Absent
    return told or None


def stamp(at: datetime) -> str:
    """How addresses name a batch: microseconds since 1970."""
    return str(round(at.timestamp() * MICROSECONDS))


def _printed(request: Request) -> datetime | None:
    told = whole(request.GET.get("printed", ""), digits=17)
    if not told:
        return None
    start = datetime.fromtimestamp(0, tz=timezone.get_current_timezone())
    try:
        return start + timedelta(microseconds=told)
    except OverflowError:
        raise Absent from None


def _words(one: PullSlip) -> tuple[PullSlip, list[tuple[str, str]], str]:
    """With its citation and its haste as words."""
    return (
        one,
        [(str(words.CITED[name]), text) for name, text in one.cited],
        str(words.LEVELS.get(one.level, "")),
    )


@never_cache
@require_safe
def labels(request: Request, symbol: str) -> HttpResponse:
    """Of all that is ready to be sent, or was sent today."""
    library = _library(request, symbol)
    what = "sent" if request.GET.get("what") == "sent" else "ready"
    found = parcels.sent(symbol, timezone.localdate()) if what == "sent" else parcels.ready(symbol)
    return _labels(request, library, found, what)


@never_cache
@require_safe
def label(request: Request, symbol: str, number: str) -> HttpResponse:
    return _labels(request, _library(request, symbol), [parcels.one(symbol, number)], "")


def _labels(request: Request, library: LibraryCard, found: list[Parcel], what: str) -> HttpResponse:
    context: dict[str, Any] = {
        "library": library,
        "what": what,
        "parcels": [(one, words.condition(one.condition, one.note)) for one in found],
    }
    return render(request, "sharing/desk/labels.html", context)


@never_cache
@require_safe
def manifest(request: Request, symbol: str) -> HttpResponse:
    """What was scanned out on a day, a sheet for each way."""
    library, today = _library(request, symbol), timezone.localdate()
    try:
        day = parse_date(request.GET.get("day", "")) or today
    except ValueError:
        day = today
    day = min(max(day, FIRST), today)
    context = {
        "library": library,
        "day": day,
        "today": today,
        "runs": parcels.runs(parcels.sent(symbol, day), day),
        "waiting": len(parcels.ready(symbol)) if day == today else 0,
    }
    return render(request, "sharing/desk/manifest.html", context)
