"""What readers do with their loans and holds themselves, or a desk in their name.

A reader's own acts are about the reader, and their events name no book; a desk's are about a loan or a hold,
and their events name no reader. So no event ties a person to what they read, also when a loan is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import holding, lending, losing, outside, showing
from commonshelf.loans.cards import HoldCard, LoanCard
from commonshelf.loans.desk import at_desk
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.models import Hold, Loan
from commonshelf.loans.outside import Act
from commonshelf.loans.stepping import Desk
from commonshelf.members import api as members
from commonshelf.members.api import Done


def _loan(id: int) -> Loan:
    found = showing.loan_rows().filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def parties(row: Loan) -> frozenset[str]:
    """Whose business a loan is: who lent it, and whose book it is."""
    return frozenset((showing.symbol(row.library_id), showing.symbol(row.thing.library_id)))


def own(actor: Actor, row: Loan | Hold) -> bool:
    return bool(actor.key) and row.reader is not None and row.reader.person.key == actor.key


def _object(actor: Actor, row: Loan, library: str) -> Ref:
    """Of an act about a loan; Absent for a library that has no part in it."""
    if own(actor, row) and not library:
        return Ref("reader", actor.key, showing.symbol(row.home_id))
    if library not in parties(row):
        raise Absent
    return Ref("loan", str(row.pk), library)


def _act(actor: Actor, action: str, id: int, library: str, *, key: str, reason: str = "") -> Act[LoanCard]:
    object = _object(actor, _loan(id), library)
    marked = f"{key} {id}" if key else ""
    return Act(actor, action, object, marked, lambda _: showing.loan(id), reason)


def _changed(
    actor: Actor, id: int, place: tuple[str, str], change: Callable[[Desk], int], agent: str = "desk"
) -> Done[LoanCard]:
    """place: library and branch of the desk; library "": the reader's own act, at the lending branch."""
    row = _loan(id)
    _object(actor, row, place[0])
    where = place if place[0] else (showing.symbol(row.library_id), row.branch)
    change(at_desk(actor, *where, agent=agent))
    return Done(showing.loan(id), stored=0)


def renew(
    actor: Actor, loan: int, place: tuple[str, str], *, agent: str, override: str, key: str
) -> LoanCard:
    """A reader sets nothing aside."""
    insist = override if place[0] else ""

    def again(until: date | None = None, *, told: bool = False) -> Done[LoanCard]:
        """told: the system of the library whose book it is knows."""
        done = _changed(
            actor, loan, place, lambda desk: lending.renew(desk, loan, insist, until), agent=agent
        )
        if not told and not outside.is_here(done.reply.thing.library):
            outside.renewed(done.reply)
        return done

    act = _act(actor, "loans.renew", loan, place[0], key=key, reason=insist)
    if not outside.is_far(showing.symbol(_loan(loan).thing.library_id)):
        return act.do(again)
    known, card = outside.rehearse(act, lambda: again(told=True))
    if known:
        return card
    day = outside.until(card, outside.renewed(card))
    return act.do(lambda: again(day, told=True))


def claim(actor: Actor, loan: int, place: tuple[str, str], key: str) -> LoanCard:
    act = _act(actor, "loans.claim", loan, place[0], key=key)
    return act.do(lambda: _changed(actor, loan, place, lambda desk: losing.claim(desk, loan)))


def find(actor: Actor, loan: int, place: tuple[str, str], key: str) -> LoanCard:
    act = _act(actor, "loans.find", loan, place[0], key=key)
    return act.do(lambda: _changed(actor, loan, place, lambda desk: losing.find(desk, loan)))


def lose(actor: Actor, loan: int, place: tuple[str, str], fee: int | None, key: str) -> LoanCard:
    act = _act(actor, "loans.lose", loan, place[0], key=key)
    return act.do(lambda: _changed(actor, loan, place, lambda desk: losing.lose(desk, loan, fee)))


# -- holds


def hold(actor: Actor, reader: str, edition: int, to: tuple[str, str], *, desk: str, key: str) -> HoldCard:
    """to: library and branch where they fetch it. desk: the library at whose desk it was asked, or ""."""
    library, branch = to
    home = cards.reader(key=reader).home
    object = Ref("desk", branch[:40], desk) if desk else Ref("reader", reader, home)

    def do() -> Done[HoldCard]:
        asked = at_desk(actor, library, branch)
        made = holding.place_hold(asked, cards.reader(key=reader), edition)
        where = Ref("hold", str(made), desk) if desk else None
        return Done(showing.hold(made), {"library": library}, where, stored=made if desk else 0)

    def again(_told: Any) -> HoldCard:
        mine = showing.hold_rows().filter(reader__person__key=reader, edition=holding.living(edition).id)
        found = mine.order_by("-pk").first()
        if found is None:
            raise Absent
        return showing.hold_card(found)

    return members.act(
        actor=actor,
        action="loans.hold",
        object=object,
        do=do,
        key=f"{key} {edition}" if key else "",
        again=again,
    )


def _hold(id: int) -> Hold:
    found = showing.hold_rows().filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def withdraw_hold(actor: Actor, id: int, library: str, key: str) -> HoldCard:
    """Library "": by the reader; else a desk of the library where it would be fetched."""

    def object_of(row: Hold) -> Ref:
        if own(actor, row) and not library:
            return Ref("reader", actor.key, cards.reader(key=actor.key).home)
        if showing.symbol(row.library_id) != library:
            raise Absent
        return Ref("hold", str(row.pk), library)

    def not_promised(row: Hold) -> None:
        if row.about:
            facts = {"number": row.about.partition(":")[2], "title": row.title_zh[:80]}
            raise Refusal("loans.of-a-request", facts, CONFLICT)

    def do() -> Done[HoldCard]:
        row = _hold(id)
        object_of(row)
        not_promised(row)
        holding.withdraw(at_desk(actor, showing.symbol(row.library_id), row.branch), row)
        return Done(showing.hold(id), stored=0)

    return members.act(
        actor=actor,
        action="loans.withdraw-hold",
        object=object_of(_hold(id)),
        do=do,
        key=f"{key} {id}" if key else "",
        again=lambda _: showing.hold(id),
    )
