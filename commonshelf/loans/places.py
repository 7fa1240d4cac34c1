"""What loans put on other rooms' pages: my loans below my card, what I have or wait for on its page."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.template.loader import render_to_string

from commonshelf.cards import api as cards
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.actor import Ref
from commonshelf.loans import api, money, place_words
from commonshelf.loans.models import Hold, Loan
from commonshelf.loans.views import present
from commonshelf.members import api as members
from commonshelf.ui.api import Request

_COMES: Final = frozenset({"on-shelf", "on-loan", "on-order", "unknown"})


def my_loans(request: Request) -> str:
    """Below my card: how many, what is due first, what is ready."""
    reader = cards.reader_of(actor=request.actor)
    if reader is None:
        return ""
    loans = api.loans_of(actor=request.actor, reader=reader.key)
    ready = [one for one in api.holds_of(actor=request.actor, reader=reader.key) if one.state == "ready"]
    owed = api.owed(reader=reader.key)
    told = {
        "loans": loans,
        "first": loans[0] if loans else None,
        "late": sum(one.days_over > 0 for one in loans),
        "ready": [(one, place_words.place(one.place)) for one in ready],
        "owed": money.yuan(owed) if owed else "",
    }
    return render_to_string("loans/own/below_card.html", told, request=request)


def to_desk(request: Request, reader: str, library: str) -> str:
    """On a reader's page: to the desk with them, as if their card had been scanned there. Cards are forgotten
    at home, and names are found.
    """
    object = Ref("desk", "", library)
    if not members.allowed(actor=request.actor, action="loans.check-out", object=object):
        return ""
    card = cards.reader(key=reader).card
    if card is None or card.state != "active":
        return ""
    told = {"number": card.number, "symbol": library, "key": secrets.token_hex(8)}
    return render_to_string("loans/own/to_desk.html", told, request=request)


def keep_edition(request: Request, edition: EditionCard) -> str:
    """That the reader has it, or waits for it; at a desk, having it kept for whoever stands there. How a
    reader gets it themselves is said by the rooms above.
    """
    if not any(copy.barcode and copy.status in _COMES for copy in edition.copies):
        return ""
    told: dict[str, Any] = {"edition": edition, "key": secrets.token_hex(8)}
    if request.desk and (key := present.at_desk(request, request.desk)):
        return _for_desk(request, key, told)
    own = {"reader__person__key": request.actor.key, "closed_at": None}
    if not request.actor.key:
        return ""
    has = Loan.objects.filter(**own, thing__edition=edition.id).exists()
    if not has and not Hold.objects.filter(**own, edition=edition.id).exists():
        return ""
    return render_to_string("loans/own/kept.html", {**told, "has": has}, request=request)


def _for_desk(request: Request, key: str, told: dict[str, Any]) -> str:
    view = cards.seen_by(actor=request.actor, reader_key=key, library=request.desk)
    told |= {"reader": view.reader, "desk": request.desk}
    return render_to_string("loans/own/keep_at_desk.html", told, request=request)
