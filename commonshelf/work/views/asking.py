"""Asking a colleague, here or at another library, to do something."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.ui.api import Request, form_key
from commonshelf.work import api, words
from commonshelf.work.cards import ItemCard
from commonshelf.work.forms import AskForm, people_of, read_address
from commonshelf.work.views.desk import OFFICE


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """First whose people, then the form."""
    mine = _asking(request)
    asking = _chosen(request, "asking", mine, mine[0])
    libraries = {one.symbol: one.short for one in members.libraries()}
    to = _chosen(request, "at", [*libraries, ""], asking)
    staff = members.staff_of(day=timezone.localdate(), libraries=[to])
    names = words.Names({one.key: one.name for one in staff}, libraries)
    form = AskForm(request.POST or None, to=people_of(to, staff, names, "librarian" if to else "office"))
    if form.goes(lambda: _ask(request, asking, form.cleaned_data)):
        messages.success(request, _("Asked. You find on your desk what becomes of it."))
        return redirect("work:item", form.made.id)
    context = {
        "form": form,
        "at": to or OFFICE,
        "asking": asking or OFFICE,
        "mine": [(one or OFFICE, names.library(one)) for one in mine],
        "libraries": [(OFFICE, names.library("")), *((one, names.library(one)) for one in libraries)],
        "place": names.library(to),
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "work/ask.html", context, status=form.http)


def _ask(request: Request, asking: str, told: dict[str, Any]) -> ItemCard:
    to = read_address(told["to"])
    return api.ask(
        actor=request.actor,
        asking=asking,
        at=timezone.now(),
        key=form_key(request),
        **{**told, "to": to},
    )


def _asking(request: Request) -> list[str]:
    """For which libraries this person may ask; Absent: for none."""
    places = list(dict.fromkeys(one.library for one in request.actor.standings))
    found = [
        one
        for one in places
        if members.allowed(actor=request.actor, action="work.ask", object=Ref("work", "", one))
    ]
    if not found:
        raise Absent
    return found


def _chosen(request: Request, name: str, known: list[str], otherwise: str) -> str:
    """Absent for a library that is not theirs to name, as for one that never was."""
    said = request.POST.get(name) or request.GET.get(name) or ""
    symbol = "" if said == OFFICE else said
    if said and symbol not in known:
        raise Absent
    return symbol if said else otherwise
