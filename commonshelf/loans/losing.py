"""What is not where it should be: claimed to have come back, lost, missing; and what was mended."""

from __future__ import annotations

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import following, money, tariffs
from commonshelf.loans.cards import Place
from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import CONFLICT, Act
from commonshelf.loans.models import Hold, Loan, Transit
from commonshelf.loans.money import Debtor
from commonshelf.loans.returning import release
from commonshelf.loans.showing import loan_rows, symbol
from commonshelf.loans.stepping import Desk, Taking
from commonshelf.loans.things import Scanned


def claim(desk: Desk, loan: int) -> int:
    """The reader says it came back: nothing more is asked of them, and the shelves are searched."""
    row = loan_rows().get(pk=loan)
    state = life.loan_after(row.state, Act.CLAIM)
    step = Taking(desk, row.thing)
    step.move(life.thing_after(row.thing.state, Act.CLAIM), _where(row))
    step.change("loans", row, state=state)
    following.tell(step, Act.CLAIM, loan=row)
    return row.pk


def find(desk: Desk, loan: int) -> int:
    """The reader found it after all: the loan goes on as it was."""
    row = loan_rows().get(pk=loan)
    row.state = life.loan_after(row.state, "find")
    row.save(update_fields=["state"])
    following.heard(desk, "find", row.thing, loan=row)
    return row.pk


def _where(row: Loan) -> Place:
    return Place(symbol(row.thing.at_library_id), row.thing.at_branch)


def price(row: Loan, fee: int | None) -> int:
    """What the reader is asked for: what was said, else its own price, else the owner's usual one."""
    if fee is not None:
        return fee
    if row.thing.price is not None:
        return row.thing.price
    return tariffs.tariff(symbol(row.thing.library_id)).lost


def lose(desk: Desk, loan: int, fee: int | None) -> int:
    """The reader cannot bring it back. fee: fen, None as usual, 0 nothing; the number of the loan."""
    row = loan_rows().get(pk=loan)
    asked = price(row, fee)
    if asked:
        money.whole(asked)
    step = Taking(desk, row.thing)
    state = life.loan_after(row.state, Act.LOSE)
    step.move(life.thing_after(row.thing.state, Act.LOSE), _where(row))
    step.change("loans", row, state=state, closed_at=max(desk.at, row.lent_at))
    if asked and row.reader:
        whom = Debtor(row.reader.pk, row.reader.person.key)
        owner = symbol(row.thing.library_id)
        step.new("fees", money.charge(desk, "lost", asked, owner, whom, loan=row))
    following.tell(step, Act.LOSE, loan=row)
    return row.pk


def miss(desk: Desk, found: Scanned) -> int:
    """It is not in its place and nobody has it: whoever waited for this copy waits for another."""
    row = found.row
    after = life.thing_after(row.state, Act.MISS)
    step = Taking(desk, row)
    step.move(after, found.at)
    for hold in Hold.objects.filter(thing=row, state__in=life.KEPT):
        release(step, hold)
    for transit in Transit.objects.filter(thing=row, arrived_at=None):
        step.change("transits", transit, arrived_at=desk.at)
    following.tell(step, Act.MISS)
    return row.pk


def mend(desk: Desk, found: Scanned) -> int:
    """Good again, and back on its shelf; loans.not-at-home elsewhere."""
    after = life.thing_after(found.row.state, Act.MEND)
    if desk.place != found.home:
        facts = {"library": found.library, "branch": found.home.branch}
        raise Refusal("loans.not-at-home", facts, CONFLICT)
    step = Taking(desk, found.row)
    step.move(after, desk.place, condition="")
    step.done(Act.MEND)
    return found.row.pk
