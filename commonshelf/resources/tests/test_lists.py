"""Lists of titles: brought, compared, taken over, come again changed; and nothing lost of what was wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import load, marc
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.members.testing import Cast, cast
from commonshelf.news import api as news
from commonshelf.resources import api, bringing, files, matching, taking
from commonshelf.resources.models import Arrival, Fault, Title

pytestmark = pytest.mark.django_db
HEAD = "publication_title\tprint_identifier\ttitle_url\ttitle_id\tdate_first_issue_online\taccess_type"
TEA = "Tea quarterly\t0306-4573\thttps://host.example/tea\tT1\t1990\tP"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.COMMONSHELF_HOME = tmp_path


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def package(people: Cast) -> int:
    given = api.ResourceGiven("package", Said("库", "Package"), "https://host.example/")
    return api.set_resource(actor=people.manager, owner="EAST", given=given)


def text(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode() + b"\n"


def bring(people: Cast, package: int, data: bytes, **more: bool) -> int:
    made = api.bring_titles(actor=people.cataloguer, resource=package, chunks=[data], name="kb.txt", **more)
    worked()
    return made


def worked() -> None:
    news.work_once(now=timezone.now(), include=["resources.reader", "resources.taker"], turns=False)


def taken(people: Cast, package: int, data: bytes, **more: bool) -> api.ArrivalCard:
    made = bring(people, package, data)
    api.take_titles(actor=people.cataloguer, arrival=made, **more)
    worked()
    return api.arrival(id=made)


def test_a_list_is_looked_at_before_anything_is_changed(people: Cast, package: int) -> None:
    card = api.arrival(id=bring(people, package, text(TEA, "\t\t\tT9\t\t", "Ink\t1\t\tT2\t\t")))
    assert (card.state, card.lines, card.titles, card.added) == ("looked", 3, 2, 2)
    assert (card.rejected, card.told) == (1, 1)
    found = [(one.number, one.column, one.code, one.raw) for one in api.faults(arrival=card.id)]
    assert found == [
        (3, "publication_title", "title-missing", b"\t\t\tT9\t\t"),
        (4, "print_identifier", "number", None),
    ]
    assert not Title.objects.exists()


def test_taken_over_its_spans_are_together_and_the_file_is_gone(people: Cast, package: int) -> None:
    card = taken(people, package, text(TEA, TEA.replace("1990", "2001")))
    assert (card.state, card.added, card.gone) == ("done", 1, 0)
    (title,) = api.titles(resource=package).rows
    assert [span["from"] for span in title.coverage] == ["1990", "2001"]
    assert Arrival.objects.get().path == ""
    assert not list(files.place(files.FOLDER).glob("*"))


def test_coming_again_it_says_what_is_new_changed_and_gone(people: Cast, package: int) -> None:
    taken(people, package, text(TEA, "Ink\t\t\tT2\t\t", "Rice\t\t\tT3\t\t"))
    again = taken(people, package, text(TEA.replace("/tea", "/t"), "Ink\t\t\tT2\t\t", "Silk\t\t\tT4\t\t"))
    assert (again.added, again.changed, again.gone, again.unchanged) == (1, 1, 1, 1)
    assert [one.title for one in api.titles(resource=package).rows] == ["Ink", "Silk", "Tea quarterly"]
    assert [one.title for one in api.titles(resource=package, state="gone").rows] == ["Rice"]
    back = taken(people, package, text(TEA, "Ink\t\t\tT2\t\t", "Rice\t\t\tT3\t\t", "Silk\t\t\tT4\t\t"))
    assert (back.added, back.gone) == (1, 0)


def test_a_part_of_a_list_takes_nothing_out(people: Cast, package: int) -> None:
    taken(people, package, text(TEA))
    made = bring(people, package, text("Ink\t\t\tT2\t\t"), whole=False)
    assert api.arrival(id=made).gone == 0


def test_most_of_it_gone_wants_to_be_said_twice(people: Cast, package: int) -> None:
    taken(people, package, text(*(f"Book {n}\t\t\tB{n}\t\t" for n in range(20))))
    made = bring(people, package, text(TEA))
    with pytest.raises(Refusal) as caught:
        api.take_titles(actor=people.cataloguer, arrival=made)
    assert (caught.value.code, caught.value.facts["gone"]) == ("resources.most-gone", 20)
    api.take_titles(actor=people.cataloguer, arrival=made, sure=True)
    worked()
    assert api.titles(resource=package).found == 1


def test_cut_short_in_the_middle_it_goes_on(people: Cast, package: int) -> None:
    made = bring(people, package, text(TEA, "Ink\t\t\tT2\t\t"))
    api.take_titles(actor=people.cataloguer, arrival=made)
    # A part was written when the worker died: what is there already is the same, and is left alone.
    found = bringing.compare(files.place(Arrival.objects.get().path), "kb.txt", package, whole=True)
    found.added.pop("T2")
    bringing.write(found, package)
    worked()
    card = api.arrival(id=made)
    assert (card.state, card.added, api.titles(resource=package).found) == ("done", 2, 2)


def test_one_list_at_a_time_and_a_dropped_one_changes_nothing(people: Cast, package: int) -> None:
    made = bring(people, package, text(TEA))
    with pytest.raises(Refusal, match=r"resources\.list-waits"):
        bring(people, package, text(TEA))
    api.drop_titles(actor=people.cataloguer, arrival=made)
    with pytest.raises(Refusal, match=r"resources\.list-not-ready"):
        api.take_titles(actor=people.cataloguer, arrival=made)
    assert not list(files.place(files.FOLDER).glob("*"))


def test_what_is_no_list_is_refused_at_once_and_leaves_nothing(people: Cast, package: int) -> None:
    for data, code in ((b"", "catalogue.file-empty"), (b"MZ\x90\x00\x03", "catalogue.file-not-a-table"),
                       (b"a,b\n1,2\n", "resources.not-kbart")):  # fmt: skip
        with pytest.raises(Refusal) as caught:
            bring(people, package, data)
        assert caught.value.code == code
    assert not Arrival.objects.exists()
    assert not list(files.place(files.FOLDER).glob("*"))


def test_partners_and_strangers_find_no_resource_here(people: Cast, package: int) -> None:
    for actor in (people.partner, people.reader, people.librarian, people.stranger, people.visitor):
        with pytest.raises(Absent):
            api.bring_titles(actor=actor, resource=package, chunks=[text(TEA)], name="kb.txt")


# -- matched with editions


def test_titles_are_matched_by_number_else_by_title_with_something_more(people: Cast, package: int) -> None:
    load(marc("e1", "茶经", isbn="9787503726231"), marc("e2", "红楼梦", year="1996"), marc("e3", "水经注"))
    head = "publication_title\tprint_identifier\ttitle_id\tdate_monograph_published_print\tfirst_author\n"
    lines = "别的题名\t7-5037-2623-7\tA\t\t\n红楼梦\t\tB\t1996\t\n水经注\t\tC\t\t\n红楼梦\t\tD\t1923\t\n"
    card = taken(people, package, (head + lines).encode())
    by = {one.title_id: one.matched_by for one in api.titles(resource=package).rows}
    assert by == {"A": "number", "B": "title", "C": "", "D": ""}
    assert card.matched == 2
    assert {one.title_id for one in api.titles(resource=package, state="unmatched").rows} == {"C", "D"}


def test_what_the_catalogue_gets_later_is_matched_by_the_clock(people: Cast, package: int) -> None:
    matching.follow(timezone.now())
    taken(people, package, text("茶经\t9787503726231\t\tT1\t\t"))
    matching.follow(timezone.now())
    load(marc("e1", "茶经", isbn="9787503726231"))
    assert matching.follow(timezone.now()) == 1
    (title,) = api.titles(resource=package).rows
    assert title.edition == catalogue.by_isbn(isbn="9787503726231")[0].id
    assert matching.follow(timezone.now()) == 0


def test_what_a_person_matched_no_machine_moves(people: Cast, package: int) -> None:
    load(marc("e1", "茶经", isbn="9787503726231"), marc("e2", "水经注"))
    taken(people, package, text("茶经\t9787503726231\t\tT1\t\t"))
    (title,) = api.titles(resource=package).rows
    api.match_title(actor=people.cataloguer, title=title.id, edition=None)
    taken(people, package, text("茶经二\t9787503726231\t\tT1\t\t"))
    assert api.rematch(resource=package) == 0
    (after,) = api.titles(resource=package).rows
    assert (after.edition, after.matched_by, after.title) == (None, "hand", "茶经二")
    api.match_title(actor=people.cataloguer, title=title.id, edition=None, automatic=True)
    assert api.titles(resource=package).rows[0].matched_by == "number"
    with pytest.raises(Refusal, match=r"resources\.no-edition"):
        api.match_title(actor=people.cataloguer, title=title.id, edition=999_999)
    with pytest.raises(Absent):
        api.match_title(actor=people.partner, title=title.id, edition=None)


def test_the_command_does_it_at_once_and_dry_writes_nothing(
    people: Cast, package: int, tmp_path: Path
) -> None:
    path = tmp_path / "kb.txt"
    path.write_bytes(text(TEA, "\t\t\tT9\t\t"))
    operator = members.operator()
    would = api.load(actor=operator, resource=package, path=path, dry_run=True)
    assert (would.arrival, would.added, would.rejected, len(would.faults)) == (None, 1, 1, 1)
    assert [model.objects.count() for model in (Title, Arrival, Fault)] == [0, 0, 0]
    done = api.load(actor=operator, resource=package, path=path)
    assert (done.added, done.matched, Title.objects.count()) == (1, 0, 1)


def test_what_is_exported_comes_in_again_unchanged(people: Cast, package: int, tmp_path: Path) -> None:
    taken(people, package, text(TEA, TEA.replace("1990", "2001"), "=SUM(A1)\t\t\tT2\t\tF"))
    path = tmp_path / "out.txt"
    path.write_bytes(b"".join(api.kbart_of(package)))
    again = api.load(actor=members.operator(), resource=package, path=path)
    assert (again.titles, again.added, again.changed, again.gone) == (2, 0, 0, 0)
    assert b"\n=" not in path.read_bytes()


def test_an_ended_resource_takes_no_list(people: Cast, package: int) -> None:
    api.end_resource(actor=people.manager, resource=package)
    with pytest.raises(Refusal, match=r"resources\.ended"):
        bring(people, package, text(TEA))
    assert api.resource(id=package).state == "ended"


def test_a_library_that_leaves_takes_its_lists_along_and_its_resources_end(
    people: Cast, package: int, tmp_path: Path
) -> None:
    taken(people, package, text(TEA))
    level = api.LevelGiven("print", "Copy", "owner")
    api.set_level(actor=people.manager, owner="EAST", given=level)
    folder = tmp_path / "parcel"
    folder.mkdir()
    taking.write_own("EAST", folder)
    assert b"\nTea quarterly\t0306-4573\t" in (folder / f"titles.{package}.kbart.txt").read_bytes()
    assert '"name_en": "Package"' in (folder / "resources.json").read_text(encoding="utf-8")
    assert '"level": "owner"' in (folder / "access-levels.json").read_text(encoding="utf-8")
    members.leave(actor=people.office, symbol="EAST", reason="moved away")
    news.work_once(now=timezone.now(), include=["resources.left"], turns=False)
    assert api.resource(id=package).state == "ended"
    assert not api.rules(owner="EAST")
