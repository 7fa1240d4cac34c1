"""A terminal for tests: what a self-check says, and what it hears, without a socket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from pysip2.models import (
    CheckinRequest,
    CheckoutRequest,
    LoginRequest,
    PatronInformationRequest,
    PatronStatusRequest,
    SIPRequest,
)

from commonshelf.loans import terminals
from commonshelf.loans.sip2.conversation import Conversation
from commonshelf.members import api as members
from commonshelf.wire.sip2 import dates, lines


def moment(at: datetime | None = None) -> str:
    return dates.write_moment(at or timezone.now(), timezone.get_current_timezone())


def add(name: str = "EAST-1", library: str = "EAST", **more: Any) -> terminals.NewTerminal:
    return terminals.add_terminal(actor=members.operator(), library=library, name=name, **more)


def login(name: str, password: str) -> LoginRequest:
    return LoginRequest(uid_algorithm="0", pwd_algorithm="0", login_user_id=name, login_password=password)


class Machine:
    """Signed in unless told otherwise; numbers its lines and adds checksums as good ones do."""

    def __init__(
        self, new: terminals.NewTerminal | None = None, *, signs_in: bool = True, clock: Any = timezone.now
    ) -> None:
        self.new = new or add()
        self.talk = Conversation(peer="127.0.0.1", clock=clock)
        self.clock = clock
        self.charset = "utf-8"
        self.sequence = 0
        if signs_in:
            assert self.say(login(self.new.terminal.name, self.new.password)).ok == "1"
            self.charset = self.new.terminal.charset

    def raw(self, message: SIPRequest) -> bytes:
        self.sequence = (self.sequence + 1) % 10
        return lines.write(message, self.charset, sequence=self.sequence, checked=True)

    def say(self, message: SIPRequest) -> Any:
        line = lines.read(self.talk.hear(self.raw(message)), self.charset, answers=True)
        assert line.problem == ""
        return line.message

    def check_out(self, number: str, barcode: str, **more: Any) -> Any:
        told: dict[str, Any] = {
            "sc_renewal_policy": "N",
            "no_block": "N",
            "transaction_date": moment(self.clock()),
            "nb_due_date": dates.NONE,
            "institution_id": "",
            "patron_identifier": number,
            "item_identifier": barcode,
            "terminal_password": "",
        }
        return self.say(CheckoutRequest(**{**told, **more}))

    def check_in(self, barcode: str, **more: Any) -> Any:
        now = moment(self.clock())
        told: dict[str, Any] = {
            "no_block": "N",
            "transaction_date": now,
            "return_date": now,
            "current_location": "",
            "institution_id": "",
            "item_identifier": barcode,
            "terminal_password": "",
        }
        return self.say(CheckinRequest(**{**told, **more}))

    def status(self, number: str, password: str = "", language: str = "001") -> Any:
        return self.say(
            PatronStatusRequest(
                language=language,
                transaction_date=moment(self.clock()),
                institution_id="",
                patron_identifier=number,
                terminal_password="",
                patron_password=password,
            )
        )

    def information(self, number: str, place: int = 2, **more: Any) -> Any:
        return self.say(
            PatronInformationRequest(
                language="001",
                transaction_date=moment(self.clock()),
                summary=" " * place + "Y" + " " * (9 - place),
                institution_id="",
                patron_identifier=number,
                **more,
            )
        )
