"""What a terminal is told of a reader, and what it tells us of one: messages 23, 63, 01, 35, 37."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext
from pysip2.models import (
    BlockPatronRequest,
    EndPatronSessionRequest,
    EndSessionResponse,
    FeePaidRequest,
    FeePaidResponse,
    PatronInformationRequest,
    PatronInformationResponse,
    PatronStatusRequest,
    PatronStatusResponse,
)

from commonshelf.cards import api as cards
from commonshelf.cards.api import ReaderCard, Right
from commonshelf.kernel.refusal import FORBIDDEN, Refusal
from commonshelf.loans import lending, paying, reading
from commonshelf.loans.cards import FeeCard, HoldCard, LoanCard
from commonshelf.loans.sip2.asked import Asked
from commonshelf.members import api as members
from commonshelf.ui import api as ui

REMEMBERED: Final = timedelta(minutes=5)
"""How long a password that was right counts for the requests that follow, unless the session is ended."""
MOST: Final = 40
"""Entries of a list in one reply; more are asked for with BP and BQ."""
CURRENCY: Final = "CNY"
CASH: Final = re.compile(r"\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*")

# Places in the 14 marks of patron status
CHARGE, RENEWAL, HOLD, LOST, TOO_MANY, OVERDUE, FINES = 0, 1, 3, 4, 5, 6, 10
INVALID: Final = frozenset(
    {
        "card-lost",
        "card-replaced",
        "card-ended",
        "reader-closed",
        "expired",
        "not-begun",
        "guardian-missing",
        "home-not-member",
    }
)
"""Reasons for which the card itself does not hold."""
_BECAUSE: Final[Mapping[str, int]] = {
    "card-lost": LOST,
    "items-reached": TOO_MANY,
    "overdue": OVERDUE,
    "owes": FINES,
}


@dataclass(frozen=True, slots=True)
class Before:
    """The reader at the terminal. known: they typed their password, and it is right."""

    reader: ReaderCard
    known: bool


def before(asked: Asked, number: str, password: str | None) -> Before:
    """Refusals cards.no-such-card, cards.bad-number, loans.terminal-password, members.too-many-guesses."""
    try:
        reader = cards.find_reader(number=number)
    except Refusal:
        if password:  # as much time as for somebody who is known
            members.password_holds(key="", password=password, address=asked.peer)
        raise
    known = asked.shown.get(reader.key, asked.at) > asked.at
    if password:
        known = members.password_holds(key=reader.key, password=password, address=asked.peer)
        if known:
            asked.shown[reader.key] = asked.at + REMEMBERED
    if not known and (password or asked.terminal.asks_password):
        asked.shown.pop(reader.key, None)
        raise Refusal("loans.terminal-password", status=FORBIDDEN)
    return Before(reader, known)


def seen(asked: Asked, reader: ReaderCard, number: str) -> ReaderCard:
    """As this library may see them; that it looked is written down."""
    view = cards.seen_by(
        actor=asked.actor, reader_key=reader.key, library=asked.library, why="terminal", number=number
    )
    return view.reader


def status(asked: Asked) -> PatronStatusResponse:
    message = asked.message
    assert isinstance(message, PatronStatusRequest)  # as `answers` sorts them
    return _status(asked, message.patron_identifier, message.patron_password, message.language)


def _status(asked: Asked, number: str, password: str | None, language: str) -> PatronStatusResponse:
    who = before(asked, number, password)
    shown = seen(asked, who.reader, number)
    rights = _rights(asked, number)
    debt = paying.owed(who.reader.key)
    return PatronStatusResponse(
        patron_status=marks(rights),
        language=language,
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=number,
        personal_name=asked.name(shown.name),
        valid_patron=_valid(rights["borrow"]),
        valid_patron_password="Y" if who.known else "N",
        currency_type=CURRENCY,
        fee_amount=yuan(debt),
        screen_message=_words(asked, rights["borrow"]),
    )


def information(asked: Asked) -> PatronInformationResponse:
    message = asked.message
    assert isinstance(message, PatronInformationRequest)  # as `answers` sorts them
    number = message.patron_identifier
    who = before(asked, number, message.patron_password)
    shown = seen(asked, who.reader, number)
    rights = _rights(asked, number)
    held = in_hand(asked, who.reader)
    lists = held.lists(asked)
    return PatronInformationResponse(
        patron_status=marks(rights),
        language=message.language,
        transaction_date=asked.now,
        hold_items_count=_count(lists["hold_items"]),
        overdue_items_count=_count(lists["overdue_items"]),
        charged_items_count=_count(lists["charged_items"]),
        fine_items_count=_count(lists["fine_items"]),
        recall_items_count="0000",
        unavailable_holds_count=_count(lists["unavailable_hold_items"]),
        institution_id=asked.library,
        patron_identifier=number,
        personal_name=asked.name(shown.name),
        charged_items_limit=_limit(rights["borrow"].limits.items),
        hold_items_limit=_limit(rights["request"].limits.items),
        valid_patron=_valid(rights["borrow"]),
        valid_patron_password="Y" if who.known else "N",
        currency_type=CURRENCY,
        fee_amount=yuan(sum(fee.open for fee in held.fees)),
        screen_message=_words(asked, rights["borrow"]),
        **_wanted(message, lists),
    )


@dataclass(frozen=True, slots=True)
class InHand:
    """What is this library's business: what it lent or owns, what is fetched here; what is owed, anywhere."""

    loans: tuple[LoanCard, ...]
    holds: tuple[HoldCard, ...]
    fees: tuple[FeeCard, ...]

    def lists(self, asked: Asked) -> dict[str, tuple[str, ...]]:
        """Field of message 64 -> its entries."""
        ready = [hold for hold in self.holds if hold.state == "ready"]
        return {
            "hold_items": tuple(_hold(asked, hold) for hold in ready),
            "overdue_items": tuple(loan.thing.barcode for loan in self.loans if loan.days_over),
            "charged_items": tuple(loan.thing.barcode for loan in self.loans),
            "fine_items": tuple(_fee(asked, fee) for fee in self.fees),
            "recall_items": (),
            "unavailable_hold_items": tuple(_hold(asked, hold) for hold in self.holds if hold not in ready),
        }


def in_hand(asked: Asked, reader: ReaderCard) -> InHand:
    actor, key, library = asked.actor, reader.key, asked.library
    fees = reading.fees_of(actor, key, library)
    return InHand(
        loans=tuple(reading.loans_of(actor, key, library, closed=False)),
        holds=tuple(reading.holds_of(actor, key, library)),
        fees=tuple(fee for fee in fees if fee.open > 0),
    )


def block(asked: Asked) -> PatronStatusResponse:
    """01: the machine kept the card, or caught somebody at it. It holds at this library."""
    message = asked.message
    assert isinstance(message, BlockPatronRequest)  # as `answers` sorts them
    reader = cards.find_reader(number=message.patron_identifier)
    words = gettext("Blocked by the terminal {name}.").format(name=asked.terminal.name)
    cards.block(
        actor=asked.actor,
        reader=reader.key,
        library=asked.library,
        reason="other",
        words=words,
        key=asked.mark,
    )
    asked.shown.pop(reader.key, None)
    return PatronStatusResponse(
        patron_status=marks(_rights(asked, message.patron_identifier)),
        language="000",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
        personal_name="",
        valid_patron="Y",
        screen_message=(words,),
    )


def end(asked: Asked) -> EndSessionResponse:
    message = asked.message
    assert isinstance(message, EndPatronSessionRequest)  # as `answers` sorts them
    asked.shown.clear()
    return EndSessionResponse(
        end_session="Y",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
    )


def fee_paid(asked: Asked) -> FeePaidResponse:
    """37: money the machine took in, in yuan."""
    message = asked.message
    assert isinstance(message, FeePaidRequest)  # as `answers` sorts them
    if message.currency_type != CURRENCY:
        raise Refusal("loans.terminal-currency", {"currency": message.currency_type})
    amount = fen(message.fee_amount)
    reader = before(asked, message.patron_identifier, message.patron_password).reader
    paid_as = f"{asked.mark} {message.transaction_id or ''} {message.fee_amount}"
    place = (asked.library, asked.terminal.branch)
    paying.pay(asked.actor, place, reader.key, amount, fees=(), key=paid_as)
    return FeePaidResponse(
        payment_accepted="Y",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
        transaction_id=message.transaction_id,
        screen_message=(gettext("Paid: {amount} yuan.").format(amount=yuan(amount)),),
    )


# -- in the words of the standard


def marks(rights: Mapping[str, Right]) -> str:
    """14 places, Y where something is denied."""
    borrow = rights["borrow"]
    told = [" "] * 14
    if not borrow.allowed:
        told[CHARGE] = "Y"
        if borrow.reason != "items-reached":
            told[RENEWAL] = "Y"
        if borrow.reason in _BECAUSE:
            told[_BECAUSE[borrow.reason]] = "Y"
    if not rights["request"].allowed:
        told[HOLD] = "Y"
    return "".join(told)


def yuan(amount: int) -> str:
    """Fen as "12.50"."""
    return f"{amount // 100}.{amount % 100:02d}"


def fen(text: str) -> int:
    """ "12.50", "12" or "12,5" in fen; Refusal loans.terminal-amount."""
    found = CASH.fullmatch(text)
    amount = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
    if not amount:
        raise Refusal("loans.terminal-amount", {"amount": text[:20]})
    return amount


def _rights(asked: Asked, number: str) -> Mapping[str, Right]:
    """By the card that was shown, so that a lost one opens nothing."""
    return cards.rights(
        reader=None, number=number, library=asked.library, at=asked.at, branch=asked.terminal.branch
    )


def _valid(borrow: Right) -> str:
    return "N" if borrow.reason in INVALID else "Y"


def _words(asked: Asked, borrow: Right) -> tuple[str, ...]:
    return () if borrow.allowed else (ui.sentence(lending.no_right(borrow, asked.library)),)


def _count(entries: Sequence[str]) -> str:
    return f"{min(len(entries), 9999):04d}"


def _limit(items: int | None) -> str | None:
    return None if items is None else f"{min(items, 9999):04d}"


_SUMMARY: Final = (
    "hold_items",
    "overdue_items",
    "charged_items",
    "fine_items",
    "recall_items",
    "unavailable_hold_items",
)
"""Which place of the summary field asks for which list."""


def _wanted(message: PatronInformationRequest, lists: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The one list asked for, from entry BP to entry BQ, counted from 1."""
    place = message.summary.find("Y")
    if not 0 <= place < len(_SUMMARY):
        return {}
    first = _whole(message.start_item, 1)
    last = _whole(message.end_item, first + MOST - 1)
    entries = lists[_SUMMARY[place]][first - 1 : min(last, first + MOST - 1)]
    return {_SUMMARY[place]: entries}


def _whole(text: str | None, otherwise: int) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _hold(asked: Asked, hold: HoldCard) -> str:
    return hold.thing.barcode if hold.thing else asked.name(hold.title)


def _fee(asked: Asked, fee: FeeCard) -> str:
    return f"{yuan(fee.open)} {asked.name(fee.title) if fee.title else ''}".strip()
