"""What is said on one line, from sign-in to the end: bytes in, bytes out; no sockets here.

Never silence, never a trace: what cannot be read or is not known is answered 96 (say that again), what
cannot be done with the standard's own "no" and a sentence for the screen.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from pysip2.models import (
    ACSStatusResponse,
    LoginRequest,
    LoginResponse,
    RequestACSResend,
    RequestSCResend,
    SCStatusRequest,
    SIPRequest,
    SIPResponse,
)

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import terminals
from commonshelf.loans.sip2.answers import answer
from commonshelf.loans.sip2.asked import Asked
from commonshelf.members import api as members
from commonshelf.wire.sip2 import dates, lines
from commonshelf.wire.sip2.denials import deny

log = logging.getLogger("commonshelf.sip2")

TRIES: Final = 3
"""Wrong sign-ins on one line before it ends."""
STRANGE: Final = 20
"""Lines of somebody who has not signed in before theirs ends."""
TRUSTED: Final = timedelta(days=1)
"""A clock that is wrong by more does not tell one request from the next one."""
WITHIN: Final = timedelta(minutes=10)
PLEASE_SIGN_IN: Final = "Sign in first · 请先登录"
FAILED: Final = "Not done, please ask the staff · 未能办理，请咨询馆员"
_STATUS: Final = "YYYYYYYYYYYNNNYY"
"""Which requests are served: 23 11 09 01 99 97 93 63 35 37 17, not 19 25 15, then 29 65."""


class Conversation:
    """Give it whole lines, one at a time; what it returns is sent back. over: hang up after that."""

    def __init__(self, *, peer: str, clock: Callable[[], datetime] = timezone.now) -> None:
        self.peer = peer
        self.over = False
        self.terminal: terminals.TerminalCard | None = None
        self._clock = clock
        self._known = ("", "")
        self._looked_at: datetime | None = None
        self._tries = self._strange = 0
        self._last: tuple[bytes, bytes] = (b"", b"")
        self._shown: dict[str, datetime] = {}

    @property
    def charset(self) -> str:
        return self.terminal.charset if self.terminal else "utf-8"

    def hear(self, raw: bytes) -> bytes:
        """Never raises."""
        try:
            return self._hear(raw)
        except Exception:
            # A bug, told loudly to the operator and quietly to the machine. No contents: they name people.
            log.exception("%s: a line was not answered", self._who())
            return self.again()

    def again(self) -> bytes:
        """96: what came could not be read (wrong checksum, too long, half a line, not known)."""
        if self.terminal is None:
            self._strange += 1
            self.over = self.over or self._strange >= STRANGE
        return lines.write(RequestSCResend(), self.charset, checked=True)

    def _hear(self, raw: bytes) -> bytes:
        line = lines.read(raw, self.charset)
        if line.message is None:
            log.warning("%s: a line of kind %r: %s", self._who(), line.code, line.problem)
            return self.again()
        if isinstance(line.message, RequestACSResend):
            return self._last[1] or self.again()
        if line.sequence is not None and raw == self._last[0]:
            return self._last[1]  # the very same line: our answer was lost on the way
        now = self._clock()
        reply = self._reply(line, now)
        sent = lines.write(reply, self.charset, sequence=line.sequence, checked=line.checked)
        self._last = (raw, sent)
        return sent

    def _reply(self, line: lines.Line, now: datetime) -> SIPResponse:
        message = line.message
        assert isinstance(message, SIPRequest)  # as lines.read gives no other
        if isinstance(message, LoginRequest):
            return self._sign_in(message, now)
        self._look_again(now)
        if isinstance(message, SCStatusRequest):
            return self._status(now)
        local = dates.write_moment(now, timezone.get_current_timezone())
        if self.terminal is None:
            self._strange += 1
            self.over = self.over or self._strange >= STRANGE
            return deny(message, words=PLEASE_SIGN_IN, now=local, institution="")
        skew = self._told_time(message, now)
        asked = Asked(message, self.terminal, now, self._mark(line, now, skew), self.peer, self._shown)
        try:
            with members.one_look():
                return answer(asked)
        except Refusal as refusal:
            log.info("%s: %s refused: %s", self._who(), line.code, refusal.code)
            return asked.refused(refusal)
        except Exception:
            log.exception("%s: %s failed", self._who(), line.code)
            return asked.no(FAILED)

    # -- who is at the other end

    def _sign_in(self, message: LoginRequest, now: datetime) -> LoginResponse:
        self.terminal = None
        self._shown.clear()
        self._known = (message.login_user_id.strip(), message.login_password)
        self._look(now)
        if self.terminal is None:
            self._tries += 1
            self.over = self._tries >= TRIES
            log.warning("%s: sign-in refused", self._who())
            return LoginResponse(ok="0")
        self._tries = self._strange = 0
        log.info("%s: signed in", self._who())
        return LoginResponse(ok="1")

    def _look_again(self, now: datetime) -> None:
        """Once a minute: it may have been switched off, given another password or charset."""
        if self.terminal and self._looked_at and now - self._looked_at >= terminals.SEEN_EVERY:
            self._look(now)
            if self.terminal is None:
                log.warning("%s: no longer lets this terminal in", self._who())
                self.over = True

    def _look(self, now: datetime) -> None:
        name, password = self._known
        self.terminal = terminals.sign_in(name=name, password=password)
        self._looked_at = now
        if self.terminal:
            terminals.seen(terminal=self.terminal, at=now, skew_seconds=self.terminal.skew_seconds)

    def _told_time(self, message: SIPRequest, now: datetime) -> timedelta | None:
        """By how much its clock is ahead of ours; kept when that has changed by more than a little."""
        said = dates.read_moment(getattr(message, "transaction_date", ""), timezone.get_current_timezone())
        if said is None or self.terminal is None:
            return None
        skew = said - now
        kept = self.terminal.skew_seconds
        seconds = round(skew.total_seconds())
        if kept is None or abs(seconds - kept) > 5:
            terminals.seen(terminal=self.terminal, at=now, skew_seconds=seconds)
            self.terminal = terminals.sign_in(name=self._known[0], password=self._known[1])
        return skew

    def _mark(self, line: lines.Line, now: datetime, skew: timedelta | None) -> str:
        """The key under which a request has one effect, however often the terminal repeats it.

        The moment it tells makes it one of a kind. From a clock that stands still or is far off, that
        would make a later request of the same reader and copy a repetition; ten minutes of ours count there.
        """
        assert self.terminal is not None  # only signed-in terminals get here
        fields = (getattr(line.message, name, "") for name in ("patron_identifier", "item_identifier"))
        moment = getattr(line.message, "transaction_date", "")
        if skew is None or abs(skew) > TRUSTED:
            moment = str(int(now.timestamp() // WITHIN.total_seconds()))
        told = "\0".join((self.terminal.name, line.code, moment, str(line.sequence), *map(str, fields)))
        return hashlib.sha256(told.encode()).hexdigest()

    # -- 99

    def _status(self, now: datetime) -> ACSStatusResponse:
        terminal = self.terminal
        symbol = terminal.library if terminal else ""
        name = members.library(symbol=symbol).name if terminal else None
        return ACSStatusResponse(
            online_status="Y" if terminal else "N",
            checkin_ok="Y",
            checkout_ok="Y",
            acs_renewal_policy="Y",
            status_update_ok="Y",
            offline_ok="N",
            timeout_period="100",
            retries_allowed="003",
            date_time_sync=dates.write_moment(now, timezone.get_current_timezone()),
            protocol_version="2.00",
            institution_id=symbol,
            library_name=(name.en or name.zh if not self._chinese() else name.zh or name.en)
            if name
            else None,
            supported_messages=_STATUS,
            terminal_location=terminal.branch or None if terminal else None,
            screen_message=() if terminal else (PLEASE_SIGN_IN,),
        )

    def _chinese(self) -> bool:
        return bool(self.terminal) and self.terminal is not None and self.terminal.language != "en"

    def _who(self) -> str:
        """For the log: the terminal by its name, else where the line comes from."""
        return f"terminal {self.terminal.name}" if self.terminal else f"line from {self.peer}"
