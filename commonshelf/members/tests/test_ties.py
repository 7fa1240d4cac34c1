"""Dated ties: no right after an end, whatever the history; and nothing left open when somebody goes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commonshelf.kernel.actor import Agent, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, holders, testing, ties
from commonshelf.members.cards import Said
from commonshelf.members.models import Affiliation
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
DAYS = st.integers(min_value=0, max_value=40)
ROLES = st.sampled_from(["librarian", "cataloguer", "manager"])


@pytest.fixture
def cast():
    return testing.cast()


@pytest.fixture
def open_things(monkeypatch):
    """A room that holds things for people: key -> how many."""

    class Shelf:
        held: dict[str, int] = {}
        moved: list[tuple[str, str]] = []
        stubborn = False

        def open_work(self, *, person="", library=""):
            found = [key for key, n in self.held.items() for _n in range(n) if person in {"", key}]
            return [holders.Held(Ref("thing", key), Said("一件事", "A thing")) for key in found]

        def hand_over(self, *, actor, person, library, to_person, to_library, at):
            if self.stubborn:
                return 0
            n = self.held.pop(person, 0)
            self.held[to_person] = self.held.get(to_person, 0) + n
            self.moved.append((person, to_person))
            return n

    shelf = Shelf()
    monkeypatch.setitem(holders._holders, "test", shelf)
    return shelf


def tie_of(username, role=""):
    return next(tie for tie in api.person(name=username).affiliations if not role or tie.role == role)


def end(actor, tie, **more):
    api.end_affiliation(actor=actor, affiliation=tie.id, **({"active_to": timezone.localdate()} | more))


def test_whoever_has_open_work_does_not_go_without_a_colleague(cast, open_things):
    open_things.held = {cast.librarian.key: 2}
    with pytest.raises(Refusal) as caught:
        end(cast.manager, tie_of("librarian"))
    assert (caught.value.code, caught.value.facts["count"]) == ("members.person-has-work", 2)
    assert tie_of("librarian").active_to is None
    end(cast.manager, tie_of("librarian"), to_person=cast.cataloguer.key)
    assert open_things.held == {cast.cataloguer.key: 2}
    [event] = news.happenings(kind="members.end-affiliation")
    assert event.facts["handed_over"] == 2


@pytest.mark.parametrize("who", ["partner", "reader", "stranger", "librarian"])
def test_work_goes_only_to_somebody_who_works_there(cast, open_things, who):
    open_things.held = {cast.librarian.key: 1}
    with pytest.raises(Refusal, match=r"members.no-such-colleague"):
        end(cast.manager, tie_of("librarian"), to_person=getattr(cast, who).key)
    assert tie_of("librarian").active_to is None


def test_whoever_stays_in_another_role_keeps_their_work(cast, open_things):
    api.affiliate(actor=cast.manager, person="librarian", role="cataloguer", library="EAST")
    open_things.held = {cast.librarian.key: 1}
    end(cast.manager, tie_of("librarian", "librarian"))
    assert open_things.held == {cast.librarian.key: 1}


def test_what_a_room_does_not_give_away_stops_the_ending(cast, open_things):
    open_things.held, open_things.stubborn = {cast.librarian.key: 1}, True
    with pytest.raises(Refusal, match=r"members.person-has-work"):
        end(cast.manager, tie_of("librarian"), to_person=cast.cataloguer.key)
    assert tie_of("librarian").active_to is None


def test_on_the_day_itself_the_machine_hands_over_to_whom_was_named(cast, open_things):
    open_things.held = {cast.librarian.key: 3}
    last = timezone.localdate() + timedelta(days=9)
    end(cast.manager, tie_of("librarian"), active_to=last + timedelta(days=1), to_person=cast.cataloguer.key)
    assert open_things.held == {cast.librarian.key: 3}
    ties.part_today(timezone.now())
    assert open_things.held == {cast.librarian.key: 3}, "not before the day"
    with time_machine.travel(datetime.combine(last + timedelta(days=1), time(1), UTC)):
        ties.part_today(timezone.now())
        ties.part_today(timezone.now())
    assert open_things.held == {cast.cataloguer.key: 3}
    assert len(open_things.moved) == 1


def test_where_the_named_colleague_has_left_too_it_goes_to_the_role(cast, open_things):
    open_things.held = {cast.librarian.key: 1}
    soon = timezone.localdate() + timedelta(days=5)
    end(cast.manager, tie_of("librarian"), active_to=soon, to_person=cast.cataloguer.key)
    end(cast.manager, tie_of("cataloguer"))
    with time_machine.travel(datetime.combine(soon, time(1), UTC)):
        ties.part_today(timezone.now())
    assert open_things.moved == [(cast.librarian.key, "")]


def test_what_is_over_stays_over(cast):
    tie = tie_of("librarian")
    end(cast.manager, tie)
    with pytest.raises(Refusal, match=r"members.role-already-over"):
        end(cast.manager, tie, active_to=timezone.localdate() + timedelta(days=99))


def test_a_longer_role_is_not_lost_behind_a_shorter_one(cast):
    today = timezone.localdate()
    for end_day in (today + timedelta(days=5), None):
        api.affiliate(
            actor=cast.manager, person="stranger", role="librarian", library="EAST", active_to=end_day
        )
        api.affiliate(
            actor=cast.manager, person="stranger", role="librarian", library="EAST", active_to=end_day
        )
    assert Affiliation.objects.filter(person__username="stranger").count() == 2
    with time_machine.travel(datetime.combine(today + timedelta(days=30), time(1), UTC)):
        assert api.actor_for(user=testing.user("stranger"), agent=Agent.WEB).has(Role.LIBRARIAN, "EAST")


def test_strangers_end_nothing(cast):
    for who in ("partner", "librarian", "reader", "stranger", "auditor"):
        with pytest.raises(Absent):
            end(getattr(cast, who), tie_of("cataloguer"))


class Histories(TestCase):
    """Whatever is given, ended, ended again: on each day exactly the ties in force on it give rights."""

    def setUp(self):
        with time_machine.travel(datetime.combine(DAY, time(4), UTC)):
            self.cast = testing.cast()

    @settings(max_examples=60, deadline=None)
    @given(
        given_=st.lists(st.tuples(DAYS, DAYS, st.one_of(st.none(), DAYS), ROLES), min_size=1, max_size=5),
        ended=st.lists(st.tuples(DAYS, st.integers(0, 4), DAYS), max_size=4),
        asked=DAYS,
    )
    def test_no_right_before_a_first_or_after_a_last_day(self, given_, ended, asked):
        Affiliation.objects.filter(person__username="stranger").delete()
        acts = [("give", *one) for one in given_] + [("end", *one) for one in ended]
        model: dict[int, list] = {}
        for act in sorted(acts, key=lambda one: one[1]):
            with time_machine.travel(datetime.combine(DAY + timedelta(days=act[1]), time(4), UTC)):
                (self._give if act[0] == "give" else self._end)(model, *act[1:])
        on = DAY + timedelta(days=asked)
        with time_machine.travel(datetime.combine(on, time(4), UTC)):
            actor = api.actor_for(user=testing.user("stranger"), agent=Agent.WEB)
        due = {role for role, first, until in model.values() if first <= on and (until is None or on < until)}
        assert {one.role.value for one in actor.standings} == due
        assert api.allowed(actor=actor, action="members.add-person", object=Ref("person", "", "EAST")) == (
            "manager" in due
        )

    def _give(self, model, at, first, length, role):
        start = DAY + timedelta(days=max(at, first))
        until = None if length is None else start + timedelta(days=length + 1)
        before = set(Affiliation.objects.values_list("pk", flat=True))
        api.affiliate(
            actor=self.cast.office,
            person="stranger",
            role=role,
            library="EAST",
            active_from=start,
            active_to=until,
        )
        for tie in Affiliation.objects.exclude(pk__in=before):
            model[tie.pk] = [role, start, until]

    def _end(self, model, _at, which, day):
        if not model:
            return
        pk = sorted(model)[which % len(model)]
        over = model[pk][2] is not None and model[pk][2] <= timezone.localdate()
        told = {"actor": self.cast.office, "affiliation": pk, "active_to": DAY + timedelta(days=day)}
        if over:
            with pytest.raises(Refusal, match=r"members.role-already-over"):
                api.end_affiliation(**told)
            return
        api.end_affiliation(**told)
        model[pk][2] = max(DAY + timedelta(days=day), model[pk][1])
