"""The rule book: versions, days, precedence, bounds, exceptions, and who has read it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.domain.bounds import Bound
from commonshelf.office import api
from commonshelf.office.domain import rules as domain
from commonshelf.office.domain import rules_compare
from commonshelf.office.models import RuleException, RuleVersion

SETTING = "members.trial-months"  # a number, 1 to 24
PUBLIC_ONLY = {"scope": "kinds", "targets": ["public"]}


@pytest.fixture
def cast(db) -> testing.Cast:
    return testing.cast()


def said(title="借阅规则", text="第一段。\n\n第二段。", **more):
    return api.VersionGiven(title_zh=title, text_zh=text, **more)


def drafted(cast, number="2.1", actor=None, given=None, **more):
    return api.draft_rule(actor=actor or cast.office, number=number, given=given or said(), **more)


def adopted(cast, card, days=0, actor=None, **more):
    today = timezone.localdate()
    return api.adopt_rule(
        actor=actor or cast.office, rule=card.id, effective_date=today + timedelta(days=days), **more
    )


def bound(**told):
    return said(setting=SETTING, bound=told)


def code(refused) -> str:
    return refused.value.code


def test_a_rule_binds_from_its_day_and_its_next_version_after_it(cast):
    card = drafted(cast)
    assert (card.state, card.now) == ("draft", None)
    card = adopted(cast, card)
    assert (card.state, card.now.number) == ("in-force", 1)
    api.draft_version(actor=cast.office, rule=card.id, given=said("新借阅规则"))
    card = adopted(cast, card, days=3)
    assert [(one.number, one.state) for one in card.versions] == [(2, "coming"), (1, "in-force")]
    versions = [
        domain.Version(n, timezone.localdate(), v.effective_date)
        for n, v in ((2, card.versions[0]), (1, card.versions[1]))
    ]
    later = timezone.localdate() + timedelta(days=3)
    assert [domain.state(one, versions, None, later) for one in versions] == ["in-force", "replaced"]


def test_no_rule_is_effective_before_it_was_adopted(cast):
    card, today = drafted(cast), timezone.localdate()
    with pytest.raises(Refusal) as refused:
        adopted(cast, card, days=-1)
    assert code(refused) == "office.effective-before-adoption"
    with pytest.raises(Refusal, match=r"office\.adopted-tomorrow"):
        adopted(cast, card, days=9, adopted_date=today + timedelta(days=1))
    assert RuleVersion.objects.get().adopted_date is None
    card = adopted(cast, card, adopted_date=today - timedelta(days=1))
    with pytest.raises(Refusal, match=r"office\.nothing-to-adopt"):
        adopted(cast, card)


def test_a_draft_is_written_over_only_by_who_has_read_it(cast):
    card = drafted(cast)
    api.draft_version(actor=cast.office, rule=card.id, given=said("二稿"), revision=1)
    with pytest.raises(Refusal, match=r"office\.stale-rule"):
        api.draft_version(actor=cast.office, rule=card.id, given=said("别的二稿"), revision=1)
    [one] = api.rule(actor=cast.office, id=card.id).versions
    assert (one.title.zh, one.revision, one.number) == ("二稿", 2, 1)


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        ("office.no-number", {"number": " "}),
        ("office.no-title", {"given": said("")}),
        ("office.no-text", {"given": said(text=" ")}),
        ("office.bad-level", {"level": "law"}),
        ("office.bad-level", {"level": "local"}),
        ("office.bad-readers", {"readers": "cats"}),
        ("office.bad-scope", {"given": said(scope="some")}),
        ("office.no-targets", {"given": said(scope="kinds")}),
        ("office.bad-targets", {"given": said(scope="libraries", targets=["NOWHERE"])}),
        ("office.no-such-setting", {"given": said(setting="x.y", bound={"least": 1})}),
        ("office.no-bound", {"given": bound()}),
        ("office.bound-crossed", {"given": bound(least=9, most=3)}),
        ("office.bound-for-all", {"given": said(setting=SETTING, bound={"least": 2}, **PUBLIC_ONLY)}),
        ("members.out-of-bounds", {"given": bound(most=25)}),
    ],
)  # fmt: skip
def test_what_is_not_drafted(cast, wanted, more):
    with pytest.raises(Refusal) as refused:
        drafted(cast, **more)
    assert code(refused) == wanted
    assert not RuleVersion.objects.exists()


def test_on_its_day_a_rule_sets_the_bound_and_gives_it_back_when_repealed(cast):
    card = drafted(cast, given=bound(least=3, most=9))
    members.set_setting(actor=cast.manager, library="EAST", name=SETTING, value=12)
    adopted(cast, card, days=2)
    assert members.setting(library="EAST", name=SETTING) == 12
    later = datetime.combine(timezone.localdate(), datetime.min.time(), timezone.get_current_timezone())
    RuleVersion.objects.update(effective_date=timezone.localdate())
    api.take_effect(later)
    api.take_effect(later)
    assert members.setting(library="EAST", name=SETTING) == 9
    with pytest.raises(Refusal, match=r"members\.out-of-bounds"):
        members.set_setting(actor=cast.manager, library="EAST", name=SETTING, value=12)
    assert api.rule(actor=cast.office, id=card.id).now.bound_at
    api.repeal_rule(actor=cast.office, rule=card.id, on=timezone.localdate(), reason="不再需要")
    members.set_setting(actor=cast.manager, library="EAST", name=SETTING, value=12)
    assert members.setting(library="EAST", name=SETTING) == 12


def test_adopted_for_today_it_binds_at_once(cast):
    adopted(cast, drafted(cast, given=bound(most=9)))
    with pytest.raises(Refusal, match=r"members\.out-of-bounds"):
        members.set_setting(actor=cast.manager, library="EAST", name=SETTING, value=12)


def test_what_contradicts_the_charter_is_refused(cast):
    charter = adopted(cast, drafted(cast, "章程", level="charter", given=bound(least=3, most=12)))
    with pytest.raises(Refusal) as refused:
        drafted(cast, given=bound(most=18))
    assert (code(refused), refused.value.facts["number"]) == ("office.against-higher-rule", "章程")
    rule = adopted(cast, drafted(cast, given=bound(most=6)))
    card = next(one for one in members.settings_of(library="EAST") if one.name == SETTING)
    assert (card.bound.least, card.bound.most, card.rule) == (3, 6, "2.1")
    with pytest.raises(Refusal, match=r"office\.setting-ruled-elsewhere"):
        drafted(cast, "2.2", given=bound(most=5))
    api.repeal_rule(actor=cast.office, rule=rule.id, on=timezone.localdate(), reason="x")
    card = next(one for one in members.settings_of(library="EAST") if one.name == SETTING)
    assert (card.bound.most, card.rule) == (12, charter.number)


def test_law_stands_above_every_rule(cast):
    members.bind(
        actor=members.operator(), level="law", name=SETTING, bound=Bound(most=6), source="某法第 3 条"
    )
    with pytest.raises(Refusal) as refused:
        drafted(cast, given=bound(most=9))
    assert code(refused) == "members.out-of-bounds"
    assert refused.value.facts["rule"] == "某法第 3 条"


def test_a_rule_that_becomes_impossible_says_so_instead_of_binding(cast):
    card = adopted(cast, drafted(cast, given=bound(most=9), public=True), days=1)
    members.bind(
        actor=members.operator(), level="law", name=SETTING, bound=Bound(most=6), source="某法第 3 条"
    )
    RuleVersion.objects.update(adopted_date=timezone.localdate(), effective_date=timezone.localdate())
    api.take_effect(timezone.now())
    shown = api.rule(actor=cast.office, id=card.id).now
    assert shown.bound_at is None
    assert shown.bound_problem
    assert api.rule(actor=cast.librarian, id=card.id).now.bound_problem
    assert not api.rule(actor=cast.visitor, id=card.id).now.bound_problem, (
        "the rule is public, its troubles are not"
    )


def test_a_librarys_own_rule_holds_inside_the_frame(cast):
    adopted(cast, drafted(cast, given=bound(most=9), public=True))
    given = said("本馆试用期", setting=SETTING, bound={"value": 12})
    with pytest.raises(Refusal, match=r"members\.out-of-bounds"):
        drafted(cast, "1", cast.manager, given, level="local", library="EAST")
    own = drafted(
        cast, "1", cast.manager, said("本馆试用期", setting=SETTING, bound={"value": 8}),
        level="local", library="EAST", public=True,
    )  # fmt: skip
    for who in ("partner", "librarian", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            drafted(cast, "2", getattr(cast, who), level="local", library="EAST")
        with pytest.raises(Absent):
            adopted(cast, own, actor=getattr(cast, who))
        with pytest.raises(Absent):
            api.rule(actor=getattr(cast, who), id=own.id)
    adopted(cast, own, actor=cast.manager)
    assert members.setting(library="EAST", name=SETTING) == 8
    assert members.setting(library="WEST", name=SETTING) == 6
    assert [one.number for one in api.rules(actor=cast.visitor, library="EAST")[0]] == ["1"]


def test_the_office_alone_writes_the_alliances_rules(cast):
    for who in ("manager", "auditor", "librarian", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            drafted(cast, actor=getattr(cast, who))
    card = drafted(cast)
    for who in ("manager", "auditor", "stranger"):
        actor = getattr(cast, who)
        with pytest.raises(Absent):
            adopted(cast, card, actor=actor)
        with pytest.raises(Absent):
            api.repeal_rule(actor=actor, rule=card.id, on=timezone.localdate(), reason="x")


def test_who_sees_what(cast):
    open_one = adopted(cast, drafted(cast, "1", public=True))
    closed = adopted(cast, drafted(cast, "2"))
    draft = drafted(cast, "3", public=True)
    for who, n in (
        ("office", 3),
        ("auditor", 3),
        ("librarian", 3),
        ("reader", 1),
        ("stranger", 1),
        ("visitor", 1),
    ):
        assert api.rules(actor=getattr(cast, who))[1] == n, who
    assert api.rule(actor=cast.visitor, id=open_one.id).number == "1"
    for one in (closed, draft):
        with pytest.raises(Absent):
            api.rule(actor=cast.visitor, id=one.id)


def test_a_draft_of_another_library_is_neither_listed_nor_found(cast):
    card = drafted(cast, "E1", actor=cast.manager, level="local", library="EAST", public=True)
    adopted(cast, card, actor=cast.manager)
    api.draft_version(actor=cast.manager, rule=card.id, given=said("秘密草案", text="尚未公布。"))
    for actor in (cast.manager, cast.office):
        [found] = api.rules(actor=actor, library=None, state="draft", words="尚未公布")[0]
        assert found.draft.title.zh == "秘密草案"
    for actor in (cast.partner, cast.librarian, cast.stranger, cast.visitor):
        [found] = api.rules(actor=actor, library=None)[0]
        assert [one.number for one in found.versions] == [1]
        for asked in ({"state": "draft"}, {"words": "秘密"}, {"words": "尚未公布"}):
            assert api.rules(actor=actor, library=None, **asked) == ([], 0)


def test_numbers_sort_as_people_count(cast):
    for number in ("2.10", "2.9", "10", "2"):
        drafted(cast, number)
    drafted(cast, "章程", level="charter")
    assert [one.number for one in api.rules(actor=cast.office)[0]] == ["章程", "2", "2.9", "2.10", "10"]


def test_who_has_read_it_and_who_has_not(cast):
    card = adopted(cast, drafted(cast, readers="staff"))
    assert api.unread_rules(actor=cast.librarian) == [card.id]
    assert api.unread_rules(actor=cast.reader) == []
    api.confirm_rule(actor=cast.librarian, rule=card.id, version=1)
    api.confirm_rule(actor=cast.librarian, rule=card.id, version=1)
    assert api.unread_rules(actor=cast.librarian) == []
    found = api.rule_readers(actor=cast.office, rule=card.id, version=1)
    assert [one.name.en for one in found] == ["Cataloguer", "Manager", "Partner", "Librarian"]
    assert [one.read_at is None for one in found] == [True, True, True, False]
    for who in ("reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            api.confirm_rule(actor=getattr(cast, who), rule=card.id, version=1)
    with pytest.raises(Absent):
        api.rule_readers(actor=cast.manager, rule=card.id, version=1)
    api.draft_version(actor=cast.office, rule=card.id, given=said("新版"))
    adopted(cast, card)
    assert api.unread_rules(actor=cast.librarian) == [card.id]  # a new version is to be read anew


def test_only_those_it_is_for_are_asked_to_read_it(cast):
    adopted(cast, drafted(cast, given=said(scope="libraries", targets=["EAST"])))
    assert len(api.unread_rules(actor=cast.manager)) == 1
    assert api.unread_rules(actor=cast.partner) == []
    assert api.rules_for(actor=cast.partner, library="WEST") == []
    assert len(api.rules(actor=cast.manager, unread=True)[0]) == 1


def test_exceptions_have_a_reason_and_an_end(cast):
    card, today = drafted(cast), timezone.localdate()

    def give(**more):
        usual = {"actor": cast.office, "library": "EAST", "reason": "校舍维修", "first_date": today}
        return api.grant_exception(rule=card.id, **{**usual, "end_date": today + timedelta(days=30), **more})

    with pytest.raises(Refusal, match=r"office\.not-in-force"):
        give()
    adopted(cast, card)
    for wanted, more in (
        ("office.no-reason", {"reason": " "}),
        ("office.exception-crossed", {"end_date": today - timedelta(days=1)}),
        ("office.exception-past", {"first_date": date(2020, 1, 1), "end_date": date(2020, 2, 1)}),
    ):
        with pytest.raises(Refusal) as refused:
            give(**more)
        assert code(refused) == wanted
    with pytest.raises(Absent):
        give(library="NOWHERE")
    with pytest.raises(Absent):
        give(actor=cast.manager)
    made = give()
    [one] = api.rule_exceptions(actor=cast.manager, library="EAST")
    assert (one.id, one.holds, one.reason) == (made, True, "校舍维修")
    api.end_exception(actor=cast.office, exception=made, reason="修好了")
    [one] = api.rule_exceptions(actor=cast.manager, rule=card.id)
    assert not one.holds


def test_an_exception_from_a_bound_widens_it_for_that_member(cast):
    card, today = adopted(cast, drafted(cast, given=bound(most=6))), timezone.localdate()
    made = api.grant_exception(
        actor=cast.office, rule=card.id, library="EAST", reason="在建", first_date=today,
        end_date=today + timedelta(days=30), bound={"most": 12},
    )  # fmt: skip
    members.set_setting(actor=cast.manager, library="EAST", name=SETTING, value=12)
    assert members.setting(library="EAST", name=SETTING) == 12
    with pytest.raises(Refusal, match=r"members\.out-of-bounds"):
        members.set_setting(actor=cast.partner, library="WEST", name=SETTING, value=12)
    assert RuleException.objects.get(pk=made).exemption
    api.end_exception(actor=cast.office, exception=made, reason="完工")
    assert members.setting(library="EAST", name=SETTING) == 6


def test_repealing_takes_a_reason_and_a_day_to_come(cast):
    card, today = adopted(cast, drafted(cast)), timezone.localdate()
    with pytest.raises(Refusal, match=r"office\.no-reason"):
        api.repeal_rule(actor=cast.office, rule=card.id, on=today, reason="")
    with pytest.raises(Refusal, match=r"office\.repealed-yesterday"):
        api.repeal_rule(actor=cast.office, rule=card.id, on=today - timedelta(days=1), reason="x")
    assert api.repeal_rule(actor=cast.office, rule=card.id, on=today, reason="合并").state == "repealed"
    with pytest.raises(Refusal, match=r"office\.repealed-already"):
        api.draft_version(actor=cast.office, rule=card.id, given=said())
    assert [one.number for one in api.rules(actor=cast.office, state="repealed")[0]] == ["2.1"]
    assert api.rules(actor=cast.office, state="held") == ([], 0)


days = st.dates(date(2026, 1, 1), date(2026, 2, 1))
versions = st.lists(st.tuples(st.none() | days, st.integers(0, 20)), max_size=5)


@given(versions, st.none() | days, days)
def test_at_most_one_version_is_in_force_and_never_before_its_adoption(told, repealed, today):
    rows = [
        domain.Version(n, on, on + timedelta(days=later) if on else None)
        for n, (on, later) in enumerate(told, 1)
    ]
    held = [one for one in rows if domain.state(one, rows, repealed, today) is domain.State.IN_FORCE]
    assert len(held) <= 1
    for one in held:
        assert one.adopted <= one.effective <= today
        assert repealed is None or today < repealed


bounds = st.fixed_dictionaries({}, optional={"least": st.integers(0, 9), "most": st.integers(0, 9)})


@given(st.lists(bounds, max_size=4), st.integers(0, 9))
def test_what_several_rules_leave_never_leaves_the_highest(told, value):
    left = domain.together(told)
    if told and not domain.within({"value": value}, told[0]):
        assert not domain.within({"value": value}, left)


TEXT = st.lists(st.text("图书馆借阅ab c", max_size=12), max_size=6).map("\n".join)


@given(TEXT, TEXT)
def test_comparing_shows_all_of_both_sides(before, after):
    rows = rules_compare.compare(before, after)

    def shown(side):
        return ["".join(run.text for run in getattr(row, side)) for row in rows]

    assert [one for one in shown("before") if one] == rules_compare.paragraphs(before)
    assert [one for one in shown("after") if one] == rules_compare.paragraphs(after)
    if rules_compare.paragraphs(before) == rules_compare.paragraphs(after):
        assert all(row.same for row in rows)


def test_one_changed_number_is_marked_to_the_letter():
    [row] = rules_compare.compare("借期为 30 天，可续借一次。", "借期为 45 天，可续借一次。")
    assert [run.text for run in row.before if run.differs] == ["30"]
    assert [run.text for run in row.after if run.differs] == ["45"]
