"""The directory of libraries: a map drawn from their coordinates, and the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.members import api
from commonshelf.members.action_words import KINDS
from commonshelf.members.cards import BranchCard, LibraryCard, Opening
from commonshelf.members.domain import atlas
from commonshelf.ui.api import Request


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch as a page shows it. opening None: its hours are not known."""

    card: BranchCard
    opening: Opening | None
    km: float | None


@dataclass(frozen=True, slots=True)
class LibraryRow:
    card: LibraryCard
    kind: str
    number: int | None
    nearest: BranchRow | None
    more: int


def branch_row(card: BranchCard, km: dict[str, float], now: datetime) -> BranchRow:
    known = bool(card.hours or card.exceptions)
    opening = api.opening(branch=card, now=now) if known else None
    return BranchRow(card, opening, km.get(card.key))


def _nearest(card: LibraryCard, km: dict[str, float], now: datetime) -> BranchRow | None:
    """The nearest branch when the reader's place is known, else the main one (it comes first)."""
    rows = [branch_row(branch, km, now) for branch in card.branches]
    measured = [row for row in rows if row.km is not None]
    if measured:
        return min(measured, key=lambda row: row.km or 0.0)
    return rows[0] if rows else None


def _library_rows(cards: list[LibraryCard], km: dict[str, float], now: datetime) -> list[LibraryRow]:
    found = [(card, _nearest(card, km, now)) for card in cards]
    if km:
        found.sort(key=lambda pair: pair[1].km if pair[1] and pair[1].km is not None else 1e9)
    rows, number = [], 0
    for card, nearest in found:
        placed = nearest is not None and nearest.card.place is not None
        number += placed
        more = max(len(card.branches) - 1, 0)
        rows.append(
            LibraryRow(card, str(KINDS.get(card.kind, card.kind)), number if placed else None, nearest, more)
        )
    return rows


@require_safe
def libraries(request: Request) -> HttpResponse:
    """All members, of one kind or region if asked, or only those open now."""
    now = timezone.now()
    km = api.distances(here=request.here)
    cards = api.libraries()
    kinds = sorted({card.kind for card in cards})
    regions = sorted({card.region.in_language(get_language() or "") for card in cards} - {""})
    kind, region, only_open = (request.GET.get(name, "") for name in ("kind", "region", "open"))
    if kind:
        cards = [card for card in cards if card.kind == kind]
    if region:
        cards = [card for card in cards if region in {card.region.zh, card.region.en}]
    rows = _library_rows(cards, km, now)
    if only_open:
        opened = [
            row.card for row in rows if row.nearest and row.nearest.opening and row.nearest.opening.open
        ]
        rows = _library_rows(opened, km, now)
    places = {
        row.card.symbol: row.nearest.card.place for row in rows if row.nearest and row.nearest.card.place
    }
    drawn = atlas.draw(places, request.here.place, 480, 420)
    context = {
        "rows": rows,
        "map": drawn,
        "dots": _dots(drawn, {row.card.symbol: row for row in rows}),
        "may_add": api.allowed(actor=request.actor, action="members.add-library", object=Ref("library", "")),
        "kinds": [(code, KINDS.get(code, code)) for code in kinds],
        "regions": regions,
        "kind": kind,
        "region": region,
        "only_open": only_open,
        "measured": bool(km),
        "any": bool(api.libraries()),
    }
    return render(request, "members/libraries.html", context)


def _dots(drawn: atlas.Atlas | None, rows: dict[str, LibraryRow]) -> list[dict[str, object]]:
    """The map's dots with what the template says about each."""
    language = get_language() or ""
    found: list[dict[str, object]] = []
    for dot in drawn.dots if drawn else ():
        row = rows[dot.key]
        opening = row.nearest.opening if row.nearest else None
        found.append(
            {
                "key": dot.key,
                "number": dot.number,
                "x": dot.x,
                "y": dot.y,
                "name": row.card.name.in_language(language),
                "open": opening is not None and opening.open,
            }
        )
    return found
