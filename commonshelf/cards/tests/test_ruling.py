"""Writing the rules: by whom, what is refused, what a change would do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.cards import api, foreseen, rights_taking, ruling
from commonshelf.cards import testing as made
from commonshelf.cards.domain.rights import Limits
from commonshelf.cards.models import ReaderGroup, RightRule
from commonshelf.cards.ruling_cards import RuleGiven
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.members.testing import queries
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
LEND = RuleGiven("borrow", allowed=True, relation="guest", limits=Limits(5, 14, 0))


@pytest.fixture
def readers():
    return made.readers()


@pytest.fixture
def people(readers):
    return readers.cast


def today():
    return timezone.localdate()


def put(actor, given: RuleGiven = LEND, library: str = "", **more) -> int:
    return ruling.set_rule(actor=actor, library=library, given=given, **more)


def code(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_until_somebody_changes_one_the_usual_rules_hold_and_then_they_are_rows(people):
    assert RightRule.objects.count() == 0
    assert [card.id for card in ruling.rules()] == [1, 2, 3, 4, 5, 6]
    number = put(people.office)
    assert RightRule.objects.count() == 7
    assert {card.id for card in ruling.rules()} == {1, 2, 3, 4, 5, 6, number}
    ruling.end_rule(actor=people.office, rule=2, reason="a test")
    assert {card.id for card in ruling.rules()} == {1, 3, 4, 5, 6, number}


def test_a_rule_holds_at_once_and_stands_in_the_log(people, readers):
    reader = readers.student
    now = timezone.now()
    assert not api.right(reader=reader.key, library="WEST", service="borrow", at=now).allowed
    number = put(people.office, key="k")
    assert put(people.office, key="k") == number, "sent twice it is one"
    found = api.right(reader=reader.key, library="WEST", service="borrow", at=now)
    assert (found.allowed, found.limits, found.rule) == (True, Limits(5, 14, 0), number)
    (event,) = news.happenings(kind="cards.set-rule")
    assert (event.object.id, event.facts["after"]["items"], event.facts["before"]) == (str(number), 5, None)


@pytest.mark.parametrize("who", ["manager", "librarian", "partner", "auditor", "reader", "visitor"])
def test_only_the_office_writes_for_the_alliance(people, who):
    with pytest.raises(Absent):
        put(getattr(people, who))
    with pytest.raises(Absent):
        ruling.end_rule(actor=getattr(people, who), rule=1)


@pytest.mark.parametrize(
    ("who", "may"),
    [("manager", True), ("office", True), ("librarian", False), ("partner", False), ("auditor", False)],
)
def test_a_library_writes_its_own(people, who, may):
    def act() -> int:
        return put(getattr(people, who), library="EAST")

    if may:
        assert ruling.rule(id=act()).line.library == "EAST"
    else:
        with pytest.raises(Absent):
            act()


def test_a_rule_of_one_library_is_not_ended_or_changed_by_another(people):
    number = put(people.manager, library="EAST")
    with pytest.raises(Absent):
        ruling.end_rule(actor=people.partner, rule=number)
    with pytest.raises(Absent):
        put(people.partner, library="WEST", rule=number)
    with pytest.raises(Absent):
        put(people.office, rule=number), "nor does it become the alliance's"


NO = RuleGiven("read", allowed=False)


@pytest.mark.parametrize(
    "given",
    [
        NO,
        replace(NO, relation="guest"),
        replace(NO, group_kind="child"),
        replace(NO, home="WEST"),
        RuleGiven("read", allowed=True, limits=Limits(fee=1)),
        RuleGiven("enter", allowed=True, limits=Limits(deposit=1)),
    ],
)
def test_a_library_cannot_go_below_a_firm_rule(people, given):
    with pytest.raises(Refusal) as refused:
        put(people.manager, given, library="EAST")
    assert refused.value.code == "cards.below-alliance"
    assert refused.value.facts["rule"] == {"read": 2, "enter": 1}[given.service]
    assert not RightRule.objects.filter(library__isnull=False).exists()


def test_the_office_exempts_for_a_reason_and_a_time(people, readers):
    why = replace(NO, exempt_why="Damage by water", active_to=today() + timedelta(days=30))
    with pytest.raises(Absent):
        put(people.manager, why, library="EAST")
    assert code(lambda: put(people.office, replace(why, active_to=None), library="EAST")) == (
        "cards.exemption-endless"
    )
    put(people.office, why, library="EAST")
    reader = readers.citizen
    at = timezone.localtime().replace(hour=12)
    assert api.right(reader=reader.key, library="EAST", service="read", at=at).reason == "rule-says-no"


def test_a_firm_rule_that_comes_later_lifts_what_a_library_says(people):
    own = put(people.manager, replace(LEND, limits=Limits(2, 30, 0)), library="EAST")
    put(people.office, replace(LEND, firm=True))
    found = api.rights_of(home="WEST", group_kind="citizen", library="EAST", at=timezone.now())["borrow"]
    assert found.limits == Limits(5, 30, 0), "each limit the more generous one"
    seen = foreseen.would_change(library="", given=replace(LEND, group_kind="teacher", firm=True))
    assert seen.lifted == (own,)


def test_a_firm_no_binds_libraries_too(people):
    put(people.office, RuleGiven("remote", allowed=False, group_kind="guest", firm=True))
    allow = RuleGiven("remote", allowed=True)
    assert code(lambda: put(people.manager, allow, library="EAST")) == "cards.below-alliance"
    put(people.manager, replace(allow, group_kind="citizen"), library="EAST")


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        (replace(LEND, service="dance"), "cards.rule-word", "service"),
        (replace(LEND, home="NONE"), "cards.rule-word", "home"),
        (replace(LEND, group=99), "cards.rule-word", "group"),
        (replace(LEND, group_kind="king"), "cards.rule-word", "group_kind"),
        (replace(LEND, library_kind="public"), "cards.rule-word", "library_kind"),
        (replace(LEND, limits=Limits(items=-1)), "cards.rule-limit", "items"),
        (replace(LEND, limits=Limits(fee=10**12)), "cards.rule-limit", "fee"),
        (replace(LEND, home="EAST"), "cards.rule-nobody", "relation"),
        (replace(LEND, home="WEST", relation="own"), "cards.rule-nobody", "relation"),
        (replace(LEND, home="WEST", home_kind="university"), "cards.rule-nobody", "relation"),
        (replace(LEND, note=Said("长" * 301, "")), "cards.rule-too-long", "note_zh"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(people, given, refusal, field):
    with pytest.raises(Refusal) as refused:
        put(people.manager, given, library="EAST")
    assert (refused.value.code, refused.value.facts["field"]) == (refusal, field)


def test_days_run_forward(people):
    yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
    assert code(lambda: put(people.office, replace(LEND, active_from=yesterday))) == (
        "cards.rule-begins-in-the-past"
    )
    assert code(lambda: put(people.office, replace(LEND, active_from=tomorrow, active_to=tomorrow))) == (
        "cards.rule-days-crossed"
    )
    number = put(people.office, replace(LEND, active_from=tomorrow))
    assert code(lambda: ruling.end_rule(actor=people.office, rule=number, on=yesterday)) == (
        "cards.rule-ends-in-the-past"
    )
    ruling.end_rule(actor=people.office, rule=number)
    assert not RightRule.objects.get(pk=number).active_to > tomorrow


def test_the_same_is_not_said_twice_but_may_follow(people):
    number = put(people.office, replace(LEND, active_to=today() + timedelta(days=10)))
    assert code(lambda: put(people.office)) == "cards.rule-exists"
    put(people.office, replace(LEND, active_from=today() + timedelta(days=10)))
    assert put(
        people.office, replace(LEND, allowed=False, active_to=today() + timedelta(days=5)), rule=number
    )


def test_a_rule_changed_meanwhile_is_not_written_over(people):
    number = put(people.office)
    version = ruling.rule(id=number).version
    put(people.office, replace(LEND, limits=Limits(9)), rule=number, version=version)
    assert code(lambda: put(people.office, rule=number, version=version)) == "cards.rule-changed"
    assert (
        code(lambda: ruling.end_rule(actor=people.office, rule=number, version=version))
        == "cards.rule-changed"
    )


def test_a_rule_of_a_group_speaks_of_that_group_alone(people, readers):
    adults = ReaderGroup.objects.get(code="adult").pk
    put(people.manager, replace(LEND, group=adults, group_kind="student", home_kind="public"), library="EAST")
    at = timezone.now()
    assert api.right(reader=readers.citizen.key, library="EAST", service="borrow", at=at).allowed
    assert not api.right(reader=readers.child.key, library="EAST", service="borrow", at=at).allowed


def test_what_a_change_would_do_is_told_before_and_comes_true(people, readers):
    members.add_library(actor=people.office, symbol="NORTH", name_en="North Library", kind="public")
    seen = foreseen.would_change(library="", given=LEND)
    (row,) = seen.touched
    assert row.libraries == ("EAST", "NORTH", "WEST")
    assert (row.others, row.own, set(row.kinds)) == (True, False, set(api.GROUP_KINDS))
    assert (row.before.allowed, row.after.allowed, row.after.limits) == (False, True, LEND.limits)
    assert seen.readers == 4, "every registered reader is a guest somewhere"
    assert RightRule.objects.count() == 0, "nothing has happened"
    put(people.office)
    assert foreseen.would_change(library="", given=replace(LEND, group_kind="child")).touched == []
    less = foreseen.would_change(library="EAST", given=replace(LEND, allowed=False, home="WEST"))
    assert [(one.libraries, one.homes, one.after.allowed) for one in less.touched] == [
        (("EAST",), ("WEST",), False)
    ]
    assert less.readers == 2
    end = foreseen.would_change(library="", given=None, rule=1)
    assert end.readers == 4
    assert readers.student.home == "EAST"


def test_a_library_takes_its_own_rules_along_and_nobody_elses(people, tmp_path):
    put(people.manager, replace(LEND, note=Said("=1+1", "")), library="EAST")
    put(people.partner, replace(LEND, service="print"), library="WEST")
    rights_taking.write_own("EAST", tmp_path)
    head, line = (tmp_path / "right-rules.csv").read_text(encoding="utf-8-sig").splitlines()
    told = dict(zip(head.split(","), line.split(","), strict=True))
    assert (told["service"], told["relation"], told["items"], told["note_zh"]) == (
        "borrow",
        "guest",
        "5",
        "'=1+1",
    )


def test_reading_all_rules_costs_the_same_for_many(people):
    put(people.office)
    ruling.rules()
    few = queries(ruling.rules)
    for kind in api.GROUP_KINDS:
        put(people.office, replace(LEND, group_kind=kind))
    ruling.rules()
    assert queries(ruling.rules) == few


def test_before_anybody_reads_a_rule_may_say_since_when_it_has_held():
    cast = testing.cast()
    number = put(cast.office, replace(LEND, active_from=today() - timedelta(days=400)))
    [card] = [card for card in ruling.rules() if card.id == number]
    assert card.line.holds(today() - timedelta(days=399))
