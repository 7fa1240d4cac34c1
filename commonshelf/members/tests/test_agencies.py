"""Agencies as rows: growing, moving and closing the tree, and what delegations give and cease to give."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from commonshelf.kernel.actor import Agent, Delegated, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.models import Affiliation, Agency, Delegation

pytestmark = pytest.mark.django_db
Event = apps.get_model("news", "Event")  # another room's row, reached by name
HERE = Ref("library", "EAST", "EAST")


def office_of(library=""):
    return next(node for node in api.agency_tree().everything() if node.library == library)


def acting(username):
    return api.actor_for(user=testing.user(username), agent=Agent.WEB)


def refusal(call, **told):
    with pytest.raises(Refusal) as refused:
        call(**told)
    return refused.value.code


class TestTree:
    def test_the_members_stand_below_the_general_agency(self):
        testing.two_libraries()
        root = api.agency_tree()
        assert (root.kind, root.library) == ("general", "")
        assert [(node.kind, node.library) for node in root.children] == [
            ("member", "EAST"),
            ("member", "WEST"),
        ]

    def test_regions_take_members_under_them_with_all_they_have(self):
        cast = testing.cast()
        root, east = api.agency_tree(), office_of("EAST")
        province = api.add_region(actor=cast.office, parent=root.id, name_zh="省")
        city = api.add_region(actor=cast.office, parent=province, name_zh="市")
        desk = api.add_department(actor=cast.manager, parent=east.id, name_en="Desk")
        api.move_agency(actor=cast.office, agency=east.id, to=city, reason="by the new charter")
        assert [node.id for node in api.path_to(desk)] == [root.id, province, city, east.id]
        assert api.agency(province).children[0].children[0].library == "EAST"
        moved = Event.objects.get(kind="members.move-agency")
        assert (moved.reason, moved.facts) == ("by the new charter", {"before": root.id, "after": city})

    def test_nothing_becomes_its_own_parent(self):
        cast = testing.cast()
        above = api.add_region(actor=cast.office, parent=api.agency_tree().id, name_en="Above")
        below = api.add_region(actor=cast.office, parent=above, name_en="Below")
        move = {"call": api.move_agency, "actor": cast.office}
        assert refusal(**move, agency=above, to=above) == "members.agency-circle"
        assert refusal(**move, agency=above, to=below) == "members.agency-circle"
        assert refusal(**move, agency=office_of("EAST").id, to=office_of("WEST").id) == "members.agency-place"
        desk = api.add_department(actor=cast.manager, parent=office_of("EAST").id, name_en="Desk")
        assert refusal(**move, agency=desk, to=office_of("WEST").id) == "members.agency-of-another"
        assert refusal(**move, agency=api.agency_tree().id, to=above) == "members.agency-circle"
        assert not list(api.problems())

    def test_a_member_has_exactly_one(self):
        cast = testing.cast()
        east = office_of("EAST")
        api.add_agency(actor=cast.manager, library="EAST", name_en="Another name")
        assert Agency.objects.filter(library__symbol="EAST", kind="member").count() == 1
        assert office_of("EAST").id == east.id
        close = {"call": api.close_agency, "actor": cast.office, "reason": "x"}
        assert refusal(**close, agency=east.id) == "members.agency-needed"
        assert refusal(**close, agency=api.agency_tree().id) == "members.agency-needed"

    def test_who_may_do_what_to_it(self):
        cast = testing.cast()
        east, root = office_of("EAST"), api.agency_tree()
        api.set_agency(actor=cast.manager, agency=east.id, name_en="East desk", phone="1")
        assert (office_of("EAST").name.en, office_of("EAST").phone) == ("East desk", "1")
        for actor in (cast.partner, cast.librarian, cast.auditor, cast.stranger, cast.visitor):
            for call, told in (
                (api.set_agency, {"agency": east.id, "name_en": "Taken"}),
                (api.add_department, {"parent": east.id, "name_en": "Taken"}),
                (api.add_region, {"parent": root.id, "name_en": "Taken"}),
                (api.move_agency, {"agency": east.id, "to": root.id}),
                (api.close_agency, {"agency": east.id, "reason": "x"}),
            ):
                with pytest.raises(Absent):
                    call(actor=actor, **told)
        with pytest.raises(Absent):  # where a member stands is the office's to say
            api.move_agency(actor=cast.manager, agency=east.id, to=root.id)

    def test_closing_hands_what_stands_below_and_what_was_delegated_up(self):
        cast = testing.cast()
        east = office_of("EAST")
        region = api.add_region(actor=cast.office, parent=api.agency_tree().id, name_en="City")
        api.move_agency(actor=cast.office, agency=east.id, to=region)
        api.delegate(actor=cast.office, agency=region, person="stranger", action="members.exempt")
        before = acting("stranger").delegations
        assert before == (Delegated("members.exempt", "EAST"),), "the region's members, no others"
        assert refusal(api.close_agency, actor=cast.office, agency=region, reason=" ") == "members.no-reason"
        assert api.close_agency(actor=cast.office, agency=region, reason="merged") == 1
        assert api.path_to(east.id) == [api.agency_tree()]
        assert acting("stranger").delegations == before, "handed up, it reaches no further"
        with pytest.raises(Absent):
            api.agency(region)
        assert not list(api.problems())

    def test_an_empty_region_leaves_nothing_that_could_reach_everywhere(self):
        cast = testing.cast()
        region = api.add_region(actor=cast.office, parent=api.agency_tree().id, name_en="Empty")
        api.delegate(actor=cast.office, agency=region, person="stranger", action="members.exempt")
        api.close_agency(actor=cast.office, agency=region, reason="never used")
        assert acting("stranger").delegations == ()

    def test_rows_that_broke_are_found(self):
        testing.two_libraries()
        Agency.objects.filter(library__symbol="EAST").update(parent=office_of("WEST").id)
        assert [told for told in api.problems() if "may not stand below" in told]
        east = Agency.objects.get(library__symbol="EAST")
        Agency.objects.filter(pk=east.pk).update(parent=east.pk)
        assert [told for told in api.problems() if "above itself" in told]

    def test_the_tree_is_read_once_until_something_changes(self, django_assert_num_queries):
        testing.two_libraries()
        api.agency_tree()
        with django_assert_num_queries(1):
            api.agency_tree()
        with api.one_look(), django_assert_num_queries(1):
            api.agency_tree()
            api.agency_tree()


class TestDelegations:
    def test_a_delegate_may_and_then_may_no_more(self):
        cast = testing.cast()
        today = timezone.localdate()
        east = office_of("EAST")
        id = api.delegate(
            actor=cast.manager,
            agency=east.id,
            person="librarian",
            action="members.set-setting",
            active_to=today + timedelta(days=3),
        )
        held = acting("librarian")
        assert held.delegations == (Delegated("members.set-setting", "EAST"),)
        assert api.allowed(actor=held, action="members.set-setting", object=HERE)
        assert not api.allowed(
            actor=held, action="members.set-setting", object=Ref("library", "WEST", "WEST")
        )
        told = Event.objects.get(kind="members.delegate")
        assert (told.person, told.facts["delegation"], told.facts["person"]) == (
            cast.manager.key,
            id,
            held.key,
        )
        with time_machine.travel(timezone.now() + timedelta(days=3)):
            assert acting("librarian").delegations == ()
        api.end_delegation(actor=cast.manager, delegation=id)
        assert acting("librarian").delegations == ()
        assert refusal(api.end_delegation, actor=cast.manager, delegation=id) == "members.delegation-over"

    def test_one_that_begins_tomorrow_gives_nothing_today(self):
        cast = testing.cast()
        tomorrow = timezone.localdate() + timedelta(days=1)
        id = api.delegate(actor=cast.office, agency=api.agency_tree().id, person="stranger",
                          action="members.admit", active_from=tomorrow)  # fmt: skip
        assert acting("stranger").delegations == ()
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            assert acting("stranger").delegations == (Delegated("members.admit"),)
        api.end_delegation(actor=cast.office, delegation=id)
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            assert acting("stranger").delegations == (), "ended before it began"

    def test_nobody_has_rights_through_a_suspended_member(self):
        cast = testing.cast()
        api.delegate(
            actor=cast.manager, agency=office_of("EAST").id, person="stranger", action="members.set-hours"
        )
        assert acting("stranger").delegations
        api.suspend(actor=cast.office, symbol="EAST", reason="fees")
        assert acting("stranger").delegations == ()

    def test_for_some_libraries_only(self):
        cast = testing.cast()
        root = api.agency_tree().id
        api.delegate(
            actor=cast.office, agency=root, person="stranger", action="members.exempt", within=["WEST"]
        )
        assert acting("stranger").delegations == (Delegated("members.exempt", "WEST"),)
        told = {"actor": cast.office, "agency": root, "person": "librarian", "action": "members.exempt"}
        assert refusal(api.delegate, **told, within=["NORTH"]) == "members.not-its-library"

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"action": "members.affiliate"}, "members.not-delegable"),
            ({"action": "members.set-hours", "limit": 3}, "members.no-such-limit"),
            ({"action": "members.exempt"}, "members.not-yours-to-delegate"),
            ({"person": "nobody-of-this-name"}, "members.nobody-called"),
            ({"person": "manager"}, "members.delegate-self"),
            ({"active_from": timedelta(days=-1)}, "members.begins-in-the-past"),
            ({"active_from": timedelta(days=5), "active_to": timedelta(days=5)}, "members.dates-crossed"),
        ],
    )
    def test_what_cannot_be_delegated(self, told, code):
        cast = testing.cast()
        today = timezone.localdate()
        days = {
            name: today + value if isinstance(value, timedelta) else value for name, value in told.items()
        }
        given = {"person": "librarian", "action": "members.set-hours", **days}
        assert refusal(api.delegate, actor=cast.manager, agency=office_of("EAST").id, **given) == code
        assert not Delegation.objects.exists()

    def test_a_delegate_cannot_pass_it_on(self):
        cast = testing.cast()
        api.delegate(
            actor=cast.office, agency=api.agency_tree().id, person="manager", action="members.exempt"
        )
        held = acting("manager")
        told = {
            "actor": held,
            "agency": office_of("EAST").id,
            "person": "librarian",
            "action": "members.exempt",
        }
        assert api.allowed(actor=held, action="members.exempt", object=HERE)
        assert refusal(api.delegate, **told) == "members.not-yours-to-delegate"

    def test_the_same_twice_in_the_same_days(self):
        cast = testing.cast()
        told = {"actor": cast.manager, "agency": office_of("EAST").id, "person": "librarian",
                "action": "members.set-hours"}  # fmt: skip
        api.delegate(**told)
        assert refusal(api.delegate, **told) == "members.delegated-already"

    def test_only_who_runs_the_agency_delegates_and_ends(self):
        cast = testing.cast()
        told = {"agency": office_of("EAST").id, "person": "reader", "action": "members.set-hours"}
        id = api.delegate(actor=cast.manager, **told)
        for actor in (cast.partner, cast.librarian, cast.auditor, cast.stranger, cast.visitor):
            with pytest.raises(Absent):
                api.delegate(actor=actor, **told)
            with pytest.raises(Absent):
                api.end_delegation(actor=actor, delegation=id)

    def test_a_limit_is_told_and_holds(self):
        cast = testing.cast()
        today = timezone.localdate()
        root = api.agency_tree().id
        api.delegate(actor=cast.office, agency=root, person="stranger", action="members.exempt", limit=30)
        held = acting("stranger")
        told = {"actor": held, "library": "EAST", "name": "members.trial-months", "reason": "building works",
                "bound": testing.bound(most=24)}  # fmt: skip
        with pytest.raises(Refusal) as refused:
            api.exempt(**told, active_to=today + timedelta(days=31))
        assert (refused.value.code, refused.value.facts["limit"]) == ("members.over-limit", 30)
        assert api.exempt(**told, active_to=today + timedelta(days=30))

    def test_reading_them_costs_nothing_beside_the_mark(self, django_assert_num_queries):
        cast = testing.cast()
        api.delegate(
            actor=cast.office, agency=api.agency_tree().id, person="librarian", action="members.exempt"
        )
        person = testing.user("librarian")
        with api.one_look():
            api.libraries()
            api.actor_for(user=person, agent=Agent.WEB)
            with django_assert_num_queries(1):  # the affiliations
                api.actor_for(user=person, agent=Agent.WEB)


def test_whoever_stands_nowhere_any_more_acts_in_nobodys_place():
    cast = testing.cast()
    root = api.agency_tree().id
    api.delegate(actor=cast.office, agency=root, person="librarian", action="members.exempt", limit=30)
    assert [one.action for one in acting("librarian").delegations] == ["members.exempt"]
    api.suspend(actor=cast.office, symbol="EAST", reason="fees")
    assert acting("librarian").delegations == ()
    api.resume(actor=cast.office, symbol="EAST")
    assert acting("librarian").delegations
    tie = Affiliation.objects.get(person__username="librarian")
    api.end_affiliation(actor=cast.office, affiliation=tie.pk, active_to=timezone.localdate())
    assert acting("librarian").delegations == ()


def test_who_acts_for_the_alliance_gets_no_password_from_a_manager():
    cast = testing.cast()
    assert api.may_set_password(actor=cast.manager, person="librarian")
    api.delegate(actor=cast.office, agency=api.agency_tree().id, person="librarian", action="members.admit")
    assert not api.may_set_password(actor=cast.manager, person="librarian")
    assert api.may_set_password(actor=cast.office, person="librarian")
    api.delegate(
        actor=cast.manager, agency=office_of("EAST").id, person="stranger", action="members.set-setting"
    )
    assert not api.may_set_password(actor=cast.manager, person="stranger")
