"""The door of loans: borrow anywhere, return anywhere (A41).

Places are a library's Symbol and a branch's code ("": the main one). Readers are named by the key of their
person or by a card's number; amounts are fen. `at`: when it happened, if not now; `agent`: desk, sip2 or
paper (a list written while the network was down). `key`: one effect each, see `members.api.act`.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import datetime

from commonshelf.kernel.actor import Actor
from commonshelf.loans import desk
from commonshelf.loans.cards import (
    DeskState,
    FeeCard,
    HoldCard,
    LoanCard,
    Place,
    Returned,
    StepCard,
    ThingCard,
    TransitCard,
)
from commonshelf.loans.lending import Asked
from commonshelf.loans.returning import Brought
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
    "DeskState",
    "FeeCard",
    "HoldCard",
    "LoanCard",
    "NewTerminal",
    "Place",
    "Returned",
    "StepCard",
    "SystemCard",
    "TerminalCard",
    "ThingCard",
    "TransitCard",
    "Tried",
    "add_terminal",
    "check_in",
    "check_out",
    "connect_system",
    "new_password",
    "serve_sip2",
    "set_system",
    "set_terminal",
    "sip2_security",
    "system",
    "terminals",
    "try_system",
]


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


# -- terminals


def serve_sip2(*, door: socket.socket, tls: ssl.SSLContext | None, ready: Callable[[], None]) -> None:
    """Answer terminals until SIGTERM, SIGINT or SIGHUP. ready: called once the first may come."""
    from commonshelf.loans.sip2 import serving  # here alone: the service speaks through this very door

    serving.serve(door=door, tls=tls, ready=ready)
