"""My requests: the list, and one request with what happened, what happens next, and what I can do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import api as cards
from commonshelf.delivery import api as delivery
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.sharing import api, looking, request_words
from commonshelf.sharing import reader_words as words
from commonshelf.sharing.cards import RequestCard
from commonshelf.sharing.views import mine_rows
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

PAST: Final = 20
"""Requests that are over, the latest; the others are in the export of one's own data."""
WORDS: Final = 2000


@login_required
@never_cache
@require_safe
def mine(request: Request) -> HttpResponse:
    """What is under way first, what is new marked; below, what is over."""
    reader = cards.reader_of(actor=request.actor)
    if reader is None:
        return render(request, "sharing/reader/none.html")
    rows = [mine_rows.line(one) for one in looking.mine(actor=request.actor)]
    shown = {
        "running": [row for row in rows if row.closed_at is None],
        "over": [row for row in rows if row.closed_at is not None][:PAST],
    }
    return render(request, "sharing/reader/mine.html", shown)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, number: str) -> HttpResponse:
    """One request, for its reader; desks have their own page of it."""
    card = api.request(actor=request.actor, number=number)
    if card.side != "reader":
        raise Absent
    if request.method == "POST":
        return _done(request, card)
    looking.looked(actor=request.actor, number=card.number, version=card.version)
    links = delivery.links_of(actor=request.actor, about=f"sharing:{card.number}") if card.document else []
    shown = {
        "card": card,
        "title": words.said(card.title),
        "pill": request_words.pill(card.state),
        "tone": request_words.tone(card.state),
        "now": request_words.now(card),
        "next": request_words.awaited(card),
        "entries": mine_rows.entries(card),
        "buttons": mine_rows.buttons(card),
        "notes": mine_rows.notes(card.messages),
        "facts": mine_rows.facts(card),
        "links": [one for one in links if one.state == "open" and one.path],
        "home": words.library(card.requester),
        "unfilled": card.state in request_words.GONE,
        "asks_helped": not card.open and card.state in request_words.FILLED and card.helped is None,
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/reader/request.html", shown)


def _done(request: Request, card: RequestCard) -> HttpResponse:
    """By the name of the button; what was refused is said, and nothing else is lost."""
    doing = request.POST.get("do", "")
    if doing == "helped":
        _try(request, lambda: _helped(request, card))
    elif doing == "message":
        _try(request, lambda: _message(request, card))
    elif doing in mine_rows.ACTS:
        _try(request, lambda: _act(request, card, doing))
    else:
        raise Absent
    return redirect("sharing:request", card.number)


def _try(request: Request, door: Callable[[], str]) -> None:
    try:
        messages.success(request, door())
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(refusal))


def _act(request: Request, card: RequestCard, action: str) -> str:
    told = " ".join(request.POST.get("words", "").split())[:WORDS]
    made = api.act(
        actor=request.actor,
        request=card.number,
        action=action,
        facts={"note": told} if told else {},
        version=whole(request.POST.get("version", "")) or None,
        key=form_key(request),
    )
    return request_words.now(made)


def _helped(request: Request, card: RequestCard) -> str:
    yes = request.POST.get("yes") == "1"
    api.helped(actor=request.actor, request=card.number, helped=yes, key=form_key(request))
    return (
        _("Thank you, good to know.")
        if yes
        else _("Thank you. Your library reads that, and looks for another way.")
    )


def _message(request: Request, card: RequestCard) -> str:
    api.message(
        actor=request.actor,
        request=card.number,
        text=request.POST.get("text", "")[:WORDS],
        key=form_key(request),
    )
    return _("Your library has your message and answers here.")
