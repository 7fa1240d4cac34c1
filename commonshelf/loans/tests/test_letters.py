"""Letters to readers: once each, in their language, and only where they are wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards.testing import an_actor, the_user
from commonshelf.loans import api, letters
from commonshelf.loans.models import Loan
from commonshelf.loans.testing import lend
from commonshelf.loans.tests.test_desk_pages import Desk, text
from commonshelf.mail import api as mail
from commonshelf.mail.letters import forget
from commonshelf.members import api as members

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture(autouse=True)
def server(settings):
    settings.MAIL_SERVER = mail.Server("127.0.0.1", 25, "shelf@example.cn")


@pytest.fixture
def student(books):
    """Has a mail address and reads English; the teacher has no address."""
    student = books.readers.student
    given = cards.OwnGiven(phone="", email=student.email, language="en", keeps_history=False)
    cards.set_own(actor=an_actor(student), given=given)
    return student


def turned(days: int = 0) -> list[str]:
    """Subjects of the letters there are, after the morning so many days from now."""
    letters.nightly(timezone.now() + timedelta(days=days))
    return subjects()


def subjects() -> list[str]:
    return [one.subject for one in reversed(mail.letters(kind="loans"))]


def due_in(days: int) -> None:
    Loan.objects.update(due_date=timezone.localdate() + timedelta(days=days))


def test_due_soon_is_written_once_and_again_after_renewing(books, student):
    lend(student, "E1")
    lend(student, "E2")
    assert turned() == []
    due_in(3)
    assert turned() == ["2 books are due soon"]
    assert turned(1) == ["2 books are due soon"]
    [letter] = mail.letters(kind="loans")
    assert "“红楼梦”" in letter.text
    assert "/loans" in letter.text
    assert (letter.to, letter.language, letter.library) == ("zhou@example.org", "en", "EAST")
    loan = Loan.objects.order_by("pk")[0]
    api.renew(actor=OPERATOR, loan=loan.pk, library="EAST")
    Loan.objects.filter(pk=loan.pk).update(due_date=timezone.localdate() + timedelta(days=2))
    assert turned() == ["2 books are due soon", "1 book is due soon"]


def test_who_said_no_language_reads_the_librarys(books):
    lend(books.readers.student)
    due_in(1)
    assert turned() == ["1 册图书快到期"]


def test_late_is_written_the_day_after_and_after_two_weeks(books, student):
    lend(student)
    due_in(0)
    turned()
    assert turned(1)[1:] == ["1 book is late"]
    assert len(turned(1)) == 2
    assert len(turned(8)) == 2
    assert turned(14)[2:] == ["1 book is late"]
    assert len(turned(40)) == 3


def test_a_library_may_write_none(books, student):
    for name, value in (("loans.remind-days", 0), ("loans.late-letters", False)):
        members.set_setting(actor=OPERATOR, library="EAST", name=name, value=value)
    lend(student)
    due_in(2)
    assert turned() == []
    assert turned(5) == []


def test_readers_switch_off_what_reminds_them_and_hear_of_what_is_late(books, student):
    client = Client()
    client.force_login(the_user(student))
    client.post("/card/particulars", {"email": student.email, "language": "en", "key": "p"})
    lend(student)
    due_in(1)
    assert turned() == []
    assert turned(2) == ["1 book is late"]


def test_what_came_back_or_is_claimed_is_not_written_about(books, student):
    lend(student, "E1")
    claimed = lend(student, "E2")
    due_in(-2)
    api.check_in(actor=OPERATOR, library="EAST", barcode="E1")
    api.claim_returned(actor=OPERATOR, loan=claimed.id, library="EAST")
    assert turned() == []


def test_who_gave_no_address_gets_none_and_is_not_tried_again(books):
    lend(books.readers.teacher)
    due_in(1)
    assert turned() == []
    assert Loan.objects.get().reminded_at is not None


def test_ready_to_fetch_is_written_once(books, student):
    api.hold(actor=OPERATOR, reader=student.key, edition=books.editions["E2"], library="EAST", desk="EAST")
    letters.ready(timezone.now())
    assert subjects() == []
    api.check_in(actor=OPERATOR, library="EAST", barcode="E2")
    for _ in range(2):
        letters.ready(timezone.now())
    assert subjects() == ["A book is ready for you to fetch"]
    assert "Bring your card" in mail.letters(kind="loans")[0].text


def test_nobody_reads_them_in_an_outbox_and_they_are_soon_forgotten(books, student):
    lend(student)
    due_in(1)
    turned()
    [letter] = mail.letters(kind="loans")
    assert mail.letters() == []
    for name in ("manager", "office"):
        assert Desk(name).client.get(f"/outbox/{letter.id}").status_code == 404
        assert "example.org" not in text(Desk(name).client.get("/outbox"))
    forget(timezone.now() + timedelta(days=6))
    assert mail.letters(kind="loans")
    forget(timezone.now() + timedelta(days=8))
    assert mail.letters(kind="loans") == []


def test_without_a_mail_server_nothing_is_marked_as_written(books, student, settings):
    settings.MAIL_SERVER = None
    lend(student)
    due_in(1)
    assert turned() == []
    assert Loan.objects.get().reminded_at is None
