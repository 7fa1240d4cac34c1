"""Sockets of the SIP2 service on loopback: portions, floods, silence, TLS, and the end."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path
from typing import Self

import pytest

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.models import Loan
from commonshelf.loans.sip2 import server as module
from commonshelf.loans.sip2.security import security
from commonshelf.loans.testing import card_number, shelves
from commonshelf.loans.tests.machine import add, login, moment
from commonshelf.loans.tests.sockets import visit
from commonshelf.wire.sip2 import lines

pytestmark = pytest.mark.django_db
STATUS = b"9900302.00\r"
AGAIN = b"96AZFEF6\r"


class Plug:
    """A plain client."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        plain = socket.create_connection(("127.0.0.1", port), 5)
        self.held = tls.wrap_socket(plain, server_hostname="localhost") if tls else plain
        self.file = self.held.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.held.close()

    def send(self, data: bytes) -> None:
        self.held.sendall(data)

    def line(self) -> bytes:
        """To its CR; b"" at the end."""
        found = b""
        while not found.endswith(b"\r"):
            sign = self.file.read(1)
            if not sign:
                return found
            found += sign
        return found

    def ask(self, data: bytes) -> bytes:
        self.send(data)
        return self.line()


@pytest.fixture
def world():
    return shelves()


@pytest.fixture
def new(world):
    del world  # the library must be there
    return add()


def hello(new) -> bytes:
    return lines.write(login(new.terminal.name, new.password), "utf-8")


def test_a_loan_over_a_socket(world, new):
    number = card_number(world.readers.student)

    def client(port: int) -> list[bytes]:
        with Plug(port) as plug:
            out = f"11NN{moment()}{moment()}AOEAST|AA{number}|ABE1|AC|\r".encode()
            return [plug.ask(hello(new)), plug.ask(out), plug.ask(b"09N" + out[4:40] + b"APx|AO|ABE1|AC|\r")]

    told = visit(client)
    assert told[0] == b"941\r"
    assert told[1].startswith(b"121")
    assert told[2].startswith(b"101")
    assert Loan.objects.get().closed_at is not None


def test_lines_byte_by_byte_and_many_at_once(new):
    def client(port: int) -> list[bytes]:
        with Plug(port) as plug:
            for sign in hello(new):
                plug.send(bytes([sign]))
            first = plug.line()
            plug.send(STATUS.replace(b"\r", b"\r\n") * 5)
            return [first, *(plug.line()[:3] for _ in range(5))]

    assert visit(client) == [b"941\r", *[b"98Y"] * 5]


def test_half_a_line_is_asked_again_and_the_line_stays_open(new):
    def client(port: int) -> list[bytes]:
        with Plug(port) as plug:
            return [plug.ask(hello(new)), plug.ask(b"11NN2026"), plug.ask(STATUS)[:3]]

    assert visit(client, half=0.05) == [b"941\r", AGAIN, b"98Y"]


def test_a_line_too_long_is_asked_again_and_a_flood_is_hung_up_on(new):
    def client(port: int) -> list[bytes]:
        with Plug(port) as plug, Plug(port) as other:
            told = [plug.ask(hello(new)), plug.ask(b"11" + b"x" * 20_000 + b"\r"), plug.ask(STATUS)[:3]]
            other.send(b"x" * (module.FLOOD + 8192))
            try:
                return [*told, other.line()]
            except ConnectionResetError:
                return [*told, b""]

    assert visit(client) == [b"941\r", AGAIN, b"98Y", b""]


def test_who_does_not_sign_in_is_hung_up_on(new):
    def client(port: int) -> bytes:
        with Plug(port) as plug:
            return plug.line()

    assert visit(client, sign_in=0.05) == b""


def test_three_wrong_passwords_end_the_line_and_no_other(new):
    def client(port: int) -> list[bytes]:
        with Plug(port) as plug, Plug(port) as other:
            wrong = lines.write(login(new.terminal.name, "wrong"), "utf-8")
            told = [plug.ask(wrong) for _ in range(3)]
            return [*told, plug.line(), other.ask(hello(new))]

    assert visit(client) == [b"940\r"] * 3 + [b"", b"941\r"]


def test_strangers_cannot_keep_terminals_out(new, monkeypatch):
    monkeypatch.setattr(module, "UNKNOWN", 2)

    def client(port: int) -> list[bytes]:
        with Plug(port) as first:
            told = [first.ask(hello(new))]
            with Plug(port), Plug(port), Plug(port) as late:
                try:
                    told.append(late.ask(STATUS))
                except OSError:
                    told.append(b"")
                return [*told, first.ask(STATUS)[:3]]

    assert visit(client) == [b"941\r", b"", b"98Y"]


def test_an_open_line_ends_with_the_service(new):
    held: list[Plug] = []

    def client(port: int) -> bytes:
        held.append(Plug(port))
        return held[0].ask(hello(new))

    assert visit(client) == b"941\r"
    with held[0] as plug:
        assert plug.line() == b""


# -- TLS, and where clear text is spoken


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """Made here and now, for localhost."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl cannot make a certificate here")
    return cert, key


def test_over_tls_and_to_nobody_who_speaks_in_clear(new, certificate):
    trusting = ssl.create_default_context(cafile=str(certificate[0]))

    def client(port: int) -> list[bytes]:
        with Plug(port, trusting) as plug, Plug(port) as clear:
            told = [plug.ask(hello(new)), plug.ask(STATUS)[:3]]
            try:
                told.append(clear.ask(hello(new)))
            except OSError:
                told.append(b"")
            return told

    told = visit(client, tls=security("0.0.0.0", *certificate))
    assert told[:2] == [b"941\r", b"98Y"]
    assert b"94" not in told[2]


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "library.example.org"])
def test_clear_text_is_spoken_on_this_machine_alone(address):
    with pytest.raises(Refusal, match=r"loans\.sip2-clear"):
        security(address, None, None)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_on_this_machine_no_certificate_is_needed(address):
    assert security(address, None, None) is None


def test_a_certificate_that_is_none_is_told(tmp_path, certificate):
    with pytest.raises(Refusal, match=r"loans\.sip2-half-certificate"):
        security("0.0.0.0", certificate[0], None)
    with pytest.raises(Refusal, match=r"loans\.sip2-certificate"):
        security("0.0.0.0", certificate[0], tmp_path / "nothing.pem")
    (tmp_path / "rubbish.pem").write_text("rubbish")
    with pytest.raises(Refusal, match=r"loans\.sip2-certificate"):
        security("0.0.0.0", tmp_path / "rubbish.pem", certificate[1])
