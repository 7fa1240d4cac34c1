"""What is printed at a desk: a slip for each book that is kept or sent, and the due dates of a reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel import barcodes
from commonshelf.kernel.refusal import Absent
from commonshelf.loans import api, place_words, showing
from commonshelf.loans.cards import HoldCard, Place, ThingCard, TransitCard
from commonshelf.loans.models import Hold, Thing, Transit
from commonshelf.loans.views import present
from commonshelf.loans.views.desk import page
from commonshelf.ui.api import Request

MOST: Final = 100
"""Slips printed at once."""


@dataclass(frozen=True, slots=True)
class Slip:
    """to: where it is sent, "" when it is kept here. alias: for whom; never a name, for slips lie open."""

    thing: ThingCard
    bars: barcodes.Bars | None
    owner: str
    to: str = ""
    start: str = ""
    alias: str = ""
    until: date | None = None
    at: datetime | None = None


@never_cache
@require_safe
def slip(request: Request, symbol: str, thing: int) -> HttpResponse:
    """For one copy that is kept at this library, on its way from here or to here."""
    here = present.place_of(request, symbol)
    row = Thing.objects.filter(pk=thing).first()
    if row is None:
        raise Absent
    going = showing.transit_cards(_transits(here).filter(thing=row))
    kept = showing.hold_cards(_kept(here).filter(thing=row))
    return _printed(request, here, [*of_transits(going), *of_holds(kept)])


@never_cache
@require_safe
def slips(request: Request, symbol: str, what: str) -> HttpResponse:
    """All of one kind at this branch. what: ready, going."""
    here = present.place_of(request, symbol)
    if what not in {"ready", "going"}:
        raise Absent
    if what == "ready":
        rows = _kept(here).filter(branch=here.branch).order_by("ready_at", "pk")
        return _printed(request, here, of_holds(showing.hold_cards(rows[:MOST])))
    moving = _transits(here).filter(from_library__symbol=here.library, from_branch=here.branch)
    return _printed(
        request, here, of_transits(showing.transit_cards(moving.order_by("sent_at", "pk")[:MOST]))
    )


def _transits(here: Place) -> QuerySet[Transit]:
    here_is = Q(from_library__symbol=here.library) | Q(to_library__symbol=here.library)
    return Transit.objects.select_related("thing").filter(here_is, arrived_at=None)


def _kept(here: Place) -> QuerySet[Hold]:
    return showing.hold_rows().filter(state="ready", library__symbol=here.library, thing__isnull=False)


def _printed(request: Request, here: Place, found: list[Slip]) -> HttpResponse:
    if not found:
        raise Absent
    return render(request, "loans/slips.html", {**page(here), "slips": found})


def of_transits(found: Iterable[TransitCard]) -> list[Slip]:
    some = list(found)
    waiting = {
        row.thing_id: row
        for row in showing.hold_rows().filter(state="coming", thing__in=[one.thing.id for one in some])
    }
    aliases = _aliases(row.reader.person.key for row in waiting.values() if row.reader)
    made = []
    for one in some:
        row = waiting.get(one.thing.id) if one.for_hold else None
        made.append(
            Slip(
                thing=one.thing,
                bars=barcodes.drawn(one.thing.barcode, "code128"),
                owner=place_words.library(one.thing.library),
                to=place_words.place(one.end),
                start=place_words.place(one.start),
                alias=aliases.get(row.reader.person.key, "") if row and row.reader else "",
                at=one.sent_at,
            )
        )
    return made


def of_holds(found: Iterable[HoldCard]) -> list[Slip]:
    some = [(one, one.thing) for one in found if one.thing is not None]
    aliases = _aliases(one.reader for one, _ in some)
    return [
        Slip(
            thing=thing,
            bars=barcodes.drawn(thing.barcode, "code128"),
            owner=place_words.library(thing.library),
            alias=aliases.get(one.reader, ""),
            until=one.fetch_by_date,
            at=one.ready_at,
        )
        for one, thing in some
    ]


def _aliases(keys: Iterable[str]) -> dict[str, str]:
    return {key: one.alias for key, one in cards.readers_by_key(keys=list(keys)).items()}


@never_cache
@require_safe
def receipt(request: Request, symbol: str) -> HttpResponse:
    """For who stands at the desk: what they have and until when. Absent: nobody stands there."""
    here = present.place_of(request, symbol)
    key = present.at_desk(request, symbol)
    if not key:
        raise Absent
    view = cards.seen_by(actor=request.actor, reader_key=key, library=symbol)
    context = {
        **page(here),
        "reader": view.reader,
        "loans": api.loans_of(actor=request.actor, reader=key, library=symbol),
        "now": timezone.now(),
    }
    return render(request, "loans/receipt.html", context)
