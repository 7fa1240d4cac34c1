"""A copy goes to its reader: the document is this request's own, and a link to it is made in the same act."""

from __future__ import annotations

from datetime import datetime

from commonshelf.delivery import api as delivery
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.sharing.models import PatronRequest, Supply
from commonshelf.sharing.ruling import deciding

GONE = 410


def about(number: str) -> str:
    """By which the delivery room knows a request."""
    return f"sharing:{number}"


def hand_over(*, actor: Actor, row: PatronRequest, supply: Supply, document: int, at: datetime) -> int:
    """Inside the act that delivers: the link's number. Its days are those of the licence decision, if any.

    Refusals sharing.no-document (none, or another request's or library's), delivery.withdrawn.
    """
    try:
        card = delivery.document(id=document)
    except Absent:
        raise Refusal("sharing.no-document", {"field": "document"}) from None
    symbols = members.symbols_by_id()
    # What a partner outside sent was brought in by the desk that asked it.
    ours = card.library == symbols[supply.supplier_id or row.requester_id]
    if card.about != about(row.number) or not ours or row.reader is None:
        raise Refusal("sharing.no-document", {"field": "document"})
    if card.withdrawn_at is not None:
        raise Refusal("delivery.withdrawn", status=GONE)
    granted = deciding.granted(request=row.pk)
    days = Bounds.of_json(granted.limits).days if granted is not None else None
    link, _ = delivery.share(
        actor=actor,
        document=document,
        reader=row.reader.person.key,
        library=symbols[row.requester_id],
        days=days,
        at=at,
    )
    return link.id
