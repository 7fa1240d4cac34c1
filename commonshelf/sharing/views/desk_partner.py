"""Asking a partner outside the alliance for a request: who does it, how it is asked, on what terms."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.lines import full_title
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api
from commonshelf.sharing.cards import RequestCard
from commonshelf.sharing.desks import naming, words
from commonshelf.sharing.partners import register
from commonshelf.sharing.partners.register import PartnerCard
from commonshelf.sharing.planning import words as planned
from commonshelf.sharing.views import desk
from commonshelf.sharing.views.partner_forms import AskForm
from commonshelf.sharing.views.partners import service
from commonshelf.ui.api import Request, form_key

ACTION = "ask-partner"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, symbol: str, number: str) -> HttpResponse:
    """Absent: not this desk's request, or not one to ask a partner for now."""
    if not desk.works(request.actor, symbol):
        raise Absent
    card = api.request(actor=request.actor, number=number, library=symbol)
    if card.side != "requester" or not any(one.action == ACTION for one in card.steps):
        raise Absent
    found = register.partners(actor=request.actor, library=symbol)
    form = _form(request, card, found)
    if form.goes(lambda: _asked(request, symbol, card, form)):
        there = reverse("sharing:desk", args=[symbol])
        return redirect(f"{there}?list=outside&done={card.number}")
    context = {
        "library": members.library(symbol=symbol),
        "card": card,
        "about": about(card),
        "why": words.WHY.get(card.why, ""),
        "most": planned.yuan(card.most_cost) if card.most_cost else "",
        "partners": [_partner(one, form, card) for one in found],
        "form": form,
        "text": text(card, symbol),
        "writes": register.writes(request.actor, symbol),
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/partners/ask.html", context, status=form.http)


def _form(request: Request, card: RequestCard, found: list[PartnerCard]) -> AskForm:
    does = {one.service for partner in found for one in partner.services}
    wanted = [card.service] if card.service in does else sorted(does, reverse=True)
    soonest = min(
        ((one.pace.mean, str(partner.id)) for partner in found for one in partner.services
         if one.service == wanted[0]),
        default=(0.0, ""),
    ) if wanted else (0.0, "")  # fmt: skip
    return AskForm(
        request.POST if request.method == "POST" else None,
        partners=[(str(one.id), naming.said(one.name)) for one in found],
        services=sorted(does, reverse=True),
        initial={"partner": soonest[1], "service": wanted[0] if wanted else ""},
    )


def _asked(request: Request, symbol: str, card: RequestCard, form: AskForm) -> RequestCard:
    try:
        return api.act(
            actor=request.actor,
            request=card.number,
            action=ACTION,
            facts=form.facts(),
            library=symbol,
            version=whole(request.POST.get("version", "")),
            key=form_key(request),
        )
    except Absent:
        raise Refusal("sharing.no-partner", {"field": "partner"}, 409) from None


def _partner(one: PartnerCard, form: AskForm, card: RequestCard) -> dict[str, Any]:
    choice = next(choice for choice in form["partner"] if choice.data["value"] == str(one.id))
    subject = _("Interlibrary request {number}").format(number=card.number)
    mail = one.given.mail
    body = text(card, card.requester)
    return {
        "card": one,
        "choice": choice,
        "services": [service(found) for found in one.services],
        "mailto": f"mailto:{quote(mail)}?subject={quote(subject)}&body={quote(body)}" if mail else "",
    }


def about(card: RequestCard) -> list[tuple[str, str]]:
    """What is wanted, line by line: what the catalogue knows of the edition, else what was cited."""
    told = dict(card.citation)
    found = catalogue.editions(ids=[card.edition]) if card.edition else []
    if found:
        facts = found[0].facts
        known = {
            "title": full_title(facts),
            "author": facts.names[0].name if facts.names else "",
            "publisher": facts.publisher,
            "year": str(facts.year or ""),
            "isbn": facts.isbns[0] if facts.isbns else "",
        }
        told = {**told, **{name: value for name, value in known.items() if value}}
    elif not told.get("title"):
        told["title"] = naming.said(card.title)
    return [(str(label), str(told[name])) for name, label in words.CITED.items() if told.get(name)]


def text(card: RequestCard, symbol: str) -> str:
    """Ready to be sent by mail or pasted into a form; it names no reader."""
    lines = [
        _("{library} asks for:").format(library=naming.library(symbol)),
        *(_("{what}: {value}").format(what=label, value=value) for label, value in about(card)),
        _("Our number: {number}").format(number=card.number),
    ]
    return "\n".join(lines)
