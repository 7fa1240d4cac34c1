"""`libraries` and `members`: the life of a membership from the command line."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from commonshelf.members.testing import two_libraries

pytestmark = pytest.mark.django_db


def said(*words: str) -> tuple[int, object, str]:
    """Exit status, the JSON answer, and what was said beside it."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(*words, "--json", stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, json.loads(out.getvalue()), err.getvalue()


def members(*words: str) -> tuple[int, dict[str, object], str]:
    status, told, err = said("members", *words)
    assert isinstance(told, dict)
    return status, told, err


def test_libraries_as_one_array():
    two_libraries()
    assert said("libraries")[1] == [
        {
            "symbol": "EAST",
            "name": {"zh": "东馆", "en": "East Library"},
            "kind": "vocational",
            "status": "active",
            "branches": ["main"],
        },
        {
            "symbol": "WEST",
            "name": {"zh": "西馆", "en": "West Library"},
            "kind": "public",
            "status": "active",
            "branches": ["main"],
        },
    ]
    assert said("libraries", "--status", "left")[1] == []


def test_a_whole_life():
    two_libraries()
    form = ("--name-en", "South", "--contact", "Li", "--email", "li@south.example")
    assert members("apply", "SOUTH", *form)[1]["status"] == "applied"
    assert members("admit", "SOUTH")[1]["status"] == "trial"
    assert members("suspend", "SOUTH", "--reason", "unpaid")[1]["status"] == "suspended"
    assert members("resume", "SOUTH")[1]["status"] == "trial"
    assert members("notice", "SOUTH", "--on", "2099-01-01")[1]["active_to"] == "2099-01-01"
    assert members("withdraw-notice", "SOUTH")[1]["active_to"] is None
    status, told, _ = members("leave", "SOUTH", "--reason", "too far")
    assert (status, told["status"], told["handed_over"]) == (0, "left", 0)
    assert str(told["parcel"]).endswith(".zip")
    out = io.StringIO()
    call_command("libraries", stdout=out)
    assert [line.split()[:2] for line in out.getvalue().splitlines()] == [
        ["EAST", "active"],
        ["SOUTH", "left"],
        ["WEST", "active"],
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("admit", "EAST"), "members.membership-step"),
        (("suspend", "EAST"), "members.no-reason"),
        (("leave", "EAST", "--reason", "x", "--to-library", "EAST"), "members.bad-heir"),
        (("apply", "east", "--name-en", "x", "--contact", "x", "--phone", "1"), "members.symbol-taken"),
        (("apply", "SOUTH", "--invitation", "guessed"), "members.invitation-unknown"),
        (("suspend", "NOBODY", "--reason", "x"), "absent"),
    ],
)
def test_a_refusal_has_a_sentence_and_a_code(words, code):
    two_libraries()
    status, told, err = members(*words)
    assert (status, told["refused"]) == (1, code)
    assert err.strip() == told["sentence"]
