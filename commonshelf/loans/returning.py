"""Whatever is scanned as a return: a loan ends, somebody's hold is met, or it goes on its way home."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import branches, following, money, tariffs
from commonshelf.loans.cards import Place
from commonshelf.loans.domain import due, fees, life
from commonshelf.loans.domain.life import CONFLICT, Act, Going, State
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit
from commonshelf.loans.money import Debtor
from commonshelf.loans.showing import loan_rows, symbol
from commonshelf.loans.stepping import Desk, Taking
from commonshelf.loans.things import Scanned, scanned
from commonshelf.members import api as members


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody at a desk has in hand. condition: what is wrong with it, in words; fee: fen asked for
    that; owner: the library whose copy it is, where the desk was asked.
    """

    barcode: str
    condition: str = ""
    fee: int = 0
    owner: str = ""


@dataclass(slots=True)
class Ended:
    """What became of it, by numbers. step: 0 where nothing had to be written down."""

    thing: int
    loan: int | None = None
    going: str = ""
    to: Place = field(default_factory=lambda: Place(""))
    hold: int | None = None
    fees: list[int] = field(default_factory=list)
    lost: bool = False
    step: int = 0


def check_in(desk: Desk, brought: Brought) -> Ended:
    """Inside an act. A return of what nobody had borrowed is no mistake; it is told."""
    found = scanned(brought.barcode, desk.place, desk.at, back=True, owner=brought.owner)
    row = found.row
    condition = " ".join(brought.condition.split())[:200] or row.condition
    loan = loan_rows().filter(thing=row, closed_at=None).first() if row.pk else None
    if desk.agent == "paper" and (known := loan.lent_at if loan else row.moved_at) > desk.at:
        raise Refusal("loans.overtaken", {"barcode": row.barcode, "at": known.isoformat()}, CONFLICT)
    was = row.state
    step = Taking(desk, row)
    hold = None if condition or found.status == "reference" else _next_hold(step, found)
    wanted = branches.known_place(symbol(hold.library_id), hold.branch) if hold else None
    going, to = life.next_place(desk.place, found.home, wanted, condition)
    step.move(life.thing_after(was, Act.CHECK_IN, going), desk.place, condition)
    ended = Ended(row.pk, going=going, to=to, lost=was in {State.LOST, State.MISSING})
    if loan is not None:
        ended.loan = loan.pk
        _close(step, loan)
    if was == State.LOST:
        _found_again(step)
    _damage(step, loan, found, brought.fee)
    _serve(step, hold, going)
    _send(step, going, to, hold if going == Going.SEND and wanted else None)
    ended.hold = hold.pk if hold else None
    ended.fees = step.made.get("fees", [])
    ended.step = following.tell(step, Act.CHECK_IN, loan=loan, going=going)
    return ended


# -- who waits for it


def _next_hold(step: Taking, found: Scanned) -> Hold | None:
    """Whom it serves: who it is kept for, while their days last; else the first in the queue it may go to."""
    row = found.row
    kept = Hold.objects.filter(thing=row, state__in=life.KEPT).first() if row.pk else None
    if kept is not None:
        if kept.fetch_by_date is None or kept.fetch_by_date >= step.desk.day:
            return kept
        lapse(step, kept)
    if row.edition is None:
        return None
    waiting = Hold.objects.filter(edition=row.edition, state="waiting").order_by("placed_at", "pk")
    if not tariffs.travels(found.library):
        waiting = waiting.filter(library=row.library_id)
    return waiting.first()


def lapse(step: Taking, hold: Hold) -> None:
    """Not fetched in time."""
    step.lapsed = True
    step.change("holds", hold, state=life.hold_after(hold.state, "lapse"), closed_at=step.desk.at)


def _serve(step: Taking, hold: Hold | None, going: Going) -> None:
    """Kept here for them, or on its way to where they fetch it; kept for nobody else any more."""
    for other in Hold.objects.filter(thing=step.thing, state__in=life.KEPT):
        if hold is None or other.pk != hold.pk:
            release(step, other)
    if hold is None:
        return
    if going == Going.SEND:
        after = life.hold_after(hold.state, "send")
        step.change("holds", hold, state=after, thing_id=step.thing.pk, ready_at=None, fetch_by_date=None)
    elif hold.state != "ready":
        keep(step, hold)


def keep(step: Taking, hold: Hold) -> None:
    """Ready to fetch, from today for so many days."""
    library = symbol(hold.library_id)
    days = members.number(library=library, name=tariffs.HOLD_DAYS)
    step.change(
        "holds",
        hold,
        state=life.hold_after(hold.state, "keep"),
        thing_id=step.thing.pk,
        ready_at=step.desk.at,
        fetch_by_date=due.due_date(step.desk.day, days, branches.open_days(library, hold.branch)),
    )


def release(step: Taking, hold: Hold) -> None:
    """Back to its old place in the queue; what was kept for a request of a room above is over with it."""
    if hold.about:
        ended = life.hold_after(hold.state, "withdraw")
        step.change("holds", hold, state=ended, closed_at=step.desk.at)
        return
    after = life.hold_after(hold.state, "loosen")
    step.change("holds", hold, state=after, thing_id=None, ready_at=None, fetch_by_date=None)


# -- what ends


def _close(step: Taking, loan: Loan) -> None:
    desk = step.desk
    lender = symbol(loan.library_id)
    over = due.days_over(loan.due_date, desk.day, branches.open_days(lender))
    late = fees.overdue(tariffs.tariff(lender), over)
    step.change(
        "loans",
        loan,
        state=life.loan_after(loan.state, Act.CHECK_IN),
        closed_at=max(desk.at, loan.lent_at),
        returned_library_id=desk.library_id,
        returned_branch=desk.place.branch,
    )
    if late and loan.reader:
        whom = Debtor(loan.reader.pk, loan.reader.person.key)
        step.new("fees", money.charge(desk, "overdue", late, lender, whom, loan=loan))


def _found_again(step: Taking) -> None:
    """It had been declared lost: what was asked for it falls away."""
    for fee in money.rows().filter(loan__thing=step.thing, kind="lost", reader__isnull=False):
        if _stands(fee) and fee.reader:
            money.take_back(step.desk, fee, fee.reader.person.key)
            step.made.setdefault("final", []).append(fee.pk)


def _stands(fee: Fee) -> bool:
    """Not taken back already: then a credit stands beside it, or nothing was ever paid."""
    if fee.settled_at is None:
        return True
    credited = Fee.objects.filter(loan=fee.loan_id, kind="credit", at__gte=fee.settled_at)
    return not credited.exists()


def _damage(step: Taking, loan: Loan | None, found: Scanned, fen: int) -> None:
    if fen and loan is not None and loan.reader:
        whom = Debtor(loan.reader.pk, loan.reader.person.key)
        fee = money.charge(step.desk, "damaged", money.whole(fen), found.library, whom, loan=loan)
        step.new("fees", fee)


# -- on its way


def _send(step: Taking, going: Going, to: Place, hold: Hold | None) -> None:
    for transit in Transit.objects.filter(thing=step.thing, arrived_at=None):
        step.change("transits", transit, arrived_at=step.desk.at)
    if going == Going.SEND:
        step.new("transits", send_off(step.desk, step.thing, to, hold))


def send_off(desk: Desk, thing: Thing, to: Place, hold: Hold | None) -> Transit:
    return Transit.objects.create(
        thing=thing,
        hold=hold,
        from_library_id=desk.library_id,
        from_branch=desk.place.branch,
        to_library_id=members.library_id(symbol=to.library),
        to_branch=to.branch,
        sent_at=desk.at,
    )
