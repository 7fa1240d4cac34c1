"""Who stands at a desk: whose card was scanned there last, and for how long that is believed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import branches
from commonshelf.loans.cards import Place
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.members import api as members
from commonshelf.ui.api import Request

AT: Final = "loans.at-desk"
"""In the session: Symbol -> [key of the reader, when their card or a book of theirs was scanned last]."""
BRANCH: Final = "loans.branch"
"""In the session: Symbol -> code of the branch at whose desk this browser stands."""
IDLE: Final = timedelta(minutes=10)
"""After so long without a scan it may be somebody else who stands there."""


def place_of(request: Request, symbol: str, action: str = "loans.read-desk") -> Place:
    """The branch that was said, else this browser's last one, else the main one; Absent: not theirs."""
    told = (request.POST.get("branch") or request.GET.get("branch") or "")[:40]
    members.demand(actor=request.actor, action=action, object=Ref("desk", told, symbol))
    kept = request.session.get(BRANCH, {})
    codes = [one.code for one in members.library(symbol=symbol).branches]
    if told and told not in codes:
        raise Absent
    if told and kept.get(symbol) != told:
        request.session[BRANCH] = {**kept, symbol: told}
    usual = kept.get(symbol, "")
    return branches.place(symbol, told or (usual if usual in codes else ""))


def greet(request: Request, library: str, key: str) -> None:
    """Their card, or a book of theirs, lies here now."""
    request.session[AT] = {**request.session.get(AT, {}), library: [key, timezone.now().isoformat()]}


def farewell(request: Request, library: str) -> None:
    request.session[AT] = {at: who for at, who in request.session.get(AT, {}).items() if at != library}


def at_desk(request: Request, library: str) -> str:
    """The key of who stands there, "" for nobody."""
    key, at = request.session.get(AT, {}).get(library, ("", ""))
    return key if key and timezone.now() - datetime.fromisoformat(at) <= IDLE else ""


def served(request: Request, library: str) -> str:
    """Whom this form is about: who stands there and is shown on it.

    Refusal loans.reader-gone: the page still shows somebody who left, or for whom another card was scanned.
    """
    shown = request.POST.get("reader", "")
    if shown and shown != at_desk(request, library):
        farewell(request, library)
        raise Refusal("loans.reader-gone", {"minutes": int(IDLE.total_seconds() // 60)}, CONFLICT)
    if shown:
        greet(request, library, shown)
    return shown
