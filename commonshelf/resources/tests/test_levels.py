"""Access levels: the table of what wins and what it means, and writing them within bounds."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members.testing import Cast, cast, user
from commonshelf.resources import api, testing
from commonshelf.resources.domain import levels
from commonshelf.resources.domain.levels import LEVELS, Asker, Line, Ruling, Thing, decide, means, openness
from commonshelf.resources.domain.terms import Licence, Reader, Terms, may_read, usual_level, widest_level

DAY = date(2026, 11, 22)
THING = Thing("EAST", None, 7, ("K291", "G25"), "main", "Stacks", "28d", 2026)
BOUNDS = st.sampled_from(["", *LEVELS])
lines = st.lists(
    st.builds(
        Line,
        id=st.integers(1, 99),
        owner=st.sampled_from(["", "EAST", "WEST"]),
        scope=st.sampled_from(["print", "branch", "class", "policy", "location", "edition"]),
        value=st.sampled_from(["", "main", "K", "K29", "28d", "stacks", "7", "8"]),
        service=st.just("Copy"),
        level=st.sampled_from(LEVELS),
        active_from=st.sampled_from([DAY - timedelta(days=9), DAY, DAY + timedelta(days=1)]),
        active_to=st.sampled_from([None, DAY, DAY + timedelta(days=5)]),
        widest=BOUNDS,
        narrowest=BOUNDS,
        most_pages=st.none() | st.integers(1, 99),
    ),
    max_size=8,
    unique_by=lambda line: line.id,
)


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(many: list[Line], dice: Random) -> None:
    mixed = list(many)
    dice.shuffle(mixed)
    assert decide(many, THING, "Copy", DAY) == decide(mixed, THING, "Copy", DAY)


@given(lines)
def test_what_a_member_says_stays_within_the_alliances_bound(many: list[Line]) -> None:
    found = decide(many, THING, "Copy", DAY)
    own, ours = levels.chosen(many, THING, "Copy", DAY)
    assert own is None or own.owner == "EAST"
    if own and ours:
        assert not ours.widest or openness(found.level) >= openness(ours.widest)
        if ours.narrowest and (not ours.widest or openness(ours.widest) <= openness(ours.narrowest)):
            assert openness(found.level) <= openness(ours.narrowest)
        assert ours.most_pages is None or (found.most_pages or 0) <= ours.most_pages
        assert found.bounded == (found.level != own.level)


@given(lines)
def test_a_line_about_something_else_or_another_day_changes_nothing(many: list[Line]) -> None:
    heard = [line for line in many if levels.speaks(line, THING, "Copy", DAY)]
    assert decide(heard, THING, "Copy", DAY) == decide(many, THING, "Copy", DAY)


@given(st.sampled_from(LEVELS), BOUNDS, BOUNDS)
def test_moving_into_bounds_is_done_once(level: str, widest: str, narrowest: str) -> None:
    moved = levels.moved(level, widest, narrowest)
    assert levels.moved(moved, widest, narrowest) == moved


@given(st.sampled_from(levels.RELATIONS), st.booleans())
def test_a_less_open_level_never_gives_more(relation: str, on_site: bool) -> None:  # noqa: FBT001  # drawn
    asker = Asker(relation, "student", on_site)
    gives = [means(Ruling(level), asker).answer == "yes" for level in LEVELS if level != "on-site"]
    assert gives == sorted(gives, reverse=True)


def line(scope: str, value: str = "", level: str = "closed", **more: object) -> Line:
    given = {"id": 1, "owner": "EAST", "service": "Copy", "active_from": DAY} | more
    return Line(scope=scope, value=value, level=level, **given)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (line("print"), line("branch", "main", "open", id=2)),
        (line("branch", "main"), line("class", "K", "open", id=2)),
        (line("class", "K"), line("class", "K29", "open", id=2)),
        (line("class", "K29"), line("policy", "28D", "open", id=2)),
        (line("policy", "28d"), line("location", "stacks", "open", id=2)),
        (line("location", "Stacks"), line("edition", "7", "open", id=2)),
    ],
)
def test_the_narrower_line_wins(wide: Line, narrow: Line) -> None:
    assert decide([wide, narrow], THING, "Copy", DAY).level == "open"


def test_of_equals_the_stricter_wins() -> None:
    same = [line("print", level="open"), line("print", level="owner", id=2)]
    assert decide(same, THING, "Copy", DAY).level == "owner"


def test_an_embargo_counts_from_the_end_of_the_year_it_appeared_in() -> None:
    held = line("print", level="open", embargo_days=30)
    assert decide([held], THING, "Copy", DAY).until == date(2027, 1, 31)
    assert decide([held], THING, "Copy", date(2027, 1, 31)).until is None
    assert means(decide([held], THING, "Copy", DAY), Asker("own")).why == "embargo"


@given(
    st.builds(
        Licence,
        owner=st.sampled_from(["", "EAST"]),
        terms=st.builds(
            Terms,
            members=st.booleans(), on_site=st.booleans(), remote=st.booleans(), walk_in=st.booleans(),
            groups=st.sampled_from([(), ("student",)]),
        ),
        active_to=st.sampled_from([None, DAY, DAY + timedelta(days=1)]),
    ),
    st.builds(
        Reader,
        home=st.sampled_from(["", "EAST", "WEST"]),
        group=st.sampled_from(["student", "citizen"]),
        on_site=st.sampled_from(["", "EAST", "WEST"]),
        reciprocal=st.booleans(),
    ),
    st.sampled_from(LEVELS),
)  # fmt: skip
def test_no_level_gives_more_than_the_licence(licence: Licence, reader: Reader, level: str) -> None:
    said = may_read(licence, Ruling(level), reader, DAY)
    if said.answer != "yes":
        return
    assert licence.active_to is None or licence.active_to > DAY
    there = reader.on_site and licence.owner in {"", reader.on_site}
    if there and licence.terms.walk_in:
        return
    assert reader.home
    assert not licence.terms.groups or reader.group in licence.terms.groups
    assert reader.home == licence.owner or not licence.owner or licence.terms.members
    assert licence.terms.remote or there


def test_what_the_contract_gives_is_the_usual_level_and_the_widest() -> None:
    shared = Licence("EAST", Terms(members=True, copy_to_members=True))
    alone = Licence("EAST", Terms())
    assert [usual_level(shared, one) for one in levels.SERVICES] == ["closed", "alliance", "alliance"]
    assert [usual_level(alone, one) for one in levels.SERVICES] == ["closed", "closed", "home"]
    assert (widest_level(alone, "Read"), widest_level(alone, "Copy")) == ("home", "closed")


# -- written


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def bind(people: Cast, **more: object) -> int:
    told = {"widest": "alliance", "narrowest": "agency", "most_pages": 50} | more
    bound = api.LevelGiven("print", "Copy", "alliance", **told)
    return api.set_level(actor=people.office, owner="", given=bound)


def own(people: Cast, level: str = "owner", **more: object) -> int:
    return api.set_level(
        actor=people.manager, owner="EAST", given=api.LevelGiven("print", "Copy", level, **more)
    )


def test_a_member_stays_within_the_bound_and_is_told_which_rule_holds(people: Cast) -> None:
    bound = bind(people)
    for level in ("open", "closed", "on-site"):
        with pytest.raises(Refusal) as caught:
            own(people, level)
        assert (caught.value.code, caught.value.facts["bound"]) == ("resources.outside-bound", bound)
    with pytest.raises(Refusal, match=r"resources\.above-bound"):
        own(people, most_pages=51)
    own(people, most_pages=50)
    with pytest.raises(Refusal, match=r"resources\.level-exists"):
        own(people, "home")


def test_nobody_but_its_runners_sets_a_level_and_the_office_alone_a_bound(people: Cast) -> None:
    given = api.LevelGiven("print", "Copy", "owner")
    for actor in (people.librarian, people.partner, people.reader, people.stranger, people.visitor):
        with pytest.raises(Absent):
            api.set_level(actor=actor, owner="EAST", given=given)
    with pytest.raises(Absent):
        api.set_level(actor=people.manager, owner="", given=given)
    mine = own(people)
    with pytest.raises(Absent):
        api.end_level(actor=people.partner, level=mine)


def test_a_resource_is_not_opened_beyond_its_licence(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    given = api.LevelGiven("resource", "Read", "alliance", resource=made)
    with pytest.raises(Refusal) as caught:
        api.set_level(actor=people.manager, owner="EAST", given=given)
    assert (caught.value.code, caught.value.facts["level"]) == ("resources.beyond-licence", "home")
    with pytest.raises(Absent):
        api.set_level(actor=people.partner, owner="WEST", given=given)


def test_what_cannot_be_is_refused_at_its_field(people: Cast) -> None:
    cases = [
        (api.LevelGiven("print", "Copy", "open", value="x"), "resources.level-value"),
        (api.LevelGiven("branch", "Copy", "open"), "resources.level-no-value"),
        (api.LevelGiven("branch", "Copy", "open", value="moon"), "resources.level-no-branch"),
        (api.LevelGiven("edition", "Copy", "open", value="seven"), "resources.level-no-value"),
        (api.LevelGiven("resource", "Loan", "open"), "resources.level-no-loan"),
        (api.LevelGiven("print", "Copy", "ajar"), "resources.level-word"),
        (api.LevelGiven("print", "Copy", "open", widest="open"), "resources.level-word"),
        (api.LevelGiven("print", "Copy", "open", share=101), "resources.limit"),
        (api.LevelGiven("print", "Copy", "open", active_from=date(2020, 1, 1)),
         "resources.level-in-the-past"),
    ]  # fmt: skip
    for told, code in cases:
        with pytest.raises(Refusal) as caught:
            api.set_level(actor=people.manager, owner="EAST", given=told)
        assert caught.value.code == code
    with pytest.raises(Refusal, match=r"resources\.bounds-crossed"):
        bind(people, widest="agency", narrowest="alliance")


def test_an_ended_line_holds_no_more_and_its_history_is_told(people: Cast) -> None:
    mine = own(people, "owner")
    east = ("EAST", "main", "", "")
    assert api.levels_for(edition=None, holders=[east], service="Copy")[east].level == "owner"
    api.set_level(
        actor=people.manager, owner="EAST", given=api.LevelGiven("print", "Copy", "agency"), level=mine
    )
    assert api.levels_for(edition=None, holders=[east], service="Copy")[east].level == "agency"
    page = Client(headers={"accept-language": "en"})
    page.force_login(user("manager"))
    seen = page.get(f"/levels/{mine}").content.decode()
    # The arrow of the change from one level to the other.
    assert "owner&#x27;s approval → With the alliance agency&#x27;s approval" in seen
    api.end_level(actor=people.manager, level=mine)
    assert api.levels_for(edition=None, holders=[east], service="Copy")[east].line is None


def test_the_page_shows_the_bound_what_would_change_and_for_whom(people: Cast) -> None:
    bound = bind(people)
    page = Client(headers={"accept-language": "en"})
    page.force_login(user("manager"))
    told = {"key": "k", "of": "print", "service": "Copy", "level": "owner"}
    begun = page.get("/levels/new?library=EAST&of=print&service=Copy").content.decode()
    assert f"Rule {bound} of the alliance holds here." in begun
    looked = page.post("/levels/new?library=EAST", told | {"do": "look"}).content.decode()
    assert "Nothing is in force yet." in looked
    assert "If the owner agrees" in looked
    assert not api.rules(owner="EAST")
    refused = page.post("/levels/new?library=EAST", told | {"do": "set", "level": "open"})
    assert refused.status_code == 409
    assert f"rule {bound} does not let" in refused.content.decode()
    assert page.post("/levels/new?library=EAST", told | {"do": "set"}).status_code == 302
    meant = page.get("/levels/meaning?library=EAST&service=Copy").content.decode()
    assert meant.count("If the owner agrees") == 2
