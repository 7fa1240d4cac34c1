"""What may be had of an edition, on real rows: levels of holders, ways to read online."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commonshelf.members import api as members
from commonshelf.members.testing import queries, two_libraries
from commonshelf.resources import api, deciding, levels_kept
from commonshelf.resources.models import Level, Resource, Title

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
EAST = ("EAST", "main", "Stacks", "28 days")
WEST = ("WEST", "main", "", "")


@pytest.fixture(autouse=True)
def libraries(db: None) -> None:
    two_libraries()


def resource(owner: str = "", **more: object) -> Resource:
    given = {"kind": "package", "name_zh": "库", "name_en": "Package", "url": "https://host.example/"} | more
    given["owner_id"] = members.library_id(symbol=owner) if owner else None
    return Resource.objects.create(**given)


def title(of: Resource, **more: object) -> Title:
    given = {"title_id": "t1", "title": "Tea", "folded": "tea", "edition": 77} | more
    return Title.objects.create(resource=of, **given)


def level(owner: str = "", **more: object) -> Level:
    given = {
        "scope": "print", "service": "Copy", "level": "alliance", "active_from": date(2020, 1, 1),
        "set_at": "2026-01-01T00:00:00+08:00",
    } | more  # fmt: skip
    given["owner_id"] = members.library_id(symbol=owner) if owner else None
    row = Level.objects.create(**given)
    levels_kept.changed()
    return row


def ways(home: str = "", group: str = "student", on_site: str = "", **more: object) -> list[api.OnlineWay]:
    reader = api.Reader(home, group if home else "", on_site)
    return api.online(edition=None, identifiers=["0306-4573"], reader=reader, day=TODAY, **more)


def test_the_owners_readers_read_from_anywhere_and_others_are_told_why_not() -> None:
    title(resource("EAST", terms={"remote": True}), print_id="0306-4573", edition=None)
    (mine,), (theirs,), (nobody,) = ways("EAST"), ways("WEST"), ways()
    assert (mine.answer, mine.url) == ("yes", "https://host.example/")
    assert (theirs.answer, theirs.why, theirs.url) == ("no", "own-readers-only", "")
    assert (nobody.answer, nobody.needs) == ("sign-in", ("sign-in",))


def test_a_licence_that_is_over_stops_at_once_and_says_when_it_ended() -> None:
    row = resource("EAST", terms={"remote": True}, active_to=TODAY)
    title(row, online_id="0306-4573")
    (way,) = ways("EAST")
    assert (way.answer, way.why, way.facts["day"]) == ("no", "over", TODAY.isoformat())
    Resource.objects.update(active_to=TODAY + timedelta(days=1))
    assert ways("EAST")[0].allowed


def test_in_the_rooms_anybody_reads_what_the_contract_gives_to_walk_ins() -> None:
    title(resource("EAST", terms={"walk_in": True}), print_id="0306-4573")
    assert ways("WEST")[0].answer == "no"
    assert ways()[0].answer == "go-there"
    assert ways("WEST", on_site="EAST")[0].why == "walk-in"
    assert ways("EAST")[0].answer == "go-there"  # on site only: no remote use in this contract


def test_what_the_alliance_licensed_is_every_members_and_a_free_title_everybodys() -> None:
    row = resource("", terms={"remote": True, "groups": ["teacher"]})
    title(row, print_id="0306-4573")
    assert ways("WEST", "teacher")[0].allowed
    assert ways("WEST", "student")[0].why == "not-your-group"
    Title.objects.update(access="F")
    assert ways()[0].why == "open-access"


def test_open_access_comes_first_and_what_does_not_cover_the_year_is_left_out() -> None:
    title(resource("EAST", terms={"remote": True}), print_id="0306-4573", coverage=[{"from": "1990"}])
    title(resource("", open_access=True), print_id="0306-4573", embargo="P1Y", title_id="t2")
    assert [way.open_access for way in ways("EAST")] == [True, False]
    assert [way.open_access for way in ways("EAST", year=2026)] == [False]
    assert ways("EAST", year=1980)[0].open_access


def test_an_edition_is_found_by_its_number_here_or_by_its_own_unless_a_person_matched() -> None:
    row = resource("EAST", open_access=True)
    title(row)
    title(row, title_id="t2", edition=78, matched_by="hand", print_id="0306-4573")
    assert [way.title_name for way in api.online(edition=77, day=TODAY)] == ["Tea"]
    assert ways() == []


def test_a_level_of_approval_leads_to_whoever_approves() -> None:
    row = resource("", terms={"remote": True})
    title(row, print_id="0306-4573")
    level("", scope="resource", resource=row, service="Read", level="agency")
    (way,) = ways("WEST")
    assert (way.answer, way.needs, way.level) == ("ask-agency", ("approval-agency",), "agency")


def test_the_most_telling_line_of_each_holder_wins_within_the_alliances_bound() -> None:
    level("EAST", level="closed")
    level("EAST", scope="location", value="stacks", level="open", most_pages=30)
    level("", level="home", widest="alliance", most_pages=20, share=10)
    found = api.levels_for(edition=None, holders=[EAST, WEST], service="Copy", day=TODAY)
    assert (found[EAST].level, found[EAST].most_pages, found[EAST].bounded) == ("alliance", 20, True)
    assert (found[WEST].level, found[WEST].whose, found[WEST].share) == ("home", "", 10)


def test_where_nobody_said_anything_the_usual_level_holds() -> None:
    found = api.levels_for(edition=None, holders=[EAST], service="Loan", day=TODAY)
    assert (found[EAST].level, found[EAST].line) == ("alliance", None)


def test_questions_do_not_grow_with_titles_or_holders() -> None:
    row = resource("EAST", open_access=True)
    for one in range(10):
        title(row, title_id=f"a{one}")
    api.online(edition=77, day=TODAY)
    few = queries(lambda: api.online(edition=77, day=TODAY))
    for one in range(10):
        title(row, title_id=f"b{one}")
    assert queries(lambda: api.online(edition=77, day=TODAY)) == few <= 8
    assert queries(lambda: api.levels_for(edition=None, holders=[EAST, WEST], service="Copy")) <= 2


def test_titles_are_found_by_their_indexes_whatever_is_known_of_them() -> None:
    """Of hundreds of thousands none is looked at in vain: an edition's page asks this at each look."""
    plan = deciding.titles(77, {"0306-4573"}).explain()
    assert plan.count("title_edition") == plan.count("title_print") == plan.count("title_online") == 1
    assert "SCAN" not in plan
    title(resource("EAST"), print_id="0306-4573")
    title(resource("WEST"), online_id="0306-4573", edition=None)
    title(resource("WEST", closed_at="2026-01-01T00:00:00+08:00"), edition=77)
    assert len(deciding.titles(77, {"0306-4573"})) == 2
    assert queries(lambda: list(deciding.titles(77, {"0306-4573"}))) == 1
