"""The page by which a library without any account applies."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from commonshelf.members import api
from commonshelf.members.models import Library
from commonshelf.members.testing import cast, user

pytestmark = pytest.mark.django_db
FORM = {
    "library-symbol": "SOUTH",
    "library-name_zh": "南馆",
    "library-kind": "vocational",
    "library-contact": "李老师",
    "library-email": "li@south.example",
    "key": "a-key-of-one-use",
}


@pytest.fixture
def link() -> str:
    """The secret of an invitation, as its letter tells it."""
    made = api.invite(actor=cast().office, kind="library", email="li@south.example", name_zh="李老师")
    return parse_qs(urlsplit(made.link).query)["invitation"][0]


def test_a_visitor_applies_with_the_letter_alone(client, link):
    page = client.get(f"/apply?invitation={link}&lang=en")
    assert page.status_code == 200
    told = page.content.decode()
    assert 'value="李老师"' in told
    assert 'value="li@south.example"' in told
    sent = client.post("/apply", {**FORM, "invitation": link})
    assert (sent.status_code, sent["Location"]) == (302, "/apply/sent")
    assert client.get("/apply/sent").status_code == 200
    assert Library.objects.get(symbol="SOUTH").status == "applied"
    assert client.get("/library/SOUTH").status_code == 404


def test_a_form_sent_twice_is_one_application_and_a_letter_is_used_once(client, link):
    client.post("/apply", {**FORM, "invitation": link})
    again = client.post("/apply?lang=en", {**FORM, "key": "another", "invitation": link})
    assert again.status_code == 410
    assert "has been used" in again.content.decode()
    assert Library.objects.get(symbol="SOUTH").applications.count() == 1


@pytest.mark.parametrize("secret", ["", "guessed"])
def test_without_a_letter_there_is_no_page(client, link, secret):
    assert client.get(f"/apply?invitation={secret}").status_code == 404
    assert client.post("/apply", {**FORM, "invitation": secret}).status_code == 404
    assert not Library.objects.filter(symbol="SOUTH").exists()


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, link):
    wrong = {**FORM, "invitation": link, "library-symbol": "EAST", "library-words": "八万册"}
    page = client.post("/apply?lang=en", wrong)
    told = page.content.decode()
    assert page.status_code == 400
    assert "is already here" in told
    assert "八万册" in told
    page = client.post("/apply?lang=en", {**FORM, "invitation": link, "library-email": ""})
    assert "so that you can be answered" in page.content.decode()
    assert client.post("/apply", {**FORM, "invitation": link}).status_code == 302


def test_the_office_writes_one_down_without_a_letter(client):
    cast()
    client.force_login(user("manager"))
    assert client.get("/apply").status_code == 404
    client.force_login(user("office"))
    assert client.get("/apply").status_code == 200
    sent = client.post("/apply", FORM)
    assert (sent.status_code, sent["Location"]) == (302, "/office/members/SOUTH")


def test_the_secret_goes_no_further(client, link):
    """Not to other houses; to this one it must, or the browser sends the form as if from nowhere."""
    page = client.get(f"/apply?invitation={link}")
    assert page["Referrer-Policy"] == "same-origin"
    assert 'name="referrer"' not in page.content.decode()
