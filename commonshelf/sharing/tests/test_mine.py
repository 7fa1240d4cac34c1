"""My requests: what runs, what is new, what happened, what I can do; and nobody else's eyes on them."""

from __future__ import annotations

import pytest
from django.test import Client

from commonshelf.loans.testing import Shelves, shelves
from commonshelf.members import api as members
from commonshelf.members.testing import queries, user
from commonshelf.sharing import api
from commonshelf.sharing.models import Glance, Message, PatronRequest
from commonshelf.sharing.tests.test_getting import ask, of, text

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture
def books(db: None) -> Shelves:
    return shelves()


@pytest.fixture
def student(books: Shelves):
    return books.readers.student


@pytest.fixture
def placed(books, student) -> PatronRequest:
    ask(of(student), books.editions["W2"])
    return PatronRequest.objects.get()


def do(client: Client, number: str, doing: str, **more) -> str:
    answer = client.post(f"/requests/{number}", {"do": doing, "key": doing, **more}, follow=True)
    return text(answer) if answer.status_code == 200 else str(answer.status_code)


def supplied(number: str, *actions: str, **facts: str) -> api.RequestCard:
    """By the machine's own operator at the supplier's desk, else at the requester's."""
    for action in actions:
        at = "WEST" if action in {"will-supply", "ship", "cannot-supply", "check-in"} else "EAST"
        card = api.act(actor=OPERATOR, request=number, action=action, facts=facts, library=at)
    return card


def test_what_stands_now_and_what_comes_next_is_said(placed, student):
    page = text(of(student).get(f"/requests/{placed.number}"))
    assert "West" in page
    assert "has been asked" in page
    assert "Next: West Library answers" in page
    assert "You asked for it" in page


def test_nothing_yet(books, student):
    assert "You wait for nothing." in text(of(student).get("/requests"))
    assert "您" in text(of(student, "zh-hans").get("/requests"))


def test_what_happened_since_is_marked_as_new_until_it_is_looked_at(placed, student):
    client = of(student)
    client.get(f"/requests/{placed.number}")
    assert "New:" not in text(client.get("/requests"))
    supplied(placed.number, "will-supply")
    assert "New:" in text(client.get("/requests"))
    assert "水浒传" in text(client.get("/card"))
    client.get(f"/requests/{placed.number}")
    assert "New:" not in text(client.get("/requests"))
    assert Glance.objects.count() == 1


def test_one_tap_cancels(placed, student):
    client = of(student)
    assert "It is cancelled" in do(client, placed.number, "cancel", version=placed.version)
    placed.refresh_from_db()
    assert placed.state == "cancelled"
    assert "You cancelled it" in text(client.get(f"/requests/{placed.number}"))


def test_once_it_is_made_ready_the_supplier_has_to_stop_it(placed, student):
    supplied(placed.number, "will-supply")
    assert "still has to stop it" in do(of(student), placed.number, "cancel")


def test_a_stale_page_says_what_it_is_now(placed, student):
    supplied(placed.number, "will-supply")
    told = do(of(student), placed.number, "cancel", version=placed.version)
    placed.refresh_from_db()
    assert placed.state == "will-supply"
    assert told != "404"


def test_words_go_to_the_library_and_come_back(placed, student):
    client = of(student)
    assert "Your library has your message" in do(client, placed.number, "message", text="不急")
    assert Message.objects.get().text == "不急"
    told = do(client, placed.number, "message", text="  ")
    assert Message.objects.count() == 1
    assert told != "404"


def test_the_road_to_the_readers_hands_and_home(placed, student):
    client, at = of(student), f"/requests/{placed.number}"
    supplied(placed.number, "will-supply", "ship")
    assert "on its way to East" in text(client.get(at))
    supplied(placed.number, "receive")
    assert "lies ready for you at East" in text(client.get(at))
    supplied(placed.number, "hand-out")
    assert "You have it until" in text(client.get(at))
    supplied(placed.number, "give-back", "ship-back", "check-in")
    page = text(client.get(at))
    assert "All is done" in page
    assert "Did this help?" in page
    assert "Thank you" in do(client, placed.number, "helped", yes="1")
    placed.refresh_from_db()
    assert placed.helped is True
    assert "Did this help?" not in text(client.get(at))


def test_what_cannot_be_had_names_the_next_step(placed, student):
    supplied(placed.number, "cannot-supply", reason="NotOnShelf", note="secret of the desk")
    page = text(of(student).get(f"/requests/{placed.number}"))
    assert "West Library cannot supply it : it was not in its place" in page
    assert "secret" not in page
    placed.refresh_from_db()
    assert placed.state == "unfilled"
    assert "What you can do now" in page


def test_the_readers_page_names_libraries_and_not_their_people(placed, student):
    desk = Client()
    desk.force_login(user("partner"))
    api.act(
        actor=members.actor_for(user=user("partner"), agent=members.operator().agent),
        request=placed.number,
        action="will-supply",
        facts={},
        library="WEST",
    )
    page = text(of(student).get(f"/requests/{placed.number}"))
    assert "West Library said yes" in page
    assert "Partner" not in page


def test_nobody_else_sees_or_touches_it(placed, books):
    at = f"/requests/{placed.number}"
    absent = of(books.readers.teacher).get("/requests/Q000000000")
    for client in (of(books.readers.teacher), of(books.readers.citizen)):
        assert client.get(at).status_code == 404
        assert client.get(at).content == client.get("/requests/Q000000000").content
        assert client.post(at, {"do": "cancel", "key": "c"}).status_code == 404
        assert "水浒传" not in text(client.get("/requests"))
    assert absent.status_code == 404
    for name in ("partner", "stranger", "librarian", "office"):
        client = Client()
        client.force_login(user(name))
        assert client.get(at).status_code == 404
    assert Client().get(at).status_code == 302
    placed.refresh_from_db()
    assert placed.state == "asked"


def test_more_requests_ask_no_more_questions(placed, books, student):
    client = of(student)
    client.get("/requests")
    one = queries(lambda: client.get("/requests"))
    for title in ("甲", "乙", "丙"):
        client.post("/get", {"kind": "Book", "title": title, "at": "EAST/main", "key": title})
    assert PatronRequest.objects.count() == 4
    assert queries(lambda: client.get("/requests")) == one


def test_an_unknown_button_is_none(placed, student):
    assert do(of(student), placed.number, "dance") == "404"
