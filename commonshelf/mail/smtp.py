"""Handing letters to a mail server, and saying in our own codes why it did not take one.

Nothing here may be called inside a transaction: a server may take a minute to say nothing.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from types import TracebackType
from typing import Final, Self

from commonshelf.mail.cards import Server
from commonshelf.mail.domain.letter import one_line

SAID: Final = 300
"""Characters kept of a server's own words."""


class Trouble(Exception):
    """code: of a refusal of this room; said: the server's words; letter: only this letter is meant, and
    the next one may go through.
    """

    def __init__(self, code: str, said: object = "", *, letter: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.said = one_line(_words(said), most=SAID)
        self.letter = letter


class _Plain(smtplib.SMTP):
    """Known to its session from before it connects, so that its line can be cut even then."""

    def __init__(self, session: Session, host: str, port: int, *, timeout: float, own: str) -> None:
        session.line = self
        super().__init__(host, port, timeout=timeout, local_hostname=own)


class _Secure(smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""

    def __init__(self, session: Session, host: str, port: int, *, timeout: float, own: str) -> None:
        session.line = self
        context = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, local_hostname=own, context=context)


class Session:
    """A conversation with the server, opened with the first letter and closed with the block."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.line: smtplib.SMTP | None = None
        self._cut = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError), self._at_most():
                self.line.quit()
            self._hang_up()

    def send(self, message: EmailMessage, *, to: str) -> None:
        """Raises Trouble."""
        with self._named(), self._at_most():
            line = self.line or self._open()
            line.send_message(message, from_addr=self._server.sender, to_addrs=[to])

    def _open(self) -> smtplib.SMTP:
        server = self._server
        # Our own name without asking a name server, which may hang too (RFC 5321 4.1.3: a literal will do).
        name = socket.gethostname()
        own = name if "." in name else "[127.0.0.1]"
        kind = _Secure if server.secure == "tls" else _Plain
        try:
            line = kind(self, server.host, server.port, timeout=server.patience, own=own)
            if server.secure == "starttls":
                line.starttls(context=ssl.create_default_context())
            if server.user:
                line.login(server.user, server.password)
        except BaseException:
            self._hang_up()
            raise
        return line

    def _hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    @contextlib.contextmanager
    def _at_most(self) -> Iterator[None]:
        """Cut the line after `longest` seconds, whatever drips through it."""

        def cut() -> None:
            self._cut = True
            socket_ = self.line.sock if self.line else None
            if socket_ is not None:
                with contextlib.suppress(OSError):
                    socket_.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self._server.longest, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise (Trouble("mail.hangs") if self._cut else _trouble(error)) from error


def _trouble(error: Exception) -> Trouble:
    """What went wrong, in our codes (RFC 5321 4.2.1: 4yz may pass, 5yz will not)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer, words = next(iter(error.recipients.values()))
        return Trouble(_for_good(answer, "mail.refused-address"), _answer(answer, words), letter=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Trouble("mail.refused-sender", _answer(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPDataError):
        said = _answer(error.smtp_code, error.smtp_error)
        return Trouble(_for_good(error.smtp_code, "mail.refused-letter"), said, letter=True)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble("mail.login-refused", _answer(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        lacks = "mail.no-encryption" if "STARTTLS" in str(error) else "mail.login-refused"
        return Trouble(lacks, str(error))
    if isinstance(error, smtplib.SMTPResponseException):
        return Trouble("mail.server", _answer(error.smtp_code, error.smtp_error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble("mail.not-trusted", error.verify_message)
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return Trouble("mail.hangs")
    if isinstance(error, ValueError):  # a message that cannot be put on the line
        return Trouble("mail.refused-letter", str(error), letter=True)
    return Trouble("mail.away", getattr(error, "strerror", None) or str(error))


def _for_good(answer: int, code: str) -> str:
    return code if answer >= 500 else "mail.server"


def _answer(code: int, said: bytes | str) -> str:
    return f"{code} {_words(said)}"


def _words(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
