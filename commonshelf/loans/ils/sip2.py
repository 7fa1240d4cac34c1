"""A library's own system that speaks SIP2, as nearly all do: we are one of its terminals.

One connection a question: sign in, ask, hang up. Nothing in clear text leaves this machine.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self, TypeVar

from django.utils import timezone
from pysip2.models import (
    ACSStatusResponse,
    CheckinRequest,
    CheckinResponse,
    CheckoutRequest,
    CheckoutResponse,
    ItemInformationRequest,
    ItemInformationResponse,
    LoginRequest,
    LoginResponse,
    PatronInformationRequest,
    PatronInformationResponse,
    RenewRequest,
    RenewResponse,
    SCStatusRequest,
    SIPRequest,
    SIPResponse,
)

from commonshelf.loans.ils.contract import (
    Copy,
    DoneReply,
    ItemReply,
    Status,
    SystemRefuses,
    SystemSilent,
    User,
    UserReply,
)
from commonshelf.loans.ils.manual import Manual
from commonshelf.wire.sip2 import dates, lines
from commonshelf.wire.sip2.split import Splitter

R = TypeVar("R", bound=SIPResponse)

PATIENCE: Final = 5.0
"""Seconds for a whole question, connecting included: somebody stands at the desk."""
TRIES: Final = 3
"""Of one line, as the standard has it."""
NO_SUMMARY: Final = " " * 10
_CIRCULATION: Final[dict[str, Status]] = {
    "02": "missing",
    "03": "on-shelf",
    "04": "on-loan",
    "05": "on-loan",
    "07": "on-loan",
    "08": "held",
    "09": "on-shelf",
    "10": "in-transit",
    "11": "on-loan",
    "12": "lost",
    "13": "missing",
}
"""Circulation status of message 18; the others mean that the system is not sure."""
_DAYS: Final = (
    (re.compile(r"(\d{4})(\d\d)(\d\d)(?: {4}.*|\d{6})?"), (1, 2, 3)),
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?"), (1, 2, 3)),
)
"""How systems write a due date (AH is free text). Day and month in the other order cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the system is. user "": it wants no sign-in. sends_local: readers of this library go by their
    local number there; all others by their card. institution, location: what it calls us and the desk.
    """

    host: str
    port: int
    library: str
    tls: ssl.SSLContext | None = None
    charset: str = "utf-8"
    user: str = ""
    password: str = ""
    institution: str = ""
    location: str = ""
    sends_local: bool = False


class Sip2:
    """The verbs of the contract as messages of SIP2."""

    name = "sip2"
    far = True

    def __init__(self, connection: Connection, *, patience: float = PATIENCE) -> None:
        self._to, self._patience = connection, patience

    def try_it(self) -> str:
        """Sign in and ask how it is: its library's name. SystemSilent says what went wrong."""
        with Line(self._to, self._patience) as line:
            told = line.ask(
                SCStatusRequest(status_code="0", max_print_width="000", protocol_version="2.00"),
                ACSStatusResponse,
            )
        if told.online_status != "Y":
            raise SystemSilent("offline")
        return told.library_name or told.institution_id

    def look_up_item(self, *, copy: Copy) -> ItemReply:
        told = self._ask(
            ItemInformationRequest(
                transaction_date=_now(), institution_id=self._to.institution, item_identifier=copy.barcode
            ),
            ItemInformationResponse,
        )
        known = bool(told.title_identifier) and told.circulation_status != "00"
        return ItemReply(
            known=known,
            status=_CIRCULATION.get(told.circulation_status, "unknown"),
            title=told.title_identifier,
            due_date=read_day(told.due_date or ""),
            holds=_count(told.hold_queue_length) or 0,
            words=_words(told.screen_message),
        )

    def look_up_user(self, *, user: User) -> UserReply:
        told = self._ask(
            PatronInformationRequest(
                language="000",
                transaction_date=_now(),
                summary=NO_SUMMARY,
                institution_id=self._to.institution,
                patron_identifier=self._number(user),
            ),
            PatronInformationResponse,
        )
        known = told.valid_patron == "Y"
        return UserReply(
            known=known,
            may_borrow=known and told.patron_status[0] != "Y",
            loans=_count(told.charged_items_count),
            owed=read_fen(told.fee_amount),
            words=_words(told.screen_message),
        )

    def check_out_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        return self._out(copy, user, at, due_date=due_date, cancel="N")

    def undo_check_out_item(self, *, copy: Copy, user: User, at: datetime) -> DoneReply:
        """By the standard's own cancelling; where the system does not know it, by a return."""
        try:
            return self._out(copy, user, at, due_date=None, cancel="Y")
        except SystemRefuses:
            return self.check_in_item(copy=copy, at=at)

    def check_in_item(self, *, copy: Copy, at: datetime) -> DoneReply:
        moment = dates.write_moment(at, timezone.get_current_timezone())
        told = self._ask(
            CheckinRequest(
                no_block="N",
                transaction_date=moment,
                return_date=moment,
                current_location=self._to.location,
                institution_id=self._to.institution,
                item_identifier=copy.barcode,
                terminal_password="",
            ),
            CheckinResponse,
        )
        if told.ok != "1":
            raise SystemRefuses(_words(told.screen_message))
        return DoneReply(words=_words(told.screen_message), alert=told.alert == "Y")

    def renew_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        told = self._ask(
            RenewRequest(
                third_party_allowed="N",
                no_block="N",
                transaction_date=dates.write_moment(at, timezone.get_current_timezone()),
                nb_due_date=_end_of(due_date),
                institution_id=self._to.institution,
                patron_identifier=self._number(user),
                item_identifier=copy.barcode,
            ),
            RenewResponse,
        )
        if told.ok != "1":
            raise SystemRefuses(_words(told.screen_message))
        return DoneReply(read_day(told.due_date), _words(told.screen_message))

    def recall_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        """SIP2 has no message for it, so the library's people are asked to write the new day down there."""
        return Manual(self._to.library).recall_item(copy=copy, user=user, due_date=due_date, at=at)

    def _out(self, copy: Copy, user: User, at: datetime, *, due_date: date | None, cancel: str) -> DoneReply:
        told = self._ask(
            CheckoutRequest(
                sc_renewal_policy="N",
                no_block="N",
                transaction_date=dates.write_moment(at, timezone.get_current_timezone()),
                nb_due_date=_end_of(due_date) if due_date else dates.NONE,
                institution_id=self._to.institution,
                patron_identifier=self._number(user),
                item_identifier=copy.barcode,
                terminal_password="",
                cancel=cancel,
            ),
            CheckoutResponse,
        )
        if told.ok != "1":
            raise SystemRefuses(_words(told.screen_message))
        return DoneReply(read_day(told.due_date), _words(told.screen_message))

    def _number(self, user: User) -> str:
        local = self._to.sends_local and user.home == self._to.library and user.local_number
        return user.local_number if local else user.number

    def _ask(self, message: SIPRequest, kind: type[R]) -> R:
        with Line(self._to, self._patience) as line:
            return line.ask(message, kind)


class Line:
    """One connection, signed in. What goes wrong on it is a `SystemSilent` with its code."""

    def __init__(self, to: Connection, patience: float) -> None:
        self._to = to
        self._until = time.monotonic() + patience
        self._splitter = Splitter()
        self._waiting: list[bytes | None] = []
        self._sequence = 0
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        try:
            self._socket = socket.create_connection((self._to.host, self._to.port), self._left())
            if self._to.tls:
                self._socket = self._to.tls.wrap_socket(self._socket, server_hostname=self._to.host)
            if self._to.user:
                self._sign_in()
        except BaseException as error:
            self.__exit__()
            raise _silent(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._socket:
            with suppress(OSError):
                self._socket.close()

    def _sign_in(self) -> None:
        to = self._to
        hello = LoginRequest(
            uid_algorithm="0",
            pwd_algorithm="0",  # noqa: S106  # "as it is", of the protocol
            login_user_id=to.user,
            login_password=to.password,
            location_code=to.location or None,
        )
        if self._exchange(hello, LoginResponse).ok != "1":
            raise SystemSilent("sign-in")

    def ask(self, message: SIPRequest, kind: type[R]) -> R:
        try:
            return self._exchange(message, kind)
        except OSError as error:
            raise _silent(error) from error

    def _exchange(self, message: SIPRequest, kind: type[R]) -> R:
        assert self._socket is not None  # __enter__ has made it
        sent = lines.write(message, self._to.charset, sequence=self._sequence, checked=True)
        self._sequence = (self._sequence + 1) % 10
        for _try in range(TRIES):
            self._socket.settimeout(self._left())
            self._socket.sendall(sent)
            told = lines.read(self._next() or b"", self._to.charset, answers=True)
            if isinstance(told.message, kind):
                return told.message
        raise SystemSilent("not-sip2")

    def _next(self) -> bytes | None:
        assert self._socket is not None  # __enter__ has made it
        while not self._waiting:
            self._socket.settimeout(self._left())
            data = self._socket.recv(4096)
            if not data:
                raise SystemSilent("hung-up")
            self._waiting = self._splitter.feed(data)
            if self._splitter.swallowed:
                raise SystemSilent("not-sip2")
        return self._waiting.pop(0)

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _silent(error: BaseException) -> BaseException:
    if isinstance(error, ssl.SSLCertVerificationError):
        return SystemSilent("certificate")
    if isinstance(error, ssl.SSLError):
        return SystemSilent("tls")
    if isinstance(error, ConnectionRefusedError):
        return SystemSilent("closed")
    if isinstance(error, OSError):
        return SystemSilent("no-answer")
    return error


def read_day(text: str) -> date | None:
    """The day of a due date in free text; None: nobody can be sure which one is meant."""
    for pattern, (year, month, day) in _DAYS:
        if found := pattern.fullmatch(text.strip()):
            with suppress(ValueError):
                return date(int(found[year]), int(found[month]), int(found[day]))
    return None


def read_fen(text: str | None) -> int | None:
    """ "12.50", "¥12.5", "3": in fen. None: no amount."""
    found = re.fullmatch(r"[^\d-]*(\d{1,7})(?:[.,](\d{1,2}))?\D*", (text or "").strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None


def _words(said: tuple[str, ...]) -> str:
    return " ".join(one for one in said if one)[:300]


def _now() -> str:
    return dates.write_moment(timezone.now(), timezone.get_current_timezone())


def _end_of(day: date) -> str:
    return f"{day:%Y%m%d}    235900"
