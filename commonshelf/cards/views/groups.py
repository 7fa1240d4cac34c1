"""A library's reader groups: the usual ones at first use, then its own; one group renewed as a whole."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import groups as doors
from commonshelf.cards import handing
from commonshelf.cards.cards import GroupCard
from commonshelf.cards.rights_words import KINDS
from commonshelf.cards.sheet_forms import GroupForm, RenewForm
from commonshelf.cards.views.readers import place_of
from commonshelf.kernel.actor import Ref
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.ui.api import Request, form_key


def _may(request: Request, symbol: str) -> bool:
    return members.allowed(
        actor=request.actor, action="cards.set-group", object=Ref("reader-group", "", symbol)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: Request, symbol: str) -> HttpResponse:
    """All of them with how many read in each; below, a new one."""
    library = place_of(request, symbol)
    form = GroupForm(request.POST if request.POST.get("do") == "add" else None, initial={"months": 12})

    def door() -> GroupCard:
        return doors.set_group(actor=request.actor, library=symbol, given=form.given(), key=form_key(request))

    if request.POST.get("do") == "usual":
        added = doors.add_usual(
            actor=request.actor, library=symbol, codes=request.POST.getlist("usual"), key=form_key(request)
        )
        said = ngettext("{n} reader group set up.", "{n} reader groups set up.", added)
        messages.success(request, said.format(n=added))
        return redirect("cards:groups", symbol)
    if form.goes(door):
        messages.success(request, _("The reader group is set up."))
        return redirect("cards:groups", symbol)
    counted = doors.counted(actor=request.actor, library=symbol)
    context = {
        "library": library,
        "rows": [
            (one, KINDS[one.kind], *counted.get(one.id, (0, 0)))
            for one in doors.groups(library=symbol, all=True)
        ],
        "usual": [
            {"code": one.code, "name": Said(one.zh, one.en), "kind": KINDS[one.kind], "months": one.months}
            for one in doors.usual(library=symbol)
        ],
        "form": form,
        "may": _may(request, symbol),
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/groups.html", context, status=form.http)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Request, symbol: str, id: int) -> HttpResponse:
    """One: changed, switched off, renewed as a whole, its cards handed out."""
    library = place_of(request, symbol)
    card = doors.group(library=symbol, id=id)
    do = request.POST.get("do", "")
    form = GroupForm(request.POST if do == "save" else None, initial=GroupForm.initial_of(card))
    renew = RenewForm(request.POST if do in {"renew", "count"} else None)

    def save() -> GroupCard:
        version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
        return doors.set_group(
            actor=request.actor,
            library=symbol,
            given=form.given(),
            id=id,
            version=version,
            key=form_key(request),
        )

    if form.goes(save):
        messages.success(request, _("Saved."))
        return redirect("cards:groups", symbol)
    if do == "renew" and renew.goes(lambda: _renew(request, symbol, id, renew)):
        said = ngettext("{n} reader renewed.", "{n} readers renewed.", renew.made)
        messages.success(request, said.format(n=renew.made))
        return redirect("cards:group", symbol, id)
    context = {
        "library": library,
        "group": card,
        "form": form,
        "renew": renew,
        "may": _may(request, symbol),
        "waiting": handing.waiting(actor=request.actor, library=symbol, group=id),
        "a_page": handing.A_PAGE,
        "key": secrets.token_hex(8),
        "version": request.POST.get("version") or card.version,
        **_foreseen(symbol, id, do, renew),
    }
    return render(request, "cards/group.html", context, status=max(form.http, renew.http))


def _until(renew: RenewForm) -> Any:
    last = renew.cleaned_data["last_date"]
    return last + timedelta(days=1) if last else None


def _renew(request: Request, symbol: str, id: int, renew: RenewForm) -> int:
    return doors.renew_group(
        actor=request.actor, library=symbol, id=id, until=_until(renew), key=form_key(request)
    )


def _foreseen(symbol: str, id: int, do: str, renew: RenewForm) -> dict[str, Any]:
    """How many a renewal would reach, and to what day, before it is done."""
    until = _until(renew) if do == "count" and renew.is_valid() else None
    count, ends = doors.renewal(library=symbol, id=id, until=until)
    renew.http = 200 if do == "count" and renew.is_valid() else renew.http
    return {"count": count, "ends": ends - timedelta(days=1) if ends else None, "counted": do == "count"}
