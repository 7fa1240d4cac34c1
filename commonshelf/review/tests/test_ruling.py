"""From an edition's page: joining with another, taking records out, history, and what readers see of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.actor import Role
from commonshelf.members import testing
from commonshelf.review.tests.conftest import signed_in, unmarked
from commonshelf.review.views import rehearsal

ISBN = "9787300000053"


@pytest.fixture
def three(cast):
    """Edition 1 with records of EAST and WEST; edition 2, another book."""
    load(marc("a", "呐喊全编", "鲁迅", copy("A1"), isbn=ISBN))
    load(marc("b", "呐喊全编", "鲁迅", copy("B1"), isbn=ISBN), library="WEST")
    load(marc("c", "彷徨全编", "鲁迅", isbn="9787300000060"))
    return ids()


def ids():
    return [card.id for card in catalogue.editions(ids=catalogue.edition_ids(above=0, up_to=10**9))]


def sent(answer):
    """What the last form on the page would send."""
    form = answer.content.decode().rpartition('<form method="post"')[2]
    pairs = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    told = {name: value for name, value in pairs if name not in {"csrfmiddlewaretoken", "record"}}
    return {**told, "record": [value for name, value in pairs if name == "record"]}


def test_the_edition_page_shows_staff_the_ways_and_readers_nothing_of_them(three):
    page = signed_in("cataloguer").get(f"/edition/{three[0]}").content.decode()
    assert f"/review/edition/{three[0]}/join" in page
    assert f"/review/edition/{three[0]}/part" in page
    assert f"/review/decisions?edition={three[0]}" in page
    for client in (Client(), signed_in("librarian")):
        assert "/review" not in client.get(f"/edition/{three[0]}").content.decode()


def test_joining_shows_what_will_be_first_and_then_names_it(three):
    first, second = three
    client = signed_in("cataloguer")
    assert client.get(f"/review/edition/{first}/join").status_code == 200
    page = client.get(f"/review/edition/{first}/join?with={second}")
    text = unmarked(page)
    assert f"The number {second} goes up in {first}" in text
    assert f"Join editions {first} and {second}" in text
    assert "<mark>呐喊</mark>" in text
    assert ids() == three, "looking changes nothing"
    answer = client.post(f"/review/edition/{first}/join", {**sent(page), "why": "one box"})
    assert answer["Location"] == f"/edition/{first}"
    assert ids() == [first]
    assert Client().get(f"/edition/{second}")["Location"] == f"/edition/{first}"
    told = client.get(f"/review/decisions?edition={first}").content.decode()
    assert "was joined into this one" in told
    assert "one box" in told
    public = Client(headers={"accept-language": "en"}).get(f"/edition/{first}").content.decode()
    assert f"Also known as {second}" in public
    assert "Cataloguer" not in public


@pytest.mark.parametrize("suffix", ["", "/desk", ".ris", ".mrc", ".xml"])
def test_every_old_address_of_a_joined_edition_leads_on(three, cast, suffix):
    first, second = three
    one, other = (catalogue.edition(id=id).members[0].record for id in three)
    catalogue.rule_records(actor=cast.cataloguer, one=one, other=other, verdict="join")
    answer = Client().get(f"/edition/{second}{suffix}?from=opac")
    assert answer.status_code == 301
    assert answer["Location"] == f"/edition/{first}{suffix}?from=opac"


def test_the_api_leads_on_too(three, cast):
    first, second = three
    one, other = (catalogue.edition(id=id).members[0].record for id in three)
    catalogue.rule_records(actor=cast.cataloguer, one=one, other=other, verdict="join")
    answer = Client().get(f"/api/v1/editions/{second}")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/editions/{first}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("77", "There is no edition 77"),
        ("{first}", "That is this very edition"),
        ("https://opac.example/edition/77", "There is no edition 77"),
        ("%3Cscript%3E", "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_joined_is_said_in_a_sentence(three, typed, said):
    first, _ = three
    page = signed_in("cataloguer").get(f"/review/edition/{first}/join?with={typed.format(first=first)}")
    assert page.status_code == 200
    assert said in page.content.decode()


def test_joining_against_a_decision_says_whose(three, cast):
    first, second = three
    one, other = (catalogue.edition(id=id).members[0].record for id in three)
    catalogue.rule_records(actor=cast.office, one=one, other=other, verdict="apart")
    text = signed_in("cataloguer").get(f"/review/edition/{first}/join?with={second}").content.decode()
    assert "Office has already decided" in text
    assert "Join editions" not in text


def test_taking_a_record_out_shows_what_will_be_and_then_does_it(three):
    first, _ = three
    client = signed_in("cataloguer")
    stray = catalogue.edition(id=first).members[1].record
    page = client.post(f"/review/edition/{first}/part", {"record": [stray], "why": "another printing"})
    text = page.content.decode()
    assert "A new edition" in text
    assert "Take this 1 record out" in text
    assert len(ids()) == 2, "looking changes nothing"
    answer = client.post(f"/review/edition/{first}/part", sent(page))
    assert answer["Location"] == f"/edition/{first}"
    assert [len(catalogue.edition(id=id).members) for id in ids()] == [1, 1, 1]
    told = client.get(f"/review/decisions?edition={first}").content.decode()
    assert "another printing" in told
    assert "was parted from this one" in told


def test_one_of_many_is_one_stroke_in_the_history_and_undone_as_one(cast):
    load(*(marc(f"m{n}", "呐喊全编", "鲁迅", isbn=ISBN) for n in range(3)))
    load(marc("w", "呐喊全编", "鲁迅", isbn=ISBN), library="WEST")
    (edition,) = ids()
    client = signed_in("cataloguer")
    stray = next(m.record for m in catalogue.edition(id=edition).members if m.library == "WEST")
    page = client.post(f"/review/edition/{edition}/part", {"record": [stray]})
    client.post(f"/review/edition/{edition}/part", sent(page))
    assert len(ids()) == 2
    history = client.get("/review/decisions")
    text = history.content.decode()
    assert text.count("<form") == 1
    assert "and 3 records on the other side" in text
    numbers = re.findall(r'name="ruling" value="(\d+)"', text)
    assert len(numbers) == 3
    client.post("/review/decisions/undo", {"ruling": numbers, "why": "a slip", "key": "k"})
    assert ids() == [edition]
    assert "taken back by Cataloguer" in client.get("/review/decisions").content.decode()


def test_marking_nothing_or_everything_is_refused_in_a_sentence(three):
    first, _ = three
    client = signed_in("cataloguer")
    nothing = client.post(f"/review/edition/{first}/part", {"why": "so"})
    assert "Mark at least one record" in nothing.content.decode()
    assert ">so</textarea>" in nothing.content.decode()
    everything = [member.record for member in catalogue.edition(id=first).members]
    text = client.post(f"/review/edition/{first}/part", {"record": everything}).content.decode()
    assert "leave at least one that does" in text


@pytest.mark.parametrize("act", ["join", "part"])
def test_an_edition_that_changed_after_the_look_ahead_is_not_decided(three, act):
    first, second = three
    client = signed_in("cataloguer")
    address = f"/review/edition/{first}/{act}"
    if act == "join":
        page = client.get(f"{address}?with={second}")
    else:
        page = client.post(address, {"record": [catalogue.edition(id=first).members[1].record]})
    load(marc("d", "呐喊全编", "鲁迅", isbn=ISBN))
    answer = client.post(address, {**sent(page), "why": "kept words"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "changed. Nothing was decided." in text
    assert "kept words" in text
    assert client.post(address, {**sent(answer), "why": "kept words"}).status_code == 302


def test_a_joined_edition_s_forms_lead_to_where_it_is_now(three, cast):
    first, second = three
    one, other = (catalogue.edition(id=id).members[0].record for id in three)
    catalogue.rule_records(actor=cast.cataloguer, one=one, other=other, verdict="join")
    assert signed_in("cataloguer").get(f"/review/edition/{second}/part")["Location"] == (
        f"/review/edition/{first}/part"
    )


def test_the_rules_page_tells_weights_thresholds_and_tries_two_editions(three):
    first, second = three
    text = signed_in("cataloguer").get(f"/review/rules?one={first}&other={second}").content.decode()
    rules = catalogue.matching_rules()
    assert f"{rules.cards['han'].join:.2f}" in text
    assert "An ISBN or ISSN in common" in text
    assert "Both say which volume they are" in text
    assert "Both have ISBNs or ISSNs, none in common" in text
    same = signed_in("cataloguer").get(f"/review/rules?one={first}&other={first}").content.decode()
    assert "compared with itself" in same


def test_the_rehearsal_is_for_the_office(cast):
    assert signed_in("office").get("/review/rehearsal").status_code == 200
    assert signed_in("cataloguer").post("/review/rehearsal").status_code == 404


def test_a_large_alliance_is_told_the_command_instead(three, monkeypatch):
    monkeypatch.setattr(rehearsal, "MOST", 1)
    text = signed_in("office").post("/review/rehearsal").content.decode()
    assert "rematch --preview" in text
    assert "Look at what would change</button>" not in text


@pytest.mark.django_db(transaction=True)  # it works on a copy of what is committed
def test_the_rehearsal_says_what_would_change_and_changes_nothing(tmp_path, settings):
    settings.COMMONSHELF_HOME = tmp_path
    testing.two_libraries()
    testing.someone("office", (Role.OFFICE, ""))
    load(marc("a", "呐喊全编", "鲁迅", isbn=ISBN), marc("c", "彷徨全编", "鲁迅", isbn="9787300000060"))
    three = ids()
    office = signed_in("office")
    text = office.post("/review/rehearsal").content.decode()
    assert "Nothing would change" in text
    assert ids() == three


def test_decisions_survive_in_the_log_of_who_did_what(three, cast):
    one, other = (catalogue.edition(id=id).members[0].record for id in three)
    catalogue.rule_records(actor=cast.cataloguer, one=one, other=other, verdict="join", why="seen both")
    text = signed_in("office").get("/happenings").content.decode()
    assert "decided whether records are one edition" in text
    assert "seen both" in text
