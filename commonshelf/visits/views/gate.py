"""The page of a gate or desk: a card is read, a number is counted, a sentence is said."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Form, Request, form_key
from commonshelf.visits import api
from commonshelf.visits.forms import CardForm, PeopleForm


@require_safe
def own(request: Request) -> HttpResponse:
    """From the menu to the door of the library one works at now."""
    if not request.desk:
        raise Absent
    return redirect("visits:gate", symbol=request.desk)


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: Request, symbol: str) -> HttpResponse:
    """Cards and people without one. With ?wide the page fills the screen of a gate."""
    library, branch = _here(request, symbol)
    doing = request.POST.get("do", "")
    card = CardForm(request.POST if doing == "card" else None, auto_id="card-%s")
    people = PeopleForm(request.POST if doing == "people" else None, auto_id="people-%s")
    status, taken_back = 200, None
    if doing == "take-back":
        taken_back = api.take_back(
            actor=request.actor, library=symbol, branch=branch, at=timezone.now(), key=form_key(request)
        )
    elif doing in {"card", "people"}:
        form = card if doing == "card" else people
        status = 200 if form.goes(lambda: _count(request, symbol, branch, form)) else form.http
    elif request.method == "POST":
        raise Absent
    wide = "wide" in request.GET
    context = {
        "library": library,
        "branches": library.branches,
        "branch": branch,
        "branch_name": next(one.name for one in library.branches if one.code == branch),
        "card": CardForm(auto_id="card-%s"),
        "problem": _problem(card),
        "people": people if status != 200 and doing == "people" else PeopleForm(auto_id="people-%s"),
        "visited": card.made or people.made,
        "sentence": _sentence(card),
        "taken_back": taken_back,
        "today": api.today(library=symbol, branch=branch, at=timezone.now()),
        "wide": wide,
        "shape": "narrow gate-page wide-gate" if wide else "narrow gate-page",
        "key": secrets.token_hex(8),
    }
    template = "visits/parts/gate.html" if request.htmx else "visits/gate.html"
    return render(request, template, context, status=status)


def _here(request: Request, symbol: str) -> tuple[LibraryCard, str]:
    """The library and the branch whose door it is: the one said, or the main one. Absent: not theirs."""
    said = request.POST.get("branch") or request.GET.get("branch") or ""
    members.demand(actor=request.actor, action="visits.check-in", object=Ref("gate", said, symbol))
    library = members.library(symbol=symbol)
    codes = [one.code for one in library.branches]
    if not codes or (said and said not in codes):
        raise Absent
    return library, said or codes[0]


def _count(request: Request, symbol: str, branch: str, form: Form) -> object:
    told: dict[str, Any] = form.cleaned_data
    way = "gate" if "wide" in request.GET else "desk"
    return api.check_in(
        actor=request.actor,
        library=symbol,
        branch=branch,
        at=timezone.now(),
        way=way,
        key=form_key(request),
        **told,
    )


def _problem(form: CardForm) -> str:
    """What is wrong with the number. The box is empty again: the next card is scanned into it."""
    return next((str(one) for found in form.errors.values() for one in found), "") if form.is_bound else ""


def _sentence(form: CardForm) -> str:
    """Why this card does not open the door, in the reader's language; "" when it does."""
    visited = form.made
    return "" if visited is None or visited.let_in else cards.sentence(visited.right)
