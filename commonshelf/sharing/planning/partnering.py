"""Partners outside the alliance as plans reckon with them, and what was learned of their pace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from commonshelf.sharing.domain import outside
from commonshelf.sharing.domain.sources import Outside
from commonshelf.sharing.domain.times import NOTHING, Seen, decayed
from commonshelf.sharing.models import Partner, PartnerPace


def known(symbols: Mapping[int, str], since: date, today: date) -> dict[str, list[Outside]]:
    """Symbol of the keeper ("" the alliance agency) -> its partners, once for each service they do."""
    paces = seen(since, today)
    found: dict[str, list[Outside]] = defaultdict(list)
    for row in Partner.objects.filter(ended_at=None).order_by("pk"):
        keeper = symbols[row.keeper_id] if row.keeper_id else ""
        found[keeper] += services(row, paces)
    return dict(found)


def seen(since: date, today: date) -> dict[tuple[int, str], Seen]:
    """(partner, service) -> what was seen of it, older months weighing less."""
    months: dict[tuple[int, str], list[tuple[date, Seen]]] = defaultdict(list)
    told = ("partner_id", "service", "month", "count", "hours", "squares", "unfilled")
    for partner, service, month, *sums in PartnerPace.objects.filter(month__gte=since).values_list(*told):
        months[partner, service].append((month, Seen(*sums)))
    return {where: decayed(some, today) for where, some in months.items()}


def services(row: Partner, paces: Mapping[tuple[int, str], Seen]) -> Iterator[Outside]:
    does = (
        ("Loan", row.loan_days, row.loan_fee, row.loan_reader_fee),
        ("Copy", row.copy_days, row.copy_fee, row.copy_reader_fee),
    )
    for service, days, fee, reader_fee in does:
        if days is not None:
            yield Outside(
                id=row.pk,
                name_zh=row.name_zh,
                name_en=row.name_en,
                service=service,
                pace=outside.pace(days, paces.get((row.pk, service), NOTHING)),
                fee=fee,
                reader_fee=reader_fee,
            )
