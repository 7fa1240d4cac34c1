"""Letters about requests: where they mean something to the reader, in their language, once each."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonshelf.cards import api as cards
from commonshelf.cards.testing import an_actor
from commonshelf.delivery import api as delivery
from commonshelf.delivery.testing import a_pdf
from commonshelf.loans.testing import Shelves, shelves
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.sharing import api, reader_letters
from commonshelf.sharing.domain.life import ACTIONS
from commonshelf.sharing.models import PatronRequest
from commonshelf.sharing.tests.test_getting import ask, of
from commonshelf.sharing.tests.test_mine import supplied

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture(autouse=True)
def server(settings):
    settings.MAIL_SERVER = mail.Server("127.0.0.1", 25, "shelf@example.cn")


@pytest.fixture
def books(db: None) -> Shelves:
    return shelves()


@pytest.fixture
def student(books: Shelves):
    """Has a mail address and reads English."""
    student = books.readers.student
    given = cards.OwnGiven(phone="", email=student.email, language="en", keeps_history=False)
    cards.set_own(actor=an_actor(student), given=given)
    return student


@pytest.fixture
def placed(books, student) -> str:
    ask(of(student), books.editions["W2"])
    return PatronRequest.objects.get().number


def told(number: str) -> list[str]:
    """Subjects, after every event of this request was heard twice."""
    for _ in range(2):
        for one in reversed(news.happenings(object=f"request:{number}", kind="sharing", rows=99)):
            if one.kind in reader_letters.KINDS:
                reader_letters.told(one)
    return [one.subject for one in reversed(mail.letters(kind="sharing"))]


def test_ready_to_fetch_is_written_once(placed):
    supplied(placed, "will-supply", "ship")
    assert told(placed) == []
    supplied(placed, "receive")
    assert told(placed) == ["Ready to fetch: 水浒传"]
    [letter] = mail.letters(kind="sharing")
    assert "lies ready for you at East Library" in letter.text
    assert f"/requests/{placed}" in letter.text


def test_what_was_fetched_meanwhile_is_no_news(placed):
    supplied(placed, "will-supply", "ship", "receive", "hand-out")
    assert told(placed) == []


def test_what_cannot_be_had_is_written_with_the_next_step(placed):
    supplied(placed, "cannot-supply", reason="NotOnShelf")
    assert told(placed) == ["Could not be had: 水浒传"]
    assert "what you can do now" in mail.letters(kind="sharing")[0].text


def test_while_the_next_library_is_asked_nothing_is_written(books, student):
    ask(of(student), books.editions["E1"])
    number = PatronRequest.objects.get().number
    assert told(number) == []


def test_the_librarys_words_are_written_of_and_ones_own_are_not(placed, student):
    api.message(actor=OPERATOR, request=placed, text="哪一版？", to="reader", library="EAST")
    of(student).post(f"/requests/{placed}", {"do": "message", "text": "都行", "key": "m"})
    assert told(placed) == ["Your library writes: 水浒传"]
    assert "哪一版" not in mail.letters(kind="sharing")[0].text


def test_how_long_and_how_often_a_copy_can_be_opened_is_written(books, student):
    number = api.place(
        actor=OPERATOR, reader=student.key, edition=books.editions["W2"], service="Copy",
        citation={"pages": "1-9"}, agreed_copyright=True,
    ).number  # fmt: skip
    scan = delivery.bring(
        actor=OPERATOR, library="WEST", about=f"sharing:{number}", title="x",
        files=[SimpleUploadedFile("a.pdf", a_pdf())],
    )  # fmt: skip
    api.act(actor=OPERATOR, request=number, action="deliver", facts={"document": scan.id}, library="WEST")
    assert told(number) == ["Your copy is here: 水浒传"]
    [letter] = mail.letters(kind="sharing")
    assert re.search(r"It can be opened 10 times, until [^;]+; then it is deleted\.", letter.text)


def test_words_between_desks_are_not_the_readers(placed):
    api.message(actor=OPERATOR, request=placed, text="在修", library="WEST")
    assert told(placed) == []


def test_in_chinese_and_without_an_address_none(books, student):
    given = cards.OwnGiven(phone="", email=student.email, language="zh-hans", keeps_history=False)
    cards.set_own(actor=an_actor(student), given=given)
    ask(of(student), books.editions["W2"])
    number = PatronRequest.objects.get().number
    supplied(number, "cannot-supply", reason="NotOnShelf")
    assert told(number) == ["没能获取：水浒传"]


def test_those_without_an_address_get_none(books):
    teacher = books.readers.teacher
    ask(of(teacher), books.editions["W2"])
    number = PatronRequest.objects.get().number
    supplied(number, "cannot-supply", reason="NotOnShelf")
    assert told(number) == []


def test_without_a_mail_server_none_is_written(placed, settings):
    settings.MAIL_SERVER = None
    supplied(placed, "cannot-supply", reason="NotOnShelf")
    assert told(placed) == []


def test_every_step_a_letter_is_about_is_one_there_is():
    elsewhere = {"message", "decided-by-rule"}
    assert {kind.partition(".")[2] for kind in reader_letters.KINDS} - elsewhere <= set(ACTIONS)
