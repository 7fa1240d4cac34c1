"""The way back in for the office's only person: at the machine itself."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from commonshelf.members import testing
from commonshelf.members.tests.doors import with_app
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db


def told(capsys, *arguments):
    call_command("factors", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_a_lost_factor_is_listed_and_removed_with_its_reason(capsys):
    testing.cast()
    with_app("office")
    listed = told(capsys, "--person", "office")["factors"]
    assert [one["kind"] for one in listed] == ["totp", "recovery_codes"]
    which = ("--person", "office", "--remove", str(listed[0]["id"]))
    with pytest.raises(SystemExit) as refused:
        call_command("factors", *which)
    assert refused.value.code == 1
    capsys.readouterr()
    assert told(capsys, *which, "--reason", "telephone lost")["factors"] == []
    event = news.happenings(kind="members.remove-factor")[0]
    assert (event.agent, event.reason) == ("cli", "telephone lost")
    call_command("factors", "--person", "office")
    assert capsys.readouterr().out.strip()
