"""What desks and readers look at: loans, holds, fees, what a branch has in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.loans import branches, showing, tariffs, things, undoing
from commonshelf.loans.cards import (
    DeskState,
    FeeCard,
    Fetch,
    HoldCard,
    ItemNow,
    LoanCard,
    Place,
    StepCard,
    ThingCard,
    TransitCard,
)
from commonshelf.loans.domain import life
from commonshelf.loans.models import Fee, Hold, Loan, Step, Thing, Transit
from commonshelf.members import api as members

ROWS: Final = 200
STEPS: Final = 20


def _may(actor: Actor, reader: str, library: str) -> None:
    """Library "": readers themselves; else its staff. Absent otherwise."""
    object = Ref("desk", "", library) if library else Ref("reader", reader)
    members.demand(actor=actor, action="loans.read-desk" if library else "loans.read-own", object=object)


def _part(library: str) -> Q:
    """Loans that are a library's business: what it lent, and what is its own."""
    owner = members.library_id(symbol=library)
    return Q(library=owner) | Q(thing__library=owner)


def loans_of(actor: Actor, reader: str, library: str, *, closed: bool) -> list[LoanCard]:
    """Open ones by due date; closed: those that are over and not yet forgotten, latest first."""
    _may(actor, reader, library)
    found = showing.loan_rows().filter(reader__person__key=reader)
    found = found.filter(_part(library)) if library else found
    if closed:
        over = found.exclude(closed_at=None).exclude(state="undone").order_by("-closed_at", "-pk")
        return showing.loan_cards(over[:ROWS])
    return showing.loan_cards(found.filter(closed_at=None).order_by("due_date", "pk"))


def holds_of(actor: Actor, reader: str, library: str) -> list[HoldCard]:
    """Open ones, what is ready first."""
    _may(actor, reader, library)
    found = showing.hold_rows().filter(reader__person__key=reader, closed_at=None)
    # What a room above keeps for them, that room shows them.
    place = Q(library=members.library_id(symbol=library)) if library else Q(about="")
    found = found.filter(place)
    order = {"ready": 0, "coming": 1, "promised": 2, "waiting": 3}
    return sorted(showing.hold_cards(found), key=lambda one: (order[one.state], one.placed_at, one.id))


def fees_of(actor: Actor, reader: str, library: str) -> list[FeeCard]:
    """What is open, oldest first; a desk reads titles only where it is its library's business."""
    _may(actor, reader, library)
    rows = Fee.objects.select_related("reader__person", "loan__thing").filter(
        reader__person__key=reader, settled_at=None
    )
    some = list(rows.order_by("at", "pk"))
    told = showing.fee_cards(some)
    if not library:
        return told
    here = members.library_id(symbol=library)
    mine = [
        row.library_id == here
        or (row.loan is not None and here in {row.loan.library_id, row.loan.thing.library_id})
        for row in some
    ]
    return [
        card if known else replace(card, title=None, loan=None)
        for card, known in zip(told, mine, strict=True)
    ]


def loan(actor: Actor, id: int, library: str) -> LoanCard:
    """Library "": one's own; else one that is this library's business. Absent otherwise."""
    found = showing.loan_rows().filter(pk=id)
    row = (found.filter(_part(library)) if library else found).first()
    if row is None:
        raise Absent
    _may(actor, row.reader.person.key if row.reader else "", library)
    return showing.loan_card(row)


def thing(actor: Actor, library: str, barcode: str) -> ThingCard:
    """A copy of that library as it stands; one that never passed a desk is told from the catalogue."""
    members.demand(actor=actor, action="loans.read-desk", object=Ref("desk", "", library))
    return _card(things.look(barcode, library, timezone.now()).row)


def _card(row: Thing) -> ThingCard:
    row.pk = row.pk or 0
    return showing.thing_card(row)


def item(library: str, barcode: str) -> ItemNow:
    row = things.scanned(barcode, branches.place(library), timezone.now(), back=True).row
    loan = Loan.objects.filter(thing=row, closed_at=None).first() if row.pk else None
    waiting = Hold.objects.filter(edition=row.edition, state="waiting").count() if row.edition else 0
    return ItemNow(_card(row), loan.due_date if loan else None, waiting)


def loan_of(actor: Actor, library: str, thing: int) -> LoanCard | None:
    """The open loan of a thing, where it is that library's business."""
    members.demand(actor=actor, action="loans.read-desk", object=Ref("desk", "", library))
    row = showing.loan_rows().filter(_part(library), thing=thing, closed_at=None).first()
    return showing.loan_card(row) if row else None


# -- a branch


def desk_state(actor: Actor, library: str, branch: str) -> DeskState:
    members.demand(actor=actor, action="loans.read-desk", object=Ref("desk", branch[:40], library[:40]))
    place = branches.place(library, branch)
    today = timezone.localdate()
    loans = Loan.objects.filter(library__symbol=place.library, branch=place.branch, closed_at=None)
    return DeskState(
        place=place,
        ready=tuple(showing.hold_cards(_ready(place)[:ROWS])),
        clear=tuple(_to_clear(place)),
        fetch=tuple(_to_fetch(place)),
        coming=tuple(showing.transit_cards(_under_way("to", place))),
        going=tuple(showing.transit_cards(_under_way("from", place))),
        lent=loans.count(),
        overdue=loans.filter(due_date__lt=today).count(),
        steps=tuple(steps(place)),
    )


def shelf(actor: Actor, place: Place) -> tuple[list[Fetch], list[HoldCard], list[ThingCard]]:
    """What to take off a branch's shelves, what it keeps for readers, what it keeps for nobody any more."""
    object = Ref("desk", place.branch[:40], place.library[:40])
    members.demand(actor=actor, action="loans.read-desk", object=object)
    return _to_fetch(place), showing.hold_cards(_ready(place)[:ROWS]), _to_clear(place)


def _ready(place: Place) -> QuerySet[Hold]:
    here = showing.hold_rows().filter(library__symbol=place.library, branch=place.branch, state="ready")
    return here.order_by("ready_at", "pk")


def under_way(actor: Actor, place: Place) -> tuple[list[TransitCard], list[TransitCard]]:
    """What is coming to a branch, and what is going from it."""
    object = Ref("desk", place.branch[:40], place.library[:40])
    members.demand(actor=actor, action="loans.read-desk", object=object)
    coming, going = _under_way("to", place), _under_way("from", place)
    return showing.transit_cards(coming), showing.transit_cards(going)


def _under_way(end: str, place: Place) -> QuerySet[Transit]:
    at = {f"{end}_library__symbol": place.library, f"{end}_branch": place.branch}
    rows = Transit.objects.select_related("thing").filter(arrived_at=None)
    return rows.filter(**at).order_by("sent_at", "pk")[:ROWS]


def _to_clear(place: Place) -> list[ThingCard]:
    kept = Hold.objects.filter(state="ready", thing__isnull=False).values("thing")
    found = Thing.objects.filter(
        state=life.State.HELD, at_library__symbol=place.library, at_branch=place.branch
    )
    return [showing.thing_card(row) for row in found.exclude(pk__in=kept).order_by("moved_at", "pk")[:ROWS]]


def _to_fetch(place: Place) -> list[Fetch]:
    """For each edition somebody waits for, as many of its copies that stand here as there are who wait."""
    waiting = list(
        showing.hold_rows().filter(state="waiting").order_by("placed_at", "pk").exclude(edition=None)
    )
    queues: dict[int, list[Hold]] = {}
    for row in waiting:
        queues.setdefault(row.edition or 0, []).append(row)
    found = []
    for card in catalogue.editions(ids=list(queues)[:ROWS]) if queues else ():
        here = [
            copy
            for copy in card.copies
            if copy.status == "on-shelf"
            and copy.barcode
            and branches.known_place(copy.library, copy.branch) == place
        ]
        may_go = [
            row
            for row in queues[card.id]
            if tariffs.travels(place.library) or showing.symbol(row.library_id) == place.library
        ]
        holds = showing.hold_cards(may_go[: len(here)])
        found += [
            Fetch(hold, copy.barcode, hold.title, copy.call_number, copy.shelving_location)
            for hold, copy in zip(holds, here, strict=False)
        ]
    found += _promised(place)
    return sorted(found, key=lambda one: (one.location, one.call_number, one.barcode))[:ROWS]


def _promised(place: Place) -> list[Fetch]:
    """What stands here and was promised to a request of a room above: this very copy."""
    rows = showing.hold_rows().filter(state="promised", thing__at_library__symbol=place.library)
    here = [row for row in rows.order_by("placed_at", "pk") if row.thing and _stands_at(row.thing, place)]
    return [
        Fetch(card, row.thing.barcode, card.title, row.thing.call_number, "")
        for row, card in zip(here, showing.hold_cards(here), strict=True)
        if row.thing
    ]


def _stands_at(row: Thing, place: Place) -> bool:
    return branches.known_place(showing.symbol(row.at_library_id), row.at_branch) == place


def steps(place: Place, rows: int = STEPS) -> list[StepCard]:
    """What this branch did today, newest first."""
    now = timezone.now()
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Step.objects.select_related("thing").filter(
        library__symbol=place.library, branch=place.branch, undone_at=None, at__gte=morning
    )
    return [
        StepCard(
            id=row.pk,
            act=row.act,
            thing=showing.thing_card(row.thing),
            place=place,
            at=row.at,
            undoable=not undoing.why_not(row, row.thing, now) and not undoing.clashes(row),
        )
        for row in found.order_by("-at", "-pk")[:rows]
    ]


# -- by the calendar


def overdue(
    actor: Actor, library: str, branch: str, *, before: tuple[date, int] | None, rows: int
) -> list[LoanCard]:
    """Lent by that library, longest over first; before: (due date, id) of the last one seen."""
    members.demand(actor=actor, action="loans.read-desk", object=Ref("desk", branch[:40], library[:40]))
    found = late(timezone.localdate()).filter(library=members.library_id(symbol=library))
    if branch:
        found = found.filter(branch=branch)
    if before:
        found = found.filter(Q(due_date__gt=before[0]) | Q(due_date=before[0], pk__gt=before[1]))
    return showing.loan_cards(found[:rows])


def late(today: date) -> QuerySet[Loan]:
    """Open, and not claimed to have come back; longest over first."""
    return (
        showing.loan_rows()
        .filter(closed_at=None, state="open", due_date__lt=today)
        .order_by("due_date", "pk")
    )


def due_within(today: date, days: int) -> list[LoanCard]:
    """Due from today to so many days on, not reminded since they were lent or renewed: for the letters."""
    found = showing.loan_rows().filter(
        closed_at=None, state="open", reminded_at=None, due_date__range=(today, today + timedelta(days=days))
    )
    return showing.loan_cards(found.order_by("due_date", "pk"), today)
