"""The desk: one box for whatever is scanned, a sentence after each scan, and whoever stands there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.loans import api, place_words, reading
from commonshelf.loans.cards import FeeCard, HoldCard, LoanCard, Place, StepCard
from commonshelf.loans.life_words import FEE_KINDS, THING_ACTS
from commonshelf.loans.money import yuan
from commonshelf.loans.views import acts, present
from commonshelf.members import api as members
from commonshelf.ui.api import Request

STEPS = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands at the desk, as this library may see them, and what is its business of theirs."""

    view: cards.ReaderView
    sees: list[str]
    blocks: list[str]
    right: cards.Right
    said: str
    loans: list[LoanCard]
    ready: list[HoldCard]
    holds: list[tuple[HoldCard, str]]
    fees: list[tuple[FeeCard, str, str]]
    owed: str
    credit: str
    deposit: str


@require_safe
def own(request: Request) -> HttpResponse:
    """From the menu to the desk of the library one works at now."""
    if not request.desk:
        raise Absent
    return redirect("loans:desk", symbol=request.desk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Request, symbol: str) -> HttpResponse:
    here = present.place_of(request, symbol)
    told, status, typed = None, 200, ""
    if request.method == "POST":
        told, status, typed = acts.done(request, here)
    context = {
        **page(here),
        "told": told,
        "typed": typed if status != 200 else "",
        "way": request.POST.get("way", ""),
        "standing": standing(request, here),
        "steps": _steps(here),
        "offline": not _may(request, here),
    }
    template = "loans/parts/answer.html" if request.htmx else "loans/desk.html"
    return render(request, template, context, status=status)


def page(here: Place) -> dict[str, Any]:
    """What every page about a desk needs."""
    library = members.library(symbol=here.library)
    return {
        "library": library,
        "branches": library.branches,
        "branch": here.branch,
        "branch_name": next((one.name for one in library.branches if one.code == here.branch), library.name),
        "key": secrets.token_hex(8),
    }


def _may(request: Request, here: Place) -> bool:
    """An auditor looks on."""
    object = Ref("desk", here.branch, here.library)
    return members.allowed(actor=request.actor, action="loans.check-out", object=object)


def _steps(here: Place) -> list[tuple[StepCard, str]]:
    """What this desk did last, each in a word."""
    return [(one, str(THING_ACTS.get(one.act, one.act))) for one in reading.steps(here, STEPS)]


def standing(request: Request, here: Place) -> Standing | None:
    """None: nobody stands there."""
    key = present.at_desk(request, here.library)
    if not key:
        return None
    actor, library = request.actor, here.library
    try:
        view = cards.seen_by(actor=actor, reader_key=key, library=library)
    except Absent:  # merged or erased meanwhile
        present.farewell(request, library)
        return None
    right = cards.right(reader=key, library=library, service="borrow", at=timezone.now(), branch=here.branch)
    holds = api.holds_of(actor=actor, reader=key, library=library)
    fees = api.fees_of(actor=actor, reader=key, library=library)
    credit = -sum(one.open for one in fees if one.open < 0)
    owed, deposit = api.owed(reader=key), api.deposit_of(reader=key, library=library)
    return Standing(
        view=view,
        sees=[str(cards.SEEN_WORDS[what]) for what in cards.SEEN_WORDS if what in view.sees],
        blocks=_blocks(view),
        right=right,
        said=cards.sentence(right, view.reader.home),
        loans=api.loans_of(actor=actor, reader=key, library=library),
        ready=[one for one in holds if one.state == "ready"],
        holds=[(one, place_words.branch(one.place)) for one in holds if one.state != "ready"],
        fees=[(one, str(FEE_KINDS[one.kind]), yuan(one.open)) for one in fees if one.open > 0],
        owed=yuan(owed) if owed else "",
        credit=yuan(credit) if credit else "",
        deposit=yuan(deposit) if deposit else "",
    )


def _blocks(view: cards.ReaderView) -> list[str]:
    """Those of this library and of all, with the words that were written with them."""
    today = timezone.localdate()
    some = [one for one in view.reader.blocks if one.holds(today)]
    return [" ".join(filter(None, [str(cards.BLOCK_WORDS[one.reason]), one.words])) for one in some]
