"""The pages: what readers see, what those who keep resources do, and for whom they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.members.testing import Cast, cast, queries, user
from commonshelf.resources import api, testing
from commonshelf.resources.models import Resource, Title

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.COMMONSHELF_HOME = tmp_path


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def client(name: str = "") -> Client:
    found = Client(headers={"accept-language": "en"})
    if name:
        found.force_login(user(name))
    return found


def page(of: Client, address: str, status: int = 200, **sent: Any) -> str:
    answer = of.post(address, sent) if sent else of.get(address)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_the_list_says_what_is_there_and_why_it_is_not_for_you(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    Resource.objects.create(kind="database", name_zh="开放库", name_en="Open", url="https://open.example/",
                            open_access=True)  # fmt: skip
    seen = page(client(), "/resources")
    assert "Open access: everybody may read it." in seen
    assert "Sign in with your card to read it." in seen
    assert 'href="https://open.example/"' in seen
    assert 'href="https://host.example/"' not in seen
    assert "Journals" not in page(client(), "/resources?letter=O")
    assert "Journals" in page(client(), f"/resources/{made}")
    assert "Nothing fits." in page(client(), "/resources?words=astronomy")


@pytest.mark.parametrize("place", ["/resources/new", "/levels/new?service=Copy"])
def test_whoever_runs_one_library_need_not_name_it(people: Cast, place: str) -> None:
    """What is then sent goes to the library whose page was seen, whatever desk is chosen meanwhile."""
    answer = client("manager").get(place)
    assert answer.status_code == 302
    assert "library=EAST" in answer["Location"]
    assert place.partition("?")[2] in answer["Location"]
    page(client("manager"), answer["Location"])
    assert client("office").get(place)["Location"].endswith("library=")
    page(client("reader"), place, 404)
    page(client("manager"), f"{place.partition('?')[0]}?library=WEST", 404)


def test_what_is_missing_says_what_to_write(people: Cast) -> None:
    told = page(client("manager"), "/resources/new?library=EAST", 400, kind="database", name_en="Journals")
    assert "Write the address readers are led to" in told
    assert "Journals" in told


def test_an_account_without_a_card_is_not_sent_to_sign_in_again(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    assert "next=/resources/" in page(client(), f"/resources/{made}")
    seen = page(client("manager"), f"/resources/{made}")
    assert "next=/resources/" not in seen
    assert "No card is tied to this account." in seen


def test_in_the_librarys_rooms_the_address_opens(people: Cast) -> None:
    terms = api.Terms(walk_in=True)
    given = api.ResourceGiven("database", Said("库", "Base"), "https://b.example/", terms=terms)
    made = api.set_resource(actor=people.manager, owner="EAST", given=given)
    members.set_setting(
        actor=people.manager, library="EAST", name="resources.networks", value="198.51.100.0/24 nonsense"
    )
    address = f"/resources/{made}"
    assert "In the library" in page(client(), address)
    there = client().get(address, REMOTE_ADDR="198.51.100.7").content.decode()
    assert "You are in the library" in there
    assert 'href="https://b.example/"' in there


def test_a_resource_is_entered_changed_and_ended(people: Cast) -> None:
    boss = client("manager")
    told = {"key": "k1", "kind": "database", "name_zh": "茶库", "url": "https://tea.example/"}
    told |= {"on_site": "on", "active_to": "2030-12-31", "groups": ["student"]}
    page(boss, "/resources/new?library=EAST", 302, **told)
    row = Resource.objects.get()
    assert (row.terms["groups"], row.terms["remote"], str(row.active_to)) == (
        ["student"],
        False,
        "2031-01-01",
    )
    wrong = page(boss, f"/resources/{row.pk}/edit", 400, **told | {"url": "javascript:alert(1)", "key": "k2"})
    assert "is no web address" in wrong
    assert 'value="茶库"' in wrong
    stale = page(boss, f"/resources/{row.pk}/edit", 409, **told | {"key": "k3", "version": "77"})
    assert "Somebody else changed this" in stale
    page(boss, f"/resources/{row.pk}/edit", 302, do="end", key="k4", version=str(row.version))
    assert client().get(f"/resources/{row.pk}").status_code == 404
    assert "Ended" in page(boss, "/resources/own?library=EAST")


def test_partners_and_strangers_keep_out(people: Cast) -> None:
    given = testing.furnished(people.manager, "EAST")
    for name in ("edit", "titles", "lists", "export"):
        address = f"/resources/{given['resources:edit']['id']}/{'titles.txt' if name == 'export' else name}"
        for who in ("", "reader", "partner", "stranger"):
            page(client(who), address, 404)
    arrival = given["resources:list"]["id"]
    for who in ("partner", "stranger"):
        page(client(who), f"/resources/lists/{arrival}", 404)
        page(client(who), f"/resources/lists/{arrival}", 404, do="take", key="x")
        page(client(who), "/resources/new?library=EAST", 404)
        page(client(who), "/levels/new?library=EAST", 404)
    assert api.arrival(id=arrival).state == "looked"
    page(client("partner"), f"/levels/{given['resources:level']['id']}")
    page(client("partner"), f"/levels/{given['resources:level']['id']}", 404, do="set", key="x")
    page(client("reader"), f"/levels/{given['resources:level']['id']}", 404)


def test_a_list_is_sent_looked_at_and_taken_over(people: Cast) -> None:
    made = testing.package(people.manager, "EAST")
    desk = client("cataloguer")
    file = SimpleUploadedFile("kb.txt", testing.listed(testing.TEA, testing.BAD))
    answer = desk.post(f"/resources/{made}/lists", {"file": file, "key": "k1"})
    assert answer.status_code == 302
    address = answer["Location"]
    assert "It is being read" in page(desk, address)
    testing.worked()
    seen = page(desk, address)
    assert "line 3" in seen
    assert "the title is missing" in seen
    assert "⇥" in seen
    page(desk, address, 302, do="take", key="k2", version="1")
    testing.worked()
    assert "Tea quarterly" in page(client(), f"/resources/{made}")
    assert "not matched with an edition" in page(desk, f"/resources/{made}/titles?state=unmatched")
    export = b"".join(desk.get(f"/resources/{made}/titles.txt").streaming_content)
    assert b"Tea quarterly\t0306-4573" in export
    bad = SimpleUploadedFile("no.txt", b"a,b\n1,2\n")
    refused = desk.post(f"/resources/{made}/lists", {"file": bad, "key": "k3"})
    assert refused.status_code == 400
    assert "no KBART list" in refused.content.decode()


def test_a_title_is_matched_by_hand(people: Cast) -> None:
    given = testing.furnished(people.manager, "EAST")
    title = given["resources:title"]["id"]
    desk = client("cataloguer")
    assert "No edition was found" in page(desk, f"/resources/titles/{title}")
    assert "There is no edition" in page(
        desk, f"/resources/titles/{title}", 400, do="match", edition="999", key="k1"
    )
    page(desk, f"/resources/titles/{title}", 302, do="none", key="k2")
    assert Title.objects.get().matched_by == "hand"
    page(desk, f"/resources/titles/{title}", 302, do="automatic", key="k3")
    assert Title.objects.get().matched_by == ""


def test_lists_cost_the_same_for_ten_and_for_twenty(people: Cast) -> None:
    made = [testing.package(people.manager, "EAST") for _ in range(10)]
    for n in range(10):
        Title.objects.create(resource_id=made[0], title_id=f"a{n}", title="Tea", folded="tea", digest="0")
    looks = (
        lambda: page(client(), "/resources"),
        lambda: page(client("manager"), "/resources/own?library=EAST"),
        lambda: page(client(), f"/resources/{made[0]}"),
        lambda: page(client("manager"), f"/resources/{made[0]}/titles"),
        lambda: page(client("manager"), "/levels/meaning?library=EAST&service=Read"),
        lambda: page(client("manager"), "/resources/links?library=EAST"),
    )
    for look in looks:
        look()
    few = [queries(look) for look in looks]
    for n in range(10):
        testing.package(people.manager, "EAST")
        Title.objects.create(resource_id=made[0], title_id=f"b{n}", title="Ink", folded="ink", digest="0")
    assert [queries(look) for look in looks] == few
