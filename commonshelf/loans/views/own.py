"""A reader's own page: what they have, what they wait for, what they owe; and having a book kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.cards import api as cards
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api, desk_words, money, place_words
from commonshelf.loans.cards import HoldCard, LoanCard, Place
from commonshelf.loans.life_words import FEE_KINDS, LEDGER_KINDS
from commonshelf.loans.views import present
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.ui.templatetags.shelf import day


@dataclass(frozen=True, slots=True)
class Mine:
    """A loan with where it was lent, the days left (below 0: over), and what it would cost now."""

    loan: LoanCard
    place: str
    left: int
    accrued: str


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request) -> HttpResponse:
    reader = cards.reader_of(actor=request.actor)
    if request.method == "POST":
        if reader is None:
            raise Absent
        return _done(request, reader.key)
    if reader is None:
        return render(request, "loans/own/none.html")
    today = timezone.localdate()
    loans = api.loans_of(actor=request.actor, reader=reader.key)
    holds = api.holds_of(actor=request.actor, reader=reader.key)
    fees = api.fees_of(actor=request.actor, reader=reader.key)
    owed = api.owed(reader=reader.key)
    past = api.loans_of(actor=request.actor, reader=reader.key, closed=True) if reader.keeps_history else []
    context = {
        "reader": reader,
        "loans": [_mine(one, today) for one in loans],
        "renewable": sum(one.renewable for one in loans) > 1,
        "holds": [(one, place_words.place(one.place), sentence(one)) for one in holds],
        "fees": [
            (one, str(FEE_KINDS[one.kind]), place_words.library(one.library), money.yuan(abs(one.open)))
            for one in fees
        ],
        "owed": money.yuan(owed) if owed else "",
        "lines": _lines(reader.key),
        "past": past,
        "key": secrets.token_hex(8),
    }
    return render(request, "loans/own/mine.html", context)


def _mine(loan: LoanCard, today: date) -> Mine:
    place = place_words.place(loan.place)
    return Mine(loan, place, (loan.due_date - today).days, money.yuan(loan.accrued) if loan.accrued else "")


def sentence(hold: HoldCard) -> str:
    """What it means for the reader, and what happens next."""
    if hold.state == "ready":
        return _("Ready to fetch until {day}.").format(day=day(hold.fetch_by_date))
    if hold.state == "coming":
        return _("On its way. You are told when it is there.")
    if hold.position == 1:
        return _("You are next: the first copy that is free is kept for you.")
    return _("You are number {n} in the queue.").format(n=hold.position)


def _lines(key: str) -> list[tuple[ledger.Line, str, str]]:
    """What was charged, paid and waived, newest first; minus: the reader owes it."""
    found = ledger.statement(kind="reader", owner=key)
    return [
        (
            one,
            str(LEDGER_KINDS.get(one.kind, one.kind)),
            f"{'−' if one.amount < 0 else ''}{money.yuan(abs(one.amount))}",
        )
        for one in found
    ]


# -- acts


def _done(request: Request, key: str) -> HttpResponse:
    """By the name of the button; what was refused is said, and nothing else is lost."""
    doing = request.POST.get("do", "")
    if doing == "renew-all":
        _renew_all(request, key)
    elif doing in _ACTS:
        _try(request, lambda: _ACTS[doing](request))
    else:
        raise Absent
    return redirect("loans:mine")


def _try(request: Request, door: Callable[[], str]) -> None:
    try:
        messages.success(request, door())
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(desk_words.spoken(refusal)))


def _renew(request: Request) -> str:
    card = api.renew(actor=request.actor, loan=whole(request.POST.get("loan", "")), key=form_key(request))
    return _("“{title}” is renewed until {day}.").format(
        title=place_words.said(card.thing.title), day=day(card.due_date)
    )


def _claim(request: Request) -> str:
    loan = whole(request.POST.get("loan", ""))
    api.claim_returned(actor=request.actor, loan=loan, key=form_key(request))
    return _("Thank you. The library searches its shelves, and you are not reminded meanwhile.")


def _find(request: Request) -> str:
    loan = whole(request.POST.get("loan", ""))
    card = api.find_claimed(actor=request.actor, loan=loan, key=form_key(request))
    return _("Good. It is due {day}.").format(day=day(card.due_date))


def _withdraw(request: Request) -> str:
    hold = whole(request.POST.get("hold", ""))
    card = api.withdraw_hold(actor=request.actor, hold=hold, key=form_key(request))
    return _("You no longer wait for “{title}”.").format(title=place_words.said(card.title))


_ACTS = {"renew": _renew, "claim": _claim, "find": _find, "withdraw": _withdraw}


def _renew_all(request: Request, key: str) -> None:
    """Each by itself: one that cannot be renewed keeps none of the others back."""
    once = form_key(request)
    well, no = [], []
    for one in api.loans_of(actor=request.actor, reader=key):
        if not one.renewable:
            continue
        try:
            api.renew(actor=request.actor, loan=one.id, key=once)
            well.append(one)
        except Absent:
            raise
        except Refusal as refusal:
            no.append(f"{place_words.said(one.thing.title)}: {ui.sentence(desk_words.spoken(refusal))}")
    if well:
        messages.success(request, _("{n} renewed.").format(n=len(well)))
    for words in no:
        messages.warning(request, words)


# -- holds


@never_cache
@require_POST
def hold(request: Request, edition: int) -> HttpResponse:
    """From the edition's page at a desk: for whoever stands there."""
    here = present.place_of(request, request.POST.get("desk", "")[:40], "loans.hold")
    reader = present.served(request, here.library)
    if not reader:
        raise Absent
    _try(request, lambda: _held(request, reader, edition, here))
    return redirect("search:edition", edition)


def _held(request: Request, reader: str, edition: int, here: Place) -> str:
    card = api.hold(
        actor=request.actor,
        reader=reader,
        edition=edition,
        library=here.library,
        branch=here.branch,
        desk=here.library,
        key=form_key(request),
    )
    return _("The reader waits for it now; it is kept at {place}.").format(
        place=place_words.place(card.place)
    )
