"""What is fetched from the shelves: one slip for each thing asked of a library, in the order one walks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from commonshelf.browse import api as browse
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Copy
from commonshelf.kernel import barcodes
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.desks import naming
from commonshelf.sharing.domain.life import State
from commonshelf.sharing.models import Supply

MOST: Final = 60
"""Slips of one walk: twenty sheets."""
TO_FETCH: Final = ("asked", "will-supply")
"""States of a supply whose thing lies on the shelf and should not."""
CITED: Final = ("journal", "year", "volume", "issue", "chapter", "pages", "publisher", "note")
"""What a copyist has to know, in the order they look for it."""


@dataclass(frozen=True, slots=True)
class PullSlip:
    """location: within the branch. cited: (code, words) of what is to be copied. needed: by the reader."""

    supply: int
    number: str
    title: Said
    author: str
    service: str
    cited: tuple[tuple[str, str], ...]
    call_number: str
    branch: str
    branch_name: str
    location: str
    volume: str
    barcode: str
    to: str
    to_place: str
    level: str
    answer_by_at: datetime | None
    send_by_at: datetime | None
    needed: date | None
    printed_at: datetime | None
    bars: barcodes.Bars | None
    qr: barcodes.Bars


def to_fetch(library: str, branch: str | None = None) -> QuerySet[Supply]:
    """Everything to be taken off a library's shelves. branch None: of all its branches."""
    found = Supply.objects.filter(
        supplier__symbol=library, state__in=TO_FETCH, closed_at=None, request__closed_at=None
    )
    return found if branch is None else found.filter(branch=branch)


def counts(library: str) -> tuple[int, int]:
    """How many there are to fetch, and how many of them have no printed slip."""
    found = to_fetch(library)
    return found.count(), found.filter(printed_at=None).count()


def batches(library: str) -> list[tuple[datetime, int]]:
    """Batches printed for things still to fetch, latest first, with the number of slips left of each."""
    kept: dict[datetime, int] = {}
    for at in to_fetch(library).values_list("printed_at", flat=True):
        if at is not None:
            kept[at] = kept.get(at, 0) + 1
    return sorted(kept.items(), reverse=True)


def slips(rows: QuerySet[Supply], library: str) -> list[PullSlip]:
    """At most MOST, in shelf order: branches as the library lists them, locations, call numbers."""
    found = list(rows.select_related("request__requester", "request__pickup").order_by("pk"))
    copies = _copies(found, library)
    branches = members.library(symbol=library).branches
    main = next((one.code for one in branches if one.main), "")
    made = [_slip(row, library, row.branch or main, copies.get(row.barcode)) for row in found]
    order = {one.code: place for place, one in enumerate(branches)}
    return sorted(made, key=lambda one: walk(one, order))[:MOST]


def walk(one: PullSlip, branches: Mapping[str, int]) -> tuple[object, ...]:
    """Where it stands, for sorting; what has no call number comes last in its place."""
    stands = browse.shelf_place(number=one.call_number)
    row = branches.get(one.branch, len(branches))
    return (row, one.location, not stands, stands, one.call_number, one.number)


def _copies(rows: Iterable[Supply], library: str) -> dict[str, tuple[Copy, str]]:
    """Barcode -> the copy as the catalogue has it, and who made the book: in a few questions for all."""
    wanted = {row.request.edition for row in rows if row.request.edition is not None}
    found = {}
    for card in catalogue.editions(ids=sorted(wanted)):
        author = card.facts.names[0].name if card.facts.names else ""
        for copy in card.copies:
            if copy.library == library and copy.barcode:
                found[copy.barcode] = (copy, author)
    return found


def _slip(row: Supply, library: str, branch: str, stands: tuple[Copy, str] | None) -> PullSlip:
    request, (copy, author) = row.request, stands or (None, "")
    cited = request.citation
    return PullSlip(
        supply=row.pk,
        number=request.number,
        title=Said(request.title_zh, request.title_en),
        author=author or str(cited.get("author", "")),
        service=row.service,
        cited=tuple((name, str(cited[name])) for name in CITED if cited.get(name))
        if row.service == "Copy"
        else (),
        call_number=row.shelf or (copy.call_number if copy else ""),
        branch=branch,
        branch_name=naming.branch(library, branch),
        location=copy.shelving_location if copy else "",
        volume=copy.volume if copy and copy.volume not in request.title_zh else "",
        barcode=row.barcode,
        to=request.requester.symbol,
        to_place=naming.place(request.pickup.symbol, request.pickup_branch),
        level=request.level,
        answer_by_at=row.answer_by_at if request.state == State.ASKED else None,
        send_by_at=request.next_at if request.state == State.WILL_SUPPLY else None,
        needed=request.needed_date,
        printed_at=row.printed_at,
        bars=barcodes.drawn(request.number, "code128"),
        qr=barcodes.qr(request.number),
    )
