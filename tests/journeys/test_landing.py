"""Where one goes on after signing in or joining, and what the menu says one is under: by the whole house."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.landing import page_before
from commonshelf.members.models import Exemption, Library
from commonshelf.office import testing as offices

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
CATALOGUE = "http://testserver/search?q=%E5%9B%BE"


@pytest.fixture
def cast(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def signs_in(who, **more):
    told = {"login": who, "password": testing.PASSWORD, **more}
    answer = Client().post(SIGN_IN, told)
    return answer.headers.get("Location")


def test_staff_go_to_their_desk_and_readers_to_their_account(cast):
    assert signs_in("librarian") == "/desk"
    assert signs_in("office") == "/desk"
    assert signs_in("auditor") == "/office"
    assert signs_in("reader") == "/me"
    assert signs_in("stranger") == "/me"


def test_readers_go_on_where_they_were_and_a_named_page_comes_first(cast):
    assert signs_in("reader", **{"from": "/search?q=x"}) == "/search?q=x"
    assert signs_in("librarian", **{"from": "/search?q=x"}) == "/desk"
    assert signs_in("librarian", next="/duties") == "/duties"
    for away in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert signs_in("reader", **{"from": away}) == "/me"


def test_the_sign_in_page_keeps_where_one_came_from(cast, rf):
    page = Client().get(SIGN_IN, headers={"referer": CATALOGUE}).text
    assert 'name="from" value="/search?q=%E5%9B%BE"' in page
    again = Client().post(SIGN_IN, {"login": "reader", "password": "x", "from": "/search?q=x"}).text
    assert 'name="from" value="/search?q=x"' in again
    for told in (
        "",
        "https://elsewhere.example/x",
        "http://testserver/accounts/logout/",
        "http://testserver//x",
    ):
        assert page_before(rf.get(SIGN_IN, headers={"referer": told})) == ""


@pytest.mark.parametrize(("role", "there"), [(Role.LIBRARIAN, "/desk"), (Role.READER, "/me")])
def test_who_was_invited_begins_where_their_work_is(cast, role, there):
    made = members.invite(actor=cast.manager, library="EAST", role=role)
    path = "/" + made.link.split("/", 3)[3]
    told = {"do": "accept", "username": "newcomer", "name_zh": "新人", "password": "correct-horse-7"}
    assert Client().post(path, told).headers["Location"] == there


def test_who_has_an_account_and_joins_goes_there_too(cast):
    made = members.invite(actor=cast.manager, library="EAST", role="librarian")
    client = Client()
    client.force_login(testing.user("stranger"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/" + made.link.split("/", 3)[3], {"do": "join", "key": "k"})
    assert answer.headers["Location"] == "/desk"


def client_of(who, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_contracts_and_resolutions_are_under_rules_and_contracts(cast):
    offices.papers(cast.office)
    for path in ("/contracts", "/resolutions", "/rules", "/contracts/new"):
        page = client_of("office").get(path).text
        assert '<a href="/rules" aria-current="page">Rules and contracts</a>' in page, path
    assert '<a href="/rules" aria-current="page">' not in client_of("office").get("/duties").text


def test_the_offices_form_to_invite_begins_with_what_is_not_refused(cast):
    office = client_of("office")
    page = office.get("/people/invite").text
    assert '<option value="EAST" selected>' in page
    sent = {"name_zh": "新人", "language": "zh-hans", "role": "librarian", "library": "EAST", "key": "k"}
    assert office.post("/people/invite", sent).status_code == 302


@pytest.mark.parametrize(("language", "said"), [("en", "this setting is gone"), ("zh-hans", "设置已不存在")])
def test_an_exemption_of_a_setting_that_is_gone_is_shown_as_gone(cast, language, said):
    today = timezone.localdate()
    Exemption.objects.create(
        library=Library.objects.get(symbol="EAST"), name="old.setting", bound={}, reason="旧",
        active_from=today, active_to=today.replace(year=today.year + 1), decided_at=timezone.now(),
    )  # fmt: skip
    for who, path in (("manager", "/library/EAST/settings"), ("office", "/bounds")):
        page = client_of(who, language).get(path)
        assert page.status_code == 200
        assert said in page.text
        assert "old.setting" in page.text
    assert client_of("partner").get("/library/EAST/settings").status_code == 404
