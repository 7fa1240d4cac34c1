"""Leaving: what is packed, what is handed over, what ends, and that a refused leaving changes nothing."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from commonshelf.kernel.actor import Agent, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, holders, leaving, parcels
from commonshelf.members.cards import Said
from commonshelf.members.models import Affiliation, Agency, Delegation, Library, Parcel
from commonshelf.members.testing import PASSWORD, cast, someone, user
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db


class Drawer:
    """A room's open things, by library: those marked stuck cannot be handed over."""

    def __init__(self) -> None:
        self.things: dict[str, str] = {}
        self.stuck: set[str] = set()

    def open_work(self, *, person: str = "", library: str = "") -> list[holders.Held]:
        return [
            holders.Held(Ref("thing", name, where), Said(f"事 {name}", f"thing {name}"))
            for name, where in self.things.items()
            if where == library
        ]

    def hand_over(self, *, actor, person, library, to_person, to_library, at) -> int:
        moving = [name for name, where in self.things.items() if where == library and name not in self.stuck]
        for name in moving:
            self.things[name] = to_library or "the general agency"
        return len(moving)


@contextmanager
def holding(name: str, holder: object):
    holders.register_holder(name, holder)
    try:
        yield holder
    finally:
        del holders._holders[name]


@pytest.fixture
def drawer():
    with holding("drawer", Drawer()) as found:
        yield found


@pytest.fixture
def everybody():
    return cast()


def agency(symbol: str) -> Agency:
    return Agency.objects.get(kind="member", library__symbol=symbol)


def files_of(symbol: str) -> ZipFile:
    row = Parcel.objects.filter(library__symbol=symbol).first()
    return ZipFile(Path(settings.MEDIA_ROOT) / row.file)


def zips() -> set[str]:
    return {path.name for path in (Path(settings.MEDIA_ROOT) / "parcels").glob("*")}


def test_everything_ends_in_one_transaction(everybody, drawer):
    drawer.things = {"a": "EAST", "b": "EAST", "c": "WEST"}
    today = timezone.localdate()
    friend = someone("friend", (Role.LIBRARIAN, "WEST"), (Role.LIBRARIAN, "EAST"))
    told = {"action": "members.set-hours", "active_from": today}
    for person in (everybody.librarian, friend):
        Delegation.objects.create(agency=agency("EAST"), person=user(named(person)), **told)
        Delegation.objects.create(agency=agency("WEST"), person=user(named(person)), **told)
    done = api.leave(actor=everybody.office, symbol="EAST", to_library="WEST", reason="merged")
    assert (done.symbol, done.on, done.handed_over, done.to_library) == ("EAST", today, 2, "WEST")
    assert drawer.things == {"a": "WEST", "b": "WEST", "c": "WEST"}
    row = Library.objects.get(symbol="EAST")
    assert (row.status, row.active_to, row.status_from) == ("left", today, today)
    assert not Affiliation.objects.filter(library=row, active_to=None).exists()
    for name in ("manager", "cataloguer", "librarian", "reader"):
        assert api.actor_for(user=user(name), agent=Agent.WEB).standings == ()
    # The friend works at WEST still, so what WEST delegated to them holds; the librarian stands nowhere.
    left = Delegation.objects.filter(active_to=None).values_list(
        "agency__library__symbol", "person__username"
    )
    assert list(left) == [("WEST", "friend")]
    assert agency("EAST").closed_at is not None
    assert "EAST" not in {one.symbol for one in api.libraries()}
    assert list(api.problems()) == []
    [event] = news.happenings(kind="members.leave")
    assert (event.facts["before"], event.facts["after"], event.facts["handed_over"]) == ("active", "left", 2)


def named(actor) -> str:
    return api.person(name=actor.key).username


def test_what_cannot_be_handed_over_keeps_the_library(everybody, drawer):
    drawer.things = {"a": "EAST", "b": "EAST"}
    drawer.stuck = {"b"}
    before = zips()
    standings = api.actor_for(user=user("manager"), agent=Agent.WEB).standings
    with pytest.raises(Refusal) as caught:
        api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    assert caught.value.code == "members.open-work"
    assert caught.value.facts["count"] == 1
    assert "b" in str(caught.value.facts["things"])
    assert Library.objects.get(symbol="EAST").status == "active"
    assert api.actor_for(user=user("manager"), agent=Agent.WEB).standings == standings
    assert zips() == before
    assert not news.happenings(kind="members.leave")


def test_a_holder_that_refuses_stops_it_all(everybody):
    class Stubborn(Drawer):
        def hand_over(self, **_asked) -> int:
            raise Refusal("absent", status=409)

    with holding("stubborn", Stubborn()), pytest.raises(Refusal):
        api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    assert Library.objects.get(symbol="EAST").status == "active"


@pytest.mark.parametrize("heir", ["NOBODY", "EAST", "SOUTH"])
def test_only_a_library_that_takes_part_inherits(heir, everybody):
    api.apply(actor=api.operator(), symbol="SOUTH", name_zh="南馆", contact="李", phone="1")
    with pytest.raises(Refusal) as caught:
        api.leave(actor=everybody.office, symbol="EAST", to_library=heir, reason="merged")
    assert caught.value.code == "members.bad-heir"


def test_the_parcel_holds_what_is_its_own(everybody):
    api.set_library(actor=everybody.office, symbol="EAST", fields={"website": "https://east.example"})
    api.add_person(actor=everybody.office, username="old", name_zh="=旧人", email="old@east.example")
    api.affiliate(actor=everybody.office, person="old", role="librarian", library="EAST")
    done = api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    with files_of("EAST") as file:
        names = set(file.namelist())
        told = json.loads(file.read("members/library.json"))
        people = list(csv.DictReader(io.StringIO(file.read("members/people.csv").decode("utf-8-sig"))))
        events = [json.loads(line) for line in file.read("members/events.jsonl").splitlines()]
        manifest = json.loads(file.read("manifest.json"))["files"]
        assert {name for name in names if not name.endswith("/")} == {*manifest, "manifest.json"}
        assert all(file.getinfo(name).file_size == one["bytes"] for name, one in manifest.items())
        assert "东馆" in file.read("README.txt").decode()
        places = json.loads(file.read("members/places.json"))
    assert told["website"] == "https://east.example"
    assert len(told["agencies"]) == 1
    assert [one["code"] for one in places] == ["main"]
    assert len(places[0]["hours"]) == 7
    assert {one["user_name"] for one in people} == {"manager", "cataloguer", "librarian", "reader", "old"}
    assert next(one for one in people if one["user_name"] == "old")["name_zh"] == "'=旧人"
    assert {one["what"] for one in events} >= {"members.add-library", "members.set-library"}
    assert "west" not in json.dumps(events).lower()
    assert done.parcel is not None
    assert done.parcel.name == f"EAST-{timezone.localdate():%Y-%m-%d}.zip"


def test_who_fetches_a_parcel(everybody):
    packed = api.pack(actor=everybody.manager, symbol="EAST")
    for actor in (everybody.manager, everybody.office):
        card, path = api.parcel_file(actor=actor, parcel=packed.id)
        assert (card.sha256, path.stat().st_size) == (packed.sha256, packed.bytes)
    strangers = (everybody.partner, everybody.librarian, everybody.auditor, everybody.stranger)
    for actor in strangers:
        with pytest.raises(Absent):
            api.pack(actor=actor, symbol="EAST")
        with pytest.raises(Absent):
            api.parcel_file(actor=actor, parcel=packed.id)
        assert api.parcels(actor=actor, symbol="EAST") == []
    with pytest.raises(Absent):
        api.parcel_file(actor=everybody.office, parcel=packed.id + 1)


def test_who_ran_it_as_it_left_fetches_its_data(everybody):
    someone("second", (Role.MANAGER, "EAST"))
    early = api.pack(actor=everybody.manager, symbol="EAST")
    dismissed = Affiliation.objects.get(person__username="manager", role=Role.MANAGER)
    api.end_affiliation(
        actor=everybody.office, affiliation=dismissed.pk, active_to=timezone.localdate(), reason="moved"
    )
    was = api.actor_for(user=user("manager"), agent=Agent.WEB)
    with pytest.raises(Absent):
        api.parcel_file(actor=was, parcel=early.id)
    done = api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    ran = api.actor_for(user=user("second"), agent=Agent.WEB)
    assert [one.id for one in api.parcels_for(actor=ran)] == [done.parcel.id]
    assert api.parcel_file(actor=ran, parcel=done.parcel.id)[0] == done.parcel
    assert api.parcels_for(actor=was) == []
    for parcel in (early.id, done.parcel.id):
        with pytest.raises(Absent):
            api.parcel_file(actor=was, parcel=parcel)


def test_invitations_to_it_are_withdrawn(everybody):
    told = {"name_en": "A", "library": "EAST", "role": "manager"}
    letters = [api.invite(actor=actor, **told) for actor in (everybody.office, api.operator())]
    api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    for letter in letters:
        secret = letter.link.partition("?")[0].rstrip("/").rpartition("/")[2]
        with pytest.raises(Refusal) as caught:
            api.accept(secret=secret, username="newcomer", password=PASSWORD)
        assert caught.value.code == "members.invitation-withdrawn"
    assert list(api.problems()) == []


def test_three_parcels_are_kept_and_stray_files_are_tidied(everybody):
    for _ in range(4):
        api.pack(actor=everybody.manager, symbol="EAST")
    rows = list(Parcel.objects.filter(library__symbol="EAST"))
    assert len(rows) == parcels.KEPT
    now = timezone.now()
    parcels.tidy(now)
    mine = {Path(row.file).name for row in rows}
    assert mine < {
        name for name in zips() if name.startswith("EAST-")
    }  # yesterday's may be in somebody's hands
    parcels.tidy(now + timedelta(days=2))
    assert {name for name in zips() if name.startswith("EAST-")} == mine


def test_the_same_form_twice_leaves_once(everybody):
    first = api.leave(actor=everybody.office, symbol="EAST", reason="merged", key="k")
    assert api.leave(actor=everybody.office, symbol="EAST", reason="merged", key="k") == first
    assert len(news.happenings(kind="members.leave")) == 1
    with pytest.raises(Refusal) as caught:
        api.leave(actor=everybody.office, symbol="EAST", reason="merged", key="another")
    assert caught.value.code == "members.membership-step"


def test_what_changes_while_packing_is_packed_again(everybody, monkeypatch):
    packs = []

    def meddling(symbol: str, folder: Path) -> None:
        packs.append(symbol)
        if len(packs) == 1:
            api.set_library(actor=everybody.office, symbol="EAST", fields={"short_en": "E."})

    monkeypatch.setitem(holders._exports, "zz-meddler", meddling)
    api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    assert packs == ["EAST", "EAST"]
    with files_of("EAST") as file:
        assert json.loads(file.read("members/library.json"))["short_en"] == "E."


def test_what_never_rests_is_not_packed(everybody, monkeypatch):
    def meddling(symbol: str, folder: Path) -> None:
        api.set_library(actor=everybody.office, symbol="EAST", fields={"short_en": "E."})

    monkeypatch.setitem(holders._exports, "zz-meddler", meddling)
    before = zips()
    with pytest.raises(Refusal) as caught:
        api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    assert caught.value.code == "members.still-changing"
    assert zips() == before
    assert Library.objects.get(symbol="EAST").status == "active"


def test_a_day_to_come_is_a_notice_not_a_leaving(everybody):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refusal) as caught:
        api.leave(actor=everybody.office, symbol="EAST", on=tomorrow, reason="merged")
    assert caught.value.code == "members.leave-too-early"
    with pytest.raises(Refusal) as caught:
        api.give_notice(actor=everybody.manager, symbol="EAST", on=timezone.localdate())
    assert caught.value.code == "members.notice-too-late"
    with pytest.raises(Refusal) as caught:
        api.withdraw_notice(actor=everybody.manager, symbol="EAST")
    assert caught.value.code == "members.no-notice"


def test_a_notice_ends_rights_on_its_day_and_the_night_completes_it(everybody, drawer):
    drawer.things = {"a": "EAST"}
    day = timezone.localdate() + timedelta(days=3)
    api.give_notice(actor=everybody.manager, symbol="EAST", on=day)
    assert api.actor_for(user=user("manager"), agent=Agent.WEB).standings
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert api.actor_for(user=user("manager"), agent=Agent.WEB).standings == ()
        leaving.complete(timezone.now())
        row = Library.objects.get(symbol="EAST")
        assert (row.status, row.active_to) == ("left", day)
        assert drawer.things == {"a": "the general agency"}
        leaving.complete(timezone.now())
    assert len(news.happenings(kind="members.leave")) == 1


def test_what_the_night_cannot_complete_waits_for_the_office(everybody, drawer):
    drawer.things, drawer.stuck = {"a": "EAST"}, {"a"}
    day = timezone.localdate() + timedelta(days=3)
    api.give_notice(actor=everybody.manager, symbol="EAST", on=day)
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        leaving.complete(timezone.now())
        assert Library.objects.get(symbol="EAST").status == "active"
        assert not api.takes_part(symbol="EAST")
        drawer.stuck = set()
        done = api.leave(actor=everybody.office, symbol="EAST", reason="found a place for it")
        assert done.on == day


def test_roles_to_come_never_begin(everybody):
    tomorrow = timezone.localdate() + timedelta(days=1)
    operator = api.operator()
    api.affiliate(actor=operator, person="stranger", role="manager", library="EAST", active_from=tomorrow)
    api.leave(actor=everybody.office, symbol="EAST", reason="merged")
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert api.actor_for(user=user("stranger"), agent=Agent.WEB).standings == ()
    assert list(api.problems()) == []
