"""`approvals` at the command line: list, decide, refusals as sentences."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commonshelf.sharing.tests import agency_rows as rows

pytestmark = pytest.mark.django_db


def run(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("approvals", *words, "--json", stdout=out, stderr=StringIO())
    return dict(json.loads(out.getvalue()))


def test_what_waits_is_listed_and_decided() -> None:
    row = rows.ask(rows.desk())
    one = rows.approval(row)
    (listed,) = run("list")["approvals"]
    assert run()["approvals"] == [listed]
    assert (listed["id"], listed["request"], listed["pages"], listed["owner"]) == (
        one.pk,
        row.number,
        20,
        "WEST",
    )
    made = run("decide", str(one.pk), "limit", "--pages", "12")
    assert (made["state"], made["limits"]) == ("limited", {"pages": 12})
    assert run("list")["total"] == 0
    assert run("list", "--decided")["approvals"][0]["id"] == one.pk


def test_no_such_decision_no_such_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("approvals", "decide", "999", "approve", "--json")
    assert json.loads(capsys.readouterr().out)["refused"] == "sharing.no-such-decision"
    for page in ("0", "-2"):
        with pytest.raises(CommandError):
            run("list", "--page", page)


def test_a_refusal_without_words_is_refused_in_a_sentence() -> None:
    one = rows.approval(rows.ask(rows.desk()))
    with pytest.raises(SystemExit):
        run("decide", str(one.pk), "refuse")
    one.refresh_from_db()
    assert one.state == "asked"
