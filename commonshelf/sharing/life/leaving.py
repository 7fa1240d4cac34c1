"""When a library leaves, or a reader: what is still open, who takes it over, what goes along."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db.models import Q, QuerySet

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.domain.life import AWAY, CONFLICT, TERMINAL, Side, State
from commonshelf.sharing.life import doing, licensing, promising, whom
from commonshelf.sharing.life.stepping import Taking, do
from commonshelf.sharing.models import Approval, PatronRequest, Promise, Supply
from commonshelf.sharing.partners import register
from commonshelf.wire.table.write import csv_into

AT_ONCE: Final = 5_000
"""Keys in one question; SQLite takes 32,766."""
HEAD: Final = (
    "number", "title", "service", "side", "other_library", "placed_at", "state", "closed_at", "barcode",
    "shipped_at", "home_at", "cost_fen",
)  # fmt: skip


# -- readers


def open_of(reader: str) -> list[members.Held]:
    """A reader's (key) open requests: who closes a card must know."""
    rows = open_rows(reader).order_by("pk")
    return [_held(row, whom.symbol(row.requester_id)) for row in rows]


def _held(row: PatronRequest, library: str) -> members.Held:
    return members.Held(Ref("request", row.number, library), Said(row.title_zh, row.title_en), "/requests")


def busy(readers: Collection[str]) -> set[str]:
    found: set[str] = set()
    keys = sorted(readers)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = PatronRequest.objects.filter(reader__person__key__in=some, closed_at=None)
        found.update(rows.values_list("reader__person__key", flat=True))
    return found


def moved(from_key: str, to_key: str) -> None:
    """One person was registered twice: all of the one becomes the other's, inside the merging act."""
    to = cards.reader(key=to_key)
    for row in PatronRequest.objects.filter(reader__person__key=from_key, closed_at=None):
        twin = PatronRequest.objects.filter(reader=to.id, edition=row.edition, closed_at=None)
        if row.edition is not None and twin.exists():
            raise Refusal("sharing.both-want", {"title": row.title_zh[:80]}, CONFLICT)
    PatronRequest.objects.filter(reader__person__key=from_key).update(reader_id=to.id)


def open_rows(reader: str) -> QuerySet[PatronRequest]:
    """A reader's (key) open requests, wherever: for rights to count."""
    return PatronRequest.objects.filter(reader__person__key=reader, closed_at=None)


# -- libraries


class Requests:
    """What this room says to `members.holders`. Staff hold nothing here: desks do."""

    def open_work(self, *, person: str = "", library: str = "") -> list[members.Held]:
        if person or not library:
            return []
        theirs = PatronRequest.objects.filter(_party(library), closed_at=None).distinct().order_by("pk")
        return [_held(row, library) for row in theirs]

    def hand_over(
        self,
        *,
        actor: Actor,  # noqa: ARG002  # a holder's arguments
        person: str,
        library: str,
        to_person: str,  # noqa: ARG002
        to_library: str,
        at: datetime,
    ) -> int:
        """What it was asked for, others are asked for; what it looks after, the heir or the readers' home
        libraries do. With books under way and no heir the leaving is refused (sharing.things-out).
        """
        if person or not library:
            return 0
        _nothing_away(library, to_library)
        register.hand_over(library, to_library, at)
        return _let_go(library, to_library, at) + _move(library, to_library, at)


def _party(library: str) -> Q:
    open_supply = Q(supplies__supplier__symbol=library, supplies__closed_at=None)
    return Q(requester__symbol=library) | Q(pickup__symbol=library) | open_supply


def _nothing_away(library: str, to_library: str) -> None:
    away = PatronRequest.objects.filter(_party(library), state__in=AWAY).distinct().order_by("pk")
    first = away.first()
    if first is not None and not to_library:
        facts: dict[str, Fact] = {"library": library, "count": away.count(), "number": first.number}
        raise Refusal("sharing.things-out", facts, CONFLICT)


def _let_go(library: str, to_library: str, at: datetime) -> int:
    """As supplier: its open answers become a no; what is away with the heir's name on it goes on."""
    supplies = Supply.objects.select_related("request").filter(
        supplier__symbol=library, closed_at=None, asked_at__isnull=False
    )
    moved = 0
    for supply in supplies.order_by("pk"):
        row = whom.find(supply.request.number)
        if row.state in AWAY:
            _inherit(supply, to_library)
        else:
            _no(row, at)
        moved += 1
    return moved + _undecided(library, at)


def _undecided(library: str, at: datetime) -> int:
    """Licences of what is its own are nobody's to decide any more: the requests go on without it."""
    waiting = list(Approval.objects.filter(owner__symbol=library, decided_at=None).order_by("pk"))
    for one in waiting:
        licensing.lapsed(approval=one, at=at)
    return len(waiting)


def _no(row: PatronRequest, at: datetime) -> None:
    if row.state == State.CANCELLING:
        do(Taking(MACHINE, row, Side.SUPPLIER, at, {"reason": "Left"}), "allow-cancel", slip=False)
    else:
        do(Taking(MACHINE, row, Side.SUPPLIER, at, {"reason": "Left"}), "cannot-supply", slip=False)
    doing.follow_on(Taking(MACHINE, row, Side.SUPPLIER, at), "cannot-supply")


def _inherit(supply: Supply, to_library: str) -> None:
    heir = members.library_id(symbol=to_library)
    supply.supplier_id = heir
    supply.save(update_fields=["supplier"])
    Promise.objects.filter(supply=supply, released_at=None).update(library=heir)


def _move(library: str, to_library: str, at: datetime) -> int:
    """As requester: to the heir, else to each reader's home; whose home leaves too, it is cancelled."""
    rows = PatronRequest.objects.filter(
        Q(requester__symbol=library) | Q(pickup__symbol=library), closed_at=None
    )
    moved = 0
    for found in rows.order_by("pk"):
        row = whom.find(found.number)
        home = whom.symbol(row.home_id)
        place = to_library or (home if home != library else "")
        if not place:
            _end(row, at)
        else:
            _to(row, place, at)
        moved += 1
    return moved


def _end(row: PatronRequest, at: datetime) -> None:
    """What its supplier let go because it was late is not asked of another any more."""
    why = {"why": "requester-left"}
    if row.state == State.CANCELLING:
        do(Taking(MACHINE, row, Side.SUPPLIER, at, why), "allow-cancel", slip=False)
    if row.state not in TERMINAL:
        do(Taking(MACHINE, row, Side.REQUESTER, at, why), "cancel", slip=False)
    if row.state == State.CANCELLING:
        do(Taking(MACHINE, row, Side.SUPPLIER, at, why), "allow-cancel", slip=False)
    doing.follow_on(Taking(MACHINE, row, Side.REQUESTER, at), "cancel")


def _to(row: PatronRequest, place: str, at: datetime) -> None:
    """What lies ready at the leaving library is on its way again."""
    branches = members.library(symbol=place).branches
    branch = branches[0].code if branches else ""
    row.requester_id = row.pickup_id = members.library_id(symbol=place)
    row.pickup_branch = branch
    row.save(update_fields=["requester", "pickup", "pickup_branch"])
    kept = promising.open_promise(whom.active(row))
    if kept is not None and kept.hold is not None and promising.is_kept(kept, row):
        loans.redirect(hold=kept.hold, about=whom.about(row), to=loans.Place(place, branch), at=at)
    if row.state == State.RECEIVED:
        do(Taking(MACHINE, row, Side.SUPPLIER, at), "ship", slip=False)


# -- what goes along


def write_own(library: str, folder: Path) -> None:
    """requests.csv: what it asked for and what it was asked for. Readers are not among it."""
    mine = PatronRequest.objects.filter(requester__symbol=library).order_by("pk")
    asked = Supply.objects.select_related("request").filter(supplier__symbol=library, asked_at__isnull=False)
    lines = [*(_requested(row) for row in mine.iterator()), *(_supplied(one) for one in asked.order_by("pk"))]
    csv_into(folder / "requests.csv", HEAD, iter(lines))


def _requested(row: PatronRequest) -> tuple[str, ...]:
    asked = Supply.objects.filter(request=row, asked_at__isnull=False).select_related("partner")
    last = asked.order_by("attempt").last()
    return _line(row, last, "requester", _asked(last) if last else "")


def _asked(supply: Supply) -> str:
    """The Symbol of a member, the name of a partner outside."""
    if supply.partner is not None:
        return supply.partner.name_zh or supply.partner.name_en
    return whom.symbol(supply.supplier_id)


def _supplied(supply: Supply) -> tuple[str, ...]:
    return _line(supply.request, supply, "supplier", whom.symbol(supply.request.requester_id))


def _line(row: PatronRequest, supply: Supply | None, side: str, other: str) -> tuple[str, ...]:
    return (
        row.number,
        row.title_zh,
        supply.service if supply else row.service,
        side,
        other,
        row.placed_at.isoformat(),
        supply.state if supply and side == "supplier" else row.state,
        _at(supply.closed_at if supply and side == "supplier" else row.closed_at),
        supply.barcode if supply else "",
        _at(supply.shipped_at if supply else None),
        _at(supply.home_at if supply else None),
        str(supply.cost if supply else 0),
    )


def _at(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
