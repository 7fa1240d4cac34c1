"""Who comes through a door is counted once, by whoever may count there, and forgotten after days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.kernel.actor import VISITOR
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.news.testing import events
from commonshelf.visits import api
from commonshelf.visits.models import Visit

pytestmark = pytest.mark.django_db
EAST = {"library": "EAST", "branch": "main"}


def come(readers, at, **more):
    return api.check_in(actor=readers.cast.librarian, at=at, **{**EAST, **more})


def test_a_card_of_any_member_opens_the_door_and_is_counted(readers, morning):
    own = come(readers, morning, number=readers.student.card.number, way="gate")
    guest = come(readers, morning, number=readers.citizen.card.number, way="gate")
    assert (own.let_in, own.today, guest.let_in, guest.today) == (True, 1, True, 2)
    rows = Visit.objects.order_by("pk").values_list("home__symbol", "group_kind", "people", "way")
    assert list(rows) == [("EAST", "student", 1, "gate"), ("WEST", "citizen", 1, "gate")]


def test_the_event_never_says_who(readers, morning):
    come(readers, morning, number=readers.student.card.number)
    [event] = events(kind="visits.check-in")
    said = f"{event.facts} {event.reply} {event.object_id} {event.reason} {event.key}"
    assert event.facts == {"people": 1, "way": "desk", "card": True}
    for secret in (readers.student.key, readers.student.alias, readers.student.card.number):
        assert secret not in said


def test_the_same_card_twice_within_ten_minutes_is_one_visit(readers, morning):
    number = readers.student.card.number
    come(readers, morning, number=number)
    again = come(readers, morning + timedelta(minutes=9), number=number)
    assert (again.again, again.people, again.today) == (True, 0, 1)
    later = come(readers, morning + timedelta(hours=3), number=number)
    assert (later.again, later.today) == (False, 2)


def test_one_form_sent_twice_counts_once(readers, morning):
    first = come(readers, morning, people=30, group_kind="student", key="one-use")
    second = come(readers, morning, people=30, group_kind="student", key="one-use")
    assert (first.today, second.today, second.people) == (30, 30, 30)
    assert Visit.objects.count() == 1


def test_a_card_that_may_not_enter_is_told_why_and_not_counted(readers, morning):
    members.suspend(actor=members.operator(), symbol="WEST", reason="tried")
    told = come(readers, morning, number=readers.citizen.card.number)
    assert (told.let_in, told.right.reason) == (False, "home-not-member")
    assert not Visit.objects.exists()
    assert not events(kind="visits.check-in")


def test_who_passes_a_door_is_not_told_that_it_is_closed(readers, morning):
    night = morning + timedelta(hours=14)
    assert come(readers, night, number=readers.student.card.number).let_in


def test_a_number_nobody_has_is_a_sentence(readers, morning):
    with pytest.raises(Refusal) as refused:
        come(readers, morning, number="2000000000000")
    assert refused.value.code in {"cards.no-such-card", "cards.bad-number"}


@pytest.mark.parametrize("people", [0, -1, 501])
def test_only_so_many_at_once(readers, morning, people):
    with pytest.raises(Refusal, match=r"visits\.too-many"):
        come(readers, morning, people=people)


def test_one_card_is_one_person(readers, morning):
    with pytest.raises(Refusal, match=r"visits\.too-many"):
        come(readers, morning, number=readers.student.card.number, people=2)


def test_others_count_nobody_here(readers, morning):
    for actor in (readers.cast.partner, readers.cast.stranger, readers.cast.reader, VISITOR):
        with pytest.raises(Absent):
            api.check_in(actor=actor, at=morning, people=3, **EAST)
        with pytest.raises(Absent):
            api.take_back(actor=actor, at=morning, **EAST)
    assert not Visit.objects.exists()


def test_no_such_door(readers, morning):
    with pytest.raises(Absent):
        come(readers, morning, branch="attic")


def test_a_mistake_is_taken_back_within_minutes_only(readers, morning):
    come(readers, morning, people=12)
    late = morning + timedelta(minutes=11)
    assert api.take_back(actor=readers.cast.librarian, at=late, **EAST) == 0
    soon = morning + timedelta(minutes=2)
    assert api.take_back(actor=readers.cast.librarian, at=soon, **EAST) == 12
    assert not Visit.objects.exists()


def test_who_came_is_forgotten_after_days_and_the_count_stays(readers, morning):
    come(readers, morning, number=readers.student.card.number)
    come(readers, morning + timedelta(days=2), number=readers.student.card.number)
    after = morning + timedelta(days=8)
    assert api.forget(now=after) == 1
    assert api.forget(now=after) == 0
    rows = Visit.objects.order_by("came_at").values_list("reader__person__key", "group_kind", "home__symbol")
    assert list(rows) == [(None, "student", "EAST"), (readers.student.key, "student", "EAST")]


def test_a_library_may_forget_sooner(readers, morning):
    members.set_setting(actor=readers.cast.manager, library="EAST", name=api.REMEMBER, value=2)
    come(readers, morning, number=readers.student.card.number)
    assert api.forget(now=morning + timedelta(days=3)) == 1


class TestCounts:
    def asked(self, readers, morning, actor=None, **more):
        today = timezone.localdate(morning)
        days = {"first_date": today - timedelta(days=6), "end_date": today}
        return api.counts(actor=actor or readers.cast.librarian, library="EAST", **{**days, **more})

    def test_by_day_hour_group_and_home(self, readers, morning):
        for n in range(6):
            come(readers, morning + timedelta(minutes=20 * n), number=readers.citizen.card.number)
        come(readers, morning - timedelta(days=1), people=25, group_kind="student")
        found = self.asked(readers, morning)
        assert (found.people, found.with_card) == (31, 6)
        assert [n for _, n in found.days] == [0, 0, 0, 0, 0, 25, 6]
        assert dict(found.hours) == {9: 28, 10: 3}
        assert [(one.what, one.people) for one in found.groups] == [("student", 25), ("citizen", 6)]
        assert [(one.what, one.name.en, one.people) for one in found.homes] == [("WEST", "West Library", 6)]

    def test_small_cells_are_not_told(self, readers, morning):
        come(readers, morning, number=readers.citizen.card.number)
        assert [one.people for one in self.asked(readers, morning).homes] == [None]

    def test_a_span_that_runs_backwards(self, readers, morning):
        with pytest.raises(Refusal, match=r"visits\.bad-span"):
            self.asked(readers, morning, end_date=timezone.localdate(morning) - timedelta(days=30))

    def test_the_office_and_an_auditor_read_them_others_do_not(self, readers, morning):
        come(readers, morning, people=8)
        for actor in (readers.cast.office, readers.cast.auditor, readers.cast.manager):
            assert self.asked(readers, morning, actor).people == 8
        for actor in (readers.cast.partner, readers.cast.reader, readers.cast.stranger):
            with pytest.raises(Absent):
                self.asked(readers, morning, actor)

    def test_of_a_child_no_more_is_kept_than_of_others(self, readers, morning):
        come(readers, morning, number=readers.child.card.number)
        assert Visit.objects.get().group_kind == "child"
