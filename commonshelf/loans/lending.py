"""Checking out and renewing: whether it may be, until when, and what ends with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from commonshelf.cards import api as cards
from commonshelf.cards.api import ReaderCard, Right
from commonshelf.kernel.refusal import FORBIDDEN, Fact, Refusal
from commonshelf.loans import branches, following, money, tariffs
from commonshelf.loans.cards import Place
from commonshelf.loans.domain import due, fees, life
from commonshelf.loans.domain.life import CONFLICT, Act, State
from commonshelf.loans.models import Hold, Loan, Transit
from commonshelf.loans.money import Debtor
from commonshelf.loans.showing import loan_card, loan_rows, symbol
from commonshelf.loans.stepping import Desk, Taking
from commonshelf.loans.things import Scanned, scanned
from commonshelf.members import api as members

OVERRIDABLE: Final = frozenset({"items-reached", "overdue", "owes", "deposit-needed"})
"""Reasons a librarian may set aside, saying why. Never: a lost or ended card, a block, a rule's no."""


def borrower(number: str, reader: str) -> ReaderCard:
    """number: as scanned; else the key of a reader. Absent: nobody has that key."""
    return cards.find_reader(number=number) if number.strip() else cards.reader(key=reader)


def judged(desk: Desk, reader: ReaderCard, number: str, service: str, override: str) -> Right:
    """The right, or loans.no-right with its reason; one a librarian set aside has its limits all the same."""
    right = cards.right(
        reader=None if number else reader.key,
        number=number,
        library=desk.place.library,
        service=service,
        at=desk.at,
        branch=desk.place.branch,
    )
    if right.allowed or (override and right.reason in OVERRIDABLE):
        return right
    raise no_right(right, desk.place.library)


def no_right(right: Right, library: str) -> Refusal:
    """With the reason and what would help, for programs; told: the same for the person before us."""
    facts: dict[str, Fact] = {**right.facts, "reason": right.reason, "help": right.help}
    facts |= {"told": cards.sentence(right), "library": library}
    return Refusal("loans.no-right", facts, FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody at a desk wants lent. owner: the library whose copy it is, where the desk was asked."""

    barcode: str
    number: str = ""
    reader: str = ""
    override: str = ""
    owner: str = ""


def check_out(desk: Desk, asked: Asked, until: date | None = None) -> int:
    """Inside an act; the number of the loan. until: when the owner's own system wants it back."""
    reader = borrower(asked.number, asked.reader)
    found = scanned(asked.barcode, desk.place, desk.at, back=False, owner=asked.owner)
    row = found.row
    if row.state == State.ON_LOAN:
        raise _out_already(found, reader)
    after = life.thing_after(row.state, Act.CHECK_OUT)
    if desk.agent == "paper" and row.pk and desk.at < row.moved_at:
        raise Refusal("loans.overtaken", {"barcode": row.barcode, "at": row.moved_at.isoformat()}, CONFLICT)
    if not asked.override:
        _may_leave(found, desk.place)
    kept = _kept_for(found, reader, asked.override)
    right = judged(desk, reader, asked.number, "borrow", asked.override)
    step = Taking(desk, row)
    step.move(after, desk.place)
    loan = _lend(desk, found, reader, right, until)
    step.new("loans", loan)
    _end_transit(step)
    if kept is not None:
        _loosen(step, kept)
    _fetch(step, reader)
    if right.limits.fee:
        whom = Debtor(reader.id, reader.key)
        fee = money.charge(desk, "lending", right.limits.fee, desk.place.library, whom, loan=loan)
        step.new("fees", fee)
    following.tell(step, Act.CHECK_OUT, loan=loan)
    return loan.pk


def _out_already(found: Scanned, reader: ReaderCard) -> Refusal:
    open_now = Loan.objects.get(thing=found.row, closed_at=None)
    facts: dict[str, Fact] = {"barcode": found.row.barcode, "title": found.row.title_zh[:80]}
    if open_now.reader_id == reader.id:
        facts |= {"loan": open_now.pk, "due": open_now.due_date.isoformat()}
        return Refusal("loans.out-to-you", facts, CONFLICT)
    return Refusal("loans.out-already", facts, CONFLICT)


def _may_leave(found: Scanned, here: Place) -> None:
    """Refusals a librarian can set aside: reference copies, and those that were never sent here."""
    facts: dict[str, Fact] = {"barcode": found.row.barcode, "title": found.row.title_zh[:80]}
    if found.status == "reference":
        raise Refusal("loans.reference-only", facts, CONFLICT)
    if found.library == here.library:
        return
    if not tariffs.travels(found.library):
        raise Refusal("loans.stays-home", {**facts, "library": found.library}, CONFLICT)
    arriving = Transit.objects.filter(thing=found.row.pk, arrived_at=None)
    here_id = members.library_id(symbol=here.library)
    if found.at.library != here.library and not arriving.filter(to_library=here_id).exists():
        raise Refusal("loans.wrong-library", {**facts, "library": found.library}, CONFLICT)


def _kept_for(found: Scanned, reader: ReaderCard, override: str) -> Hold | None:
    """The hold of somebody else that this copy is kept for; loans.held-for-another unless set aside.

    What was promised to a request is not set aside (loans.promised): another library counts on it.
    """
    if found.row.pk is None:
        return None
    kept = Hold.objects.filter(thing=found.row, state__in=life.KEPT).first()
    if kept is None or kept.reader_id == reader.id:
        return None
    facts = {"barcode": found.row.barcode, "title": found.row.title_zh[:80]}
    if kept.about:
        raise Refusal("loans.promised", {**facts, "number": kept.about.partition(":")[2]}, CONFLICT)
    if override:
        return kept
    raise Refusal("loans.held-for-another", facts, CONFLICT)


def _lend(desk: Desk, found: Scanned, reader: ReaderCard, right: Right, until: date | None) -> Loan:
    days = right.limits.days or members.number(library=desk.place.library, name=tariffs.DAYS)
    return Loan.objects.create(
        thing=found.row,
        reader_id=reader.id,
        home_id=members.library_id(symbol=reader.home),
        group_kind=reader.group.kind,
        library_id=desk.library_id,
        branch=desk.place.branch,
        lent_at=desk.at,
        due_date=until or due.due_date(desk.day, days, branches.open_days(desk.place.library)),
        most_renewals=right.limits.renewals,
        days=days,
        lent_by=desk.actor.key,
        agent=desk.agent,
    )


def _end_transit(step: Taking) -> None:
    for transit in Transit.objects.filter(thing=step.thing, arrived_at=None):
        step.change("transits", transit, arrived_at=step.desk.at)


def _loosen(step: Taking, hold: Hold) -> None:
    """Back to the queue, in its old place."""
    step.change(
        "holds",
        hold,
        state=life.hold_after(hold.state, "loosen"),
        thing_id=None,
        ready_at=None,
        fetch_by_date=None,
    )


def _fetch(step: Taking, reader: ReaderCard) -> None:
    """What the reader waited for, they have now."""
    mine = Hold.objects.filter(reader=reader.id, closed_at=None)
    found = list(mine.filter(thing=step.thing))
    if step.thing.edition is not None:
        found += list(mine.filter(edition=step.thing.edition, state="waiting"))
    for hold in found:
        after = life.hold_after(hold.state, "fetch")
        step.change("holds", hold, state=after, thing_id=step.thing.pk, closed_at=step.desk.at)


# -- renewing


def renew(desk: Desk, loan: int, override: str = "", until: date | None = None) -> int:
    """Inside an act, by the lending library's rule, wherever it was asked for; the number of the loan.

    Refusals loans.no-more-renewals, loans.wanted, loans.nothing-gained, loans.no-right, loans.loan-step.
    """
    row = loan_rows().get(pk=loan)
    state = life.loan_after(row.state, Act.RENEW)
    if not override:
        _may_renew(row)
    lender = symbol(row.library_id)
    key = row.reader.person.key if row.reader else ""
    right = cards.right(reader=key, library=lender, service="borrow", at=desk.at)
    if (
        not right.allowed
        and right.reason != "items-reached"
        and not (override and right.reason in OVERRIDABLE)
    ):
        raise no_right(right, lender)
    is_open = branches.open_days(lender)
    step = Taking(desk, row.thing)
    over = due.days_over(row.due_date, desk.day, is_open)
    late = fees.overdue(tariffs.tariff(lender), over)
    days = right.limits.days or row.days
    ends = until or due.renewed_date(desk.day, row.due_date, days, is_open)
    if ends <= row.due_date:
        raise Refusal("loans.nothing-gained", {"due": row.due_date.isoformat()}, CONFLICT)
    at = Place(symbol(row.thing.at_library_id), row.thing.at_branch)
    step.move(life.thing_after(row.thing.state, Act.RENEW), at)
    step.change(
        "loans",
        row,
        state=state,
        due_date=ends,
        renewals=row.renewals + 1,
        renewed_at=desk.at,
        reminded_at=None,
    )
    if late and row.reader_id:
        fee = money.charge(desk, "overdue", late, lender, Debtor(row.reader_id, key), loan=row)
        step.new("fees", fee)
    following.tell(step, Act.RENEW, loan=row)
    return row.pk


def _may_renew(row: Loan) -> None:
    facts: dict[str, Fact] = {"loan": row.pk, "title": row.thing.title_zh[:80], "renewals": row.renewals}
    if row.most_renewals is not None and row.renewals >= row.most_renewals:
        raise Refusal("loans.no-more-renewals", facts, CONFLICT)
    if loan_card(row).wanted:
        raise Refusal("loans.wanted", facts, CONFLICT)
