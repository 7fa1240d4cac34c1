"""Pages: a library's terminals, one by one; a new one's password is shown once."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.loans import terminals
from commonshelf.loans.systems_forms import NewTerminalForm, TerminalForm
from commonshelf.loans.terminals import NewTerminal, TerminalCard
from commonshelf.members import api as members
from commonshelf.ui.api import Request, form_key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, symbol: str) -> HttpResponse:
    actor = request.actor
    members.demand(actor=actor, action="loans.add-terminal", object=Ref("library", symbol, symbol))
    library = members.library(symbol=symbol)
    form = NewTerminalForm(request.POST or None, library=library)

    def door() -> NewTerminal:
        return terminals.add_terminal(actor=actor, library=symbol, key=form_key(request), **form.told())

    if form.goes(door):
        return _password(request, symbol, form.made)
    context = {"library": library, "form": form, "key": secrets.token_hex(8)}
    return render(request, "loans/systems/terminal.html", context, status=form.http)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, symbol: str, id: int) -> HttpResponse:
    actor = request.actor
    members.demand(actor=actor, action="loans.set-terminal", object=Ref("library", symbol, symbol))
    library, card = members.library(symbol=symbol), _one(request, symbol, id)
    form = TerminalForm(request.POST or None, initial=TerminalForm.of(card), library=library)
    version = whole(request.POST.get("version", "")) if form.is_bound else card.version

    def door() -> TerminalCard:
        told = form.told()
        return terminals.set_terminal(
            actor=actor, library=symbol, id=id, version=version, key=form_key(request), **told
        )

    if form.goes(door):
        messages.success(request, _("Saved. The machine is told within a minute."))
        return redirect("loans:system", symbol=symbol)
    context = {
        "library": library,
        "card": card,
        "form": form,
        "version": version,
        "key": secrets.token_hex(8),
    }
    return render(request, "loans/systems/terminal.html", context, status=form.http)


@never_cache
@require_POST
def password(request: Request, symbol: str, id: int) -> HttpResponse:
    """Another one; the old one opens nothing any more."""
    new = terminals.new_password(actor=request.actor, library=symbol, id=id, key=form_key(request))
    return _password(request, symbol, new)


def _password(request: Request, symbol: str, new: NewTerminal) -> HttpResponse:
    context = {"library": members.library(symbol=symbol), "new": new, "card": new.terminal}
    return render(request, "loans/systems/password.html", context)


def _one(request: Request, symbol: str, id: int) -> TerminalCard:
    known = terminals.terminals(actor=request.actor, library=symbol)
    found = next((one for one in known if one.id == id), None)
    if found is None:
        raise Absent
    return found
