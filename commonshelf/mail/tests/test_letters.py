"""Letters as rows: written with what they tell of, withdrawn, forgotten, and never a smuggled header."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api
from commonshelf.mail.domain import letter as rules
from commonshelf.mail.domain.retry import WAITS, next_try
from commonshelf.mail.frame import forget
from commonshelf.mail.models import Letter

ABOUT = Ref("invitation", "7", "EAST")


def write(**more):
    told = {
        "to": "li.hua@example.edu.cn",
        "name": "李华",
        "language": "zh-hans",
        "subject": "请加入东馆",
        "text": "您好。\n\n请打开下面的链接。",
        "kind": "invitation",
        "about": ABOUT,
        "at": timezone.now(),
    } | more
    with transaction.atomic():
        return api.send(**told)


def sent_by(text, **more):
    """The message as another program reads it."""
    told = {
        "sender": "shelf@example.edu.cn",
        "sender_name": "书架",
        "to": "li@example.cn",
        "name": "李华",
        "language": "zh-hans",
        "subject": "题",
        "text": text,
        "ident": "abc",
        "at": timezone.now(),
    }
    raw = rules.message(rules.Outgoing(**(told | more))).as_bytes()
    return raw, message_from_bytes(raw, policy=default)


@pytest.mark.django_db(transaction=True)
def test_a_letter_belongs_to_the_transaction_of_what_it_tells_of():
    with pytest.raises(TransactionManagementError):
        api.send(to="a@b.cn", language="en", subject="s", text="t", kind="x", about=ABOUT, at=timezone.now())
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert api.letters() == []


@pytest.mark.django_db
def test_the_outbox_knows_each_state_and_the_database_agrees():
    now = timezone.now()
    ids = {
        "waiting": write(),
        "paper": write(to=""),
        "over": write(until=now - timedelta(days=1)),
        "sent": write(about=Ref("x", "1", "WEST")),
        "failed": write(about=Ref("x", "2", "WEST")),
        "withdrawn": write(about=Ref("x", "3", "WEST")),
    }
    Letter.objects.filter(pk=ids["sent"]).update(sent_at=now)
    Letter.objects.filter(pk=ids["failed"]).update(given_up_at=now, problem="mail.away")
    assert api.withdraw(about=Ref("x", "3", "WEST"), at=now) == 1
    for state, id in ids.items():
        assert api.letter(id=id).state == state
        assert [card.id for card in api.letters(state=state)] == [id]
        assert api.count(state=state) == 1
    assert {card.id for card in api.letters(libraries=["WEST"])} == {
        ids["sent"],
        ids["failed"],
        ids["withdrawn"],
    }
    assert api.letters(before_id=ids["paper"])[0].id == ids["waiting"]
    assert api.letter(id=ids["withdrawn"]).link == ""
    with pytest.raises(Absent):
        api.letter(id=10**6)


@pytest.mark.django_db
def test_only_a_failed_letter_is_tried_again():
    id = write()
    with pytest.raises(Refusal, match=r"mail.not-failed"):
        api.again(letter=id, at=timezone.now())
    Letter.objects.filter(pk=id).update(given_up_at=timezone.now(), attempts=9, problem="mail.away")
    api.again(letter=id, at=timezone.now())
    assert (api.letter(id=id).state, api.letter(id=id).attempts) == ("waiting", 0)


@pytest.mark.django_db
def test_letters_of_long_ago_are_forgotten_but_none_that_still_waits():
    now = timezone.now()
    old = now - timedelta(days=200)
    kept, gone, paper = write(at=old), write(at=old), write(at=old, to="")
    Letter.objects.filter(pk=gone).update(sent_at=old)
    fresh = write()
    forget(now)
    assert {card.id for card in api.letters()} == {kept, fresh}
    assert paper not in {card.id for card in api.letters()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        *("x", "a b@c.cn", "a@b", "a@b.cn\nBcc: d@e.cn", "a@@b.cn", "a@-b.cn", "@b.cn", "李@b.cn", "a@b..cn"),
        f"{'a' * 65}@b.cn",
    ],
)
def test_what_is_no_address_is_refused_with_its_sentence(bad):
    with pytest.raises(Refusal, match=r"mail.bad-address"):
        write(to=bad)
    assert api.letters() == []


def test_a_chinese_domain_is_written_as_servers_know_it():
    assert rules.address(" li@图书馆.cn ") == "li@xn--1jq52s681d.cn"


def test_chinese_arrives_as_it_was_written_and_the_line_bears_only_ascii():
    raw, read = sent_by("您好，李华：\n\n“测试” … 𠀀\n", subject="请加入东馆——共享书架")
    raw.decode("ascii")
    assert read["Subject"] == "请加入东馆——共享书架"
    assert read["To"].addresses[0].display_name == "李华"
    assert read["From"].addresses[0].addr_spec == "shelf@example.edu.cn"
    assert read.get_content().replace("\r\n", "\n") == "您好，李华：\n\n“测试” … 𠀀\n"
    assert read["Content-Type"].params["charset"] == "utf-8"
    assert read["Content-Language"] == "zh-Hans"
    assert read["Auto-Submitted"] == "auto-generated"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_no_text_can_smuggle_a_header(subject, name, text):
    told = {"subject": f"{subject}\r\nBcc: thief@example.cn", "name": f"{name}\nBcc: thief@example.cn"}
    raw, read = sent_by(text, sender_name=f"{name}\rX-Evil: 1", **told)
    assert sorted(read.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip
    assert [one.addr_spec for one in read["To"].addresses] == ["li@example.cn"]
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(line and (b":" in line or line[:1] in b" \t") for line in head.split(b"\r\n"))


def test_trying_again_takes_longer_each_time_and_ends():
    now = timezone.now()
    waits = [next_try(attempts=n, now=now, problem="mail.away") for n in range(1, len(WAITS) + 2)]
    assert waits[:-1] == sorted(waits[:-1])
    assert waits[-1] is None
    assert next_try(attempts=1, now=now, problem="mail.refused-address") is None
