"""My card: shown at gates, honest when it does not hold, switched off when lost."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.cards import api, testing
from commonshelf.cards.models import Reader
from commonshelf.members.testing import queries, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(db):
    return testing.readers()


def signed_in(who, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(who)
    return client


def text(answer):
    page = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_the_card_with_its_number_and_both_codes(readers):
    page = signed_in(testing.the_user(readers.citizen)).get("/card")
    number = readers.citizen.card.number
    assert " ".join(re.findall(".{1,4}", number)) in text(page)
    assert page.content.decode().count("<svg") == 2
    assert "no-store" in page.headers["cache-control"]


def test_a_visitor_signs_in_first_and_staff_without_a_card_learn_where_to_get_one(readers):
    assert Client().get("/card").status_code == 302
    assert "No card is tied to this account." in text(signed_in(user("librarian")).get("/card"))


def test_a_lost_card_is_switched_off_at_once_and_once(readers):
    client = signed_in(testing.the_user(readers.student))
    answer = client.post("/card", {"do": "lost", "key": "one"}, follow=True)
    assert "You have no card in use." in text(answer)
    assert "<svg" not in answer.content.decode()
    lost = api.find_reader(number=readers.student.card.number)
    assert lost.card.state == "lost"
    told = api.right(reader=None, number=lost.card.number, library="EAST", service="enter", at=timezone.now())
    assert (told.allowed, told.reason) == (False, "card-lost")


def test_nobody_without_a_card_reports_one_lost(readers):
    assert signed_in(user("librarian")).post("/card", {"do": "lost", "key": "1"}).status_code == 404
    assert signed_in(testing.the_user(readers.student)).post("/card", {"do": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("days", "said"), [(0, "has not held since"), (7, "Your registration holds until"), (90, "")]
)
def test_what_ends_is_said_before_and_after(readers, days, said):
    Reader.objects.filter(pk=readers.citizen.id).update(active_to=timezone.localdate() + timedelta(days=days))
    told = text(signed_in(testing.the_user(readers.citizen)).get("/card"))
    assert said in told
    assert ("Your registration" in told) == bool(said)


def test_a_block_is_said_with_who_and_why(readers):
    api.block(
        actor=readers.cast.partner,
        reader=readers.citizen.key,
        library="WEST",
        reason="conduct",
        words="Please see the desk on the second floor.",
        key="b",
    )
    told = text(signed_in(testing.the_user(readers.citizen)).get("/card"))
    assert "West Library: the house rules were broken Please see the desk on the second floor." in told


def test_in_chinese_and_as_cheap_for_a_reader_with_much(readers):
    client = signed_in(testing.the_user(readers.citizen), "zh-hans")
    assert "在任一成员馆的闸机或服务台出示" in text(client.get("/card"))
    few = queries(lambda: client.get("/card"))
    for n in range(5):
        api.block(
            actor=readers.cast.partner,
            reader=readers.citizen.key,
            library="WEST",
            reason="other",
            key=f"b{n}",
        )
    assert queries(lambda: client.get("/card")) == few


def test_from_the_card_leads_a_way_to_all_that_is_done_with_it(readers):
    page = signed_in(testing.the_user(readers.citizen)).get("/card").content.decode()
    for address in ("/rights", "/card/shares", "/card/particulars", "/card/close"):
        assert f'href="{address}"' in page
