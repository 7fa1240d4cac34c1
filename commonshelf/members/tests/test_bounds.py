"""Settings as rows: choosing, the alliance's bound, law and contract, exemptions, reading cheaply."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone, translation

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.domain.bounds import ANY, Bound, Level
from commonshelf.members.models import AllianceSetting, Exemption, Library, LibrarySetting
from commonshelf.members.testing import bound
from commonshelf.ui import api as ui

pytestmark = pytest.mark.django_db
Event = apps.get_model("news", "Event")  # another room's row, reached by name
MONTHS = "members.trial-months"


def of(library="EAST", name=MONTHS):
    return next(card for card in api.settings_of(library=library) if card.name == name)


def refused(call, **told):
    with pytest.raises(Refusal) as found:
        call(**told)
    return found.value


class TestChoosing:
    def test_a_library_chooses_within_and_goes_back(self):
        cast = testing.cast()
        assert (of().value, of().said_by) == (6, Level.REGISTRY)
        api.set_setting(actor=cast.manager, library="EAST", name=MONTHS, value="9")
        assert (of().value, of().said_by, of("WEST").value) == (9, Level.LIBRARY, 6)
        api.set_setting(actor=cast.manager, library="EAST", name=MONTHS, value=None)
        assert (of().value, LibrarySetting.objects.count()) == (6, 0)
        facts = [one.facts for one in Event.objects.filter(kind="members.set-setting").order_by("pk")]
        assert [(one["before"], one["after"]) for one in facts] == [(None, 9), (9, None)]

    def test_a_value_outside_is_refused_with_the_bound_in_the_sentence(self):
        cast = testing.cast()
        api.set_bound(actor=cast.office, name=MONTHS, bound=bound(2, 12), rule="R-7")
        with translation.override("en"):
            found = refused(api.set_setting, actor=cast.manager, library="EAST", name=MONTHS, value=24)
            assert "allowed is from 2 to 12 months (set by the alliance)" in ui.sentence(found)
        assert (found.code, found.facts["least"], found.facts["most"]) == ("members.out-of-bounds", 2, 12)
        assert refused(api.fits, library="EAST", name=MONTHS, value=1).code == "members.out-of-bounds"
        assert api.fits(library="EAST", name=MONTHS, value="12") == 12
        found = refused(api.set_setting, actor=cast.manager, library="EAST", name=MONTHS, value="some")
        assert found.code == "members.bad-setting"
        assert not LibrarySetting.objects.exists()

    def test_only_who_runs_the_library(self):
        cast = testing.cast()
        for actor in (cast.partner, cast.librarian, cast.auditor, cast.stranger, cast.visitor):
            with pytest.raises(Absent):
                api.set_setting(actor=actor, library="EAST", name=MONTHS, value=9)
        with pytest.raises(Absent):
            api.set_setting(actor=cast.manager, library="EAST", name="no.such", value=9)
        with pytest.raises(Absent):
            api.setting(library="EAST", name="no.such")


class TestBounds:
    def test_the_alliance_says_a_value_and_a_bound(self):
        cast = testing.cast()
        api.set_bound(actor=cast.office, name=MONTHS, value=3, bound=bound(2, 12), rule="R-7")
        card = of()
        assert (card.value, card.said_by, card.bound, card.rule) == (3, Level.ALLIANCE, Bound(2, 12), "R-7")
        assert api.setting(library="", name=MONTHS) == 3
        for actor in (cast.manager, cast.auditor, cast.stranger):
            with pytest.raises(Absent):
                api.set_bound(actor=actor, name=MONTHS, bound=bound(1, 2))

    def test_members_outside_are_named_and_pulled_in_only_when_sure(self):
        cast = testing.cast()
        api.set_setting(actor=cast.manager, library="EAST", name=MONTHS, value=20)
        api.set_setting(actor=cast.partner, library="WEST", name=MONTHS, value=8)
        told = {"actor": cast.office, "name": MONTHS, "bound": bound(1, 12)}
        assert [(one.library, one.value, one.becomes) for one in api.would_fall_outside(
            name=MONTHS, bound=bound(1, 12), value=None)] == [("EAST", 20, 12)]  # fmt: skip
        found = refused(api.set_bound, **told)
        assert (found.code, found.facts["libraries"]) == ("members.members-outside", "EAST")
        assert not AllianceSetting.objects.exists(), "nothing half-done"
        moved = api.set_bound(**told, sure=True)
        assert [one.library for one in moved] == ["EAST"]
        assert (of().value, of().own, of("WEST").value) == (12, 12, 8)
        own = Event.objects.filter(kind="members.set-setting", library="EAST").latest("pk")
        assert (own.person, own.facts["before"], own.facts["after"]) == (cast.office.key, 20, 12)

    def test_a_bound_against_the_program_or_the_law_is_refused(self):
        cast = testing.cast()
        told = {"actor": cast.office, "name": MONTHS}
        assert refused(api.set_bound, **told, bound=bound(1, 99)).facts["most"] == 24
        api.bind(**told, level="law", bound=bound(most=6), source="Library Law, article 9")
        found = refused(api.set_bound, **told, bound=bound(1, 12))
        assert (found.code, found.facts["rule"]) == ("members.out-of-bounds", "Library Law, article 9")
        assert refused(api.set_bound, **told, bound=bound(5, 2)).code == "members.out-of-bounds"
        assert refused(api.set_bound, **told, bound=bound(1, 4), value=5).code == "members.out-of-bounds"
        api.set_bound(**told, bound=bound(1, 4), value=4)
        assert of().value == 4

    def test_a_form_sent_twice_is_one_act(self):
        cast = testing.cast()
        for _ in range(2):
            api.set_bound(actor=cast.office, name=MONTHS, bound=bound(1, 12), key="once")
        assert Event.objects.filter(kind="members.set-bound").count() == 1


class TestAbove:
    def test_law_then_contract_then_alliance_then_library(self):
        cast = testing.cast()
        api.set_setting(actor=cast.manager, library="EAST", name=MONTHS, value=24)
        api.bind(
            actor=cast.office,
            level="contract",
            name=MONTHS,
            bound=bound(most=18),
            source="C-1",
            library="EAST",
        )
        assert (of().value, of().said_by, of().rule, of("WEST").bound.most) == (18, Level.CONTRACT, "C-1", 24)
        law = api.bind(actor=cast.office, level="law", name=MONTHS, bound=bound(most=9), source="Art. 9")
        assert (of().value, of().said_by) == (9, Level.LAW)
        api.unbind(actor=cast.office, binding=law, reason="repealed")
        assert of().value == 18

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"level": "alliance"}, "members.bad-level"),
            ({"source": " "}, "members.no-source"),
            ({"bound": ANY}, "members.no-bound"),
            ({"bound": Bound(1, 99)}, "members.out-of-bounds"),
        ],
    )
    def test_what_nobody_can_demand(self, told, code):
        cast = testing.cast()
        given = {"level": "law", "name": MONTHS, "bound": bound(most=9), "source": "Art. 9", **told}
        assert refused(api.bind, actor=cast.office, **given).code == code


class TestExemptions:
    def lifted(self, actor, **more):
        today = timezone.localdate()
        told = {"library": "EAST", "name": MONTHS, "bound": bound(1, 24), "reason": "new building",
                "active_to": today + timedelta(days=10)}  # fmt: skip
        return {"actor": actor, **told, **more}

    def test_it_holds_from_its_first_day_to_the_day_before_its_last(self):
        cast = testing.cast()
        today = timezone.localdate()
        api.set_bound(actor=cast.office, name=MONTHS, bound=bound(1, 12))
        api.exempt(**self.lifted(cast.office, active_from=today + timedelta(days=1)))
        assert refused(api.fits, library="EAST", name=MONTHS, value=20).code == "members.out-of-bounds"
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            api.set_setting(actor=cast.manager, library="EAST", name=MONTHS, value=20)
            assert (of().value, of().said_by, of().rule) == (20, Level.LIBRARY, "new building")
        with time_machine.travel(timezone.now() + timedelta(days=10)):
            assert (of().value, of().said_by) == (12, Level.ALLIANCE), "it is over"
        assert api.setting(library="EAST", name=MONTHS, day=today + timedelta(days=9)) == 20
        assert refused(api.fits, library="WEST", name=MONTHS, value=20).code == "members.out-of-bounds"

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"active_to": None}, "members.exemption-endless"),
            ({"active_from": -1}, "members.begins-in-the-past"),
            ({"active_to": 0}, "members.dates-crossed"),
            ({"reason": " "}, "members.no-reason"),
            ({"bound": Bound(1, 99)}, "members.out-of-bounds"),
        ],
    )
    def test_what_no_exemption_can_be(self, told, code):
        cast = testing.cast()
        today = timezone.localdate()
        days = {name: today + timedelta(days=n) if isinstance(n, int) else n for name, n in told.items()}
        assert refused(api.exempt, **self.lifted(cast.office, **days)).code == code
        assert not Exemption.objects.exists()

    def test_it_never_lifts_law_or_contract(self):
        cast = testing.cast()
        api.bind(
            actor=cast.office,
            level="contract",
            name=MONTHS,
            bound=bound(most=9),
            source="C-1",
            library="EAST",
        )
        assert refused(api.exempt, **self.lifted(cast.office)).code == "members.out-of-bounds"

    def test_one_at_a_time_and_it_can_end_early(self):
        cast = testing.cast()
        id = api.exempt(**self.lifted(cast.office))
        assert refused(api.exempt, **self.lifted(cast.office)).code == "members.exempted-already"
        assert (
            refused(api.end_exemption, actor=cast.office, exemption=id, reason="").code == "members.no-reason"
        )
        api.end_exemption(actor=cast.office, exemption=id, reason="moved in early")
        found = refused(api.end_exemption, actor=cast.office, exemption=id, reason="again")
        assert found.code == "members.exemption-over"
        assert not list(api.problems())

    def test_only_the_office(self):
        cast = testing.cast()
        id = api.exempt(**self.lifted(cast.office))
        for actor in (cast.manager, cast.partner, cast.auditor, cast.stranger, cast.visitor):
            with pytest.raises(Absent):
                api.exempt(**self.lifted(actor))
            with pytest.raises(Absent):
                api.end_exemption(actor=actor, exemption=id, reason="x")


class TestReading:
    def test_once_read_only_the_mark_is_looked_at(self, django_assert_num_queries):
        testing.two_libraries()
        api.settings_of(library="EAST")
        with django_assert_num_queries(1):
            api.settings_of(library="WEST")
        with api.one_look(), django_assert_num_queries(1):
            for library in ("EAST", "WEST", ""):
                api.setting(library=library, name=MONTHS)

    def test_planted_a_cache_that_does_not_see_a_change_would_be_seen(self):
        cast = testing.cast()
        assert of().value == 6
        LibrarySetting.objects.create(library_id=api.library_id(symbol="EAST"), name=MONTHS, value=9)
        assert of().value == 6, "a row written past the door is not seen: the mark did not move"
        api.set_setting(actor=cast.partner, library="WEST", name=MONTHS, value=7)
        assert of().value == 9

    def test_every_registered_setting_has_a_default_that_may_stand(self):
        testing.two_libraries()
        names = [card.name for card in api.settings_of(library="EAST")]
        assert len(names) == len(set(names)) >= 5
        assert all(card.bound.holds(card.value) for card in api.settings_of(library="EAST"))

    def test_a_name_is_given_once(self):
        with pytest.raises(ValueError, match="two settings"):
            api.register_setting(name=MONTHS, kind="number", default=1, label="x")
        with pytest.raises(ValueError, match="outside its own bound"):
            api.register_setting(name="x.y", kind="number", default=1, least=2, label="x")


def test_a_trial_is_to_be_decided_by_the_day_its_length_says():
    cast = testing.cast()
    Library.objects.filter(symbol="EAST").update(status="trial", status_from=date(2026, 8, 31))
    told = {"actor": cast.office, "symbol": "EAST"}
    assert api.membership_of(**told).trial_to == date(2027, 2, 28)
    api.set_setting(actor=cast.office, library="EAST", name=MONTHS, value=3)
    assert api.membership_of(**told).trial_to == date(2026, 11, 30)
    assert api.membership_of(actor=cast.office, symbol="WEST").trial_to is None
