"""The desk as its librarian meets it: one box, a sentence after each scan, and whose pages these are."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.loans import api
from commonshelf.loans.models import Fee, Loan, Thing
from commonshelf.loans.testing import card_number, lend
from commonshelf.loans.tests.test_photographs import label, saved
from commonshelf.loans.views import present
from commonshelf.members import api as members
from commonshelf.members.testing import queries, user

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()
KEYS = count()


@pytest.fixture
def desk(books):
    return Desk("librarian")


def text(answer) -> str:
    page = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


class Desk:
    """A browser at a desk: sends what its last page showed."""

    def __init__(self, name: str, library: str = "EAST", language: str = "en") -> None:
        self.client = Client(headers={"accept-language": language})
        if name:
            self.client.force_login(user(name))
        self.address = f"/loans/{library}"
        self.reader = ""

    def do(self, do: str, scan: str = "", **more) -> str:
        told = {"do": do, "scan": scan, "key": f"k{next(KEYS)}", "reader": self.reader, **more}
        answer = self.client.post(self.address, told)
        found = re.search(r'name="reader" value="(\w*)"', answer.content.decode())
        self.reader = found[1] if found else ""
        self.status, self.page = answer.status_code, answer.content.decode()
        return text(answer)

    def scan(self, scan: str, **more) -> str:
        return self.do("scan", scan, **more)


def test_a_card_then_books_then_the_next_reader(desk, books, student):
    assert "Now scan the books." in desk.scan(card_number(student))
    told = desk.scan("E1")
    assert "Lent until" in told
    assert "1 book on loan" in told
    assert Loan.objects.get().reader_id == student.id
    assert "2 books on loan" in desk.scan("E2")
    assert "Nobody is at the desk" not in desk.do("bye")
    assert desk.reader == ""
    assert "Back on its shelf." in desk.scan("E1")
    assert "Nobody had borrowed it." in desk.scan("E3")


def test_in_chinese(books, student):
    desk = Desk("librarian", language="zh-hans")
    assert "请扫描图书" in desk.scan(card_number(student))
    assert "借至" in desk.scan("E1")


def test_what_nobody_knows_is_said(desk, books):
    assert "No card and no copy has the number X404" in desk.scan("X404")
    assert desk.status == 404
    assert "ISBN" in desk.scan("9787020002207")
    assert "Scan or type" in desk.scan("  ")
    assert not Thing.objects.exists()


def test_a_wrong_check_digit_is_said_and_a_lost_card_opens_nothing(desk, student):
    number = card_number(student)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    desk.scan(wrong)
    assert (desk.status, desk.reader) == (404, "")
    cards.report_lost(actor=OPERATOR, reader=student.key, library="EAST", key="l")
    assert "reported lost" in desk.scan(number)
    assert desk.reader == ""


def test_on_loan_to_this_reader_it_can_be_renewed_or_taken_back(desk, books, student):
    loan = lend(student)
    Loan.objects.update(due_date=timezone.localdate() + timedelta(days=2))
    desk.scan(card_number(student))
    told = desk.scan("E1")
    assert "Renew it" in told
    assert "Check it in" in told
    assert "Renewed until" in desk.do("renew", loan=loan.id)
    assert "Back on its shelf." in desk.do("back", "E1")


def test_on_loan_to_another_it_is_taken_back_first(desk, books, student):
    lend(books.readers.teacher)
    desk.scan(card_number(student))
    assert "Check it in, then lend it" in desk.scan("E1")
    told = desk.do("back-and-lend", "E1")
    assert "Lent until" in told
    assert "It was taken back first." in told
    assert Loan.objects.filter(closed_at=None).get().reader_id == student.id


def test_a_refused_right_offers_an_override_only_where_there_is_one(desk, books, student):
    members.set_setting(actor=OPERATOR, library="EAST", name="cards.loans-everywhere", value=1)
    desk.scan(card_number(student))
    desk.scan("E2")
    assert "Lend it all the same" in desk.scan("E1")
    assert "Lent until" in desk.do("lend", "E1", words="Examination week")
    desk.do("back", "E1")
    desk.do("bye")
    desk.scan(card_number(books.readers.citizen))
    told = desk.scan("E1")
    assert "Nothing can be lent now." in told
    assert "Lend it all the same" not in told


def test_a_renewal_that_is_not_due_to_them_may_be_given_all_the_same(desk, books, student):
    loan = lend(student)
    Loan.objects.update(due_date=timezone.localdate(), renewals=1)
    desk.scan(card_number(student))
    told = desk.do("renew", loan=loan.id)
    assert "renewed as often as it can be" in told
    assert "Renew it all the same" in told
    assert "Lend it all the same" not in told
    assert "Renewed until" in desk.do("renew", loan=loan.id, words="Thesis")


def test_a_number_of_several_libraries_is_asked_about_and_the_answer_does_the_same(desk, books):
    for library in ("EAST", "WEST"):
        load(marc(f"{library}-77", "同号书", "某", copy("77")), library=library)
    lend(books.readers.citizen, "77", "WEST")
    desk.do("damaged", "77", words="torn")
    assert desk.status == 409
    assert 'name="owner" value="WEST"' in desk.page
    assert 'value="damaged"' in desk.page
    assert 'name="words" value="torn"' in desk.page
    assert "Send it to" in desk.do("damaged", "77", words="torn", owner="WEST")
    assert Thing.objects.get(library__symbol="WEST").condition == "torn"


def test_a_photograph_is_read_at_the_desk_and_a_large_one_refused(desk, books):
    picture = SimpleUploadedFile("label.jpg", saved(label("E1")), content_type="image/jpeg")
    assert "Back on its shelf." in desk.scan("", photo=picture)
    empty = SimpleUploadedFile("x.jpg", b"no picture", content_type="image/jpeg")
    assert "no picture the program can read" in desk.scan("", photo=empty)
    assert desk.status == 400


def test_take_back_while_a_reader_stands_there(desk, books, student):
    lend(books.readers.teacher, "E2")
    desk.scan(card_number(student))
    assert "Back on its shelf." in desk.scan("E2", way="back")
    assert not Loan.objects.filter(closed_at=None).exists()


def test_a_book_of_elsewhere_is_sent_with_a_slip(desk, books):
    told = desk.scan("W2")
    assert "Send it to West Library" in told or "Send it to" in told
    thing = Thing.objects.get()
    slip = desk.client.get(f"/loans/EAST/slip/{thing.pk}")
    assert "On its way to" in text(slip)
    assert "<svg" in slip.content.decode()
    assert desk.client.get("/loans/EAST/slips/going").status_code == 200
    assert desk.client.get("/loans/EAST/slips/ready").status_code == 404
    for stranger in ("partner", "reader", ""):
        for one in (f"slip/{thing.pk}", "slips/going", "receipt"):
            assert Desk(stranger).client.get(f"/loans/EAST/{one}").status_code == 404
    assert Desk("partner").client.get(f"/loans/WEST/slip/{thing.pk}").status_code == 200


def test_what_somebody_waits_for_is_kept_under_their_alias(desk, books, student):
    loan = lend(books.readers.teacher)
    api.hold(actor=OPERATOR, reader=student.key, edition=books.editions["E1"], library="EAST", desk="EAST")
    assert loan.open
    told = desk.scan("E1")
    if "Keep it for" not in told:  # E3 stands on the shelf and fills the hold as well
        told = desk.scan("E3")
    assert f"Keep it for {student.alias}." in told
    assert student.name.zh not in told
    slips = text(desk.client.get("/loans/EAST/slips/ready"))
    assert student.alias in slips
    assert student.name.zh not in slips
    assert "Kept here for this reader" in desk.scan(card_number(student))


def test_the_last_step_is_taken_back(desk, books, student):
    desk.scan(card_number(student))
    desk.scan("E1")
    step = re.search(r'name="step" value="(\d+)"', desk.page)[1]
    assert "Taken back: lent." in desk.do("undo", step=step, act="check-out")
    assert not Loan.objects.filter(closed_at=None).exists()


def test_lost_claimed_found_damaged_missing_mended(desk, books, student):
    loan = lend(student)
    desk.scan(card_number(student))
    assert "the reader says it came back" in desk.do("claim", loan=loan.id)
    assert "The loan goes on" in desk.do("find", loan=loan.id)
    assert "Declared lost." in desk.do("lose", loan=loan.id, amount="45.50")
    assert Fee.objects.get().amount == 4550
    assert "45.50 yuan open" in desk.do("damaged", "E2", words="wet")
    assert "Put it aside" in desk.do("damaged", "E2", words="wet")
    assert "Mended" in desk.do("mend", "E2")
    assert "missing" in desk.do("missing", "E2")
    assert "Write what is wrong" in desk.do("damaged", "E2", words=" ")


def test_money_is_taken_waived_left_and_paid_out(desk, books, student):
    loan = lend(student)
    desk.scan(card_number(student))
    desk.do("lose", loan=loan.id, amount="30")
    assert "above 0.00" in desk.do("pay", amount="much")
    assert "Still open: 20.00 yuan." in desk.do("pay", amount="10")
    fee = Fee.objects.get().pk
    assert "Write why" in desk.do("waive", fee=fee, words="")
    assert "The fee is waived." in desk.do("waive", fee=fee, words="flood")
    assert "100.00 yuan lie here now." in desk.do("deposit", amount="100")
    assert "0.00 yuan lie here now." in desk.do("deposit", amount="100", back="1")
    desk.do("back", "E1")
    assert "yuan to the reader" in desk.do("refund")
    assert list(api.problems()) == []


def test_who_left_is_served_no_more(desk, books, student, monkeypatch):
    desk.scan(card_number(student))
    monkeypatch.setattr(present, "IDLE", timedelta(0))
    assert "Nobody is known to stand at this desk" in desk.scan("E1")
    assert not Thing.objects.exists()


def test_a_page_that_shows_somebody_else_lends_nothing(desk, books, student):
    desk.scan(card_number(student))
    shown = desk.reader
    desk.scan(card_number(books.readers.teacher))
    desk.reader = shown
    desk.scan("E1")
    assert desk.status == 409
    assert not Loan.objects.exists()


def test_sent_twice_it_is_one_loan(desk, books, student):
    desk.scan(card_number(student))
    told = {"do": "scan", "scan": "E1", "key": "once", "reader": desk.reader}
    for _ in range(2):
        assert "Lent until" in text(desk.client.post(desk.address, told))
    assert Loan.objects.count() == 1


def test_htmx_gets_only_what_changes(desk, books, student):
    told = {"do": "scan", "scan": card_number(student), "key": "h", "reader": ""}
    answer = desk.client.post(desk.address, told, headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert 'id="scan-more" data-hx-swap-oob="true"' in answer.content.decode()


def test_a_reader_with_more_books_costs_no_more_questions(desk, books, student):
    teacher = books.readers.teacher
    for reader, barcode in ((student, "E1"), (teacher, "E2"), (teacher, "E3")):
        lend(reader, barcode)

    def cost(reader) -> int:
        desk.scan(card_number(reader))
        desk.client.get("/loans/EAST")
        return queries(lambda: desk.client.get("/loans/EAST"))

    assert cost(teacher) == cost(student)


def test_the_due_dates_are_printed_for_who_stands_there(desk, books, student):
    assert desk.client.get("/loans/EAST/receipt").status_code == 404
    lend(student)
    desk.scan(card_number(student))
    assert "On loan to you" in text(desk.client.get("/loans/EAST/receipt"))


def test_whose_pages_these_are(books, student):
    for name, status in (
        ("librarian", 200), ("manager", 200), ("auditor", 200), ("partner", 404), ("reader", 404),
        ("stranger", 404), ("", 404),
    ):  # fmt: skip
        desk = Desk(name)
        assert desk.client.get("/loans/EAST").status_code == status, name
        if name != "auditor":
            desk.scan(card_number(student))
            assert desk.status == status, name
    auditor = Desk("auditor")
    auditor.scan("E1")
    assert not Thing.objects.exists()
    assert Desk("librarian").client.get("/loans/desk").headers["location"] == "/loans/EAST"
    assert Desk("stranger").client.get("/loans/desk").status_code == 404


def test_an_unknown_button_or_branch_is_absent(desk, books):
    desk.do("dance")
    assert desk.status == 404
    assert desk.client.get("/loans/EAST?branch=attic").status_code == 404
    assert desk.client.get("/loans/NOWHERE").status_code == 404
