"""Finding a request, and whose eyes look at it: reader, requester, supplier, agency, and nobody else."""

from __future__ import annotations

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.sharing.domain.life import MEMBER, PARTNER, Side
from commonshelf.sharing.models import PatronRequest, Supply

READ = "sharing.read"


def symbol(id: int | None) -> str:
    return members.symbols_by_id()[id] if id else ""


def find(number: str) -> PatronRequest:
    """As it stands now, with its reader. Absent: there is none."""
    rows = PatronRequest.objects.select_related("reader__person", "reader__home")
    row = rows.filter(number=number.strip().upper()).first()
    if row is None:
        raise Absent
    return row


def active(row: PatronRequest) -> Supply | None:
    """The supply that is at work on it."""
    found = Supply.objects.filter(request=row, asked_at__isnull=False, closed_at=None)
    return found.select_related("partner").first()


def giver(supply: Supply | None) -> str:
    """Whose steps the supplier's are, as the table has it."""
    return PARTNER if supply is not None and supply.partner_id is not None else MEMBER


def reader_key(row: PatronRequest) -> str:
    return row.reader.person.key if row.reader else ""


def ref(row: PatronRequest, library: str) -> Ref:
    """Of an act at that library's desk; events name the request by its number."""
    return Ref("request", row.number, library)


def object_of(row: PatronRequest, side: Side, library: str = "") -> Ref:
    """What the permission table is asked with. library: whose desk, where it is another than the side's."""
    if side is Side.READER:
        return Ref("reader", reader_key(row), symbol(row.home_id))
    if side is Side.AGENCY:
        return ref(row, "")
    return ref(row, library or side_library(row, side))


def side_library(row: PatronRequest, side: Side) -> str:
    """Whose people are meant. Of a supplier: the one at work, else the last that was; for a partner outside
    the requester's.
    """
    if side is Side.SUPPLIER:
        supply = active(row) or Supply.objects.filter(request=row, asked_at__isnull=False).last()
        if giver(supply) == PARTNER:
            return symbol(row.requester_id)
        return symbol(supply.supplier_id) if supply else ""
    return "" if side in {Side.AGENCY, Side.READER} else symbol(row.requester_id)


def sides(actor: Actor, row: PatronRequest) -> tuple[Side, ...]:
    """Every side this actor may look from, their own first; none: for them it is not there."""
    found: list[Side] = []
    if actor.key and actor.key == reader_key(row):
        found.append(Side.READER)
    if members.allowed(actor=actor, action=READ, object=ref(row, symbol(row.requester_id))):
        found.append(Side.REQUESTER)
    if any(_reads(actor, row, one) for one in suppliers(row)):
        found.append(Side.SUPPLIER)
    if members.allowed(actor=actor, action="sharing.close", object=ref(row, "")):
        found.append(Side.AGENCY)
    return tuple(found)


def at_desk(row: PatronRequest, seen: tuple[Side, ...], library: str) -> tuple[Side, ...]:
    """Of those sides the ones that are this library's; "": all."""
    if not library:
        return seen
    mine = {
        Side.REQUESTER: library == symbol(row.requester_id),
        Side.SUPPLIER: library in suppliers(row),
    }
    return tuple(side for side in seen if mine.get(side))


def suppliers(row: PatronRequest) -> list[str]:
    """Symbols of all that were ever asked."""
    ids = Supply.objects.filter(request=row, asked_at__isnull=False).values_list("supplier", flat=True)
    return [symbol(id) for id in ids if id]


def _reads(actor: Actor, row: PatronRequest, library: str) -> bool:
    return members.allowed(actor=actor, action=READ, object=ref(row, library))


def serves(actor: Actor, row: PatronRequest) -> bool:
    """Whether they stand at the desk that looks after it; an auditor learns no reader's name."""
    return members.allowed(actor=actor, action="sharing.message", object=ref(row, symbol(row.requester_id)))


def supplies_seen(actor: Actor, row: PatronRequest, side: Side) -> list[Supply]:
    """For a supplier its own alone; a library that was asked later is no business of an earlier one."""
    asked = Supply.objects.filter(request=row, asked_at__isnull=False).select_related("partner")
    rows = list(asked.order_by("attempt"))
    if side is not Side.SUPPLIER:
        return rows
    return [one for one in rows if one.supplier_id and _reads(actor, row, symbol(one.supplier_id))]


def about(row: PatronRequest) -> str:
    """How other rooms name it."""
    return f"sharing:{row.number}"
