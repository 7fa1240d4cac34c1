"""Ways and requests for programs: the doors of the pages, one's own alone, once for each key."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.cards.testing import the_user
from commonshelf.members.testing import queries, user
from commonshelf.sharing import api, urls_rest
from commonshelf.sharing.models import PatronRequest
from commonshelf.sharing.testing import desks, place, press

pytestmark = pytest.mark.django_db
OUTSIDERS = ("teacher", "manager", "librarian", "partner", "office", "auditor", "stranger", "")


@pytest.fixture
def world():
    return desks()


def of(reader, **more) -> Client:
    client = Client(headers={"accept-language": "en"}, **more)
    client.force_login(the_user(reader))
    return client


@pytest.fixture
def student(world):
    return of(world.shelves.readers.student)


def anybody(world, name) -> Client:
    if name == "teacher":
        return of(world.shelves.readers.teacher)
    client = Client(headers={"accept-language": "en"})
    if name:
        client.force_login(user(name))
    return client


def send(client, path, told, key="k", **headers):
    sent = {"idempotency-key": key, **headers} if key else headers
    return client.post(f"/api/v1/{path}", json.dumps(told), content_type="application/json", headers=sent)


def ways(world, client, query="", barcode="W2"):
    answer = client.get(f"/api/v1/editions/{world.shelves.editions[barcode]}/ways{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


# -- ways


def test_the_ways_are_those_of_the_plan_each_with_its_sentence(world, student):
    told = ways(world, student)
    plan = api.plan_as_json(api.plan(reader=world.student, edition=world.shelves.editions["W2"]))
    assert [{name: way[name] for name in plan["ways"][0]} for way in told["ways"]] == plan["ways"]
    assert "Have it brought from West" in " ".join(way["sentence"] for way in told["ways"])
    assert told["url"].endswith(f"/get/{told['edition']}")


def test_a_visitor_learns_what_the_page_tells_a_visitor(world):
    client = Client(headers={"accept-language": "zh-CN"})
    told = ways(world, client, "?library=EAST/main&near=30.8,106.1")
    here = api.Asked(library="EAST", branch="main", place=(30.8, 106.1))
    plan = api.plan_as_json(api.plan(edition=world.shelves.editions["W2"], situation=here))
    assert [way["kind"] for way in told["ways"]] == [way["kind"] for way in plan["ways"]]
    assert "到西馆" in " ".join(way["sentence"] for way in told["ways"])
    assert world.student not in json.dumps(told)


def test_an_edition_that_is_none_is_404(world):
    assert Client().get("/api/v1/editions/999999/ways").json()["code"] == "absent"
    assert Client().get(f"/api/v1/editions/{10**30}/ways").status_code == 404


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("near=nan,nan", "sharing.bad-field", "near"),
        ("near=91,0", "sharing.bad-field", "near"),
        ("needed=2026-1", "sharing.bad-field", "needed"),
        ("needed=2001-01-01", "sharing.needed-past", "needed_date"),
        ("needed=9999-12-31", "sharing.needed-far", "needed_date"),
        ("form=clay", "sharing.bad-field", "form"),
        ("far=-1", "sharing.bad-field", "far"),
        ("far=nan", "sharing.bad-field", "far"),
        ("most=much", "sharing.bad-field", "most"),
        ("colour=red", "sharing.bad-field", "colour"),
        ("library=MOON", "sharing.no-such-place", "library"),
        ("library=EAST/attic", "sharing.no-such-place", "library"),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_field(world, student, query, code, field):
    answer = student.get(f"/api/v1/editions/{world.shelves.editions['W2']}/ways?{query}")
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.status_code in {400, 422}
    assert (told["code"], told["facts"]["field"]) == (code, field)
    assert not {*"[{"} & {*told["detail"]}
    assert told["facts"].get("field_problem") != "other"


@pytest.mark.parametrize(("language", "said"), [("en", "Take one of its steps"), ("zh-CN", "采取其中一步")])
def test_the_page_about_the_api_has_every_address(language, said):
    page = Client(headers={"accept-language": language}).get("/api/v1/docs").content.decode()
    assert said in page
    for one in urls_rest.PATHS:
        assert re.sub("<[^:]+:([^>]+)>", r"{\1}", str(one.pattern)) in page


# -- requests


def wanted(world, **more):
    return {"edition": world.shelves.editions["W2"], "pickup": "EAST/main", **more}


def test_a_request_is_placed_listed_read_and_cancelled(world, student):
    answer = send(student, "requests", wanted(world, note="for my thesis"))
    made = answer.json()
    assert (answer.status_code, made["state"], made["supplier"]) == (201, "asked", "WEST")
    assert answer["Location"].endswith(f"/api/v1/requests/{made['number']}")
    (listed,) = student.get("/api/v1/requests").json()["requests"]
    assert (listed["number"], listed["steps"]) == (made["number"], ["cancel"])
    assert student.get(f"/api/v1/requests/{made['number']}").json() == made
    assert "周小雨" not in answer.content.decode()
    done = send(student, f"requests/{made['number']}/acts", {"action": "cancel", "version": made["version"]})
    assert done.json()["state"] == "cancelled"
    assert PatronRequest.objects.get().state == "cancelled"


def test_sent_twice_with_one_key_it_is_done_once(world, student):
    made = [send(student, "requests", wanted(world)).json()["number"] for _ in range(2)]
    assert made[0] == made[1]
    cancel = {"action": "cancel", "version": 2}
    told = [send(student, f"requests/{made[0]}/acts", cancel).status_code for _ in range(2)]
    assert told == [200, 200]
    assert PatronRequest.objects.count() == 1
    assert send(student, "requests", wanted(world), key="").json()["code"] == "sharing.no-key"
    assert send(student, "requests", wanted(world), key="k" * 201).json()["code"] == "sharing.no-key"


def test_nobody_else_finds_it_and_nothing_of_it(world):
    number = place(world).number
    told = set()
    for name in OUTSIDERS:
        client = anybody(world, name)
        for path in (f"requests/{number}", "requests/Q000000000"):
            answers = (
                client.get(f"/api/v1/{path}"),
                send(client, f"{path}/acts", {"action": "cancel"}),
            )
            assert [one.status_code for one in answers] == [404, 404], (name, path)
            told |= {one.content for one in answers}
        lines = client.get("/api/v1/requests")
        assert number not in lines.content.decode()
        assert send(client, "requests", wanted(world)).status_code == (201 if name == "teacher" else 404)
    assert len(told) == 1  # the same bytes, whether it is not there or not theirs
    assert api.request(actor=world.reader, number=number).state == "asked"


def test_a_session_without_its_token_changes_nothing(world):
    strict = of(world.shelves.readers.student, enforce_csrf_checks=True)
    refused = send(strict, "requests", wanted(world))
    assert (refused.status_code, refused.json()["code"]) == (403, "ui.stale-form")
    token = strict.get("/api/v1/requests").json()["csrf_token"]
    assert send(strict, "requests", wanted(world), **{"x-csrftoken": token}).status_code == 201


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"edition": 999_999}, (404, "absent", None)),
        ({"edition": "x"}, (422, "sharing.bad-field", "edition")),
        ({"edition": None}, (400, "sharing.incomplete", "title")),
        ({"needed": "2001-01-01"}, (400, "sharing.needed-past", "needed_date")),
        ({"pickup": "MOON"}, (400, "sharing.no-such-place", "pickup")),
        ({"kind": "Poem"}, (400, "sharing.bad-choice", "kind")),
        ({"most": -1}, (422, "sharing.bad-field", "most")),
        ({"citation": {"isbn": "978-7-02-000220-0"}}, (400, "sharing.bad-citation", "isbn")),
        ({"citation": "On tea"}, (422, "sharing.bad-field", "citation")),
        ({"reader": "somebody"}, (422, "sharing.bad-field", "reader")),
        ({"service": "Copy", "citation": {"pages": "3-9"}}, (400, "sharing.copyright", "agreed_copyright")),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_its_code(world, student, more, refused):
    answer = send(student, "requests", wanted(world, **more))
    told = answer.json()
    assert (answer.status_code, told["code"], told["facts"].get("field")) == refused
    assert not PatronRequest.objects.exists()


def test_what_is_no_json_is_said(student):
    for body in ("", "{", "[]", "null"):
        answer = student.post(
            "/api/v1/requests", body, content_type="application/json", headers={"idempotency-key": "k"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "sharing.bad-field"), body


def test_what_is_wrong_with_a_field_is_said_in_chinese_too(world):
    client = Client(headers={"accept-language": "zh-CN"})
    told = client.get(f"/api/v1/editions/{world.shelves.editions['W2']}/ways?needed=soon").json()
    assert told["detail"] == "“needed”无法使用：应为 2026-11-22 这样的日期。"
    assert told["facts"] == {"field": "needed", "field_problem": "date"}


def test_a_step_that_cannot_be_taken_is_answered_with_those_that_can(world, student):
    card = place(world)
    for told, code in (
        ({"action": "will-supply"}, "sharing.not-yours"),
        ({"action": "renew"}, "sharing.step"),
        ({"action": "fly"}, "sharing.no-such-action"),
        ({"action": "cancel", "version": 99}, "sharing.changed"),
    ):
        answer = send(student, f"requests/{card.number}/acts", told, key=code).json()
        assert answer["code"] == code
        assert (answer["facts"]["possible"], answer["facts"]["version"]) == ("cancel", card.version)
    press(world.reader, card, "cancel")
    answer = send(student, f"requests/{card.number}/acts", {"action": "cancel"}, key="last").json()
    assert answer["facts"]["possible"] == ""


def test_a_longer_list_costs_no_more_questions(world, student):
    due = timezone.localdate() + timedelta(days=30)
    for barcode in ("W2", "W1"):
        place(world, barcode, needed_date=due)
    student.get("/api/v1/requests")
    few = queries(lambda: student.get("/api/v1/requests"))
    for _ in range(8):
        place(world)
    assert len(student.get("/api/v1/requests").json()["requests"]) == 10
    assert queries(lambda: student.get("/api/v1/requests")) == few
