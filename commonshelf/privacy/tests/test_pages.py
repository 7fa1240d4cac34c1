"""The privacy centre: a reader sees, takes along and deletes; a desk deletes on request; the office reads."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonshelf.cards import api as cards
from commonshelf.cards.testing import Readers, an_actor, readers, the_user
from commonshelf.members import api as members
from commonshelf.members import testing as people
from commonshelf.news.testing import all_rows
from commonshelf.privacy import api
from commonshelf.privacy.models import Erasure
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.subjects import subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path, settings) -> Readers:
    settings.COMMONSHELF_HOME = tmp_path
    return readers()


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def reader_client(shelf: Readers) -> Client:
    return signed_in(the_user(shelf.citizen))


def test_a_reader_sees_what_is_kept_and_who_looked(shelf):
    librarian = shelf.cast.partner
    cards.seen_by(actor=librarian, reader_key=shelf.citizen.key, library="WEST", why="desk")
    client = reader_client(shelf)
    first = client.get(reverse("privacy:centre")).content.decode()
    assert "Your card and registration" in first
    assert "at the desk" in client.get(reverse("privacy:looks")).content.decode()
    everything = client.get(reverse("privacy:everything")).content.decode()
    assert shelf.citizen.card.number in everything
    assert shelf.student.card.number not in everything


def test_a_reader_takes_all_of_it_along(shelf):
    answer = reader_client(shelf).post(reverse("privacy:download"), {"key": "k"})
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert shelf.citizen.card.number in archive.read("data.json").decode()


def test_a_consent_is_taken_back(shelf):
    key = shelf.citizen.key
    cards.share(actor=an_actor(shelf.citizen), reader=key, library="EAST", what=["name"])
    client = reader_client(shelf)
    assert "since" in client.get(reverse("privacy:centre")).content.decode()
    client.post(reverse("privacy:withdraw"), {"key": "k", "library": "EAST"})
    assert cards.shares_of(reader=key)[0].withdrawn_at is not None


def test_deleting_needs_a_tick_then_nobody_is_signed_in_and_nothing_is_left(shelf):
    client = signed_in(the_user(shelf.student))
    where = reverse("privacy:delete")
    assert "Delete everything now" in client.get(where).content.decode()
    assert client.post(where, {"key": "k"}).status_code == 400
    answer = client.post(where, {"key": "k", "sure": "on"})
    assert answer.status_code == 302
    assert "Nothing is kept of you" in client.get(answer["Location"]).content.decode()
    assert client.get(reverse("privacy:centre")).status_code == 302
    assert not model_of("members.Person").objects.filter(key=shelf.student.key).exists()
    assert Erasure.objects.count() == 1


def test_a_guardian_is_told_what_stands_in_the_way(shelf):
    client = reader_client(shelf)
    page = client.get(reverse("privacy:delete")).content.decode()
    assert "Delete everything now" not in page
    assert "another guardian" in page
    answer = client.post(reverse("privacy:delete"), {"key": "k", "sure": "on"})
    assert answer.status_code == 409
    assert Erasure.objects.count() == 0


def test_a_desk_deletes_on_request_after_a_look_at_the_document(shelf):
    client = signed_in(people.user("librarian"))
    where, number = reverse("privacy:desk"), shelf.student.card.number
    assert client.post(where, {"card": "1234"}).status_code in {400, 404}
    assert "Delete everything now" in client.post(where, {"card": number}).content.decode()
    unseen = client.post(where, {"card": number, "do": "erase", "sure": "on", "key": "k"})
    assert unseen.status_code == 400
    done = client.post(where, {"card": number, "do": "erase", "sure": "on", "seen": "on", "key": "k2"})
    assert "Deleted." in done.content.decode()
    assert Erasure.objects.count() == 1


def test_strangers_find_no_desk_and_no_office_page(shelf):
    client = reader_client(shelf)
    assert client.get(reverse("privacy:desk")).status_code == 404
    assert client.get(reverse("privacy:keeping")).status_code == 404
    assert signed_in(people.user("office")).get(reverse("privacy:keeping")).status_code == 200


def test_everybody_reads_who_answers_and_how_long(shelf):
    page = Client(headers={"accept-language": "en"}).get(reverse("privacy:notice")).content.decode()
    assert "Who answers for your data" in page
    assert "90 days" in page
    assert api.form() == "joint"


def test_a_life_at_real_desks_leaves_no_word_in_any_row(shelf):
    """Registered, looked at, blocked, card lost: nothing written by a door outlasts erasing but keys."""
    student = shelf.student
    desk = {"actor": shelf.cast.librarian, "library": "EAST"}
    cards.seen_by(reader_key=student.key, **desk)
    cards.report_lost(reader=student.key, **desk)
    cards.replace_card(reader=student.key, **desk)
    words = {word for word in subject(student.key).words if len(word) > 3}
    assert len(words) >= 5
    held = {word for word in words if word in repr(all_rows())}
    assert held == words, "what is not there cannot be found missing"
    api.erase(actor=members.operator(), person=student.key)
    rows = all_rows()
    left = {(table, word) for table, told in rows.items() for word in words if word in repr(told)}
    assert left == set()
