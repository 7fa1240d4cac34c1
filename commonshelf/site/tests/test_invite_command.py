"""The command `invite`: what it prints, what it refuses, and that its link works."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members import testing

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def libraries():
    testing.two_libraries()


def test_it_prints_the_link_that_lets_somebody_in(client):
    answer = json.loads(run("--library=EAST", "--role=manager", "--email=li@example.cn", "--language=zh",
                            "--first=2026-12-01", "--last=2099-06-30", "--json"))  # fmt: skip
    assert answer.keys() == {"invitation", "kind", "library", "role", "email", "expires_at", "link"}
    secret = answer["link"].rpartition("/")[2].partition("?")[0]
    card = members.invitation(secret=secret)
    assert (card.library, card.role, str(card.last_date)) == ("EAST", "manager", "2099-06-30")
    assert mail.letters()[0].to == "li@example.cn"
    assert client.get(f"/invitation/{secret}").status_code == 200


def test_on_paper_it_says_so():
    assert "outbox" in run("--role=office")
    assert "?invitation=" in run("--apply", "--name-en=Third Library")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--library=EAST", "--role=queen"], "members.bad-role"),
        (["--library=NOWHERE", "--role=reader"], "absent"),
        (["--library=EAST", "--role=reader", "--email=x"], "mail.bad-address"),
        (["--library=EAST", "--role=reader", "--days=0"], "members.invitation-days"),
    ],
)
def test_what_is_refused_is_one_object_and_exit_one(arguments, code):
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("invite", *arguments, "--json", stdout=out, stderr=err)
    assert ended.value.code == 1
    assert json.loads(out.getvalue())["refused"] == code
    assert mail.letters() == []


def test_neither_role_nor_library_is_misuse():
    with pytest.raises(CommandError) as ended:
        run("--library=EAST")
    assert ended.value.returncode == 2
