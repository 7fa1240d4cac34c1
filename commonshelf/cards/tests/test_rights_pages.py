"""Pages of rights: what a reader, a visitor, the office, a library and a program see of them."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from commonshelf.cards import api, ruling
from commonshelf.cards import testing as made
from commonshelf.cards.models import Block, Reader, RightRule
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.members.testing import queries, user
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
GUESTS = api.RightRuleGiven("borrow", allowed=True, relation="guest", limits=api.Limits(5, 14, 0))


@pytest.fixture
def readers():
    return made.readers()


@pytest.fixture
def people(readers):
    return readers.cast


@pytest.fixture
def signed_in(client, readers):
    def enter(who):
        client.force_login(made.the_user(who) if isinstance(who, api.ReaderCard) else user(who.name.lower()))
        return client

    return enter


def page(client, path: str, status: int = 200, **more) -> str:
    answer = client.get(path, headers={"accept-language": "en"}, **more)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_visitor_chooses_a_card_and_sees_what_it_opens(client, readers):
    text = page(client, "/rights?from=EAST&kind=teacher")
    assert '<option value="EAST" selected>' in text
    assert '<option value="teacher" selected>' in text
    assert text.index("East Library</a>") < text.index("West Library</a>")
    assert "Not here: Borrow, Request, Print and copy, Databases from outside" in text
    nowhere = page(client, "/rights?from=NOWHERE&kind=king")
    assert '<option value="WEST" selected>' in nowhere, "a public library, where citizens are at home"
    assert '<option value="citizen" selected>' in nowhere
    with time_machine.travel(timezone.localtime().replace(hour=10), tick=False):  # at night nobody may enter
        assert page(client, "/rights/EAST?from=WEST&kind=child").count("may-not") == 4
    page(client, "/rights/NOWHERE", 404)


def test_without_any_library_the_page_says_so(client, db):
    assert "No library has joined yet" in page(client, "/rights")


def test_what_takes_a_deposit_stands_among_what_may_be_with_the_sum(client, people):
    given = api.RightRuleGiven("borrow", allowed=True, relation="guest", limits=api.Limits(deposit=10_000))
    api.set_right_rule(actor=people.office, library="", given=given)
    assert "with a deposit of 100.00 yuan" in page(client, "/rights?from=EAST&kind=citizen")


def test_a_reader_sees_their_own_and_why_not_and_what_would_help(signed_in, readers):
    client = signed_in(readers.citizen)
    text = page(client, "/rights/EAST")
    assert "Here you may" in text
    assert "No rule of the alliance or of this library allows it." in text
    assert "where the card is from, more may be possible" in text
    assert page(client, "/rights").count("my library") == 1
    assert "no-store" in client.get("/rights").headers["Cache-Control"]
    Block.objects.create(
        reader_id=readers.citizen.id,
        reason="conduct",
        words="请来一趟。",
        set_at=timezone.now(),
        active_from=timezone.localdate(),
    )
    text = page(client, "/rights/EAST")
    assert "The alliance as a whole has blocked this: the house rules were broken. 请来一趟。" in text
    assert text.count("may-not") == 6
    assert "The alliance as a whole has blocked this" in page(client, "/rights")


def test_a_card_that_opens_nothing_is_told_once(signed_in, readers):
    client = signed_in(readers.student)
    Reader.objects.filter(pk=readers.student.id).update(active_to=timezone.localdate())
    text = page(client, "/rights")
    assert text.count("This registration has not held since") == 1
    assert "places-may" not in text


def test_a_note_on_the_rule_is_read_beside_the_answer(signed_in, readers, people):
    given = api.RightRuleGiven("print", allowed=True, note=Said("每页一角", "Ten fen a page"))
    api.set_right_rule(actor=people.manager, library="EAST", given=given)
    assert "Ten fen a page" in page(signed_in(readers.citizen), "/rights/EAST")


def test_on_the_page_of_a_library_stands_the_way_there(client, signed_in, readers):
    assert "/rights/EAST" in page(client, "/library/EAST")
    assert "With your card: Enter, Read on site" in page(signed_in(readers.citizen), "/library/EAST")


def test_the_list_of_all_libraries_costs_the_same_for_twice_as_many(signed_in, readers, people):
    client = signed_in(readers.student)

    def grow(n: int) -> int:
        for number in range(n):
            members.add_library(actor=people.office, symbol=f"L{n}-{number}", name_en=f"L{n}-{number}")
        page(client, "/rights")
        return queries(lambda: page(client, "/rights"))

    assert grow(8) == grow(10)


# -- rules


def send(client, path: str, **said):
    usual = {"service": "borrow", "whose": "", "home": "", "relation": "guest", "allowed": "yes", "key": "k"}
    return client.post(path, {**usual, **said}, headers={"accept-language": "en"})


def test_the_office_looks_first_and_then_puts_in_force(signed_in, people, readers):
    client = signed_in(people.office)
    new = "/rights-rules/new"
    text = send(client, new, do="look", items="5", days="14").content.decode()
    assert "4 registered readers would get another answer" in text
    assert "Nothing is changed yet" in text
    assert not RightRule.objects.exists()
    assert send(client, new, do="set", items="5", fee="0.50", deposit="100").status_code == 302
    row = RightRule.objects.latest("pk")
    assert (row.items, row.fee, row.deposit, row.library) == (5, 50, 10_000, None)
    text = page(client, "/rights-rules")
    assert "0.50 yuan each time" in text
    assert "readers, at other members" in text
    text = page(client, f"/rights-rules/{row.pk}")
    assert 'value="0.50"' in text
    changed = send(client, f"/rights-rules/{row.pk}", do="set", items="7", version="1")
    assert changed.status_code == 302
    stale = send(client, f"/rights-rules/{row.pk}", do="set", items="9", version="1", key="other")
    assert stale.status_code == 400
    assert "Somebody changed rule" in stale.content.decode()
    assert 'value="9"' in stale.content.decode(), "what was typed is still there"


def test_a_rule_ends_on_the_day_that_was_said(signed_in, people):
    client = signed_in(people.office)
    number = api.set_right_rule(actor=people.office, library="", given=GUESTS)
    last = timezone.localdate() + timedelta(days=3)
    path = f"/rights-rules/{number}"
    look = client.post(path, {"do": "look-end"}, headers={"accept-language": "en"}).content.decode()
    assert "Not allowed" in look[look.index("foreseen") :]
    assert client.post(path, {"do": "end", "end-last": last.isoformat(), "key": "k"}).status_code == 302
    assert RightRule.objects.get(pk=number).active_to == last + timedelta(days=1)


def test_a_library_is_told_at_the_form_what_is_firm(signed_in, people):
    client = signed_in(people.manager)
    refused = send(client, "/rights-rules/of/EAST/new", do="set", service="read", allowed="no", relation="")
    assert refused.status_code == 400
    assert "Rule 2 of the alliance is firm" in refused.content.decode()
    text = page(client, "/rights-rules/of/EAST")
    assert "Nothing of its own" in text
    assert "New rule of this library" in text
    assert "exempt_why" not in page(client, "/rights-rules/of/EAST/new")
    assert send(client, "/rights-rules/of/EAST/new", do="set").status_code == 302
    assert "Nothing of its own" in page(client, "/rights-rules/of/WEST")
    assert "New rule of this library" not in page(client, "/rights-rules/of/WEST")


@pytest.mark.parametrize("who", ["partner", "librarian", "auditor", "reader", "visitor"])
def test_nobody_else_writes_a_librarys_rules(client, people, who):
    number = api.set_right_rule(actor=people.manager, library="EAST", given=GUESTS)
    if who != "visitor":
        client.force_login(user(who))
    for path in ("/rights-rules/of/EAST/new", f"/rights-rules/{number}", "/rights-rules/new"):
        assert send(client, path, do="set", items="1").status_code == 404
    assert RightRule.objects.get(pk=number).items == 5


# -- the preview


def test_the_preview_shows_every_library_and_every_kind_and_leads_to_the_rule(signed_in, people):
    client = signed_in(people.auditor)
    number = api.set_right_rule(actor=people.manager, library="EAST", given=GUESTS)
    text = page(client, "/rights-preview?from=other")
    assert text.count(f'href="/rights-rules/{number}"') == len(api.GROUP_KINDS)
    assert "5 items at a time" in text
    text = page(client, "/rights-preview?library=WEST&from=EAST")
    assert "with a card of East Library" in text
    assert text.count("<tr>") == 1 + len(api.GROUP_KINDS)
    page(client, "/rights-preview?day=2026-13-45&service=x&from=x&library=x")
    page(client, "/rights-preview?day=0001-01-01")


def test_a_preview_of_a_later_day_knows_what_begins_and_ends(signed_in, people):
    client = signed_in(people.office)
    soon = timezone.localdate() + timedelta(days=10)
    given = api.RightRuleGiven("remote", allowed=True, relation="guest", active_from=soon)
    api.set_right_rule(actor=people.office, library="", given=given)
    asked = "/rights-preview?library=EAST&from=other&day="
    today, then = page(client, asked), page(client, f"{asked}{soon}")
    assert then.count('class="has"') == today.count('class="has"') + len(api.GROUP_KINDS)


def test_at_a_desk_a_card_is_tried_and_its_reader_can_see_it(signed_in, people, readers):
    client = signed_in(people.librarian)
    number = readers.citizen.card.number
    sent = {"number": number, "at": "EAST", "on": ""}
    text = client.post("/rights-preview", sent, headers={"accept-language": "en"}).content.decode()
    assert "No rule of the alliance or of this library allows it." in text
    assert number not in text
    assert "李秀英" not in text
    (event,) = news.happenings(kind="cards.look", library="EAST")
    assert (event.object.id, event.facts["why"]) == (readers.citizen.key, "rights")
    unknown = client.post("/rights-preview", {**sent, "number": "99"}, headers={"accept-language": "en"})
    assert "No card has this number." in unknown.content.decode()
    assert client.post("/rights-preview", {**sent, "at": "WEST"}).status_code == 404
    assert "Try a card" not in page(signed_in(people.auditor), "/rights-preview")


# -- programs and the command


def test_programs_get_what_the_pages_say(client, signed_in, people, readers):
    anybody = json.loads(page(client, "/api/v1/rights/EAST?from=WEST&kind=citizen"))
    assert {service: one["reason"] for service, one in anybody.items()}["borrow"] == "no-rule"
    assert list(anybody) == list(api.SERVICES)
    assert json.loads(page(client, "/api/v1/rights/NONE", 404))["code"] == "absent"
    mine = json.loads(page(signed_in(readers.student), "/api/v1/rights/EAST"))
    assert mine["borrow"]["limits"] == {"items": 20, "days": 30, "renewals": 1, "fee": 0, "deposit": 0}
    sent = {"number": readers.student.card.number, "library": "EAST"}
    assert client.post("/api/v1/rights", sent).status_code == 404, "a reader asks for themselves only"
    assert signed_in(people.partner).post("/api/v1/rights", sent).status_code == 404
    assert client.post("/api/v1/rights", {"number": "1"}).status_code == 404
    at_desk = signed_in(people.librarian).post("/api/v1/rights", sent).json()
    assert {one: said["reason"] for one, said in at_desk.items()} == {
        one: said["reason"] for one, said in mine.items()
    }
    assert news.happenings(kind="cards.look", library="EAST")


def test_the_command_answers_for_a_card(readers, capsys):
    def rights(*given: str) -> str:
        out = StringIO()
        call_command("rights", *given, stdout=out)
        return out.getvalue()

    asked = ("--card", readers.student.card.number, "--library", "WEST")
    found = json.loads(rights(*asked, "--json"))
    assert found["borrow"]["allowed"] is False
    assert found["borrow"]["reason"] == "no-rule"
    assert "Borrow: No rule of the alliance" in rights(*asked)
    unknown = json.loads(rights("--card", "99", "--library", "EAST", "--json"))
    assert {one["reason"] for one in unknown.values()} == {"card-unknown"}
    with pytest.raises(SystemExit):
        rights("--card", "99", "--library", "NOWHERE")
    assert "NOWHERE" in capsys.readouterr().err


def test_the_usual_rules_come_with_nobodys_name(signed_in, people):
    text = page(signed_in(people.office), "/rights-rules/1")
    assert "as the program came" in text
    assert ruling.rule(id=1).set_by == ""


def test_rules_that_came_with_the_program_hold_always(signed_in, people):
    api.set_right_rule(actor=people.office, library="", given=GUESTS)
    text = page(signed_in(people.office), "/rights-rules")
    assert "always" in text
    assert "2000" not in text
