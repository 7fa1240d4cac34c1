"""A reader's own loans, and having a book kept from its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards.testing import an_actor, the_user
from commonshelf.loans import api
from commonshelf.loans.models import Hold, Loan
from commonshelf.loans.testing import card_number, lend
from commonshelf.loans.tests.test_desk_pages import Desk, text
from commonshelf.members import api as members
from commonshelf.members.testing import queries, user

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


def of(reader, language="en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(the_user(reader))
    return client


def do(client, do: str, **more) -> str:
    answer = client.post("/loans", {"do": do, "key": "k", **more}, follow=True)
    return text(answer) if answer.status_code == 200 else str(answer.status_code)


def test_what_a_reader_has_is_said_with_its_days(books, student):
    lend(student, "E1")
    told = text(of(student).get("/loans"))
    assert "红楼梦" in told
    assert "in 30 days" in told
    Loan.objects.update(due_date=timezone.localdate())
    assert "It is due today." in text(of(student).get("/loans"))
    Loan.objects.update(due_date=timezone.localdate() - timedelta(days=2))
    assert "It was due" in text(of(student).get("/loans"))


def test_in_chinese_with_nothing(books, student):
    told = text(of(student, "zh-hans").get("/loans"))
    assert "您没有在借的书" in told
    assert "没有未结" in told


def test_one_or_all_are_renewed_and_what_cannot_be_keeps_none_back(books, student):
    loans = [lend(student, barcode) for barcode in ("E1", "E2")]
    client = of(student)
    assert "later than it is now" in do(client, "renew", loan=loans[0].id)
    Loan.objects.update(due_date=timezone.localdate() + timedelta(days=1))
    assert "is renewed until" in do(client, "renew", loan=loans[0].id, key="k2")
    assert "1 renewed." in do(client, "renew-all", key="k3")
    assert set(Loan.objects.values_list("renewals", flat=True)) == {1}


def test_more_loans_ask_no_more_questions(books, student):
    lend(student, "E1")
    client = of(student)
    client.get("/loans")
    one = queries(lambda: client.get("/loans"))
    for barcode in ("E2", "E3"):
        lend(student, barcode)
    assert queries(lambda: client.get("/loans")) == one


def test_claimed_and_found_again(books, student):
    loan = lend(student)
    client = of(student)
    assert "searches its shelves" in do(client, "claim", loan=loan.id)
    assert "It is due" in do(client, "find", loan=loan.id, key="k2")


def test_nobody_touches_what_is_another_readers(books, student):
    loan = lend(student)
    other = of(books.readers.teacher)
    for act in ("renew", "claim", "find"):
        assert do(other, act, loan=loan.id) == "404"
    assert do(other, "dance") == "404"
    assert "红楼梦" not in text(other.get("/loans"))
    assert Client().get("/loans").status_code == 302


def test_an_account_without_a_card_is_told_how_to_get_one(books):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user("librarian"))
    assert "No card is tied" in text(client.get("/loans"))
    assert client.post("/loans", {"do": "renew-all"}).status_code == 404


def test_fees_with_the_lines_of_the_account(books, student):
    loan = lend(student)
    api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST", fee=3000)
    api.pay(actor=OPERATOR, library="EAST", reader=student.key, amount=1000)
    told = text(of(student).get("/loans"))
    assert "Fees: 20.00 yuan open" in told
    assert "−30.00" in told
    assert "paid 10.00" in told


def test_history_only_where_it_is_kept(books, student):
    lend(student)
    api.check_in(actor=OPERATOR, library="EAST", barcode="E1")
    client = of(student)
    assert "It is not kept for you" in text(client.get("/loans"))
    assert "红楼梦" not in text(client.get("/loans"))
    given = cards.OwnGiven(phone="", email="", language="", keeps_history=True)
    cards.set_own(actor=an_actor(student), given=given)
    assert "红楼梦" in text(client.get("/loans"))


def test_below_my_card(books, student):
    lend(student)
    api.hold(actor=OPERATOR, reader=student.key, edition=books.editions["E2"], library="EAST", desk="EAST")
    api.check_in(actor=OPERATOR, library="EAST", barcode="E2")
    told = text(of(student).get("/card"))
    assert "1 book on loan" in told
    assert "is ready for you at East" in told or "is ready for you at" in told


def test_a_book_waited_for_is_named_on_its_page_and_given_up(books, student):
    edition = books.editions["E2"]
    client = of(student)
    assert "You wait for this book." not in text(client.get(f"/edition/{edition}"))
    hold = api.hold(actor=an_actor(student), reader=student.key, edition=edition, library="EAST")
    assert "You wait for this book." in text(client.get(f"/edition/{edition}"))
    assert "You are next" in text(client.get("/loans"))
    assert "You no longer wait" in do(client, "withdraw", hold=hold.id)
    lend(student, "E2")
    assert "You have this book on loan." in text(client.get(f"/edition/{edition}"))


def test_nobody_but_a_desk_has_it_kept_by_this_address(books, student):
    edition = books.editions["E2"]
    for client in (of(student), Client()):
        assert client.post(f"/loans/hold/{edition}", {"to": "EAST/main", "key": "h"}).status_code == 404
    assert not Hold.objects.exists()


def test_a_desk_has_it_kept_for_who_stands_there(books, student):
    desk = Desk("librarian")
    edition = books.editions["W2"]
    desk.scan(card_number(student))
    page = desk.client.get(f"/edition/{edition}")
    assert "is at your desk" in text(page)
    sent = {"desk": "EAST", "reader": desk.reader, "key": "h"}
    told = desk.client.post(f"/loans/hold/{edition}", sent, follow=True)
    assert "The reader waits for it now" in text(told)
    assert Hold.objects.get().reader_id == student.id
    stranger = Desk("partner").client
    assert stranger.post(f"/loans/hold/{edition}", sent).status_code == 404
