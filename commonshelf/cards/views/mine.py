"""My card: what a reader shows at a gate or desk, and where the way to everything of theirs begins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import issuing, readers, rights_words
from commonshelf.cards.cards import BlockCard, ReaderCard
from commonshelf.kernel import barcodes
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, LibraryCard, Opening
from commonshelf.ui.api import Request, form_key

OPEN_SHOWN: Final = 3
SOON_DAYS: Final = 30
"""So long before its end a registration is said to end soon."""


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A branch one could walk into. km None: nobody knows from where."""

    library: LibraryCard
    branch: BranchCard
    opening: Opening
    km: float | None


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Request) -> HttpResponse:
    """The card with its codes; where it is lost, expired or blocked that stands first, with what helps."""
    reader = readers.reader_of(actor=request.actor)
    if request.method == "POST":
        return _reported(request, reader)
    if reader is None:
        return render(request, "cards/none.html", {"open_now": _open_now(request, timezone.now())})
    now, today = timezone.now(), timezone.localdate()
    number = reader.card.number if reader.card else ""
    context = {
        "reader": reader,
        "home": _name(reader.home),
        "number": number,
        "spoken": " ".join(number[at : at + 4] for at in range(0, len(number), 4)),
        "qr": barcodes.qr(number) if number else None,
        "bars": barcodes.drawn(number, "code128") if number else None,
        "expired": reader.active_to is not None and reader.active_to <= today,
        "soon": reader.active_to is not None and 0 < (reader.active_to - today).days <= SOON_DAYS,
        "blocks": [_block(block) for block in reader.blocks if block.holds(today)],
        "open_now": _open_now(request, now),
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/mine.html", context)


def _reported(request: Request, reader: ReaderCard | None) -> HttpResponse:
    """The card is lost: whoever finds it can do nothing with it from this moment."""
    if reader is None or request.POST.get("do") != "lost":
        raise Absent
    issuing.report_lost(actor=request.actor, reader=reader.key, key=form_key(request))
    messages.success(request, _("The card is switched off. Any member issues a new one at its desk."))
    return redirect("cards:mine")


def _block(block: BlockCard) -> tuple[str, str, date | None]:
    """Who, why in the reader's language with the library's own words, until which day."""
    where = _name(block.library) if block.library else _("the alliance")
    why = rights_words.BLOCKED.get(block.reason, rights_words.BLOCKED["other"])
    return where, " ".join(filter(None, [str(why), block.words])), block.last_date


def _name(symbol: str) -> str:
    return rights_words.name_of(symbol)


def _open_now(request: Request, now: datetime) -> list[OpenNow]:
    """Nearest first where the reader's place is known, else those that stay open longest."""
    km = members.distances(here=request.here)
    found = []
    for library in members.libraries():
        if not members.takes_part(symbol=library.symbol):
            continue
        for branch in library.branches:
            opening = members.opening(branch=branch, now=now)
            if opening.open:
                found.append(OpenNow(library, branch, opening, km.get(branch.key)))
    found.sort(key=lambda one: (one.km is None, one.km or 0.0, -_until(one.opening, now)))
    return found[:OPEN_SHOWN]


def _until(opening: Opening, now: datetime) -> float:
    return (opening.until - now).total_seconds() if opening.until else 0.0
