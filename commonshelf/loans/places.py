"""What loans put on other rooms' pages: my loans below my card, having a book kept on its page."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.actor import Ref
from commonshelf.loans import api, money, place_words
from commonshelf.loans.models import Hold, Loan
from commonshelf.loans.views import present
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.ui.api import Request

OFFERED: Final = 12
"""Branches to fetch at: the nearest, and the reader's own library's."""
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
    """Have it kept: for oneself at a branch of one's choice; at a desk, for whoever stands there."""
    if not any(copy.barcode and copy.status in _COMES for copy in edition.copies):
        return ""
    told: dict[str, Any] = {"edition": edition, "key": secrets.token_hex(8)}
    if request.desk and (key := present.at_desk(request, request.desk)):
        return _for_desk(request, key, told)
    if not request.actor.known:
        return render_to_string("loans/own/keep_signed_out.html", told, request=request)
    reader = cards.reader_of(actor=request.actor)
    if reader is None or reader.state != "active":
        return ""
    mine = Hold.objects.filter(reader=reader.id, edition=edition.id, closed_at=None)
    has = Loan.objects.filter(reader=reader.id, thing__edition=edition.id, closed_at=None)
    if mine.exists() or has.exists():
        return render_to_string("loans/own/kept.html", {**told, "has": has.exists()}, request=request)
    told["places"] = branches_for(reader, request.here, edition)
    return render_to_string("loans/own/keep.html", told, request=request) if told["places"] else ""


def _for_desk(request: Request, key: str, told: dict[str, Any]) -> str:
    view = cards.seen_by(actor=request.actor, reader_key=key, library=request.desk)
    told |= {"reader": view.reader, "desk": request.desk}
    return render_to_string("loans/own/keep_at_desk.html", told, request=request)


def branches_for(
    reader: cards.ReaderCard, here: Here, edition: EditionCard
) -> list[tuple[str, str, float | None]]:
    """(key, name, km) of where they may have things kept: nearest first, else home and holders first."""
    km = members.distances(here=here)
    holders = {copy.library for copy in edition.copies}
    found = []
    for library in members.libraries():
        for branch in library.branches:
            near = km.get(branch.key)
            rank = (library.symbol != reader.home, library.symbol not in holders)
            found.append(((near is None, near or 0.0, *rank, branch.key), library, branch, near))
    found.sort(key=lambda one: one[0])
    now = timezone.now()
    may: dict[str, bool] = {}
    told: list[tuple[str, str, float | None]] = []
    for _, library, branch, near in found:
        if library.symbol not in may:
            right = cards.right(reader=reader.key, library=library.symbol, service="request", at=now)
            may[library.symbol] = right.allowed
        if may[library.symbol]:
            name = " · ".join(dict.fromkeys((place_words.said(library.name), place_words.said(branch.name))))
            told.append((branch.key, name, near))
        if len(told) == OFFERED:
            break
    return told
