"""Clients that nobody here wrote, against our service: PyPI's Sip2, and the command line of crates.io's sip2.

Both skip where they are not installed: `pip install --no-binary :all: Sip2==1.1`, `cargo install sip2`.
"""

from __future__ import annotations

import contextlib
import importlib
import shutil
import subprocess
from typing import Any

import pytest

from commonshelf.loans.models import Loan
from commonshelf.loans.testing import card_number, shelves
from commonshelf.loans.tests.machine import add
from commonshelf.loans.tests.sockets import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return shelves()


def sip2() -> Any:
    """Its module; the installed one may print and warn as it likes."""
    try:
        return importlib.import_module("Sip2.sip2")
    except (ImportError, SyntaxWarning):
        pytest.skip("PyPI's Sip2 is not installed")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_pypis_sip2_lends_and_returns(world, tmp_path, charset):
    module = sip2()
    new, number = add(charset=charset, language="en"), card_number(world.readers.student)

    def client(port: int) -> dict[str, Any]:
        with contextlib.redirect_stdout(None):
            line = module.Sip2()
            line.hostName, line.hostPort, line.tlsEnable = "127.0.0.1", port, False
            line.hostEncoding, line.logfile_path, line.loglevel = charset, str(tmp_path), "CRITICAL"
            line.institutionId, line.patron = "EAST", number
            line.connect()

            def ask(said: str, read: Any) -> Any:
                return read(line.get_response(said))

            told = {
                "login": ask(
                    line.sip_login_request(new.terminal.name, new.password), line.sip_login_response
                ),
                "status": ask(line.sip_sc_status_request(), line.sip_sc_status_response),
                "patron": ask(line.sip_patron_status_request(), line.sip_patron_status_response),
                "out": ask(line.sip_checkout_request("E1"), line.sip_checkout_response),
                "held": ask(
                    line.sip_patron_information_request("charged"), line.sip_patron_information_response
                ),
                "item": ask(line.sip_item_information_request("E1"), line.sip_item_information_response),
                "again": ask(line.sip_checkout_request("E1"), line.sip_checkout_response),
                "renew": ask(line.sip_renew_all_request(), line.sip_renew_all_response),
                "in": ask(line.sip_checkin_request("E1"), line.sip_checkin_response),
                "paid": ask(
                    line.sip_fee_paid_request(1, 1, "1.00", currencyType="CNY"),
                    line.sip_fee_paid_response,
                ),
                "end": ask(line.sip_end_patron_session_request(), line.sip_end_patron_session_response),
            }
            line.disconnect()
            return told

    told = visit(client)
    assert told["login"]["fixed"]["Ok"] == "1"
    assert told["status"]["fixed"]["OnlineStatus"] == "Y"
    assert told["patron"]["variable"]["BL"] == ["Y"]
    assert told["out"]["fixed"]["Ok"] == "1"
    assert told["out"]["variable"]["AJ"] == ["红楼梦"]
    assert told["held"]["variable"]["AU"] == ["E1"]
    assert told["item"]["fixed"]["CirculationStatus"] == "04"
    assert told["again"]["fixed"]["Ok"] == "0"
    assert told["renew"]["fixed"]["Ok"] == "0"  # this client leaves the date of message 65 out
    assert told["in"]["fixed"]["Ok"] == "1"
    assert told["paid"]["fixed"]["PaymentAccepted"] == "N"  # nothing was owed
    assert told["end"]["fixed"]["EndSession"] == "Y"
    assert Loan.objects.get().closed_at is not None


def test_the_command_line_of_the_crate_lends_and_returns(world):
    program = shutil.which("sip2-client-cli")
    if program is None:
        pytest.skip("sip2-client-cli (cargo install sip2) is not installed")
    new, number = add(), card_number(world.readers.student)
    said = ("item-information", "patron-status", "checkout", "patron-information", "checkin")

    def client(port: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, "--sip-host", f"127.0.0.1:{port}", "--sip-user", new.terminal.name,
             "--sip-pass", new.password, "--institution", "EAST", "--patron-barcode", number,
             "--item-barcode", "E1", "--patron-summary-index", "2", "--print-raw-messages",
             *(word for one in said for word in ("--message-type", one))],
            capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip

    told = visit(client)
    assert told.returncode == 0, told.stderr
    for start in ("Login OK", "SC Status OK", "\n1803", "\n24", "\n121", "\n64", "\n101"):
        assert start in told.stdout, told.stdout
    assert "红楼梦" in told.stdout
    assert "AUE1" in told.stdout
    assert Loan.objects.get().closed_at is not None
