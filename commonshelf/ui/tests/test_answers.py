"""Refusals as pages, fragments and problem JSON; what may be kept; the language asked for."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy

from commonshelf.ui.api import register_refusals

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.ui.tests.urls")]


@pytest.fixture(autouse=True)
def _sentences(monkeypatch):
    from commonshelf.ui import sentences

    monkeypatch.setattr(sentences, "SENTENCES", dict(sentences.SENTENCES))
    register_refusals({"test.full": gettext_lazy("The shelf {shelf} is full: {n}.")})


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"}, raise_request_exception=False)


def test_a_refusal_is_a_page_with_its_sentence_escaped(visitor):
    answer = visitor.get("/refused")
    assert answer.status_code == 409
    assert "The shelf &lt;b&gt; is full: 3." in answer.content.decode()
    assert "<h1>Somebody was faster</h1>" in answer.content.decode()


def test_a_refusal_without_a_fact_still_makes_a_page(visitor):
    assert "The shelf [shelf] is full: 3." in visitor.get("/gap").content.decode()


def test_a_refusal_nobody_gave_words_names_its_code(visitor):
    assert "This cannot be done (test.nobody-knows)." in visitor.get("/unknown").content.decode()


def test_htmx_gets_a_fragment(visitor):
    answer = visitor.get("/refused", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert answer.content.decode().startswith('<div class="note no" role="alert">')
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(("path", "accept"), [("/api/refused", "*/*"), ("/refused", "application/json")])
def test_programs_get_problem_json(visitor, path, accept):
    answer = visitor.get(path, headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    told = json.loads(answer.content)
    assert told["type"] == "urn:commonshelf:refusal:test.full"
    assert (told["status"], told["code"], told["facts"]["n"]) == (409, "test.full", 3)
    assert told["detail"].startswith("The shelf ")


def test_every_kind_of_absence_is_the_same_bytes(visitor):
    answers = {
        visitor.get(path).content
        for path in (
            "/absent/1",
            "/absent/2?q=x",
            "/secret/3",
            "/http404",
            "/nowhere/at/all",
            "/nowhere?lang=xx",
        )
    }
    assert len(answers) == 1
    page = answers.pop().decode()
    assert "csrf" not in page
    assert "nonce" not in page


def test_every_absence_for_programs_is_the_same_bytes(visitor):
    paths = ("/absent/1", "/secret/2", "/nowhere")
    assert len({visitor.get(path, headers={"accept": "application/json"}).content for path in paths}) == 1


def test_headers_of_absence_tell_nothing(visitor):
    one, other = (dict(visitor.get(path).headers) for path in ("/absent/1", "/nowhere"))
    assert one == other


def test_denied_and_bugs_have_the_look_and_tell_no_secrets(visitor):
    denied, broken = visitor.get("/denied"), visitor.get("/bug")
    assert (denied.status_code, broken.status_code) == (403, 500)
    for answer in (denied, broken):
        page = answer.content.decode()
        assert 'class="top"' in page
        assert "secret words" not in page
        assert "ZeroDivisionError" not in page


def test_a_form_without_its_token_is_told_so():
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/post", {"a": "b"})
    assert answer.status_code == 403
    assert "This form has been open too long" in answer.content.decode()


def test_a_refusal_may_lead_elsewhere(visitor):
    answer = visitor.get("/moved")
    assert (answer.status_code, answer["Location"]) == (301, "/plain")


def test_the_language_asked_for_holds_at_once_and_later(visitor):
    first = visitor.get("/plain?lang=zh-hans")
    assert '<html lang="zh-Hans">' in first.content.decode()
    assert first.cookies["django_language"].value == "zh-hans"
    assert '<html lang="zh-Hans">' in visitor.get("/plain").content.decode()
    assert '<html lang="en">' in visitor.get("/plain?lang=en").content.decode()
    assert '<html lang="en">' in visitor.get("/plain").content.decode()


def test_an_unknown_language_changes_nothing(visitor):
    answer = visitor.get("/plain?lang=<script>")
    assert '<html lang="en">' in answer.content.decode()
    assert "django_language" not in answer.cookies


@pytest.mark.parametrize(
    ("accept", "lang"), [("zh-CN,zh;q=0.9", "zh-Hans"), ("en-GB", "en"), ("fr", "zh-Hans")]
)
def test_the_browser_chooses_where_nobody_asked(accept, lang):
    page = Client(headers={"accept-language": accept}).get("/plain").content.decode()
    assert f'<html lang="{lang}">' in page


def test_the_language_link_keeps_the_question(visitor):
    page = visitor.get("/plain?q=红楼&page=2").content.decode()
    assert "?q=%E7%BA%A2%E6%A5%BC&amp;page=2&amp;lang=zh-hans" in page


def test_visitors_pages_may_be_kept_a_minute_and_vary_rightly(visitor):
    answer = visitor.get("/plain")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert {"Accept-Language", "Cookie", "HX-Request"} <= {v.strip() for v in answer["Vary"].split(",")}


@pytest.mark.parametrize("path", ["/plain?near=30.8,106.1", "/plain?lang=en", "/refused", "/absent/1"])
def test_places_of_devices_choices_and_refusals_are_kept_nowhere(visitor, path):
    assert "no-store" in visitor.get(path)["Cache-Control"]


def test_pages_of_people_are_kept_nowhere(visitor, django_user_model):
    from django.utils import timezone

    person = django_user_model.objects.create_user("li", created_at=timezone.now())
    visitor.force_login(person)
    assert "no-store" in visitor.get("/plain")["Cache-Control"]


def test_the_policy_forbids_what_the_frame_does_not_need(visitor):
    answer = visitor.get("/plain")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "style-src 'self'" in policy
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)


@pytest.mark.urls("commonshelf.site.urls")
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/sources/LIB/main/upload", "/api/v1/search"])
def test_a_large_body_is_refused_before_it_is_read(visitor, path):
    """The body is never touched: reading it would fail, as nothing of the said length is there."""
    answer = visitor.generic("POST", path, b"", CONTENT_LENGTH=str(3_000_000_000))
    assert answer.status_code == 413
    assert (
        "ui.too-large" in answer.content.decode() or "larger than this page takes" in answer.content.decode()
    )


@pytest.mark.urls("commonshelf.site.urls")
def test_files_may_be_large_where_files_go_and_somebody_has_a_session(visitor):
    visitor.cookies["sessionid"] = "something"
    answer = visitor.generic("POST", "/sources/LIB/main/upload", b"", CONTENT_LENGTH="9000000")
    assert answer.status_code != 413  # and then nobody they know: the usual answer
