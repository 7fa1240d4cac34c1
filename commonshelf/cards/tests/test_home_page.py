"""Who is signed in need not say which library is theirs: their card does; what they pick goes before."""

from __future__ import annotations

import pytest
from django.test import Client

from commonshelf.cards.models import Reader
from commonshelf.cards.testing import an_actor, readers, the_user
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.members.testing import user

pytestmark = pytest.mark.django_db
ASKS = "Choose your library"


@pytest.fixture
def student():
    return readers().student


def page(person=None, **cookies: str) -> str:
    client = Client(headers={"accept-language": "en"})
    if person:
        client.force_login(person)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get("/search?q=x").content.decode()


def test_a_reader_is_at_home_unless_they_say_otherwise(student):
    assert "Your library: East Library" in page(the_user(student))
    assert ASKS not in page(the_user(student))
    assert "Your library: West Library" in page(the_user(student), here="WEST/main")


def test_a_visitor_and_who_has_no_card_are_asked(student):
    assert ASKS in page()
    assert ASKS in page(user("stranger"))


def test_where_a_device_is_stays_what_it_said(student):
    told = members.at_home(actor=an_actor(student), here=Here(place=(30.0, 106.0)))
    assert (told.library, told.place) == ("EAST", (30.0, 106.0))


def test_a_closed_registration_is_no_home(student):
    Reader.objects.filter(person__key=student.key).update(closed_at="2026-01-01T00:00Z")
    assert members.at_home(actor=an_actor(student), here=Here()) == Here()
