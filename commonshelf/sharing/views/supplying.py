"""The page of what a library does for others: how many a day, for which fee, and how fast it has been."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.sharing.planning import supplying
from commonshelf.sharing.planning.cards import SupplyCard
from commonshelf.sharing.planning.words import source, span, yuan
from commonshelf.sharing.views.couriers_forms import SupplyForm
from commonshelf.ui.api import Request, form_key

READ = "sharing.read-capacity"


def readable(actor: Actor) -> list[LibraryCard]:
    """The libraries of which this actor may look at it."""
    return [card for card in members.libraries() if _may(actor, READ, card.symbol)] if actor.known else []


def _may(actor: Actor, action: str, library: str) -> bool:
    return members.allowed(actor=actor, action=action, object=Ref("capacity", "", library))


@require_safe
def own(request: Request) -> HttpResponse:
    """From the menu to the library one works at now, or to the list of all."""
    known = readable(request.actor)
    if not known:
        raise Absent
    here = next((one for one in known if one.symbol == request.desk), known[0] if len(known) == 1 else None)
    if here is not None:
        return redirect("sharing:supplying", symbol=here.symbol)
    return render(request, "sharing/routes/libraries.html", {"libraries": known})


@require_http_methods(["GET", "HEAD", "POST"])
def library(request: Request, symbol: str) -> HttpResponse:
    """Both services of one library, each with its form."""
    cards = supplying.supplying(actor=request.actor, library=symbol)
    writes = _may(request.actor, "sharing.set-capacity", symbol)
    chosen = request.POST.get("service", "")
    if request.method == "POST" and (not writes or chosen not in supplying.SERVICES):
        raise Absent
    forms = {card.service: _form(request, card, chosen) for card in cards}
    form = forms.get(chosen)
    if form is not None and form.goes(lambda: _save(request, symbol, chosen, form)):
        messages.success(request, _("Saved. Plans made from now on reckon with it."))
        return redirect("sharing:supplying", symbol=symbol)
    context = {
        "library": members.library(symbol=symbol),
        "services": [_service(card, forms[card.service]) for card in cards],
        "writes": writes,
        "key": secrets.token_hex(8),
    }
    status = form.http if form is not None else 200
    return render(request, "sharing/routes/supplying.html", context, status=status)


def _form(request: Request, card: SupplyCard, chosen: str) -> SupplyForm:
    sent = request.POST if chosen == card.service else None
    return SupplyForm(sent, initial=SupplyForm.of(card), auto_id=f"{card.service}-%s")


def _save(request: Request, symbol: str, service: str, form: SupplyForm) -> SupplyCard:
    return supplying.set_capacity(
        actor=request.actor, library=symbol, service=service, key=form_key(request), **form.told()
    )


def _service(card: SupplyCard, form: SupplyForm) -> dict[str, Any]:
    return {
        "card": card,
        "form": form,
        "fee": yuan(card.fee) if card.fee else "",
        "most_fee": yuan(card.most_fee),
        "mean": span(card.pace.mean),
        "late": span(card.pace.p80),
        "source": source(card.pace.source),
        "asked": round(card.seen.count + card.seen.unfilled),
        "percent": round(100 * card.chance),
    }
