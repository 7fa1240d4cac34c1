"""The door of loans: borrow anywhere, return anywhere (A41).

Places are a library's Symbol and a branch's code ("": the main one). Readers are named by the key of their
person or by a card's number; amounts are fen. `at`: when it happened, if not now; `agent`: desk, sip2 or
paper (a list written while the network was down). `key`: one effect each, see `members.api.act`.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from commonshelf.cards.api import Right
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import desk, fsck, lending, paying, reading, serving
from commonshelf.loans.cards import (
    DeskState,
    FeeCard,
    Fetch,
    HoldCard,
    ItemNow,
    LoanCard,
    Place,
    Returned,
    StepCard,
    ThingCard,
    TransitCard,
)
from commonshelf.loans.domain.life import choices as thing_choices
from commonshelf.loans.following import Followed, register_follower
from commonshelf.loans.keeping import (
    charge_reader,
    hold_promised,
    is_far,
    keep_again,
    let_go,
    lost_price,
    open_loan,
    promise,
    promised,
    recall,
    redirect,
    reverse_charge,
)
from commonshelf.loans.lending import Asked
from commonshelf.loans.photographs import barcode_of
from commonshelf.loans.returning import Brought
from commonshelf.loans.sip2 import serving as sip2
from commonshelf.loans.sip2.security import security as sip2_security
from commonshelf.loans.systems import SystemCard, Tried, connect_system, set_system, system, try_system
from commonshelf.loans.terminals import (
    NewTerminal,
    TerminalCard,
    add_terminal,
    new_password,
    set_terminal,
    terminals,
)

__all__ = [
    "DeskState", "FeeCard", "Fetch", "Followed", "HoldCard", "ItemNow", "LoanCard", "NewTerminal",
    "Place", "Returned", "StepCard", "SystemCard", "TerminalCard", "ThingCard", "TransitCard", "Tried",
    "add_terminal", "barcode_of", "charge_reader", "check_in", "check_out", "claim_returned",
    "connect_system", "declare_damaged", "declare_lost", "declare_missing", "deposit", "deposit_of",
    "desk_state", "fees_of", "find_claimed", "hold", "hold_promised", "holds_of", "is_far", "item",
    "keep_again", "let_go", "loan", "loan_of", "loans_of", "lost_price", "mend", "new_password", "no_right",
    "open_loan", "overdue", "owed", "pay", "problems", "promise", "promised", "recall", "receive", "redirect",
    "refund", "register_follower", "renew", "reverse_charge", "send", "serve_sip2", "set_system",
    "set_terminal", "sip2_security", "system", "terminals", "thing", "thing_choices", "try_system",
    "undo", "waive", "withdraw_hold",
]  # fmt: skip


# -- at the desk


def check_out(
    *,
    actor: Actor,
    library: str,
    branch: str = "",
    barcode: str,
    number: str = "",
    reader: str = "",
    at: datetime | None = None,
    agent: str = "desk",
    override: str = "",
    owner: str = "",
    key: str = "",
) -> LoanCard:
    """Lend a copy to a reader. number: of the card shown; reader: a key, where no card is at hand.

    override: why the librarian sets a limit aside; owner: whose copy it is, after loans.which-library.
    Refusals cards.no-such-card, loans.no-right (reason, help, and the facts of the right),
    loans.no-such-item, loans.which-library, loans.out-to-you (with the loan: renew it), loans.out-already,
    loans.held-for-another, loans.reference-only, loans.stays-home, loans.wrong-library, loans.step.
    """
    asked = Asked(barcode, number, reader, override.strip(), owner)
    return desk.check_out(actor, library, branch, asked, at=at, agent=agent, key=key)


def check_in(
    *,
    actor: Actor,
    library: str,
    branch: str = "",
    barcode: str,
    at: datetime | None = None,
    agent: str = "desk",
    condition: str = "",
    fee: int = 0,
    owner: str = "",
    key: str = "",
) -> Returned:
    """Take back, or receive, whatever lies on the desk: what nobody borrowed is told, no mistake.

    condition: what is wrong with it, in words; fee: fen asked of the borrower for that. Refusals
    loans.no-such-item, loans.which-library, loans.overtaken (of a paper list), loans.bad-time.
    """
    brought = Brought(barcode, condition, fee, owner)
    return desk.check_in(actor, library, branch, brought, at=at, agent=agent, key=key)


def receive(*, actor: Actor, library: str, branch: str = "", barcode: str, key: str = "") -> Returned:
    """What came with the van: the same scan as a return."""
    return check_in(actor=actor, library=library, branch=branch, barcode=barcode, key=key)


def send(*, actor: Actor, library: str, branch: str = "", barcode: str, key: str = "") -> Returned:
    """What lies here and belongs elsewhere: the same scan as a return; `next` says where it goes."""
    return check_in(actor=actor, library=library, branch=branch, barcode=barcode, key=key)


def declare_damaged(
    *,
    actor: Actor,
    library: str,
    branch: str = "",
    barcode: str,
    words: str,
    fee: int = 0,
    owner: str = "",
    key: str = "",
) -> Returned:
    """It came back, or lies here, damaged: set aside at home, else sent home. words: what is wrong with it.

    fee: fen asked of who had it, for its owner. Refusal loans.no-words.
    """
    brought = Brought(barcode, desk.wrong_with_it(words), fee, owner)
    return desk.check_in(actor, library, branch, brought, at=None, agent="desk", key=key)


def declare_missing(
    *, actor: Actor, library: str, branch: str = "", barcode: str, owner: str = "", key: str = ""
) -> ThingCard:
    """It is not in its place, and nobody has borrowed it. owner: whose it is, "": this library's own."""
    return desk.miss(actor, (library, branch), barcode, owner, key)


def mend(*, actor: Actor, library: str, branch: str = "", barcode: str, key: str = "") -> ThingCard:
    """Good again, and back on its shelf at its home branch. Refusals loans.step, loans.not-at-home."""
    return desk.mend(actor, (library, branch), barcode, key)


def undo(*, actor: Actor, library: str, branch: str = "", step: int, key: str = "") -> ThingCard:
    """Take back a step of this library's desks: all as it stood before.

    Refusals loans.cannot-undo {undo_why: done, late, moved-on, outside, final}, loans.paid-already.
    """
    return desk.undo(actor, (library, branch), step, key)


# -- a loan; library "": the reader's own act, else a desk of the library that lent it or whose book it is


def renew(
    *,
    actor: Actor,
    loan: int,
    library: str = "",
    branch: str = "",
    agent: str = "desk",
    override: str = "",
    key: str = "",
) -> LoanCard:
    """By the lending library's rule. Refusals loans.no-more-renewals, loans.wanted, loans.nothing-gained,
    loans.no-right, loans.loan-step.
    """
    return serving.renew(actor, loan, (library, branch), agent=agent, override=override.strip(), key=key)


def claim_returned(
    *, actor: Actor, loan: int, library: str = "", branch: str = "", key: str = ""
) -> LoanCard:
    """The reader says it came back: the shelves are searched, and no reminder goes out any more."""
    return serving.claim(actor, loan, (library, branch), key)


def find_claimed(*, actor: Actor, loan: int, library: str = "", branch: str = "", key: str = "") -> LoanCard:
    """The reader found it at home after all: the loan goes on."""
    return serving.find(actor, loan, (library, branch), key)


def declare_lost(
    *, actor: Actor, loan: int, library: str, branch: str = "", fee: int | None = None, key: str = ""
) -> LoanCard:
    """The reader cannot bring it back. fee: fen for its owner; None: its price, else the owner's usual one.

    Should it come back all the same, `check_in` lets the fee fall away.
    """
    return serving.lose(actor, loan, (library, branch), fee, key)


# -- holds


def hold(
    *,
    actor: Actor,
    reader: str,
    edition: int,
    library: str,
    branch: str = "",
    desk: str = "",
    key: str = "",
) -> HoldCard:
    """Wait for any copy of an edition. library, branch: where it is fetched. desk: the library at whose desk
    it was asked for the reader, "": they ask themselves. Refusals loans.no-right, loans.held-already,
    loans.has-it, loans.nothing-to-hold.
    """
    return serving.hold(actor, reader, edition, (library, branch), desk=desk, key=key)


def withdraw_hold(*, actor: Actor, hold: int, library: str = "", key: str = "") -> HoldCard:
    """Give it up: the reader (library ""), or a desk of the library where it would be fetched."""
    return serving.withdraw_hold(actor, hold, library, key)


# -- money, in fen


def pay(
    *,
    actor: Actor,
    library: str,
    branch: str = "",
    reader: str,
    amount: int,
    fees: Sequence[int] = (),
    key: str = "",
) -> int:
    """Taken in here for what is owed to any member, the oldest first or these fees; what is still owed.

    Refusals loans.bad-amount, loans.pays-too-much.
    """
    return paying.pay(actor, (library, branch), reader, amount, fees=fees, key=key)


def waive(
    *, actor: Actor, library: str, fee: int, amount: int | None = None, reason: str, key: str = ""
) -> int:
    """The library that is owed lets a fee go, or a part of it; what is still open of it."""
    return paying.waive(actor, library, fee, amount=amount, reason=reason, key=key)


def deposit(*, actor: Actor, library: str, branch: str = "", reader: str, amount: int, key: str = "") -> int:
    """Money left with this library; below 0: given back (loans.no-deposit). What lies there then."""
    return paying.deposit(actor, (library, branch), reader, amount, key)


def deposit_of(*, reader: str, library: str) -> int:
    """What lies with that library."""
    return paying.deposit_at(reader, library)


def refund(*, actor: Actor, library: str, branch: str = "", reader: str, key: str = "") -> int:
    """Pay out all that the reader is owed; how much it was. Refusal loans.no-credit."""
    return paying.refund(actor, (library, branch), reader, key)


# -- reading; library "": readers their own, else what is the business of that library's desks


def loans_of(*, actor: Actor, reader: str, library: str = "", closed: bool = False) -> list[LoanCard]:
    """Open ones by due date. closed: those that are over and not forgotten, latest first."""
    return reading.loans_of(actor, reader, library, closed=closed)


def holds_of(*, actor: Actor, reader: str, library: str = "") -> list[HoldCard]:
    """Open ones, what is ready first; of a library those that are fetched there."""
    return reading.holds_of(actor, reader, library)


def fees_of(*, actor: Actor, reader: str, library: str = "") -> list[FeeCard]:
    """What is open at any member, oldest first; a desk reads titles where it is its library's business."""
    return reading.fees_of(actor, reader, library)


def loan(*, actor: Actor, loan: int, library: str = "") -> LoanCard:
    return reading.loan(actor, loan, library)


def thing(*, actor: Actor, library: str, barcode: str) -> ThingCard:
    """A copy of that library; id 0 when it never passed a desk. Refusal loans.no-such-item."""
    return reading.thing(actor, library, barcode)


def loan_of(*, actor: Actor, library: str, thing: int) -> LoanCard | None:
    """Who has it: where that is this library's business."""
    return reading.loan_of(actor, library, thing)


def item(*, library: str, barcode: str) -> ItemNow:
    """What a barcode means at that library, and how it stands: what the catalogue tells everybody.

    Refusals loans.no-such-item, loans.which-library.
    """
    return reading.item(library, barcode)


def owed(*, reader: str) -> int:
    """Fen that a reader owes all members together."""
    return paying.owed(reader)


def no_right(*, right: Right, library: str) -> Refusal:
    """The refusal that says why that library lends nothing now."""
    return lending.no_right(right, library)


def desk_state(*, actor: Actor, library: str, branch: str = "") -> DeskState:
    return reading.desk_state(actor, library, branch)


def overdue(
    *,
    actor: Actor,
    library: str,
    branch: str = "",
    before: tuple[date, int] | None = None,
    rows: int = 50,
) -> list[LoanCard]:
    """Lent by that library (or branch), longest over first; page on with the last one's due date and id."""
    return reading.overdue(actor, library, branch, before=before, rows=rows)


# -- terminals


def serve_sip2(*, door: socket.socket, tls: ssl.SSLContext | None, ready: Callable[[], None]) -> None:
    """Answer terminals until SIGTERM, SIGINT or SIGHUP. ready: called once the first may come."""
    sip2.serve(door=door, tls=tls, ready=ready)


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from fsck.problems()
