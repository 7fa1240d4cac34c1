"""Who does what: duties, their holders, the rota of a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office.domain import duties as domain
from commonshelf.office.duties_cards import (
    DutyCard,
    HoldingCard,
    Post,
    ShiftCard,
    SwapCard,
    TransferCard,
)
from commonshelf.office.models import Duty, DutyHolding, DutyShift, DutySwap, DutyTransfer

READ = "office.read-duties"


def symbol(library_id: int | None) -> str:
    """ "" for the alliance office."""
    return "" if library_id is None else members.symbols_by_id()[library_id]


def at(library: str) -> Q:
    """Rows of this library, or of the alliance office."""
    return Q(library__symbol=library) if library else Q(library=None)


def row_id(library: str) -> int | None:
    return members.library_id(symbol=library) if library else None


def duties(*, actor: Actor, ended: bool = False) -> list[DutyCard]:
    """The chart of who does what, in its order: for everybody who works in the alliance."""
    members.demand(actor=actor, action=READ, object=Ref("duty", ""))
    rows = Duty.objects.all() if ended else Duty.objects.filter(ended_at=None)
    return list(cards(rows))


def duty(*, actor: Actor, id: int) -> DutyCard:
    """With everybody who held it before."""
    members.demand(actor=actor, action=READ, object=Ref("duty", str(id)))
    return next(iter(cards([find(id)])))


def find(id: int) -> Duty:
    found = Duty.objects.filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def cards(rows: Iterable[Duty]) -> Iterator[DutyCard]:
    """Three questions to the database, however many there are."""
    found, today = list(rows), timezone.localdate()
    held: dict[int, list[HoldingCard]] = defaultdict(list)
    for holding in DutyHolding.objects.filter(duty__in=found):
        held[holding.duty_id].append(holding_card(holding))
    proposed = {
        row.duty_id: transfer_card(row) for row in DutyTransfer.objects.filter(duty__in=found, state="open")
    }
    for row in found:
        over = [one for one in held[row.pk] if one.active_to is not None and one.active_to <= today]
        yield DutyCard(
            id=row.pk,
            code=row.code,
            name=Said(row.name_zh, row.name_en),
            about=Said(row.about_zh, row.about_en),
            place=row.place,
            ended=row.ended_at is not None,
            version=row.version,
            holdings=tuple(one for one in held[row.pk] if one not in over),
            past=tuple(sorted(over, key=lambda one: one.active_from, reverse=True)),
            transfer=proposed.get(row.pk),
        )


def holding_card(row: DutyHolding) -> HoldingCard:
    backup = Post(symbol(row.backup_library_id), row.backup_person) if row.has_backup else None
    holder = Post(symbol(row.library_id), row.person)
    return HoldingCard(row.pk, holder, backup, row.active_from, row.active_to, row.said_by)


def transfer_card(row: DutyTransfer) -> TransferCard:
    return TransferCard(
        id=row.pk,
        to=Post(symbol(row.library_id), row.person),
        first_date=row.first_date,
        ballot=row.ballot,
        state=row.state,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
    )


def shift_card(row: DutyShift) -> ShiftCard:
    """The row comes with its duty."""
    return ShiftCard(
        id=row.pk,
        duty=row.duty_id,
        duty_name=Said(row.duty.name_zh, row.duty.name_en),
        date=row.date,
        starts=row.starts,
        ends=row.ends,
        holder=Post(symbol(row.library_id), row.person),
        given_up=row.given_up_at is not None,
        reason=row.reason,
        version=row.version,
    )


def rota(*, actor: Actor, duty: int, day: date) -> list[ShiftCard]:
    """Turns of the week in which this day lies."""
    members.demand(actor=actor, action=READ, object=Ref("duty", str(duty)))
    week = domain.week_of(day)
    rows = DutyShift.objects.filter(duty=find(duty), date__range=(week[0], week[-1])).select_related("duty")
    return [shift_card(row) for row in rows]


def coming_turns(*, actor: Actor, day: date, days: int = 7) -> tuple[list[ShiftCard], list[ShiftCard]]:
    """My turns of the coming days, and those of others that were given up and that I could take."""
    until = day + timedelta(days=days)
    coming = DutyShift.objects.filter(date__gte=day, date__lt=until).select_related("duty")
    mine = [shift_card(row) for row in coming.filter(person=actor.key)] if actor.key else []
    free = coming.filter(Q(person="") | ~Q(given_up_at=None)).exclude(person=actor.key)
    eligible = eligible_duties(actor, day)
    return mine, [shift_card(row) for row in free.filter(duty__in=eligible)] if eligible else []


def eligible_duties(actor: Actor, day: date) -> dict[int, str]:
    """Duty -> the library (first of theirs) by which this person may take a turn at it: holder or backup."""
    places = working_at(actor)
    rows = DutyHolding.objects.filter(
        Q(active_to=None) | Q(active_to__gt=day), active_from__lte=day
    ).order_by("pk")
    found: dict[int, str] = {}
    for row in rows:
        for library in [symbol(row.library_id), *([symbol(row.backup_library_id)] if row.has_backup else [])]:
            if library in places:
                found.setdefault(row.duty_id, library)
    return found


def working_at(actor: Actor) -> frozenset[str]:
    """Libraries ("" the office) at which this person works."""
    return frozenset(
        one.library
        for one in actor.standings
        if members.allowed(
            actor=actor, action="office.take-shift", object=Ref("person", actor.key, one.library)
        )
    )


def swaps(*, actor: Actor, duty: int = 0) -> list[SwapCard]:
    """Open proposals to this person or by them."""
    mine = Q(mine__person=actor.key) | Q(theirs__person=actor.key)
    found = DutySwap.objects.filter(mine, state="open").select_related("mine__duty", "theirs__duty")
    if duty:
        found = found.filter(Q(mine__duty=duty) | Q(theirs__duty=duty))
    return [swap_card(row) for row in found.order_by("pk")] if actor.key else []


def swap_card(row: DutySwap) -> SwapCard:
    return SwapCard(row.pk, shift_card(row.mine), shift_card(row.theirs), row.state, row.proposed_at)


def turn(*, actor: Actor, id: int) -> ShiftCard:
    """One turn."""
    members.demand(actor=actor, action=READ, object=Ref("shift", str(id)))
    row = DutyShift.objects.select_related("duty").filter(pk=id).first()
    if row is None:
        raise Absent
    return shift_card(row)


def swap(*, actor: Actor, id: int) -> SwapCard:
    """One proposal."""
    members.demand(actor=actor, action=READ, object=Ref("swap", str(id)))
    row = DutySwap.objects.select_related("mine__duty", "theirs__duty").filter(pk=id).first()
    if row is None:
        raise Absent
    return swap_card(row)
