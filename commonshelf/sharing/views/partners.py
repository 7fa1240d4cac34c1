"""Pages of the register of partners outside the alliance: the list, one of them, a new one."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.sharing.desks import naming
from commonshelf.sharing.partners import register
from commonshelf.sharing.partners.register import PartnerCard, Service
from commonshelf.sharing.planning import words as planned
from commonshelf.sharing.views.partner_forms import PartnerForm
from commonshelf.ui.api import Request, form_key


@require_safe
def own(request: Request) -> HttpResponse:
    """From the menu to the partners of the library one works at now; the office to those of all."""
    known = register.desks_of(request.actor)
    if register.writes(request.actor, ""):
        return redirect("sharing:shared-partners")
    if not known:
        raise Absent
    return redirect("sharing:partners", symbol=request.desk if request.desk in known else known[0])


@never_cache
@require_safe
def overview(request: Request, symbol: str = "") -> HttpResponse:
    """Those a library may ask; without a symbol those the agency keeps. ?past: asked no more."""
    past = "past" in request.GET
    found = register.partners(actor=request.actor, library=symbol, past=past)
    known = register.desks_of(request.actor)
    context = {
        "library": members.library(symbol=symbol) if symbol else None,
        "rows": [_row(request, one, symbol) for one in found],
        "past": past,
        "writes": register.writes(request.actor, symbol),
        "others": [members.library(symbol=one) for one in known if one != symbol],
        "shared": register.writes(request.actor, "") and bool(symbol),
    }
    return render(request, "sharing/partners/list.html", context)


def _row(request: Request, card: PartnerCard, symbol: str) -> dict[str, Any]:
    return {
        "card": card,
        "keeper": naming.library(card.keeper) if card.keeper and card.keeper != symbol else "",
        "shared": not card.keeper,
        "services": [service(one) for one in card.services],
        "writes": register.writes(request.actor, card.keeper),
    }


def service(one: Service) -> dict[str, Any]:
    """A service as people read it."""
    return {
        "service": one.service,
        "expected": planned.span(one.pace.mean),
        "late": planned.span(one.pace.p80),
        "measured": one.pace.measured,
        "seen": round(one.seen.count),
        "fee": planned.yuan(one.terms.fee) if one.terms.fee else "",
        "reader_fee": planned.yuan(one.terms.reader_fee) if one.terms.reader_fee else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: Request, id: int) -> HttpResponse:
    """One that is there; whoever may not write reads it."""
    card = register.partner(actor=request.actor, id=id)
    writes = register.writes(request.actor, card.keeper)
    if request.method == "POST" and not writes:
        raise Absent
    if request.method == "POST" and request.POST.get("do") == "end":
        return _end(request, card)
    return _page(request, card.keeper, card, writes=writes)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """?library= whose; without it one that the agency keeps for all."""
    keeper = request.GET.get("library", "")
    if keeper not in {"", *register.desks_of(request.actor)} or not register.writes(request.actor, keeper):
        raise Absent
    return _page(request, keeper, None, writes=True)


def _page(request: Request, keeper: str, card: PartnerCard | None, *, writes: bool) -> HttpResponse:
    form = PartnerForm(
        request.POST if request.method == "POST" else None, initial=PartnerForm.of(card) if card else {}
    )
    if form.goes(lambda: _save(request, form, keeper, card)):
        messages.success(request, _("Saved. Plans made from now on reckon with it."))
        return redirect(_list(keeper))
    context = {
        "card": card,
        "row": _row(request, card, keeper) if card else None,
        "form": form,
        "keeper": members.library(symbol=keeper) if keeper else None,
        "writes": writes,
        "back": _list(keeper, request),
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/partners/partner.html", context, status=form.http)


def _list(keeper: str, request: Request | None = None) -> str:
    """The list it stands in: of those that the agency keeps, one's own where one may not see all."""
    if keeper:
        return reverse("sharing:partners", args=[keeper])
    if request is not None and not register.writes(request.actor, ""):
        return reverse("sharing:own-partners")
    return reverse("sharing:shared-partners")


def _save(request: Request, form: PartnerForm, keeper: str, card: PartnerCard | None) -> PartnerCard:
    return register.set_partner(
        actor=request.actor,
        keeper=keeper,
        given=form.given(),
        id=card.id if card else None,
        version=form.cleaned_data["version"] or 0,
        key=form_key(request),
    )


def _end(request: Request, card: PartnerCard) -> HttpResponse:
    register.end_partner(
        actor=request.actor,
        id=card.id,
        version=whole(request.POST.get("version", "")) or 0,
        key=form_key(request),
    )
    messages.success(request, _("It is asked no more. What it has in hand goes on to its end."))
    return redirect(_list(card.keeper))
