"""A reader's requests at a glance, and what they have seen of each, so that what happened since is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, OuterRef, Subquery

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.models import Glance, PatronRequest, Supply

MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A request in one line for its own reader. supplier: who is at work on it, "" nobody;
    partner: who outside the alliance.

    new: something happened since they last looked, and it was not they who placed it just now.
    """

    number: str
    state: str
    why: str
    title: Said
    edition: int | None
    requester: str
    supplier: str
    partner: Said | None
    pickup: str
    pickup_branch: str
    placed_at: datetime
    closed_at: datetime | None
    due_date: date | None
    new: bool


def mine(*, actor: Actor, edition: int | None = None, rows: int = MOST) -> list[Glimpse]:
    """One's own requests, those under way first, the latest first: two questions, however many there are.

    edition: only those for it that are under way.
    """
    if not actor.key:
        return []
    members.demand(actor=actor, action="sharing.read", object=Ref("reader", actor.key, ""))
    found = PatronRequest.objects.filter(reader__person__key=actor.key)
    if edition is not None:
        found = found.filter(edition=edition, closed_at=None)
    at_work = Supply.objects.filter(request=OuterRef("pk"), asked_at__isnull=False, closed_at=None)
    told = found.annotate(
        supplier=Subquery(at_work.values("supplier_id")[:1]),
        outside_zh=Subquery(at_work.values("partner__name_zh")[:1]),
        outside_en=Subquery(at_work.values("partner__name_en")[:1]),
        seen=Subquery(Glance.objects.filter(request=OuterRef("pk")).values("version")[:1]),
    )
    symbols = members.symbols_by_id()
    return [
        Glimpse(
            number=row.number,
            state=row.state,
            why=row.why,
            title=Said(row.title_zh, row.title_en),
            edition=row.edition,
            requester=symbols[row.requester_id],
            supplier=symbols[row.supplier] if row.supplier else "",
            partner=Said(row.outside_zh, row.outside_en or "") if row.outside_zh is not None else None,
            pickup=symbols[row.pickup_id],
            pickup_branch=row.pickup_branch,
            placed_at=row.placed_at,
            closed_at=row.closed_at,
            due_date=row.due_date,
            new=row.seen is not None and row.version > row.seen,
        )
        for row in told.order_by(F("closed_at").desc(nulls_first=True), "-placed_at", "-pk")[:rows]
    ]


def looked(*, actor: Actor, number: str, version: int) -> None:
    """The reader has the request before them. No act: no event says who looked when."""
    row = PatronRequest.objects.filter(number=number, reader__person__key=actor.key).first()
    if row is None or not actor.key:
        return
    members.demand(actor=actor, action="sharing.read", object=Ref("reader", actor.key, ""))
    known = Glance.objects.filter(request=row).first()
    if known is None:
        Glance.objects.get_or_create(request=row, defaults={"version": version})
    elif known.version < version:
        Glance.objects.filter(pk=known.pk, version__lt=version).update(version=version)


def requester(*, number: str) -> str:
    """Symbol of the library that looks after it, for a page to ask as that desk. Absent: no such request."""
    row = PatronRequest.objects.filter(number=number.strip().upper()).first()
    if row is None:
        raise Absent
    return members.symbols_by_id()[row.requester_id]
