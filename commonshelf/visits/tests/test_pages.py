"""The gate and the counts as people meet them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from commonshelf.members.testing import queries, user
from commonshelf.visits.models import Visit

pytestmark = pytest.mark.django_db


def signed_in(name: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    if name:
        client.force_login(user(name))
    return client


def text(answer) -> str:
    page = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def card(reader, **more):
    return {"do": "card", "branch": "main", "key": "one", "number": reader.card.number, **more}


def test_a_card_is_read_and_a_word_of_welcome_said(readers):
    answer = signed_in("librarian").post("/visits/EAST", card(readers.citizen))
    assert (answer.status_code, "Welcome." in text(answer)) == (200, True)
    assert "1 came in today at Main building" in text(answer)
    assert 'value=""' not in re.search(r"<input[^>]*name=.number.[^>]*>", answer.content.decode())[0]
    assert readers.citizen.card.number not in answer.content.decode()


def test_in_chinese(readers):
    answer = signed_in("librarian", "zh-hans").post("/visits/EAST", card(readers.citizen))
    assert "欢迎。" in text(answer)
    assert "1 人今天来过主楼" in text(answer)


def test_the_gate_asks_only_for_the_part_that_changes(readers):
    client = signed_in("librarian")
    answer = client.post("/visits/EAST?wide=1", card(readers.citizen), headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Welcome." in text(answer)
    assert Visit.objects.get().way == "gate"


def test_a_number_nobody_has_is_said_and_the_box_is_free_for_the_next_card(readers):
    answer = signed_in("librarian").post("/visits/EAST", card(readers.citizen, number="30000-typo"))
    assert answer.status_code == 404
    assert "has the number 30000" in text(answer)
    assert "value=" not in re.search(r"<input[^>]*name=.number.[^>]*>", answer.content.decode())[0]
    assert not Visit.objects.exists()
    empty = signed_in("librarian").post("/visits/EAST", card(readers.citizen, number=""))
    assert "Fill in: " in text(empty)


def test_a_class_is_counted_and_taken_back(readers):
    client = signed_in("librarian")
    class_ = {"do": "people", "branch": "main", "key": "two", "people": "31", "group_kind": "student"}
    assert "31 people counted." in text(client.post("/visits/EAST", class_))
    back = {"do": "take-back", "branch": "main", "key": "three"}
    assert "Taken back: 31 people." in text(client.post("/visits/EAST", back))
    assert "there is nothing to take back" in text(client.post("/visits/EAST", {**back, "key": "four"}))


def test_half_a_number_is_said_beside_its_field(readers):
    class_ = {"do": "people", "branch": "main", "key": "two", "people": "many", "group_kind": ""}
    answer = signed_in("librarian").post("/visits/EAST", class_)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()


def test_whose_pages_these_are(readers):
    for name, gate, counts in (
        ("librarian", 200, 200),
        ("manager", 200, 200),
        ("office", 200, 200),
        ("auditor", 404, 200),
        ("partner", 404, 404),
        ("reader", 404, 404),
        ("stranger", 404, 404),
        ("", 404, 404),
    ):
        client = signed_in(name)
        assert client.get("/visits/EAST").status_code == gate, name
        assert client.get("/visits/EAST/counts").status_code == counts, name
        assert client.post("/visits/EAST", card(readers.citizen)).status_code == gate, name
    assert signed_in("librarian").get("/visits").headers["location"] == "/visits/EAST"
    assert signed_in("stranger").get("/visits").status_code == 404


def test_an_unknown_deed_or_door_is_absent(readers):
    client = signed_in("librarian")
    assert client.post("/visits/EAST", {"do": "dance", "branch": "main"}).status_code == 404
    assert client.post("/visits/EAST", {"branch": "main"}).status_code == 404
    assert client.get("/visits/EAST?branch=attic").status_code == 404
    assert client.get("/visits/NOWHERE").status_code == 404


def test_counts_as_a_page_and_as_a_table(readers):
    client = signed_in("librarian")
    client.post("/visits/EAST", {"do": "people", "branch": "main", "key": "1", "people": "20"})
    for n in range(2):
        client.post("/visits/EAST", card([readers.citizen, readers.student][n], key=f"c{n}"))
    told = text(client.get("/visits/EAST/counts"))
    assert "22 people came, 2 with a card." in told
    assert "fewer than 5" in told
    table = client.get("/visits/EAST/counts?as=csv").content.decode("utf-8-sig")
    assert "home library,West Library,<5" in table
    wrong = client.get("/visits/EAST/counts?first_date=2026-05-02&end_date=2026-05-01")
    assert (wrong.status_code, "before the first" in text(wrong)) == (400, True)


def test_the_page_of_counts_asks_as_much_of_many_as_of_few(readers):
    client = signed_in("librarian")
    client.post("/visits/EAST", {"do": "people", "branch": "main", "key": "1", "people": "20"})
    few = queries(lambda: client.get("/visits/EAST/counts"))
    for n in range(10):
        client.post("/visits/EAST", {"do": "people", "branch": "main", "key": f"k{n}", "people": "20"})
    assert queries(lambda: client.get("/visits/EAST/counts")) == few
