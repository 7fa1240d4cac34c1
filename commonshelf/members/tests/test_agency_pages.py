"""Pages of agencies, bounds, settings and permissions: who sees them, what they do, how much they ask."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.members import api, testing
from commonshelf.members.models import Agency
from commonshelf.members.testing import bound

pytestmark = pytest.mark.django_db
MONTHS = "members.trial-months"


def signed_in(username="", language="en"):
    client = Client(headers={"accept-language": language})
    if username:
        client.force_login(testing.user(username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def office_of(library=""):
    return next(node for node in api.agency_tree().everything() if node.library == library)


def text(answer):
    """What is read: inline marks stand without a blank around them."""
    inline = re.sub(r"</?(?:a|b|span)\b[^>]*>", "", html.unescape(answer.content.decode()))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inline))


class TestAgencies:
    def test_the_outline_shows_every_office_and_leads_to_it(self):
        cast = testing.cast()
        api.add_region(actor=cast.office, parent=api.agency_tree().id, name_zh="南部", name_en="South")
        shown = signed_in("librarian").get("/agencies")
        assert "South" in text(shown)
        for node in api.agency_tree().everything():
            assert f'href="/agencies/{node.id}"' in shown.content.decode()
        assert "南部" in text(signed_in("librarian", "zh-hans").get("/agencies"))

    def test_one_delegates_and_ends_it_on_the_page(self):
        testing.cast()
        client, at = signed_in("manager"), f"/agencies/{office_of('EAST').id}"
        told = {"do": "delegate", "person": "librarian", "action": "members.set-setting", "key": "a"}
        assert client.post(at, told).status_code == 302
        shown = client.get(at)
        assert "Librarian: change a library's settings" in text(shown)
        [card] = office_of("EAST").delegations
        assert client.post(at, {"do": "end", "delegation": card.id, "key": "b"}).status_code == 302
        assert office_of("EAST").delegations == ()
        assert "What was delegated before" in text(client.get(at))

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"person": "nobody-here"}, "Nobody here has the user name"),
            ({"person": "manager"}, "Nobody delegates to themselves"),
            ({"active_from": "2020-01-01"}, "which is past"),
            ({"limit": "5"}, "makes no sense"),
            ({"action": "members.exempt"}, "Select a valid choice"),
        ],
    )
    def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(self, told, sentence):
        testing.cast()
        given = {"do": "delegate", "person": "librarian", "action": "members.set-hours", "key": "a", **told}
        answer = signed_in("manager").post(f"/agencies/{office_of('EAST').id}", given)
        assert (answer.status_code, sentence in text(answer)) == (400, True)
        assert f'value="{given["person"]}"' in answer.content.decode()
        assert office_of("EAST").delegations == ()

    def test_a_region_is_added_filled_and_closed(self):
        testing.cast()
        client, root = signed_in("office"), api.agency_tree()
        client.post(f"/agencies/{root.id}", {"do": "region", "region-name_zh": "市", "key": "a"})
        region = Agency.objects.get(kind="region").pk
        east = office_of("EAST").id
        moved = client.post(f"/agencies/{east}", {"do": "move", "move-to": region, "key": "b"})
        assert moved.status_code == 302
        assert [node.id for node in api.path_to(east)] == [root.id, region]
        answer = client.post(f"/agencies/{region}", {"do": "close", "key": "c"})
        assert (answer.status_code, "Write down why" in text(answer)) == (400, True)
        answer = client.post(f"/agencies/{region}", {"do": "close", "close-reason": "merged", "key": "d"})
        assert answer["Location"] == "/agencies"
        assert [node.id for node in api.path_to(east)] == [root.id]

    @pytest.mark.parametrize(
        "doing", ["delegate", "set", "region", "department", "move", "close", "end", "x"]
    )
    def test_others_do_nothing_here(self, doing):
        testing.cast()
        told = {"do": doing, "person": "reader", "action": "members.set-hours", "delegation": 1, "key": "a"}
        for username in ("partner", "librarian", "auditor", "reader", ""):
            answer = signed_in(username).post(f"/agencies/{office_of('EAST').id}", told)
            assert answer.status_code == 404, username

    def test_no_member_is_closed_or_moved_by_itself(self):
        testing.cast()
        shown = signed_in("manager").get(f"/agencies/{office_of('EAST').id}").content.decode()
        assert 'value="close"' not in shown
        assert 'value="move"' not in shown

    def test_the_outline_asks_the_same_for_ten_and_twenty(self, django_assert_num_queries):
        cast, found = testing.cast(), []
        client = signed_in("office")
        root = api.agency_tree().id
        for size in (10, 20):
            for n in range(size - 2 if size == 10 else 10):
                api.add_library(actor=cast.office, symbol=f"L{size}-{n}", name_en=f"Library {size} {n}")
                api.delegate(actor=cast.office, agency=root, person="librarian", action="members.exempt",
                             within=[f"L{size}-{n}"],
                             active_from=timezone.localdate() + timedelta(days=n + size),
                             active_to=timezone.localdate() + timedelta(days=n + size + 1))  # fmt: skip
            for at in ("/agencies", f"/agencies/{root}"):
                client.get(at)
                found.append(testing.queries(lambda at=at: client.get(at)))
        assert found[:2] == found[2:]


class TestSettings:
    def test_the_bound_stands_beside_the_field_with_who_said_it(self):
        cast = testing.cast()
        api.set_bound(actor=cast.office, name=MONTHS, value=3, bound=bound(2, 12), rule="R-7")
        shown = text(signed_in("manager").get("/library/EAST/settings"))
        assert "Allowed from 2 to 12 months (set by the alliance, rule R-7)" in shown
        assert "In force now 3 months (set by the alliance)" in shown

    def test_a_library_chooses_and_chooses_again(self):
        testing.cast()
        client = signed_in("manager")
        told = {MONTHS: "9", "members.language": "en", "key": "a"}
        assert client.post("/library/EAST/settings", told).status_code == 302
        assert (
            api.setting(library="EAST", name=MONTHS),
            api.setting(library="EAST", name="members.language"),
        ) == (
            9,
            "en",
        )
        assert client.post("/library/EAST/settings", {**told, MONTHS: "", "key": "b"}).status_code == 302
        assert api.setting(library="EAST", name=MONTHS) == 6

    def test_what_lies_outside_is_told_at_every_field_and_nothing_is_saved(self):
        testing.cast()
        told = {MONTHS: "99", "members.invitation-days": "many", "members.language": "en", "key": "a"}
        answer = signed_in("manager").post("/library/EAST/settings", told)
        assert answer.status_code == 400
        assert "allowed is from 1 to 24 months" in text(answer)
        assert "does not fit" in text(answer)
        assert 'value="99"' in answer.content.decode()
        assert api.setting(library="EAST", name="members.language") == "zh-hans"

    def test_those_who_work_there_read_it_others_find_nothing(self):
        testing.cast()
        shown = signed_in("librarian").get("/library/EAST/settings")
        assert (shown.status_code, 'type="number"' in shown.content.decode()) == (200, False)
        assert signed_in("librarian").post("/library/EAST/settings", {MONTHS: "9"}).status_code == 404
        for username in ("partner", "reader", "stranger", ""):
            assert signed_in(username).get("/library/EAST/settings").status_code == 404

    def test_to_whom_it_was_delegated_may(self):
        cast = testing.cast()
        at = office_of("EAST").id
        api.delegate(actor=cast.manager, agency=at, person="stranger", action="members.set-setting")
        assert (
            signed_in("stranger").post("/library/EAST/settings", {MONTHS: "9", "key": "a"}).status_code == 302
        )


class TestBounds:
    def test_who_would_fall_outside_is_shown_before_it_is_put_in_force(self):
        cast = testing.cast()
        api.set_setting(actor=cast.manager, library="EAST", name=MONTHS, value=20)
        client, at = signed_in("office"), f"/bounds/{MONTHS}"
        told = {"value": "", "least": "1", "most": "12", "rule": "R-7"}
        looked = client.post(at, {**told, "do": "look", "key": "a"})
        assert "East Library: 20 months would become 12 months" in text(looked)
        assert api.setting(library="EAST", name=MONTHS) == 20
        answer = client.post(at, {**told, "do": "set", "key": "b"})
        assert (answer.status_code, "1 of the members would fall outside" in text(answer)) == (400, True)
        assert client.post(at, {**told, "do": "set", "sure": "on", "key": "c"}).status_code == 302
        assert api.setting(library="EAST", name=MONTHS) == 12

    def test_exemptions_and_demands_are_written_down_shown_and_ended(self):
        testing.cast()
        client, at = signed_in("office"), f"/bounds/{MONTHS}"
        end = (timezone.localdate() + timedelta(days=30)).isoformat()
        exempt = {
            "do": "exempt",
            "exempt-library": "EAST",
            "exempt-most": "24",
            "exempt-reason": "new building",
        }
        answer = client.post(at, {**exempt, "key": "a"})
        assert (answer.status_code, "An exemption needs its last day" in text(answer)) == (400, True)
        assert client.post(at, {**exempt, "exempt-active_to": end, "key": "b"}).status_code == 302
        demand = {
            "do": "bind",
            "bind-level": "law",
            "bind-source": "Art. 9",
            "bind-most": "18",
            "bind-library": "",
        }
        assert client.post(at, {**demand, "key": "c"}).status_code == 302
        shown = text(client.get("/bounds"))
        assert "new building" in shown
        assert "Law, Art. 9" in shown
        for doing in ("end", "unbind"):
            row = re.search(
                rf'name="row" value="(\d+)"[^§]*?value="{doing}"', client.get(at).content.decode()
            )
            assert (
                client.post(at, {"do": doing, "row": row[1], "reason": "over", "key": doing}).status_code
                == 302
            )
        assert "new building" not in text(client.get("/bounds"))

    def test_staff_read_and_change_nothing(self):
        testing.cast()
        for username in ("manager", "librarian", "auditor"):
            client = signed_in(username)
            assert client.get("/bounds").status_code == 200
            shown = client.get(f"/bounds/{MONTHS}").content.decode()
            assert 'name="do"' not in shown
            for doing in ("set", "look", "bind", "exempt", "end", "unbind"):
                assert (
                    client.post(f"/bounds/{MONTHS}", {"do": doing, "row": 1, "key": "a"}).status_code == 404
                )
        assert signed_in("office").get("/bounds/no.such").status_code == 404

    def test_every_registered_setting_has_a_page(self):
        testing.cast()
        client = signed_in("office")
        for card in api.settings_of(library=""):
            assert client.get(f"/bounds/{card.name}").status_code == 200

    def test_the_pages_ask_the_same_for_ten_and_twenty(self):
        cast, found = testing.cast(), []
        client = signed_in("office")
        day = timezone.localdate()
        for size in (10, 20):
            for n in range(size - 10, size):
                api.add_library(actor=cast.office, symbol=f"L{n}", name_en=f"Library {n}")
                api.set_setting(actor=cast.office, library=f"L{n}", name=MONTHS, value=9)
                api.exempt(actor=cast.office, library=f"L{n}", name=MONTHS, bound=bound(1, 24), reason="x",
                           active_to=day + timedelta(days=3))  # fmt: skip
                api.bind(actor=cast.office, level="contract", name=MONTHS, bound=bound(1, 24), source="C",
                         library=f"L{n}")  # fmt: skip
            for at in ("/bounds", f"/bounds/{MONTHS}", "/library/EAST/settings"):
                client.get(at)
                found.append(testing.queries(lambda at=at: client.get(at)))
        assert found[:3] == found[3:]


class TestPermissions:
    def test_everybody_reads_the_table_in_their_language(self):
        testing.cast()
        assert "named the alliance" in text(signed_in().get("/permissions"))
        assert "为联盟命名" in text(signed_in(language="zh-hans").get("/permissions"))

    def test_by_role(self):
        testing.cast()
        shown = text(signed_in().get("/permissions?role=librarian"))
        assert "changed opening hours" in shown
        assert "named the alliance" not in shown

    def test_why_cannot_i(self):
        testing.cast()
        client = signed_in("partner")
        shown = text(client.get("/permissions?library=EAST&why=members.set-hours"))
        assert "The role manager is held at West Library, but this belongs to East Library." in shown
        shown = text(client.get("/permissions?library=WEST&why=members.set-hours"))
        assert "Allowed: a manager of the library it belongs to may do this." in shown

    def test_nonsense_in_the_address_is_no_error(self):
        testing.cast()
        for client in (signed_in(), signed_in("partner")):
            assert client.get("/permissions?role=king&library=%00&why=x.y").status_code == 200

    def test_what_was_delegated_to_me_is_shown(self):
        cast = testing.cast()
        root = api.agency_tree().id
        api.delegate(actor=cast.office, agency=root, person="stranger", action="members.exempt", limit=30)
        assert "at most 30 days at a time" in text(signed_in("stranger").get("/permissions"))
