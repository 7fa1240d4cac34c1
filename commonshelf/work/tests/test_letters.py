"""Letters about offered work: to whom, in which language, when none is written, and that each goes once."""

from __future__ import annotations

import pytest
import time_machine

from commonshelf.kernel.actor import Role
from commonshelf.mail import api as mail
from commonshelf.mail.cards import Server
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.news import api as news
from commonshelf.work import api
from commonshelf.work.api import Address
from commonshelf.work.tests.conftest import NOW, signed_in


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def changed(person, **particulars):
    for name, value in particulars.items():
        setattr(person, name, value)
    person.save()


@pytest.fixture(autouse=True)
def _server(settings):
    settings.MAIL_SERVER = Server("127.0.0.1", 25, "shelf@example.cn")
    settings.SITE_ADDRESS = "https://shelf.example.cn/"


@pytest.fixture
def cast(cast):
    for name in ("manager", "cataloguer", "librarian", "partner"):
        changed(testing.user(name), email=f"{name}@example.cn", language="en")
    return cast


def ask(cast, to, who="manager"):
    return api.ask(actor=getattr(cast, who), title="搬书架", asking="EAST", to=to, at=NOW)


def told(again=1):
    for _time in range(again):
        while news.work_once(now=NOW, include={"work.letters"}, turns=False):
            pass
    return sorted((one.to, one.language) for one in mail.letters(kind="work"))


def test_whom_it_is_offered_by_name_is_written_to_once_in_their_language(cast):
    changed(testing.user("librarian"), language="zh-hans")
    made = ask(cast, Address("EAST", cast.librarian.key))
    assert told(again=2) == [("librarian@example.cn", "zh-hans")]
    [letter] = mail.letters(kind="work")
    assert letter.link == f"https://shelf.example.cn/desk/items/{made.id}"
    assert letter.link in letter.text
    assert "请您办理" in letter.subject
    assert letter.library == "EAST"


def test_a_role_is_written_to_but_nobody_else(cast):
    testing.someone("second", (Role.LIBRARIAN, "EAST"))
    changed(testing.user("second"), email="second@example.cn", language="en")
    ask(cast, Address("EAST", "", Role.LIBRARIAN))
    assert told() == [("librarian@example.cn", "en"), ("second@example.cn", "en")]


def test_handed_on_the_next_one_is_written_to(cast):
    made = ask(cast, Address("EAST", cast.librarian.key))
    card = api.accept(actor=cast.librarian, item=made.id, version=1, at=NOW)
    assert told() == []  # taken before the letter was written
    to = Address("WEST", cast.partner.key)
    api.hand_on(actor=cast.librarian, item=made.id, version=card.version, to=to, note="接着办", at=NOW)
    assert told() == [("partner@example.cn", "en")]


def test_none_is_written_to_oneself_to_who_wants_none_or_without_a_server(cast, settings):
    ask(cast, Address("EAST", cast.manager.key))
    members.set_profile(actor=cast.librarian, name_zh="李", email="librarian@example.cn", work_letters=False)
    ask(cast, Address("EAST", cast.librarian.key))
    changed(testing.user("cataloguer"), email="")
    ask(cast, Address("EAST", cast.cataloguer.key))
    assert told() == []
    settings.MAIL_SERVER = None
    ask(cast, Address("WEST", cast.partner.key))
    assert told() == []


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Write to me when work is offered"), ("zh-hans", "有事交给我时写信告诉我")]
)
def test_one_switches_them_off_in_ones_account(cast, language, said):
    client = signed_in("librarian")
    assert said in client.get("/me", headers={"accept-language": language}).text
    sent = {"name_zh": "李", "email": "librarian@example.cn"}
    assert client.post("/me", {**sent, "key": "a"}).status_code == 302
    ask(cast, Address("EAST", cast.librarian.key))
    assert told() == []
    assert client.post("/me", {**sent, "work_letters": "on", "key": "b"}).status_code == 302
    ask(cast, Address("EAST", cast.librarian.key))
    assert told() == [("librarian@example.cn", "en")]
    assert said not in signed_in("reader").get("/me", headers={"accept-language": language}).text
