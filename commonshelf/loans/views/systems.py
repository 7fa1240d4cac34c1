"""Pages: how a library keeps its loans, and where its own system is."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import systems, terminals
from commonshelf.loans.ils import choosing
from commonshelf.loans.systems_forms import ConnectForm
from commonshelf.loans.systems_words import ADAPTERS, PROBLEMS
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

READ = "loans.read-systems"


def may(actor: Actor, action: str, library: str) -> bool:
    return members.allowed(actor=actor, action=action, object=Ref("library", library, library))


def readable(actor: Actor) -> list[LibraryCard]:
    """The libraries whose systems and terminals this actor may look at."""
    return [card for card in members.libraries() if may(actor, READ, card.symbol)] if actor.known else []


@require_safe
def overview(request: Request) -> HttpResponse:
    """All that one may see; whoever works at one library comes straight to its page."""
    known = readable(request.actor)
    if not known:
        raise Absent
    if len(known) == 1:
        return redirect("loans:system", symbol=known[0].symbol)
    counted = systems.counts()
    told = ((card, counted.get(card.symbol, systems.NONE)) for card in known)
    rows = [(card, _adapter(way), problem, all, on) for card, (way, problem, all, on) in told]
    return render(request, "loans/systems/overview.html", {"rows": rows})


def _adapter(name: str) -> str:
    return str(ADAPTERS[name][0])


@require_safe
def library(request: Request, symbol: str) -> HttpResponse:
    """One library: where its loans are kept, and its terminals."""
    actor = request.actor
    card = systems.system(actor=actor, library=symbol)
    context = {
        "library": members.library(symbol=symbol),
        "card": card,
        "ways": [(name, *ADAPTERS[name]) for name in systems.ADAPTERS],
        "way": _adapter(card.adapter),
        "problem": PROBLEMS.get(card.problem, ""),
        "terminals": terminals.terminals(actor=actor, library=symbol),
        "branches": {one.code: one.name for one in members.library(symbol=symbol).branches},
        "may_set": may(actor, "loans.set-system", symbol),
        "may_connect": may(actor, "loans.connect-system", symbol),
        "may_add": may(actor, "loans.add-terminal", symbol),
        "key": secrets.token_hex(8),
    }
    return render(request, "loans/systems/library.html", context)


@require_POST
def choose(request: Request, symbol: str) -> HttpResponse:
    """Here, by hand, or by SIP2; or only try whether anybody is there."""
    actor, key = request.actor, form_key(request)
    try:
        if request.POST.get("do") == "try":
            tried = systems.try_system(actor=actor, library=symbol, key=key)
            if not tried.problem:
                said = _("It answers: {name}.") if tried.name else _("It answers.")
                messages.success(request, said.format(name=tried.name))
        else:
            adapter, version = request.POST.get("adapter", ""), whole(request.POST.get("version", ""))
            systems.set_system(actor=actor, library=symbol, adapter=adapter, version=version, key=key)
            messages.success(request, _("Saved."))
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    return redirect("loans:system", symbol=symbol)


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: Request, symbol: str) -> HttpResponse:
    """The alliance office writes down where a library's SIP2 service is."""
    actor = request.actor
    members.demand(actor=actor, action="loans.connect-system", object=Ref("library", symbol, symbol))
    card = systems.system(actor=actor, library=symbol)
    form = ConnectForm(request.POST if request.method == "POST" else None, initial=ConnectForm.of(card))
    version = whole(request.POST.get("version", "")) if form.is_bound else card.version

    def door() -> object:
        told = form.cleaned_data
        return systems.connect_system(
            actor=actor, library=symbol, version=version, key=form_key(request), **told
        )

    if form.goes(door):
        messages.success(request, _("Saved. Try the connection, then choose it."))
        return redirect("loans:system", symbol=symbol)
    context = {
        "library": members.library(symbol=symbol),
        "form": form,
        "version": version,
        "secret": f"{choosing.FOLDER}/{choosing.secret_file(symbol).name}",
        "trust": f"{choosing.FOLDER}/{choosing.trust_file(symbol).name}",
        "key": secrets.token_hex(8),
    }
    return render(request, "loans/systems/connect.html", context, status=form.http)
