"""Scanning at an interlibrary desk: one box, one step for each scan, one sentence about it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.sharing import api
from commonshelf.sharing.cards import RequestCard, RequestLine
from commonshelf.sharing.desks import naming, saying, scanning, words
from commonshelf.sharing.desks.scanning import Meant
from commonshelf.sharing.domain.life import CONFLICT, Side
from commonshelf.sharing.domain.scanning import UNSENT, just_moved
from commonshelf.sharing.views import desk_place as present
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.ui.templatetags.shelf import day

SCANS: Final = "sharing.print-slips"
SESSION: Final = "sharing.scanned"
"""In the session: Symbol -> numbers scanned here lately, the last first."""
KEPT: Final = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """A button below the sentence."""

    label: str
    number: str
    steps: str
    version: int
    about: str
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """tone: ok, wait (something is to be done) or no. number: of the request that was moved, "" none."""

    tone: str
    head: str
    lines: tuple[str, ...] = ()
    title: str = ""
    number: str = ""
    undo: bool = False
    label: bool = False
    offers: tuple[Offer, ...] = ()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: Request, symbol: str) -> HttpResponse:
    members.demand(actor=request.actor, action=SCANS, object=Ref("desk", "", symbol))
    present.stand(request, symbol)
    told, status = None, 200
    if request.method == "POST":
        told, status = _done(request, symbol)
    context: dict[str, Any] = {
        **present.page(request, symbol),
        "told": told,
        "scanned": _scanned(request, symbol),
        "typed": request.POST.get("scan", "") if status != 200 else "",
        "key": secrets.token_hex(8),
    }
    template = "sharing/desk/scan_answer.html" if request.htmx else "sharing/desk/scan.html"
    return render(request, template, context, status=status)


def _done(request: Request, symbol: str) -> tuple[Told, int]:
    now = timezone.now()
    try:
        if request.POST.get("do") == "undo":
            return _undone(request, symbol), 200
        if request.POST.get("number"):
            return _chosen(request, symbol, now), 200
        typed = request.POST.get("scan", "")
        photo = request.FILES.get("photo")
        if not typed.strip() and isinstance(photo, UploadedFile):
            typed = loans.barcode_of(photo)
        return _read(request, symbol, typed, now)
    except Absent:
        raise
    except Refusal as refusal:
        return Told("no", ui.sentence(refusal)), refusal.status


def _read(request: Request, symbol: str, typed: str, now: datetime) -> tuple[Told, int]:
    """The obvious step; or what it may mean, to be chosen from; or what to do instead."""
    found = scanning.find(typed, symbol, now)
    meant = scanning.meant(found)
    sure = [one for one in meant if one.sure]
    if len({one.number for one in found.lines}) == 1 and not found.other:
        card = api.request(actor=request.actor, number=found.lines[0].number, library=symbol)
        last = card.history[-1] if card.history else None
        here = card.number in request.session.get(SESSION, {}).get(symbol, [])
        if last and here and last.person == request.actor.key and just_moved(last.at, now):
            return _again(card, last.action, meant), 200
    if len(sure) == 1:
        return _take(request, symbol, sure[0].line, sure[0].steps, found.barcode), 200
    if meant:
        return _asks(found, meant), CONFLICT
    line = found.lines[0]
    return Told("no", saying.next_said(line), (), naming.said(line.title), line.number), CONFLICT


def _again(card: RequestCard, action: str, meant: list[Meant]) -> Told:
    """Beeped twice: nothing more happens, and the next step is offered."""
    done = str(words.DONE.get(action, ""))
    return Told(
        "wait",
        _("This was scanned a moment ago."),
        (done,),
        naming.said(card.title),
        card.number,
        bool(card.undoable),
        offers=tuple(_offer(one) for one in meant),
    )


def _asks(found: scanning.Found, meant: list[Meant]) -> Told:
    first, lines = meant[0].line, [words.state(meant[0].line.state)[0]]
    if first.side == Side.REQUESTER and first.state in UNSENT:
        head = _("{library} has not scanned it out. Has it arrived all the same?").format(
            library=naming.library(first.supplier)
        )
        lines = [_("One press writes both down: that it left there, and that it is here.")]
    elif found.other:
        head = _("Nobody asked for this very copy, but for the same edition. Send this one?")
    elif len({one.line.number for one in meant}) > 1:
        head = _("This may mean several requests. Which one?")
    else:
        head = _("What should happen with it?")
    return Told(
        "wait",
        head,
        tuple(lines),
        naming.said(first.title),
        offers=tuple(_offer(one, found.barcode if found.other else "") for one in meant),
    )


def _offer(one: Meant, barcode: str = "") -> Offer:
    line = one.line
    label = words.button(one.steps[-1], state=one.line.state)
    mine = line.side == "supplier"
    other = naming.library(line.requester) if mine else naming.giver(line.supplier, line.partner)
    return Offer(label, line.number, " ".join(one.steps), line.version, f"{line.number} · {other}", barcode)


def _chosen(request: Request, symbol: str, now: datetime) -> Told:
    """A button of an answer: only steps that a scan could have meant."""
    number, steps = request.POST["number"][:16], tuple(request.POST.get("steps", "").split())
    found = scanning.find(number, symbol, now)
    line = next((one.line for one in scanning.meant(found) if one.steps == steps), None)
    if line is None:
        raise Refusal("sharing.changed", {"number": number, "request_state": found.lines[0].state}, CONFLICT)
    return _take(request, symbol, line, steps, request.POST.get("barcode", "")[:60])


def _take(request: Request, symbol: str, line: RequestLine, steps: tuple[str, ...], barcode: str) -> Told:
    """One after the other: where a library's own system is asked, each waits for its answer."""
    version, key = whole(request.POST.get("version", "")) or line.version, form_key(request)
    for place, step in enumerate(steps):
        chosen = {"barcode": barcode} if barcode and step == "will-supply" else {}
        card = api.act(
            actor=request.actor,
            request=line.number,
            action=step,
            facts={"desk_branch": present.branch_of(request, symbol), "attempt": line.attempt, **chosen},
            library=symbol,
            version=version if place == 0 else None,
            key=f"{key} {place}" if key else "",
        )
    _remember(request, symbol, line.number)
    return _said(card, steps[-1])


def _said(card: RequestCard, step: str) -> Told:
    """Where it goes stands first: that is what the hands do next."""
    place = naming.place(card.pickup, card.pickup_branch)
    heads = {
        "ship": _("Send it to {place}.").format(place=place),
        "receive": _("Keep it for the reader at {place}.").format(place=place),
        "give-back": _("Taken back. Now send it home to {library}.").format(
            library=naming.giver(card.supplier, card.partner)
        ),
        "ship-back": _("Send it home to {library}.").format(
            library=naming.giver(card.supplier, card.partner)
        ),
        "check-in": _("Home again: back on its shelf."),
        "hand-out": _("Handed out."),
        "allow-cancel": _("Let go: back on its shelf."),
    }
    lines = []
    if step == "hand-out" and card.due_date:
        lines.append(_("Due back on {day}.").format(day=day(card.due_date)))
    if step == "receive" and card.reader:
        lines.append(_("The reader is told that it is here."))
    supply = card.supply
    if supply and supply.conditions.get("condition") and step in {"receive", "hand-out"}:
        said = words.condition(str(supply.conditions["condition"]), str(supply.conditions.get("note", "")))
        lines.append(_("Condition: {words}").format(words=said))
    wait = step in {"ship", "ship-back", "give-back", "receive"}
    return Told(
        "wait" if wait else "ok",
        heads.get(step, str(words.DONE.get(f"{step} {card.service}") or words.DONE.get(step, ""))),
        tuple(lines),
        naming.said(card.title),
        card.number,
        bool(card.undoable),
        step in {"ship", "ship-back"},
    )


def _undone(request: Request, symbol: str) -> Told:
    number = request.POST.get("number", "")[:16]
    card = api.undo(actor=request.actor, request=number, library=symbol, key=form_key(request))
    return Told("ok", _("Taken back."), (words.state(card.state)[0],), naming.said(card.title), card.number)


def _remember(request: Request, symbol: str, number: str) -> None:
    kept = request.session.get(SESSION, {})
    numbers = [number, *(one for one in kept.get(symbol, []) if one != number)][:KEPT]
    request.session[SESSION] = {**kept, symbol: numbers}


def _scanned(request: Request, symbol: str) -> list[tuple[RequestLine, tuple[str, str]]]:
    """What this browser scanned here lately, and how it stands."""
    numbers = request.session.get(SESSION, {}).get(symbol, [])
    found = scanning.lately(numbers, symbol, timezone.now())
    return [(one, words.state(one.state)) for one in found]
