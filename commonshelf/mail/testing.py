"""A real SMTP server on loopback for tests: takes, refuses, hangs, drips or is not there."""

from __future__ import annotations

import asyncio
import contextlib
import email
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.utils import timezone

from commonshelf.mail.cards import Server
from commonshelf.mail.models import Letter

SILENCE = 1.5
"""Seconds a silent server says nothing; longer than anybody waits here."""
SENDER = "shelf@example.edu.cn"


@dataclass(slots=True)
class Mailbox:
    """What arrived. refuse: address -> the answer it gets; content: the answer every letter gets."""

    server: Server
    raw: list[bytes] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    content: str = ""
    silent: threading.Event = field(default_factory=threading.Event)
    """Set: the server takes the letter and says nothing."""

    @property
    def letters(self) -> list[EmailMessage]:
        return [email.message_from_bytes(one, policy=default) for one in self.raw]

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.silent.is_set():
            await asyncio.sleep(SILENCE)
        if self.content:
            return self.content
        if isinstance(envelope.content, bytes):
            self.raw.append(envelope.content)
        return "250 taken"


@contextlib.contextmanager
def mailbox(*, user: str = "", password: str = "", certificate: Path | None = None) -> Iterator[Mailbox]:
    """A server for one test. With a user it asks who hands in; with a certificate it offers STARTTLS."""
    box = Mailbox(Server("127.0.0.1", free_port(), SENDER, secure="no", patience=0.5, longest=2.0))

    def login(_smtp: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
        right = LoginPassword(user.encode(), password.encode())
        return AuthResult(success=data == right, handled=False)

    more: dict[str, Any] = {"authenticator": login, "auth_require_tls": False} if user else {}
    if certificate is not None:
        more["tls_context"] = tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    keeper = Controller(box, hostname="127.0.0.1", port=box.server.port, **more)
    keeper.start()
    try:
        yield box
    finally:
        box.silent.clear()
        keeper.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port: int = line.getsockname()[1]
        return port


@contextlib.contextmanager
def mute(*, drip: bytes = b"") -> Iterator[int]:
    """A port that accepts and never greets; or drips this, byte by byte, for ever. Its number."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        ended = threading.Event()

        def keep() -> None:
            with contextlib.suppress(OSError):
                line, _from = door.accept()
                with line:
                    while not ended.wait(0.05):
                        line.sendall(drip)

        keeper = threading.Thread(target=keep, daemon=True)
        keeper.start()
        try:
            yield door.getsockname()[1]
        finally:
            ended.set()
            keeper.join(timeout=5)


def set_outcome(id: int, *, sent: bool = False, problem: str = "", said: str = "") -> None:
    """As if the postman had been: sent, or given up for this reason."""
    now = timezone.now()
    outcome = {"sent_at": now} if sent else {"given_up_at": now, "problem": problem, "said": said}
    Letter.objects.filter(pk=id).update(**outcome)
