"""What was decided a moment ago, said on the next page together with the way back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import DoubtCard
from commonshelf.catalogue.lines import titled
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.api import Request


@dataclass(frozen=True, slots=True)
class After:
    """card: the pair decided last. ruling: its number, to be taken back; 0 = nothing to take back."""

    card: DoubtCard
    title: str
    ruling: int
    key: str


def after(request: Request) -> After | None:
    """Of the pair that the address names as decided last; None when it names none or it is open again."""
    id = whole(request.GET.get("after", ""))
    if not id:
        return None
    try:
        card = catalogue.doubt(actor=request.actor, id=id)
    except Refusal:
        return None
    if card.state not in {"joined", "apart", "later"}:
        return None
    return After(card, titled(card.one.facts), card.ruling or 0, secrets.token_hex(8))
