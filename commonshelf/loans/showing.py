"""Rows of the room as cards, an armful at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone

from commonshelf.loans import branches, tariffs
from commonshelf.loans.cards import FeeCard, HoldCard, LoanCard, Place, ThingCard, TransitCard
from commonshelf.loans.domain import due, fees
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit
from commonshelf.members import api as members
from commonshelf.members.cards import Said


def symbol(id: int | None) -> str:
    return members.symbols_by_id()[id] if id else ""


def thing_card(row: Thing) -> ThingCard:
    return ThingCard(
        id=row.pk,
        library=symbol(row.library_id),
        barcode=row.barcode,
        title=Said(row.title_zh, row.title_en),
        call_number=row.call_number,
        state=row.state,
        home_branch=row.branch,
        at=Place(symbol(row.at_library_id), row.at_branch),
        edition=row.edition,
        condition=row.condition,
        price=row.price,
        moved_at=row.moved_at,
        version=row.version,
    )


# -- loans


def loan_rows() -> QuerySet[Loan]:
    return Loan.objects.select_related("thing", "reader__person")


def loan_cards(rows: Iterable[Loan], today: date | None = None) -> list[LoanCard]:
    """today: the day by which they are late; the day itself where None."""
    some = list(rows)
    day = today or timezone.localdate()
    wanted = _wanted(row.thing for row in some if row.closed_at is None)
    is_open = cache(branches.open_days)
    tariff = cache(tariffs.tariff)
    made = []
    for row in some:
        lender = symbol(row.library_id)
        over = due.days_over(row.due_date, day, is_open(lender)) if row.closed_at is None else 0
        made.append(
            LoanCard(
                id=row.pk,
                thing=thing_card(row.thing),
                reader=row.reader.person.key if row.reader else "",
                home=symbol(row.home_id),
                group_kind=row.group_kind,
                place=Place(lender, row.branch),
                lent_at=row.lent_at,
                due_date=row.due_date,
                renewals=row.renewals,
                most_renewals=row.most_renewals,
                state=row.state,
                days_over=over,
                accrued=fees.overdue(tariff(lender), over) if over else 0,
                renewed_at=row.renewed_at,
                closed_at=row.closed_at,
                returned=Place(symbol(row.returned_library_id), row.returned_branch)
                if row.returned_library_id
                else None,
                reminded_at=row.reminded_at,
                agent=row.agent,
                wanted=row.thing_id in wanted,
            )
        )
    return made


def loan_card(row: Loan) -> LoanCard:
    return loan_cards([row])[0]


def loan(id: int) -> LoanCard:
    return loan_card(loan_rows().get(pk=id))


def _wanted(things: Iterable[Thing]) -> set[int]:
    """Ids of things whose turn is somebody else's once they are back: more wait than stand on the shelves."""
    some = list(things)
    editions = {one.edition for one in some if one.edition is not None}
    if not editions:
        return set()
    waiting = Counter(
        Hold.objects.filter(edition__in=editions, state="waiting").values_list("edition", flat=True)
    )
    if not waiting:
        return set()
    free = Counter(
        Thing.objects.filter(edition__in=set(waiting), state="home").values_list("edition", flat=True)
    )
    short = {edition for edition, number in waiting.items() if number > free[edition]}
    return {one.pk for one in some if one.edition in short}


# -- holds


def hold_rows() -> QuerySet[Hold]:
    return Hold.objects.select_related("thing", "reader__person")


def hold_cards(rows: Iterable[Hold]) -> list[HoldCard]:
    some = list(rows)
    places = _positions({row.edition for row in some if row.state == "waiting" and row.edition is not None})
    return [
        HoldCard(
            id=row.pk,
            reader=row.reader.person.key if row.reader else "",
            edition=row.edition,
            title=Said(row.title_zh, row.title_en),
            place=Place(symbol(row.library_id), row.branch),
            state=row.state,
            placed_at=row.placed_at,
            position=places.get(row.pk, 0),
            thing=thing_card(row.thing) if row.thing else None,
            ready_at=row.ready_at,
            fetch_by_date=row.fetch_by_date,
            closed_at=row.closed_at,
        )
        for row in some
    ]


def hold_card(row: Hold) -> HoldCard:
    return hold_cards([row])[0]


def hold(id: int) -> HoldCard:
    return hold_card(hold_rows().get(pk=id))


def _positions(editions: set[int]) -> dict[int, int]:
    """Waiting hold -> its place in its queue, from 1."""
    queue: dict[int, list[int]] = defaultdict(list)
    rows = Hold.objects.filter(edition__in=editions, state="waiting").order_by("placed_at", "pk")
    for id, edition in rows.values_list("pk", "edition") if editions else ():
        queue[edition or 0].append(id)
    return {id: n for ids in queue.values() for n, id in enumerate(ids, start=1)}


# -- transits and fees


def transit_cards(rows: Iterable[Transit]) -> list[TransitCard]:
    """Rows come with their thing."""
    return [
        TransitCard(
            id=row.pk,
            thing=thing_card(row.thing),
            start=Place(symbol(row.from_library_id), row.from_branch),
            end=Place(symbol(row.to_library_id), row.to_branch),
            sent_at=row.sent_at,
            for_hold=row.hold_id is not None,
            arrived_at=row.arrived_at,
        )
        for row in rows
    ]


def fee_cards(rows: Iterable[Fee]) -> list[FeeCard]:
    """Rows come with their reader's person and their loan's thing."""
    return [
        FeeCard(
            id=row.pk,
            reader=row.reader.person.key if row.reader else "",
            library=symbol(row.library_id),
            kind=row.kind,
            amount=row.amount,
            open=row.amount - row.settled,
            at=row.at,
            title=Said(row.loan.thing.title_zh, row.loan.thing.title_en) if row.loan else None,
            loan=row.loan_id,
        )
        for row in rows
    ]


def fees_by(ids: Sequence[int]) -> tuple[FeeCard, ...]:
    rows = Fee.objects.select_related("reader__person", "loan__thing").filter(pk__in=ids).order_by("pk")
    return tuple(fee_cards(rows))
