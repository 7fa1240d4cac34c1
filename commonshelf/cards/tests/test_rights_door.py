"""The door of rights on real rows: a reader at home, at another member, with a card that no longer holds."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonshelf.cards import api, counting
from commonshelf.cards.models import Block, Reader
from commonshelf.cards.testing import readers
from commonshelf.members.testing import queries

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 3, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
NIGHT = NOON.replace(hour=23)


@pytest.fixture
def reader():
    return readers().student


def said(found: dict[str, api.Right]) -> dict[str, str]:
    return {service: right.reason for service, right in found.items()}


def spaced(number: str) -> str:
    return f" {number[:4]} {number[4:9]}-{number[9:]}"


def test_at_home_everything_and_elsewhere_the_reading_room(reader):
    home = api.rights(reader=reader.key, library="EAST", at=NOON)
    away = api.rights(reader=None, number=spaced(reader.card.number), library="WEST", at=NOON)
    assert all(one.allowed for one in home.values())
    assert [service for service, one in away.items() if one.allowed] == ["enter", "read"]
    assert away["borrow"].reason == "no-rule"
    assert away["borrow"].help == "use-home"


def test_unknown_cards_libraries_and_services_are_answers_not_errors(reader):
    key = reader.key
    assert (
        api.right(reader=None, number="99", library="EAST", service="read", at=NOON).reason == "card-unknown"
    )
    assert api.right(reader=None, library="EAST", service="read", at=NOON).reason == "no-card"
    assert api.right(reader=key, library="NONE", service="read", at=NOON).reason == "library-not-member"
    assert api.right(reader=key, library="EAST", service="dance", at=NOON).reason == "no-rule"


def test_at_night_the_door_says_when_it_opens(reader):
    found = api.right(reader=reader.key, library="WEST", service="enter", at=NIGHT)
    assert (found.reason, found.help) == ("closed-now", "come-when-open")
    assert str(found.facts["next"]).startswith("2027-03-04T08:00")


def test_a_block_stops_where_and_what_it_says(reader):
    Block.objects.create(
        reader_id=reader.id, reason="conduct", services=["borrow"], active_from=date(2027, 1, 1), set_at=NOON
    )
    assert said(api.rights(reader=reader.key, library="EAST", at=NOON)) == {
        "enter": "ok", "read": "ok", "borrow": "blocked", "request": "ok", "print": "ok", "remote": "ok",
    }  # fmt: skip


def test_a_closed_registration_a_lost_card_and_the_last_day_are_told(reader):
    row = Reader.objects.get(pk=reader.id)

    def reason(at: datetime = NOON) -> str:
        return api.right(reader=reader.key, library="EAST", service="read", at=at).reason

    row.active_to = NOON.date()
    row.save()
    assert reason() == "expired"
    row.active_to, row.active_from = None, date(2028, 1, 1)
    row.save()
    assert reason() == "not-begun"
    row.active_from, row.state = date(2026, 1, 1), "closed"
    row.save()
    assert reason() == "reader-closed"
    row.state = "active"
    row.save()
    row.cards.update(state="lost")
    assert reason() == "card-lost"
    assert api.right(
        reader=None, number=reader.card.number, library="EAST", service="read", at=NOON
    ).reason == ("card-lost")
    row.cards.all().delete()
    assert reason() == "no-card"


def test_a_child_whose_guardian_has_not_agreed_waits_for_them():
    child = readers().child
    assert api.right(reader=child.key, library="WEST", service="read", at=NOON).allowed
    Reader.objects.filter(pk=child.id).update(guardian_agreed_at=None)
    assert api.right(reader=child.key, library="WEST", service="read", at=NOON).reason == "guardian-missing"


def test_what_rooms_above_count_is_added_up(reader, monkeypatch):
    monkeypatch.setattr(counting, "_counts", {})
    api.register_counts("loans", lambda key, library, wanted: api.Counts(loans_here=12, overdue=3))
    api.register_counts("ledger", lambda key, library, wanted: api.Counts(owed=5_000))
    found = api.rights(reader=reader.key, library="EAST", at=NOON)
    assert said(found) == {
        "enter": "ok", "read": "ok", "borrow": "owes", "request": "owes", "print": "owes", "remote": "ok",
    }  # fmt: skip
    with pytest.raises(ValueError, match="loans"):
        api.register_counts("loans", lambda key, library, wanted: api.Counts())


def test_requests_of_all_rooms_are_counted_together_and_once(reader, monkeypatch):
    other = Reader.objects.exclude(pk=reader.id)
    monkeypatch.setattr(
        counting,
        "_requests",
        {"a": lambda key: Reader.objects.filter(person__key=key), "b": lambda key: other.exclude(pk=0)},
    )
    everybody = 1 + other.count()
    assert counting.requests_of(reader.key) == everybody > 1
    assert queries(lambda: counting.requests_of(reader.key)) == 1
    with pytest.raises(ValueError, match="two kinds"):
        api.register_requests("a", lambda key: other)


def test_the_counts_are_asked_about_the_reader_and_the_library(reader, monkeypatch):
    asked = []
    monkeypatch.setattr(
        counting, "_counts", {"x": lambda *given: asked.append(given) or api.Counts(loans_here=20)}
    )
    found = api.right(reader=None, number=reader.card.number, library="EAST", service="borrow", at=NOON)
    assert (found.reason, dict(found.facts)) == (
        "items-reached", {"items": 20, "has": 20, "everywhere": False},
    )  # fmt: skip
    assert asked == [(reader.key, "EAST", {"loans", "owed"})]


def test_nothing_is_counted_that_decides_nothing(reader, monkeypatch):
    asked = []
    monkeypatch.setattr(counting, "_counts", {"x": lambda *given: asked.append(given[2]) or api.Counts()})
    for service in api.SERVICES:
        api.right(reader=reader.key, library="EAST", service=service, at=NOON)
    assert asked == [{"loans", "owed"}, {"loans", "requests", "owed"}, {"owed"}]
    asked.clear()
    api.rights(reader=reader.key, library="EAST", at=NOON)
    assert asked == [{"loans", "requests", "owed"}]


def test_what_anybody_like_that_may_needs_no_reader(reader):
    found = api.rights_of(home="WEST", group_kind="citizen", library="EAST", at=NIGHT)
    assert [one.allowed for one in found.values()] == [True, True, False, False, False, False]


def test_all_six_answers_ask_as_much_as_the_one_that_asks_most(reader):
    def every() -> object:
        return api.rights(reader=None, number=reader.card.number, library="EAST", at=NOON)

    def one() -> object:
        return api.right(reader=None, number=reader.card.number, library="EAST", service="request", at=NOON)

    every()
    assert queries(every) == queries(one) <= 6


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reason_and_help_has_its_sentence(reader, language):
    from django.utils import translation

    from commonshelf.cards.domain.rights import AT_HOME, REASONS, Limits, Right

    facts = {
        "from": "2027-01-01", "to": "2027-01-01", "until": "2027-01-01", "next": NIGHT.isoformat(),
        "home": "EAST", "library": "WEST", "block": "conduct", "words": "请来一趟。", "items": 3, "has": 4,
        "everywhere": True, "days": 3, "from_days": 2, "owed": 120, "from_owed": 5_000, "deposit": 10_000,
    }  # fmt: skip
    with translation.override(language):
        for reason in REASONS:
            told = {**facts, "until": NIGHT.isoformat()} if reason == "ok" else facts
            one = Right("borrow", reason == "ok", reason, told, AT_HOME, Limits(1, 1, 1, 1, 1))
            sentence = api.sentence(one)
            assert sentence
            assert "{" not in sentence
            assert "[" not in sentence
