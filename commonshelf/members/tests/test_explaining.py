"""Why somebody may or may not: the sentences, the command `may`, and that they agree with the table."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone, translation

from commonshelf.kernel.actor import MACHINE, Agent, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api, testing
from commonshelf.members.domain.permissions import TABLE
from commonshelf.members.explaining import object_of

pytestmark = pytest.mark.django_db
EAST = Ref("library", "EAST", "EAST")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def acting(username):
    return api.actor_for(user=testing.user(username), agent=Agent.WEB)


def why(actor, action="members.set-hours", object=EAST, **more):
    return api.explain(actor=actor, action=action, object=object, **more)


def test_it_says_what_the_table_decides():
    cast = testing.cast()
    for actor in (cast.office, cast.auditor, cast.manager, cast.partner, cast.reader, cast.visitor, MACHINE):
        for action in TABLE:
            told = why(actor, action)
            assert told.allowed == api.allowed(actor=actor, action=action, object=EAST), action
            assert told.reason.startswith("Allowed" if told.allowed else "Not allowed")


def test_the_rule_that_said_yes_is_named():
    cast = testing.cast()
    assert why(cast.manager).reason == "Allowed: a manager of the library it belongs to may do this."
    with translation.override("zh-hans"):
        assert why(cast.manager).reason == "可以：所属馆的馆长可以这样做。"


def test_a_visitor_is_told_to_sign_in():
    testing.two_libraries()
    told = why(testing.VISITOR)
    assert not told.allowed
    assert told.reason.endswith("Nobody is signed in.")


def test_a_role_held_elsewhere_is_named():
    cast = testing.cast()
    assert (
        "The role manager is held at West Library, but this belongs to East Library."
        in why(cast.partner).reason
    )


def test_a_role_that_ended_begins_or_is_held_up_is_named():
    cast = testing.cast()
    today = timezone.localdate()
    [tie] = api.person(name="librarian").affiliations
    api.end_affiliation(actor=cast.manager, affiliation=tie.id, active_to=today)
    assert "The role librarian at East Library ended on" in why(acting("librarian")).reason
    tomorrow = today + timedelta(days=1)
    api.affiliate(actor=cast.office, person="stranger", role="manager", library="EAST", active_from=tomorrow)
    assert "begins on" in why(acting("stranger")).reason
    api.suspend(actor=cast.office, symbol="EAST", reason="fees")
    assert "East Library does not take part in the alliance now" in why(acting("manager")).reason


def test_what_was_delegated_is_named_with_its_end_and_its_limit():
    cast = testing.cast()
    day = timezone.localdate() + timedelta(days=5)
    root = api.agency_tree().id
    told = {"actor": cast.office, "agency": root, "person": "stranger", "action": "members.exempt"}
    api.delegate(**told, limit=30, active_from=day, active_to=day + timedelta(days=9))
    held = acting("stranger")
    assert "Office of Trial Alliance delegated it from" in why(held, "members.exempt", amount=5).reason
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        found = why(acting("stranger"), "members.exempt", amount=5)
        assert found.allowed
        assert found.reason.startswith(
            "Allowed: Office of Trial Alliance delegated it. At most 30 days at a time."
        )
        found = why(acting("stranger"), "members.exempt", amount=31)
        assert not found.allowed
        assert "At most 30 days at a time." in found.reason


def test_without_an_object_or_for_no_act_at_all():
    cast = testing.cast()
    assert why(cast.office, object=None) == why(cast.manager, object=None)
    assert not why(cast.office, object=None).allowed
    assert why(cast.office, "members.fly").reason == "There is no act of this name: members.fly."


def may(capsys, *more, person="manager", act="members.set-hours", object="library:EAST"):
    call_command("may", "--person", person, "--act", act, "--object", object, *more)
    return capsys.readouterr().out


class TestCommand:
    def test_it_answers_for_people_and_for_programs(self, capsys):
        testing.cast()
        assert may(capsys) == "Allowed: a manager of the library it belongs to may do this.\n"
        told = json.loads(may(capsys, "--json", person="partner"))
        assert (told["allowed"], sorted(told)) == (False, ["allowed", "reason"])
        assert json.loads(may(capsys, "--json", object="load:7@EAST"))["allowed"]
        assert not json.loads(may(capsys, "--json", object="load:7@WEST"))["allowed"]
        assert not json.loads(may(capsys, "--json", object="load:7"))["allowed"]

    def test_who_cannot_sign_in_may_nothing(self, capsys):
        testing.cast()
        manager = testing.user("manager")
        manager.is_active = False
        manager.save()
        assert json.loads(may(capsys, "--json"))["allowed"] is False

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"person": "nobody-here"}, "members.nobody-called"),
            ({"object": "library"}, "members.bad-object"),
            ({"object": "library:NORTH"}, "members.no-such-library"),
            ({"object": "load:7@NORTH"}, "members.no-such-library"),
        ],
    )
    def test_what_it_does_not_know(self, capsys, told, code):
        testing.cast()
        with pytest.raises(SystemExit) as ended:
            may(capsys, "--json", **told)
        assert (ended.value.code, json.loads(capsys.readouterr().out)["refused"]) == (1, code)


def test_an_object_is_read_as_typed():
    testing.two_libraries()
    assert object_of("branch:EAST/main") == Ref("branch", "EAST/main", "EAST")
    assert object_of("agency:4@WEST") == Ref("agency", "4", "WEST")
    assert object_of("alliance:1") == Ref("alliance", "1", "")
    with pytest.raises(Refusal):
        object_of(":")
