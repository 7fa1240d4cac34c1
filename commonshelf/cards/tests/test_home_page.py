"""Who is signed in need not say which library is theirs: their card does; what they pick goes before."""

from __future__ import annotations

import pytest
from django.test import Client

from commonshelf.cards.models import Reader
from commonshelf.cards.testing import readers
from commonshelf.kernel.actor import Agent
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.members.models import Person
from commonshelf.members.testing import user

pytestmark = pytest.mark.django_db
ASKS = "Choose your library"


@pytest.fixture
def student():
    return readers().student


def page(person: str = "", **cookies: str) -> str:
    client = Client(headers={"accept-language": "en"})
    if person:
        client.force_login(Person.objects.get(key=person))
    for name, value in cookies.items():
        client.cookies[name] = value
    return client.get("/search?q=x").content.decode()


def test_a_reader_is_at_home_unless_they_say_otherwise(student):
    assert "Your library: East Library" in page(student.key)
    assert ASKS not in page(student.key)
    assert "Your library: West Library" in page(student.key, here="WEST/main")


def test_a_visitor_and_who_has_no_card_are_asked(student):
    assert ASKS in page()
    assert ASKS in page(user("stranger").key)


def test_where_a_device_is_stays_what_it_said(student):
    reader = members.actor_for(user=Person.objects.get(key=student.key), agent=Agent.WEB)
    told = members.at_home(actor=reader, here=Here(place=(30.0, 106.0)))
    assert (told.library, told.place) == ("EAST", (30.0, 106.0))


def test_a_closed_registration_is_no_home(student):
    Reader.objects.filter(person__key=student.key).update(closed_at="2026-01-01T00:00Z")
    reader = members.actor_for(user=Person.objects.get(key=student.key), agent=Agent.WEB)
    assert members.at_home(actor=reader, here=Here()) == Here()
