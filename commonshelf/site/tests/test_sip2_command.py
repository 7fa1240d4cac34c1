"""`commonshelf sip2` as an operator starts and ends it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess

import pytest

from commonshelf.site.tests.processes import COMMONSHELF, run, surroundings

pytestmark = pytest.mark.processes


def test_it_serves_says_where_and_ends_when_told(home):
    process = subprocess.Popen(
        [*COMMONSHELF, "sip2", "--port", "0"], env=surroundings(home), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        [port] = re.findall(r"127\.0\.0\.1 port (\d+)", process.stdout.readline())
        with socket.create_connection(("127.0.0.1", int(port)), 10) as line:
            line.sendall(b"9900302.00\r")
            assert line.recv(100).startswith(b"98N")  # not signed in
            process.send_signal(signal.SIGTERM)
            while line.recv(100):
                pass
        assert process.wait(15) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    "asked",
    [("--address", "0.0.0.0"), ("--tls-cert", "cert.pem"), ("--tls-cert", "no.pem", "--tls-key", "no")],
)
def test_what_would_not_be_safe_is_refused_in_one_sentence(home, asked):
    told = run(home, "sip2", "--port", "0", *asked)
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert "Traceback" not in told.stderr
