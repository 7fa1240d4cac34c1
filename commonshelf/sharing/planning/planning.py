"""Plans and rotas: facts gathered, decided by the domain, handed out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.domain import plan as domain
from commonshelf.sharing.domain.ways import FARTHEST, Asked, Offer, Plan, RuledOut, Way
from commonshelf.sharing.planning.gathering import for_rota, gather

FORMS: Final = ("print", "digital", "any")


def plan(
    *,
    reader: str = "",
    edition: EditionCard | int | None = None,
    citation: Mapping[str, object] | None = None,
    situation: Asked | None = None,
    now: datetime | None = None,
) -> Plan:
    """Every way for this reader (key; "": a visitor). edition: its number, or its card where it is at hand.

    Refusals sharing.needed-past, sharing.needed-far, sharing.bad-form; Absent, Moved, Gone: no such edition.
    """
    at = now or timezone.now()
    asked = situation or Asked()
    check(asked, at)
    found = gather(reader, edition, citation or {}, asked, at)
    return domain.make(found.situation, found.sources, found.ruled, at)


def rota(
    *,
    requester: str,
    branch: str = "",
    home: str = "",
    group_kind: str = "",
    editions: Collection[int],
    service: str,
    situation: Asked | None = None,
    tried: Collection[str] = (),
    now: datetime | None = None,
) -> list[Offer]:
    """Who should be asked for it, best first, as things stand now. editions: any of them will do.

    service: Loan or Copy. home: of the reader, "" the requester. tried: Symbols asked in vain, left out. What
    the requesting library itself has on its shelves is not among them.
    """
    return ranked(
        requester=requester,
        branch=branch,
        home=home,
        group_kind=group_kind,
        editions=editions,
        service=service,
        situation=situation,
        tried=tried,
        now=now,
    )[0]


def ranked(
    *,
    requester: str,
    branch: str = "",
    home: str = "",
    group_kind: str = "",
    editions: Collection[int],
    service: str,
    situation: Asked | None = None,
    tried: Collection[str] = (),
    pages: int | None = None,
    now: datetime | None = None,
) -> tuple[list[Offer], list[RuledOut]]:
    """As `rota`, and with it who is not to be asked, and why. pages: of the whole work."""
    at = now or timezone.now()
    asked = situation or Asked()
    found = for_rota(
        requester=requester,
        branch=branch,
        home=home or requester,
        group=group_kind,
        ids=list(editions),
        asked=asked,
        now=at,
        pages=pages,
    )
    untried = [one for one in found.sources.holders if one.symbol not in {*tried, requester}]
    ways, out = domain.suppliers(found.situation, untried, service, found.ruled, at)
    return [_offer(one) for one in ways], list(out)


def _offer(way: Way) -> Offer:
    return Offer(
        supplier=way.supplier,
        service=way.service,
        branch=way.branch,
        barcode=str(way.facts.get("barcode") or ""),
        shelf=str(way.facts.get("call_number") or ""),
        expected_hours=way.expected_hours,
        p80_hours=way.p80_hours,
        cost=int(way.facts.get("between") or 0),
        score=way.score,
        parts=way.parts,
        needs=way.needs,
        reasons=way.reasons,
        asks=str(way.facts.get("asks") or ""),
    )


def check(asked: Asked, now: datetime) -> None:
    """What cannot be meant: a day that is over or years away, a form there is none of."""
    today = timezone.localdate(now)
    if asked.needed_date is not None and asked.needed_date < today:
        facts = {"field": "needed_date", "day": asked.needed_date.isoformat(), "today": today.isoformat()}
        raise Refusal("sharing.needed-past", facts)
    if asked.needed_date is not None and asked.needed_date > today + FARTHEST:
        raise Refusal("sharing.needed-far", {"field": "needed_date", "date": asked.needed_date.isoformat()})
    if asked.form not in FORMS:
        raise Refusal("sharing.bad-form", {"form": asked.form[:20]})


def as_json(found: Plan) -> dict[str, object]:
    """For programs: codes, hours and fen. A reason begins with its code; what fills it is in brackets."""
    return {
        "ways": [
            {
                "kind": one.kind,
                "supplier": one.supplier,
                "expected_hours": round(one.expected_hours, 2),
                "p80_hours": round(one.p80_hours, 2),
                "cost": one.cost,
                "needs": list(one.needs),
                "reasons": [_coded(*reason) for reason in one.reasons],
            }
            for one in found.ways
        ],
        "ruled_out": [
            {"kind": one.kind, "supplier": one.supplier, "reason": _coded(one.reason, one.facts)}
            for one in found.ruled_out
        ],
    }


def _coded(code: str, facts: Mapping[str, object]) -> str:
    """The code, and in brackets what fills its sentence: "closed (until 2026-02-20)"."""
    told = ", ".join(f"{name} {value}" for name, value in facts.items() if value not in {None, ""})
    return f"{code} ({told})" if told else code
