"""What a terminal does with copies: messages 11, 09, 29, 65, 17."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext
from pysip2.models import (
    CheckinRequest,
    CheckinResponse,
    CheckoutRequest,
    CheckoutResponse,
    ItemInformationRequest,
    ItemInformationResponse,
    RenewAllRequest,
    RenewAllResponse,
    RenewRequest,
    RenewResponse,
)

from commonshelf.cards import api as cards
from commonshelf.cards.api import ReaderCard
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import desk, reading, serving
from commonshelf.loans.cards import LoanCard, Returned, ThingCard
from commonshelf.loans.lending import Asked as Wanted
from commonshelf.loans.returning import Brought
from commonshelf.loans.sip2 import patrons
from commonshelf.loans.sip2.asked import Asked
from commonshelf.members import api as members

BINS: Final = {"shelf": "1", "hold": "2", "send": "3", "aside": "4"}
"""Sort bin (CL) by where a return goes next."""
CIRCULATION: Final[Mapping[str, str]] = {
    "home": "03",
    "on-loan": "04",
    "held": "08",
    "in-transit": "10",
    "lost": "12",
    "missing": "13",
    "damaged": "01",
}
"""State of a thing -> circulation status of message 18."""
LENT_AT_ONCE: Final = 100
AGENT: Final = "sip2"


def _place(asked: Asked) -> tuple[str, str]:
    return asked.library, asked.terminal.branch


def check_out(asked: Asked) -> CheckoutResponse:
    message = asked.message
    assert isinstance(message, CheckoutRequest)  # as `answers` sorts them
    if asked.terminal.asks_password or message.patron_password:
        patrons.before(asked, message.patron_identifier, message.patron_password)
    if message.cancel == "Y":
        return _cancel(asked, message, cards.find_reader(number=message.patron_identifier))
    fee = _fee_asked(asked, message)
    if fee:
        return fee
    try:
        loan, renewed = _lend(asked, message), False
    except Refusal as refusal:
        if refusal.code != "loans.out-to-you" or message.sc_renewal_policy != "Y":
            raise
        loan, renewed = _renewed(asked, int(str(refusal.facts["loan"])), asked.mark), True
    return _lent(asked, message, loan, renewed=renewed)


def _lend(asked: Asked, message: CheckoutRequest) -> LoanCard:
    wanted = Wanted(message.item_identifier, message.patron_identifier)
    return desk.check_out(asked.actor, *_place(asked), wanted, at=None, agent=AGENT, key=asked.mark)


def _renewed(asked: Asked, loan: int, key: str) -> LoanCard:
    try:
        return serving.renew(asked.actor, loan, _place(asked), agent=AGENT, override="", key=key)
    except Absent as absent:  # lent elsewhere, and not this library's copy
        raise Refusal("loans.terminal-elsewhere") from absent


def _fee_asked(asked: Asked, message: CheckoutRequest) -> CheckoutResponse | None:
    """Lending costs something here, and the reader has not said yes yet: the terminal is to ask (BO)."""
    if message.fee_acknowledged == "Y" or not cards.may_cost(library=asked.library, service="borrow"):
        return None
    right = cards.right(
        reader=None,
        number=message.patron_identifier,
        library=asked.library,
        service="borrow",
        at=asked.at,
        branch=asked.terminal.branch,
    )
    if not (right.allowed and right.limits.fee):
        return None
    amount = patrons.yuan(right.limits.fee)
    return CheckoutResponse(
        ok="0",
        renewal_ok="N",
        magnetic_media="N",
        desensitize="N",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
        item_identifier=message.item_identifier,
        title_identifier="",
        due_date="",
        fee_type="06",  # rental
        currency_type=patrons.CURRENCY,
        fee_amount=amount,
        screen_message=(gettext("Borrowing this costs {amount} yuan.").format(amount=amount),),
    )


def _lent(asked: Asked, message: CheckoutRequest, loan: LoanCard, *, renewed: bool) -> CheckoutResponse:
    day = loan.due_date.isoformat()
    return CheckoutResponse(
        ok="1",
        renewal_ok="Y" if renewed else "N",
        magnetic_media="N",
        desensitize="N" if renewed else "Y",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
        item_identifier=message.item_identifier,
        title_identifier=asked.name(loan.thing.title),
        due_date=day,
        transaction_id=str(loan.id),
        screen_message=(gettext("Please return it by {day}.").format(day=day),),
    )


def _cancel(asked: Asked, message: CheckoutRequest, reader: ReaderCard) -> CheckoutResponse:
    """BI: what was just lent did not leave the machine. It counts as returned at once."""
    loan = _loan(asked, reader, message.item_identifier)
    brought = Brought(loan.thing.barcode, owner=loan.thing.library)
    key = f"{asked.mark} cancel"
    desk.check_in(asked.actor, *_place(asked), brought, at=None, agent=AGENT, key=key)
    return CheckoutResponse(
        ok="1",
        renewal_ok="N",
        magnetic_media="N",
        desensitize="N",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
        item_identifier=message.item_identifier,
        title_identifier=asked.name(loan.thing.title),
        due_date="",
        screen_message=(gettext("It was not lent."),),
    )


def check_in(asked: Asked) -> CheckinResponse:
    """Our own time counts, whatever moment the terminal tells."""
    message = asked.message
    assert isinstance(message, CheckinRequest)  # as `answers` sorts them
    if message.cancel == "Y":
        raise Refusal("loans.terminal-cancel")
    brought = Brought(message.item_identifier)
    back = desk.check_in(asked.actor, *_place(asked), brought, at=None, agent=AGENT, key=asked.mark)
    return CheckinResponse(
        ok="1",
        resensitize="Y",
        magnetic_media="N",
        alert="N" if back.next == "shelf" else "Y",
        transaction_date=asked.now,
        institution_id=asked.library,
        item_identifier=message.item_identifier,
        permanent_location=_where(back.thing.library, back.thing.home_branch),
        title_identifier=asked.name(back.thing.title),
        sort_bin=BINS[back.next],
        screen_message=(_goes(asked, back),),
    )


def _goes(asked: Asked, back: Returned) -> str:
    to = asked.name(members.library(symbol=back.to_library).name) if back.next == "send" else ""
    said = {
        "shelf": gettext("Returned. Thank you.") if back.loan else gettext("Nobody had borrowed it."),
        "hold": gettext("Returned. Somebody waits for it: keep it at the desk."),
        "send": gettext("Returned. It goes to {library}.").format(library=to),
        "aside": gettext("Returned. Please hand it to the staff."),
    }
    return said[back.next]


def renew(asked: Asked) -> RenewResponse:
    message = asked.message
    assert isinstance(message, RenewRequest)  # as `answers` sorts them
    who = patrons.before(asked, message.patron_identifier, message.patron_password)
    loan = _loan(asked, who.reader, message.item_identifier or "", message.title_identifier or "")
    loan = _renewed(asked, loan.id, asked.mark)
    day = loan.due_date.isoformat()
    return RenewResponse(
        ok="1",
        renewal_ok="Y",
        magnetic_media="N",
        desensitize="N",
        transaction_date=asked.now,
        institution_id=asked.library,
        patron_identifier=message.patron_identifier,
        item_identifier=loan.thing.barcode,
        title_identifier=asked.name(loan.thing.title),
        due_date=day,
        transaction_id=str(loan.id),
        screen_message=(gettext("Please return it by {day}.").format(day=day),),
    )


def renew_all(asked: Asked) -> RenewAllResponse:
    """Each by itself: what cannot be renewed holds nothing else up."""
    message = asked.message
    assert isinstance(message, RenewAllRequest)  # as `answers` sorts them
    who = patrons.before(asked, message.patron_identifier, message.patron_password)
    done, left, why = [], [], ""
    for loan in patrons.in_hand(asked, who.reader).loans[:LENT_AT_ONCE]:
        try:
            _renewed(asked, loan.id, f"{asked.mark} {loan.id}")
        except Refusal as refusal:
            left.append(loan.thing.barcode)
            why = why or asked.words(refusal)
        else:
            done.append(loan.thing.barcode)
    return RenewAllResponse(
        ok="1",
        renewed_count=f"{len(done):04d}",
        unrenewed_count=f"{len(left):04d}",
        transaction_date=asked.now,
        institution_id=asked.library,
        renewed_items=tuple(done),
        unrenewed_items=tuple(left),
        screen_message=(why,) if why else (),
    )


def _loan(asked: Asked, reader: ReaderCard, barcode: str, title: str = "") -> LoanCard:
    """Theirs, by its barcode, this library's copy first; else by the title the terminal was told."""
    code = "".join(barcode.split())
    found = [
        one
        for one in patrons.in_hand(asked, reader).loans
        if (code and one.thing.barcode == code) or (not code and title and _is(one.thing, title))
    ]
    if not found:
        raise Refusal("loans.terminal-not-yours", {"barcode": code[:60]})
    return min(found, key=lambda one: one.thing.library != asked.library)


def _is(thing: ThingCard, title: str) -> bool:
    return title in {thing.title.zh, thing.title.en}


def item(asked: Asked) -> ItemInformationResponse:
    """Of this library's copy, else of the one that is out, or here, with that barcode."""
    message = asked.message
    assert isinstance(message, ItemInformationRequest)  # as `answers` sorts them
    now = reading.item(asked.library, message.item_identifier)
    thing = now.thing
    return ItemInformationResponse(
        circulation_status=CIRCULATION.get(thing.state, "01"),
        security_marker="00",
        fee_type="01",
        transaction_date=asked.now,
        hold_queue_length=str(now.holds) if now.holds else None,
        due_date=now.due_date.isoformat() if now.due_date else None,
        item_identifier=message.item_identifier,
        title_identifier=asked.name(thing.title),
        owner=thing.library,
        permanent_location=_where(thing.library, thing.home_branch),
        current_location=_where(thing.at.library, thing.at.branch),
    )


def _where(library: str, branch: str) -> str:
    return f"{library} {branch}".strip()
