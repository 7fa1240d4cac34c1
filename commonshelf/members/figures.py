"""Reading the agencies and the yearly figures as cards."""

from __future__ import annotations

from commonshelf.members.cards import AgencyCard, IndicatorCard, Said
from commonshelf.members.models import Agency, AgencyKind, Indicator


def agencies() -> list[AgencyCard]:
    rows = (
        Agency.objects.filter(kind__in=[AgencyKind.GENERAL, AgencyKind.MEMBER])
        .select_related("library")
        .order_by("library__symbol")
    )
    return [
        AgencyCard(
            library=row.library.symbol if row.library else "",
            name=Said(row.name_zh, row.name_en),
            phone=row.phone,
            email=row.email,
        )
        for row in rows
    ]


def indicators(symbol: str) -> list[IndicatorCard]:
    rows = Indicator.objects.filter(library__symbol=symbol).order_by("-year", "pk")
    return [
        IndicatorCard(
            measure=row.measure,
            year=row.year,
            value=row.value,
            unit=Said(row.unit_zh, row.unit_en),
            definition=Said(row.definition_zh, row.definition_en),
            source=row.source,
            doubt=Said(row.doubt_zh, row.doubt_en),
        )
        for row in rows
    ]
