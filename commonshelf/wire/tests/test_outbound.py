"""Where a link check may go: forty spellings of the inside, and none of them reached."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from commonshelf.wire import outbound

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
INSIDE = (
    "http://127.0.0.1/", "http://127.0.0.1:80/", "http://127.1/", "http://127.0.1/", "http://2130706433/",
    "http://0x7f000001/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.255.255.254/", "http://0.0.0.0/",
    "http://0/", "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
    "http://[fc00::1]/", "http://[fd12:3456::1]/", "http://[fec0::1]/", "http://[ff02::1]/",
    "http://[2001:0:7f00:1::]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://192.0.0.8/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/",
    "http://192.0.2.1/", "http://203.0.113.1/", "http://192.88.99.1/", "http://[64:ff9b:1::1]/",
    "http://１２７.0.0.1/",
)  # fmt: skip
NO_WEB = (
    "ftp://a.example/", "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "//a.example/",
    "",
    "http://", "http:///x", "http://user:secret@127.0.0.1/", "http://a.example:99999/", "http://[::1",
)  # fmt: skip


@contextmanager
def host(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A host on this machine that says these one after another; its port, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            for answer in answers:
                try:
                    there, _ = server.accept()
                except OSError:
                    return
                with there:
                    asked.append(there.recv(4096))
                    there.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], asked
        server.close()
        thread.join()


@pytest.mark.parametrize("url", INSIDE)
def test_no_spelling_of_the_inside_is_asked(url: str) -> None:
    with pytest.raises(outbound.Refused) as caught:
        outbound.ask(url, "HEAD", timeout=1)
    assert caught.value.code in {"refused-address", "no-such-host", "not-http"}


@pytest.mark.parametrize("url", NO_WEB)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    with pytest.raises(outbound.Refused) as caught:
        outbound.target(url, [LOOPBACK])
    assert caught.value.code in {"not-http", "no-such-host"}


def test_the_canary_is_heard_when_it_is_allowed_and_only_then() -> None:
    with host(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, asked):
        url = f"http://127.0.0.1:{port}/a b?q=茶"
        with pytest.raises(outbound.Refused, match="refused-address"):
            outbound.ask(url, "HEAD", timeout=2)
        assert outbound.ask(url, "HEAD", timeout=2, also=[LOOPBACK]) == outbound.Reply(204)
    assert asked[0].startswith(b"HEAD /a%20b?q=%E8%8C%B6 HTTP/1.1\r\n")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "good"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.1.2.3", False), ("::1", False)],
)
def test_public_addresses(text: str, good: bool) -> None:  # noqa: FBT001  # a parameter of the table
    assert outbound.public(ipaddress.ip_address(text)) is good


def test_a_low_port_is_no_web_server() -> None:
    with pytest.raises(outbound.Refused, match="refused-address"):
        outbound.target("http://93.184.216.34:25/")


@pytest.mark.parametrize(
    ("answer", "code"),
    [(b"", "no-answer"), (b"SSH-2.0-x\r\n", "no-answer"), (b"HTTP/1.1 999999 x\r\n\r\n", "no-answer")],
)
def test_what_talks_otherwise_is_no_answer(answer: bytes, code: str) -> None:
    with host(answer) as (port, _), pytest.raises(outbound.Refused, match=code):
        outbound.ask(f"http://127.0.0.1:{port}/", "HEAD", timeout=2, also=[LOOPBACK])


def test_a_redirect_is_told_and_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: ../b\r\n\r\n"
    with host(moved) as (port, asked):
        url = f"http://127.0.0.1:{port}/x/a"
        assert outbound.ask(url, "GET", timeout=2, also=[LOOPBACK]).to == f"http://127.0.0.1:{port}/b"
    assert b"Range: bytes=0-0" in asked[0]
