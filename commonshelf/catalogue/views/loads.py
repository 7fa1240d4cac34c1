"""How loads go: the list, one load while and after it runs, its rejects."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonshelf.catalogue import api, telling
from commonshelf.catalogue.cards import LoadCard
from commonshelf.catalogue.refusals import reason
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.ui.api import Request, form_key

ON_A_PAGE = 50
SHOWN = 10


@require_safe
def loads(request: Request) -> HttpResponse:
    mine = [
        card
        for card in members.libraries()
        if members.allowed(
            actor=request.actor, action="catalogue.read-load", object=Ref("load", "", card.symbol)
        )
    ]
    if not mine:
        raise Absent
    library = request.GET.get("library", "")
    found = api.loads(actor=request.actor, library=library, rows=ON_A_PAGE)
    context = {"loads": found, "libraries": mine, "chosen": library, "names": _names()}
    return render(request, "catalogue/loads.html", context)


def _names() -> dict[str, Any]:
    return {card.symbol: card.name for card in members.libraries()}


@require_safe
def load(request: Request, load: int) -> HttpResponse:
    """One load; htmx asks for its state alone every two seconds, others follow the link."""
    card = api.load_card(load=load, actor=request.actor)
    context = _context(request, card)
    name = "catalogue/parts/state.html" if request.htmx else "catalogue/load.html"
    answer = render(request, name, context)
    if request.htmx and card.over:
        answer["HX-Refresh"] = "true"  # the whole page has more to tell now
    return answer


def _context(request: Request, card: LoadCard) -> dict[str, Any]:
    def may(action: str) -> bool:
        where = Ref("load", str(card.id), card.library)
        return members.allowed(actor=request.actor, action=f"catalogue.{action}", object=where)

    rejects = api.rejects(load=card.id, actor=request.actor, rows=SHOWN)
    held = telling.held_back(card)
    return {
        "card": card,
        "library": _names().get(card.library),
        "refusal": telling.refusal_sentence(card),
        "held": held,
        "may_confirm": held and card.report.get("full", {}).get("held") == "half" and may("load"),
        "rehearsed": telling.rehearsed(card),
        "problems": telling.problems_of(card),
        "left": telling.time_left(card),
        "tallies": telling.tallies(card),
        "files": [(file, telling.file_sentence(file)) for file in card.report.get("files", [])],
        "rejects": [(one, reason(one.reason, dict(one.facts))) for one in rejects],
        "may_stop": not card.over and may("stop-load"),
        "may_go_on": card.state in {"stopped", "failed"} and not card.dry_run and may("load"),
        "may_load": card.dry_run and card.state == "done" and may("load"),
        "key": secrets.token_hex(8),
    }


@require_POST
def stop(request: Request, load: int) -> HttpResponse:
    api.stop_load(actor=request.actor, load=load, key=form_key(request))
    return redirect("catalogue:load", load=load)


@require_POST
def go_on(request: Request, load: int) -> HttpResponse:
    api.go_on(actor=request.actor, load=load, sure="sure" in request.POST, key=form_key(request))
    return redirect("catalogue:load", load=load)


@require_POST
def repeat(request: Request, load: int) -> HttpResponse:
    """After the rehearsal, the performance: the same files, read the same way."""
    card = api.repeat_load(actor=request.actor, load=load, key=form_key(request))
    return redirect("catalogue:load", load=card.id)


@require_safe
def rejects(request: Request, load: int) -> HttpResponse:
    card = api.load_card(load=load, actor=request.actor)
    start = whole(request.GET.get("start", ""))
    found = api.rejects(load=load, actor=request.actor, start=start, rows=ON_A_PAGE + 1)
    context = {
        "card": card,
        "rejects": [(one, reason(one.reason, dict(one.facts))) for one in found[:ON_A_PAGE]],
        "start": start,
        "before": max(0, start - ON_A_PAGE) if start else None,
        "after": start + ON_A_PAGE if len(found) > ON_A_PAGE else None,
    }
    return render(request, "catalogue/rejects.html", context)


@require_safe
def reject(request: Request, load: int, reject: int) -> HttpResponse:
    """The rejected bytes as they came, to be mended and sent again."""
    card, raw = api.rejected_bytes(reject=reject, load=load, actor=request.actor)
    answer = HttpResponse(raw, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="reject-{load}-{card.id}.bin"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
