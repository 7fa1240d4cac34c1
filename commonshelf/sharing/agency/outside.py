"""What a library owes partners outside in a month: beside the books between members, never in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commonshelf.members.cards import Said
from commonshelf.sharing.agency.statements import span
from commonshelf.sharing.models import Supply


@dataclass(frozen=True, slots=True)
class Owed:
    """A supply of a partner that came in that month. amount: fen; reader: what of it its reader pays."""

    at: datetime
    partner: Said
    service: str
    request: str
    reference: str
    amount: int
    reader: int


def owed(library: str, month: date) -> tuple[Owed, ...]:
    """month: its first day. Whoever calls has asked whether the actor may read that library's money."""
    start, end = span(month)
    rows = Supply.objects.filter(
        partner__isnull=False,
        request__requester__symbol=library,
        received_at__gte=start,
        received_at__lt=end,
        cost__gt=0,
    ).select_related("partner", "request")
    return tuple(
        Owed(
            at=row.received_at or start,
            partner=Said(row.partner.name_zh, row.partner.name_en) if row.partner else Said("", ""),
            service=row.service,
            request=row.request.number,
            reference=row.reference,
            amount=row.cost,
            reader=row.reader_fee,
        )
        for row in rows.order_by("received_at", "pk")
    )
