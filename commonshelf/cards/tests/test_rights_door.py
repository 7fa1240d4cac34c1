"""The door of rights on real rows: a reader at home, at another member, with a card that no longer holds."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from commonshelf.cards import api
from commonshelf.cards.models import Block, Card, Reader, ReaderGroup
from commonshelf.members import api as members
from commonshelf.members.models import Person
from commonshelf.members.testing import two_libraries

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
NIGHT = NOON.replace(hour=23)


@pytest.fixture
def reader() -> Reader:
    two_libraries()
    return plant("EAST", number="2000000000008")


def plant(home: str, *, number: str, kind: str = "citizen", **more: object) -> Reader:
    """A reader of that library with a card, laid down as rows."""
    library = members.library_id(symbol=home)
    group, _ = ReaderGroup.objects.get_or_create(library_id=library, code=kind, defaults={"kind": kind})
    person = Person.objects.create(username=f"r{number}", name_zh="甲", created_at=NOON)
    made = Reader.objects.create(
        person=person,
        alias=number[-8:],
        home_id=library,
        group=group,
        registered_library_id=library,
        **{"active_from": date(2026, 1, 1), "registered_at": timezone.now(), **more},
    )
    Card.objects.create(reader=made, number=number, library_id=library, issued_at=NOON)
    return made


def said(found: dict[str, api.Right]) -> dict[str, str]:
    return {service: right.reason for service, right in found.items()}


def test_at_home_everything_and_elsewhere_the_reading_room(reader):
    home = api.rights(reader=reader.person.key, library="EAST", at=NOON)
    away = api.rights(reader=None, number="2000 0000-0000 8", library="WEST", at=NOON)
    assert all(one.allowed for one in home.values())
    assert [service for service, one in away.items() if one.allowed] == ["enter", "read"]
    assert away["borrow"].reason == "no-rule"
    assert away["borrow"].help == "use-home"


def test_unknown_cards_libraries_and_services_are_answers_not_errors(reader):
    key = reader.person.key
    assert (
        api.right(reader=None, number="99", library="EAST", service="read", at=NOON).reason == "card-unknown"
    )
    assert api.right(reader=None, library="EAST", service="read", at=NOON).reason == "no-card"
    assert api.right(reader=key, library="NONE", service="read", at=NOON).reason == "library-not-member"
    assert api.right(reader=key, library="EAST", service="dance", at=NOON).reason == "no-rule"


def test_at_night_the_door_says_when_it_opens(reader):
    found = api.right(reader=reader.person.key, library="WEST", service="enter", at=NIGHT)
    assert (found.reason, found.help) == ("closed-now", "come-when-open")
    assert str(found.facts["next"]).startswith("2026-11-24T08:00")


def test_a_block_stops_where_and_what_it_says(reader):
    Block.objects.create(
        reader=reader, reason="conduct", services=["borrow"], active_from=date(2026, 11, 1), set_at=NOON
    )
    assert said(api.rights(reader=reader.person.key, library="EAST", at=NOON)) == {
        "enter": "ok", "read": "ok", "borrow": "blocked", "request": "ok", "print": "ok", "remote": "ok",
    }  # fmt: skip
