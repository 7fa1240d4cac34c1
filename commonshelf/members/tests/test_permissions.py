"""Who may do what: each door function by insider, partner and stranger."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, VISITOR, Actor, Ref, Role, Standing
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.action_words import ROOMS, RULES, TO_DO, UNITS
from commonshelf.members.actions import SAID
from commonshelf.members.domain.permissions import DELEGABLE, TABLE, permits

EAST = Ref("thing", "1", "EAST")
OPEN = frozenset({"cataloguing.suggest"})
"""What anybody who is signed in may do at any library: it asks, and changes nothing there."""

AMONG_STAFF = frozenset({
    "cards.read-rules", "members.read-agencies", "members.read-bounds", "members.read-staff",
    "office.confirm-rule", "office.read-activities", "office.read-duties", "office.read-papers",
    "resources.read-levels", "sharing.read-approvals", "sharing.read-routes", "sharing.read-rules",
    "votes.read-ballot", "work.read-shared",
})  # fmt: skip
"""What those who work at one member may see of all: the alliance's own; it changes nothing of anybody's."""


def who(*standings):
    return Actor(key="k", standings=tuple(standings))


@pytest.mark.parametrize("action", sorted(TABLE.keys() - OPEN))
def test_visitors_readers_and_strangers_may_do_nothing_to_a_library(action):
    for actor in (VISITOR, who(), who(Standing(Role.READER, "EAST"))):
        assert not permits(actor=actor, action=action, object=EAST)
        assert not permits(actor=actor, action=action, object=None)


@pytest.mark.parametrize("action", sorted(TABLE.keys() - OPEN - AMONG_STAFF))
def test_what_a_manager_may_at_home_a_partner_may_not_there(action):
    partner = who(Standing(Role.MANAGER, "WEST"))
    assert not permits(actor=partner, action=action, object=EAST)
    # A role at a library with no Symbol must not be a role at the alliance.
    assert not permits(actor=who(Standing(Role.MANAGER, "")), action=action, object=Ref("thing", "1"))


@pytest.mark.parametrize("action", sorted(OPEN))
def test_what_is_open_is_open_to_people_and_to_nobody_else(action):
    for actor in (who(), who(Standing(Role.READER, "WEST")), who(Standing(Role.AUDITOR))):
        assert permits(actor=actor, action=action, object=EAST)
        assert not permits(actor=actor, action=action, object=None)
    assert not permits(actor=VISITOR, action=action, object=EAST)


@pytest.mark.parametrize("action", sorted(AMONG_STAFF))
def test_what_staff_share_is_no_readers(action):
    for actor in (VISITOR, who(), who(Standing(Role.READER, "EAST"))):
        assert not permits(actor=actor, action=action, object=EAST)
    assert permits(actor=who(Standing(Role.LIBRARIAN, "WEST")), action=action, object=EAST)


def test_every_rule_and_action_has_its_words():
    rules = {rule.name for allowed in TABLE.values() for rule in allowed}
    assert rules == RULES.keys()
    assert TABLE.keys() == SAID.keys()
    assert {action.partition(".")[0] for action in TABLE} == ROOMS.keys()
    assert set(DELEGABLE.values()) <= UNITS.keys()
    assert DELEGABLE.keys() == TO_DO.keys()


def test_the_machine_and_the_operator_may_act_but_are_nobody_in_particular():
    assert permits(actor=MACHINE, action="catalogue.load", object=EAST)
    assert not permits(actor=MACHINE, action="members.sign-in", object=Ref("person", ""))


def test_a_cataloguer_loads_at_home_only():
    cataloguer = who(Standing(Role.CATALOGUER, "EAST"))
    assert permits(actor=cataloguer, action="catalogue.load", object=EAST)
    assert not permits(actor=cataloguer, action="catalogue.load", object=Ref("thing", "1", "WEST"))
    assert not permits(actor=cataloguer, action="members.set-library", object=EAST)


def test_an_auditor_reads_all_and_changes_nothing():
    auditor = who(Standing(Role.AUDITOR))
    assert permits(actor=auditor, action="news.read-events", object=Ref("events", "all"))
    writes = [action for action in TABLE.keys() - OPEN if ".read" not in action]
    assert not any(permits(actor=auditor, action=action, object=EAST) for action in writes)


TODAY = date(2026, 11, 22)
AT = {"library": "EAST", "branch": "main"}
NINE, TEN = time(9), time(10)
FIGURE = {
    "measure": "holdings",
    "value": 1,
    "unit_en": "volumes",
    "definition_en": "as counted",
    "source": "own",
}
CAST = (
    "visitor",
    "stranger",
    "reader",
    "auditor",
    "partner",
    "cataloguer",
    "librarian",
    "manager",
    "office",
)
DOORS = {
    "set_alliance": ({"office"}, {"name_en": "New"}),
    "add_library": ({"office"}, {"symbol": "NEW", "name_en": "New"}),
    "set_library": ({"office", "manager"}, {"symbol": "EAST", "fields": {"name_en": "New"}}),
    "give_notice": ({"office", "manager"}, {"symbol": "EAST", "on": date(2099, 1, 1), "reason": "left"}),
    "add_branch": ({"office", "manager"}, {"library": "EAST", "code": "north", "name_en": "North"}),
    "set_branch": ({"office", "manager"}, {"library": "EAST", "code": "main", "name_en": "New"}),
    "set_hours": ({"office", "manager", "librarian"}, {**AT, "spans": [(0, NINE, TEN)]}),
    "set_exception": ({"office", "manager", "librarian"}, {**AT, "date": TODAY}),
    "add_agency": ({"office", "manager"}, {"library": "EAST", "name_en": "Desk"}),
    "add_indicator": ({"office", "manager"}, {"library": "EAST", **FIGURE}),
    "add_person": ({"office", "manager"}, {"username": "new", "library": "EAST"}),
    "affiliate": ({"office", "manager"}, {"person": "stranger", "role": "librarian", "library": "EAST"}),
    "set_password": ({"office", "manager"}, {"person": "reader", "password": "long-enough-9"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("door", sorted(DOORS))
def test_each_door_opens_to_its_own_and_is_absent_for_all_others(door):
    cast = testing.cast()
    may, told = DOORS[door]
    for name in CAST:
        call = getattr(api, door)
        if name in may:
            # One after the other: each makes a new thing of its own.
            new = {"code", "username"} & told.keys() if door.startswith("add") else set()
            call(actor=getattr(cast, name), **{**told, **{field: f"{told[field]}-{name}" for field in new}})
        else:
            with pytest.raises(Absent):
                call(actor=getattr(cast, name), **told)


@pytest.mark.django_db
class TestPeople:
    def test_a_manager_cannot_become_the_office(self):
        cast = testing.cast()
        with pytest.raises(Absent):
            api.affiliate(actor=cast.manager, person="manager", role="office")
        with pytest.raises(Absent):
            api.set_password(actor=cast.manager, person="office", password="taken-over-1")
        # Even after tying the office's person to the own library.
        api.affiliate(actor=cast.manager, person="office", role="reader", library="EAST")
        with pytest.raises(Absent):
            api.set_password(actor=cast.manager, person="office", password="taken-over-1")
        assert not testing.user("office").check_password("taken-over-1")

    def test_an_ended_role_gives_nothing_from_its_last_day_on(self):
        cast = testing.cast()
        [tie] = api.person(name="librarian").affiliations
        api.end_affiliation(actor=cast.manager, affiliation=tie.id, active_to=timezone.localdate())
        assert api.actor_for(user=testing.user("librarian"), agent=cast.office.agent).standings == ()

    def test_a_role_that_begins_tomorrow_is_not_one_today(self):
        cast = testing.cast()
        tomorrow = timezone.localdate() + timedelta(days=1)
        api.affiliate(
            actor=cast.office, person="stranger", role="manager", library="EAST", active_from=tomorrow
        )
        assert api.actor_for(user=testing.user("stranger"), agent=cast.office.agent).standings == ()

    def test_roles_end_with_the_library(self):
        cast = testing.cast()
        tomorrow = timezone.localdate() + timedelta(days=1)
        api.give_notice(actor=cast.office, symbol="EAST", on=tomorrow, reason="closed")
        assert api.library(symbol="EAST").symbol == "EAST"
        assert testing.user("manager").affiliations.exists()

    def test_only_the_partner_ends_the_partners_roles(self):
        cast = testing.cast()
        [tie] = api.person(name="partner").affiliations
        with pytest.raises(Absent):
            api.end_affiliation(actor=cast.manager, affiliation=tie.id, active_to=TODAY)

    def test_a_manager_sees_own_people_the_office_all(self):
        cast = testing.cast()
        own = {card.username for card in api.people_of(actor=cast.manager).people}
        assert own == {"manager", "cataloguer", "librarian", "reader"}
        assert {"partner", "stranger"} <= {card.username for card in api.people_of(actor=cast.office).people}
        assert api.people_of(actor=cast.stranger).people == ()

    def test_the_last_of_the_office_stays_until_there_is_another(self):
        cast = testing.cast()
        [tie] = api.person(name="office").affiliations
        today = timezone.localdate()
        for actor in (cast.office, api.operator()):
            with pytest.raises(Refusal) as refused:
                api.end_affiliation(actor=actor, affiliation=tie.id, active_to=today)
            assert (refused.value.code, refused.value.status) == ("members.last-of-office", 409)
        tomorrow = today + timedelta(days=1)
        api.affiliate(actor=cast.office, person="stranger", role="office", active_from=tomorrow)
        with pytest.raises(Refusal):  # a day without an office is one too many
            api.end_affiliation(actor=cast.office, affiliation=tie.id, active_to=today)
        api.end_affiliation(actor=cast.office, affiliation=tie.id, active_to=tomorrow)
        assert api.actor_for(user=testing.user("office"), agent=cast.office.agent).standings

    def test_nobody_who_cannot_sign_in_counts_as_an_office(self):
        cast = testing.cast()
        api.affiliate(actor=cast.office, person="stranger", role="office")
        stranger = testing.user("stranger")
        stranger.is_active = False
        stranger.save()
        [tie] = api.person(name="office").affiliations
        with pytest.raises(Refusal):
            api.end_affiliation(actor=cast.office, affiliation=tie.id, active_to=timezone.localdate())

    def test_a_role_at_a_library_that_left_is_shown_as_over(self):
        cast = testing.cast()
        today = timezone.localdate()
        [held] = api.person(name="cataloguer").affiliations
        assert (held.holds(today), held.ends) == (True, None)
        api.give_notice(actor=cast.office, symbol="EAST", on=today + timedelta(days=5), reason="left")
        with time_machine.travel(datetime.combine(today + timedelta(days=10), time(12), UTC)):
            [tie] = api.person(name="cataloguer").affiliations
            assert not tie.holds(timezone.localdate())
            assert tie.ends == today + timedelta(days=5)
            assert tie.library_name.zh == "东馆", "its name is still known"
            assert api.actor_for(user=testing.user("cataloguer"), agent=cast.office.agent).standings == ()
            [shown] = [
                card for card in api.people_of(actor=cast.office).people if card.username == "cataloguer"
            ]
            assert shown.affiliations == (tie,)
