"""Pages of the couriers between libraries: their timetables, one line, a table of lines."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing.domain.couriers import Read
from commonshelf.sharing.planning import bringing, couriers
from commonshelf.sharing.planning.cards import RouteCard
from commonshelf.sharing.planning.route_words import COLUMNS, days, fault
from commonshelf.sharing.planning.words import place, yuan
from commonshelf.sharing.views.couriers_forms import BringForm, RouteForm
from commonshelf.ui.api import Request, form_key


def writes(actor: Actor) -> bool:
    return members.allowed(actor=actor, action=couriers.WRITE, object=couriers.EVERY)


@require_safe
def overview(request: Request) -> HttpResponse:
    """All lines, or those of one library (?library=); ?past: those that are over."""
    library, past = request.GET.get("library", ""), "past" in request.GET
    page = whole(request.GET.get("page", "1")) or 1
    found = couriers.routes(actor=request.actor, library=library, past=past, page=page)
    last = -(-found.total // couriers.PAGE) or 1
    context = {
        "rows": [_row(one) for one in found.routes],
        "total": found.total,
        "library": library,
        "libraries": members.libraries(),
        "past": past,
        "writes": writes(request.actor),
        "before": _query(request, page - 1) if page > 1 else "",
        "after": _query(request, page + 1) if page < last else "",
    }
    return render(request, "sharing/routes/couriers.html", context)


def _query(request: Request, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return query.urlencode()


def _row(card: RouteCard) -> dict[str, Any]:
    return {
        "card": card,
        "start": place(*card.start),
        "end": place(*card.end),
        "days": days(card.weekdays),
        "hours": f"{card.hours:g}",
        "yuan": yuan(card.cost) if card.cost else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def courier(request: Request, id: int = 0) -> HttpResponse:
    """A new line, or one that is there; whoever may not write reads it."""
    actor = request.actor
    card = couriers.route(actor=actor, id=id) if id else None
    may_write = writes(actor)
    if not may_write and (card is None or request.method == "POST"):
        raise Absent
    doing = request.POST.get("do", "save")
    if request.method == "POST" and doing == "end" and card is not None:
        return _end(request, card)
    today = timezone.localdate()
    usual = {"begins": today, "start": request.GET.get("from", ""), "weekdays": list("12345")}
    form = RouteForm(
        request.POST if request.method == "POST" else None, initial=RouteForm.of(card) if card else usual
    )
    if form.goes(lambda: _save(request, form, id or None)):
        messages.success(request, _("Saved. Plans made from now on reckon with it."))
        return redirect("sharing:couriers")
    context = {
        "card": card,
        "row": _row(card) if card else None,
        "form": form,
        "writes": may_write,
        "over": bool(card and card.active_to and card.active_to <= today),
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/routes/courier.html", context, status=form.http)


def _save(request: Request, form: RouteForm, id: int | None) -> RouteCard:
    return couriers.set_route(
        actor=request.actor,
        given=form.given(),
        id=id,
        version=form.cleaned_data["version"] or 0,
        key=form_key(request),
    )


def _end(request: Request, card: RouteCard) -> HttpResponse:
    couriers.end_route(
        actor=request.actor,
        id=card.id,
        last_date=timezone.localdate(),
        version=whole(request.POST.get("version", "")) or 0,
        key=form_key(request),
    )
    messages.success(request, _("It runs for the last time today."))
    return redirect("sharing:couriers")


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request) -> HttpResponse:
    """A table of lines: pasted or as a file, looked at, mended in the box, taken."""
    if not writes(request.actor):
        raise Absent
    doing = request.POST.get("do", "")
    form = BringForm(request.POST or None, request.FILES or None)
    lines: list[Read] = []
    if form.goes(lambda: _rows(form)):
        rows: list[list[str]] = form.made
        form.http = 200
        try:
            lines = couriers.look(actor=request.actor, rows=rows)
        except Refusal as refusal:
            form.refused(refusal)
            form.http = refusal.status
        else:
            if doing == "take" and any(line.given for line in lines):
                return _taken(request, rows, lines)
        form = _mended(form, rows)
    good = [line for line in lines if line.given]
    bad = [line for line in lines if not line.given]
    context = {
        "form": form,
        "looked": bool(lines),
        "good": [_line(line) for line in good[:50]],
        "ready": len(good),
        "more": max(len(good) - 50, 0),
        "bad": [_line(line) for line in bad[:50]],
        "wrong": len(bad),
        "columns": COLUMNS,
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/routes/bring.html", context, status=form.http)


def _rows(form: BringForm) -> list[list[str]]:
    told = form.cleaned_data
    return bringing.from_file(told["file"]) if told.get("file") else bringing.from_text(told["text"] or "")


def _mended(form: BringForm, rows: Sequence[Sequence[str]]) -> BringForm:
    """The box holds what was read, also of a file, so that it can be mended here."""
    again = BringForm({"text": bringing.as_text(rows)})
    again.is_valid()
    for field, problems in form.errors.items():
        again.add_error(None if field == "__all__" else field, list(problems))
    again.http = form.http
    return again


def _taken(request: Request, rows: Sequence[Sequence[str]], lines: Sequence[Read]) -> HttpResponse:
    """What is good is taken; what is not comes back in the box."""
    new, changed = couriers.take(actor=request.actor, lines=lines, key=form_key(request))
    told = ngettext("{n} line is new", "{n} lines are new", new).format(n=new)
    also = ngettext("{n} is changed", "{n} are changed", changed).format(n=changed)
    messages.success(request, _("Taken in: {new}, {changed}.").format(new=told, changed=also))
    bad = [line for line in lines if not line.given]
    if not bad:
        return redirect("sharing:couriers")
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    left = [filled[line.number - 1] for line in bad]
    head = filled[:1] if bad[0].number - 1 and lines[0].number == 2 else []
    form = BringForm(initial={"text": bringing.as_text([*head, *left])})
    context = {
        "form": form,
        "looked": True,
        "good": [],
        "ready": 0,
        "more": 0,
        "bad": [_line(line) for line in bad[:50]],
        "wrong": len(bad),
        "columns": COLUMNS,
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/routes/bring.html", context)


def _line(line: Read) -> dict[str, Any]:
    """A line as it will be, or its cells with what is wrong with them."""
    given = line.given
    if given is None:
        cells = [
            {"column": COLUMNS[name], "said": line.cells.get(name, ""), "fault": fault(one)}
            for name, one in line.faults.items()
        ]
        whole_line = " · ".join(cell for cell in line.cells.values() if cell)
        return {"number": line.number, "cells": cells, "line": whole_line}
    return {
        "number": line.number,
        "start": place(*given.start),
        "end": place(*given.end),
        "days": days(given.weekdays),
        "leaves_at": given.leaves_at,
        "hours": f"{given.hours:g}",
        "yuan": yuan(given.cost) if given.cost else "",
    }
