"""The API: the same questions and answers as the pages, for programs that need no key."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation

from commonshelf.catalogue import testing as files
from commonshelf.members import api as members
from commonshelf.search import api
from commonshelf.search.api import Ask
from commonshelf.search.asking import read
from commonshelf.search.rest import rest
from commonshelf.search.rest_docs import _said, in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two")]


@pytest.fixture
def get():
    client = Client(headers={"accept": "application/json", "accept-language": "en"})

    def asked(path):
        answer = client.get(f"/api/v1{path}")
        return answer.status_code, json.loads(answer.content)

    return asked


QUERIES = ("q=红楼梦", "q=红楼梦&library=BBB", "sort=title", "facet=clc:I&sort=newest")


def test_a_search_answers_what_the_page_answers(get):
    for query in QUERIES:
        status, told = get(f"/search?{query}")
        page = api.find(ask=read(QueryDict(query)).ask())
        assert status == 200
        assert [found["id"] for found in told["results"]] == list(page.ids)
        assert told["total"] == page.total
        assert {name: [c["documents"] for c in counts] for name, counts in told["facets"].items()} == {
            name: [c.documents for c in counts] for name, counts in page.facets.items()
        }


def test_pages_follow_each_other_to_the_end(get):
    seen, path = [], "/search?rows=4&sort=title"
    while path:
        _, told = get(path)
        seen.extend(found["id"] for found in told["results"])
        path = told["next"].partition("/api/v1")[2]
    assert seen == list(api.find(ask=Ask(sort="title")).ids)


def test_an_edition_and_its_holders(get):
    id = api.find(ask=Ask(words="红楼梦 曹雪芹")).ids[0]
    status, told = get(f"/editions/{id}")
    assert status == 200
    assert (told["title"], told["year"], told["libraries"]) == ("红楼梦", 1996, ["AAA", "BBB"])
    assert told["local_ids"] == ["AAA:1", "BBB:b1"]
    assert told["names"] == [{"name": "曹雪芹", "role": "author"}]
    status, holders = get(f"/editions/{id}/holders?near=30.9,106.2")
    assert [(h["library"], h["state"], h["on_shelf"], h["open"]) for h in holders] == [
        ("AAA", "on-shelf", 1, None),
        ("BBB", "on-loan", 0, None),
    ]
    assert holders[1]["kilometres"] == 0.0
    assert holders[0]["copies"][0]["call_number"] == "I242.4/1"


def test_an_address_nobody_should_follow_is_not_given(get):
    bad = files.data("856", ("u", "javascript:alert(1)"), ind="40")
    files.load(files.marc("x1", "网络之书", "某人", bad, kind="m"), library="AAA")
    api.drain()
    status, told = get(f"/editions/{api.find(ask=Ask(words='网络之书')).ids[0]}/holders")
    assert status == 200
    assert "javascript" not in json.dumps(told)


def test_libraries_in_both_languages(get):
    _, told = get("/libraries")
    assert [library["symbol"] for library in told] == ["AAA", "BBB"]
    assert told[0]["name"] == {"zh": "AAA图书馆", "en": "AAA Library"}
    assert get("/libraries/AAA") == (200, told[0])


PROBLEMS = {
    "/search?colour=red": (400, "search.unknown-facet"),
    "/search?sort=price": (400, "search.unknown-sort"),
    "/search?q=" + "x" * 10_000: (400, "search.too-long"),
    "/search?page=10000": (400, "search.too-deep"),
    "/search?page=0": (422, "search.invalid-parameter"),
    "/search?rows=9999": (422, "search.invalid-parameter"),
    "/editions/999999999": (404, "absent"),
    "/libraries/NOBODY": (404, "absent"),
    "/nothing": (404, "absent"),
}


def test_what_cannot_be_answered_is_a_problem_with_a_code(get):
    for path, (status, code) in PROBLEMS.items():
        answered, told = get(path)
        assert (answered, told["status"], told["code"]) == (status, status, code)
        assert told["detail"]


def test_a_library_that_left_is_absent(get):
    tomorrow = timezone.localdate() + timedelta(days=1)
    members.give_notice(actor=members.operator(), symbol="BBB", on=tomorrow, reason="moved away")
    assert get("/libraries/BBB")[0] == 200
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert get("/libraries/BBB")[0] == 404


def test_the_description_names_every_path_and_facet(get):
    _, told = get("/openapi.json")
    assert set(told["paths"]) == {
        "/api/v1/search",
        "/api/v1/editions/{id}",
        "/api/v1/editions/{id}/holders",
        "/api/v1/works/{id}",
        "/api/v1/libraries",
        "/api/v1/libraries/{symbol}",
    }
    named = {parameter["name"] for parameter in told["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {*api.FACETS, "q", "sort", "near", "page", "rows"} <= named


def test_only_reading(get):
    assert Client().post("/api/v1/search").status_code == 405


def test_the_description_is_said_in_chinese_wholly():
    schema = rest.get_openapi_schema(path_prefix="/api/v1/")
    said = {schema["info"]["description"]}
    for verbs in schema["paths"].values():
        said.add(verbs["get"]["summary"])
        said |= {_said(told) for told in verbs["get"].get("parameters", ())}
    with translation.override("zh-hans"):
        unsaid = [text for text in said if text and in_words(text) == text and text != "SYMBOL/code"]
    assert unsaid == []


def test_a_work_lists_its_editions(get):
    id = api.find(ask=Ask(words="红楼梦 曹雪芹")).ids[0]
    _, edition = get(f"/editions/{id}")
    status, told = get(f"/works/{edition['work']}")
    assert (status, [one["id"] for one in told]) == (200, [id])
    assert get("/works/999999")[0] == 404
