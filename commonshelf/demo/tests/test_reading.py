"""The demo's readers: of every kind, each in the state they are to show, registered by who may."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.demo import alliance, life, reading
from commonshelf.demo.acting import acting
from commonshelf.demo.plan import plan
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.news.testing import built_once


@pytest.fixture
def known(db, settings, tmp_path):
    """Name -> reader."""
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    readers_registered()
    told = plan("readers")["readers"]
    return {one.get("zh") or one["en"]: cards.find_reader(number=one["card"]) for one in told}


@built_once
def readers_registered():
    alliance.found(actor=members.operator(), today=timezone.localdate())
    life.begin(now=timezone.now())
    reading.begin(now=timezone.now())


def right(reader, library, service="borrow"):
    return cards.right(reader=reader.key, library=library, service=service, at=timezone.now())


def test_some_forty_readers_at_each_kind_of_library(known):
    homes = Counter(one.home for one in known.values())
    assert len(known) == 40
    assert min(homes.values()) >= 5
    assert {one.group.kind for one in known.values()} == set(cards.GROUP_KINDS)


def test_each_shows_what_it_is_to_show(known):
    child, other_child = known["罗小川"], known["马一诺"]
    assert child.child
    assert child.guardian == known["罗素华"].key
    assert other_child.guardian_name
    assert other_child.guarded
    assert right(known["鲜明远"], "NC-CITY", "read").reason == "blocked"
    assert right(known["鲜明远"], "NC-CITY").allowed
    assert right(known["何必达"], "NC-CITY").reason == "blocked"
    assert right(known["冯立"], "NC-CITY").reason == "expired"
    assert known["向国栋"].card.state == "lost"
    assert reading.reader("向国栋").card.state == "active"
    assert right(known["康复生"], "NC-NSMC").reason in {"card-lost", "no-card"}
    assert known["田甜"].state == "closed"


def test_rules_of_the_alliance_and_of_libraries_have_held_for_long(known):
    guest = right(known["李想"], "NC-SWPU")
    assert (guest.allowed, guest.limits.items) == (True, 3)
    assert right(known["李想"], "NC-NCVTC").limits.days == 14
    assert right(known["罗素华"], "NC-CITY").limits.days == 20
    assert right(known["敬思源"], "NC-NSMC").reason == "deposit-needed"


def test_two_of_them_are_entered_by_one_click_and_find_their_card(known, client):
    demo = {person.key for person in members.demo_people()}
    assert {name for name, one in known.items() if one.key in demo} == {"罗素华", "李想"}
    client.defaults["HTTP_HOST"] = "localhost"
    page = client.get("/accounts/login/", headers={"accept-language": "en"}).content.decode()
    assert re.search(r"Li Xiang.*?reader", page)
    for name in ("罗素华", "李想"):
        client.post("/accounts/demo", {"person": known[name].key})
        assert known[name].card.number[-5:] in client.get("/card").content.decode().replace(" ", "")


def test_who_looked_is_written_down_and_a_second_time_changes_nothing(known):
    looks = [one for one in news.happenings(rows=500) if one.kind == "cards.look"]
    assert {one.object.id for one in looks} == {known["罗素华"].key, known["李想"].key}
    before = news.happenings(rows=1)[0].id
    reading.begin(now=timezone.now())
    assert news.happenings(rows=1)[0].id == before


def test_only_those_who_work_here_stand_on_the_roll(known):
    named = {name for name, one in known.items()}
    staff = members.people_of(actor=acting("college-manager"), asked=members.Asked(library="NC-NCVTC"))
    assert not named & {one.name.zh for one in staff.people}
