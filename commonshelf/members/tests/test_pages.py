"""The pages by cast: what each sees, what strangers are told is not there."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import api, testing
from commonshelf.members.models import Alliance, Person
from commonshelf.members.signing import forget_sessions
from commonshelf.news import api as news
from commonshelf.news.testing import stuck_delivery

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]
STAFF = ("office", "manager", "cataloguer", "librarian", "auditor", "partner", "reader", "stranger")


@pytest.fixture
def cast():
    return testing.cast()


def sign_in(client, name):
    if name == "visitor":
        client.logout()
    else:
        client.force_login(testing.user(name))


def statuses(client, path, who=("visitor", *STAFF)):
    found = {}
    for name in who:
        sign_in(client, name)
        found[name] = client.get(path).status_code
    return found


def allowed_to(client, path):
    return {name for name, status in statuses(client, path).items() if status == 200}


def test_the_directory_and_the_library_page_are_for_everybody(cast, client):
    for path in ("/libraries", "/library/EAST", "/here"):
        assert set(statuses(client, path).values()) == {200}
    page = client.get("/libraries?lang=en").content.decode()
    assert "East Library" in page
    assert "<svg" in page
    assert client.get("/library/NOWHERE").status_code == 404


def test_absent_and_forbidden_are_the_same_page_byte_for_byte(cast, client):
    sign_in(client, "stranger")
    nothing = client.get("/people/0123456789abcdef")
    somebody = client.get(f"/people/{testing.user('reader').key}")
    assert nothing.status_code == somebody.status_code == 404
    assert nothing.content == somebody.content


def test_who_did_what_is_for_those_who_audit(cast, client):
    assert allowed_to(client, "/happenings") == {"office", "auditor", "manager", "partner"}
    sign_in(client, "manager")
    assert "WEST" not in client.get("/happenings").content.decode()
    assert client.get("/happenings?library=WEST").status_code == 404
    sign_in(client, "auditor")
    assert "WEST" in client.get("/happenings?library=WEST").content.decode()


def test_the_filters_find_the_one_act(cast, client):
    sign_in(client, "auditor")
    today = timezone.localdate()
    for query, found in (
        ("kind=members.set-hours&library=EAST", 1),
        ("kind=members.set-hours", 2),
        ("words=东馆", 1),
        ("object=branch:EAST/main", 2),
        ("person=nobody", 0),
        (f"since={today + timedelta(days=1)}", 0),
        (f"kind=members.set-hours&since={today}&until={today}", 2),
        ("since=nonsense&before=x&kind=members.set-hours", 2),
    ):
        lines = client.get(f"/happenings?{query}").context["lines"]
        assert len(lines) == found, query


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01", "x"])
def test_a_day_at_the_end_of_the_calendar_is_as_good_as_none(cast, client, day):
    sign_in(client, "auditor")
    assert client.get(f"/happenings?since={day}&until={day}").context["lines"]


def test_a_page_of_happenings_asks_no_more_for_more_lines(cast, client, django_assert_max_num_queries):
    sign_in(client, "auditor")
    for n in range(60):
        api.set_alliance(actor=cast.office, name_en=f"Alliance {n}")
    client.get("/libraries")  # the directory and the settings are read once, and kept
    with django_assert_max_num_queries(9):
        page = client.get("/happenings")
    assert len(page.context["lines"]) == 50
    older = client.get(f"/happenings?{page.context['older']}")
    ids = [line.happening.id for line in page.context["lines"] + older.context["lines"]]
    assert ids == sorted(set(ids), reverse=True)


def test_a_given_up_delivery_is_shown_and_the_office_has_it_tried_again(cast, client):
    event, now = news.happenings(rows=1)[0].id, timezone.now()
    stuck = stuck_delivery(event=event, subscriber="test.load", problem="disk full", at=now)
    sign_in(client, "auditor")
    page = client.get("/happenings").content.decode()
    assert "disk full" in page
    assert "/happenings/try-again" not in page
    assert client.post("/happenings/try-again", {"delivery": stuck}).status_code == 404
    sign_in(client, "office")
    assert "/happenings/try-again" in client.get("/happenings").content.decode()
    for _ in range(2):
        client.post("/happenings/try-again", {"delivery": stuck})
    assert news.given_up() == []
    assert [h.object.id for h in news.happenings(kind="news.try-again")] == [str(stuck)]
    assert client.post("/happenings/try-again", {"delivery": "x"}).status_code == 404


def test_picking_a_branch_is_a_cookie_and_nothing_else(cast, client):
    events = len(news.happenings(rows=1000))
    response = client.post("/here", {"branch": "EAST/main", "next": "/libraries"})
    assert (response.status_code, response["Location"]) == (302, "/libraries")
    assert client.cookies["here"].value == "EAST/main"
    assert client.get("/libraries").wsgi_request.here.library == "EAST"
    assert client.post("/here", {"branch": "EAST/nowhere"}).status_code == 404
    client.post("/here", {"branch": ""})
    assert not client.cookies["here"].value
    assert len(news.happenings(rows=1000)) == events


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_stays_on_this_site(cast, client, evil):
    assert client.post("/here", {"branch": "EAST/main", "next": evil})["Location"] == "/"


def test_the_devices_place_orders_the_list_and_is_kept_nowhere(cast, client):
    page = client.get("/libraries?near=30.8,106.0")
    assert [row.card.symbol for row in page.context["rows"]] == ["WEST", "EAST"]
    assert "here" not in page.cookies
    assert page["Cache-Control"] == "no-store"


def test_lists_ask_as_much_for_two_libraries_as_for_twenty(
    cast, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.get("/libraries")
    with django_assert_max_num_queries(5) as few:
        client.get("/libraries")
        asked = len(few)
    for n in range(18):
        api.add_library(actor=cast.office, symbol=f"L-{n}", name_en=f"Library {n}")
    client.get("/libraries")
    with django_assert_num_queries(asked):
        client.get("/libraries")


class TestKeeping:
    def test_hours_are_for_those_who_keep_them(self, cast, client):
        assert allowed_to(client, "/library/EAST/hours/main") == {"office", "manager", "librarian"}

    def test_the_week_is_replaced_and_a_repeat_changes_nothing(self, cast, client):
        sign_in(client, "librarian")
        week = {"do": "week", "key": "k", "opens_0_0": "09:00", "closes_0_0": "17:00"}
        for _ in range(2):
            assert client.post("/library/EAST/hours/main", week).status_code == 302
        assert [(s.weekday, s.opens.hour) for s in api.library(symbol="EAST").branches[0].hours] == [(0, 9)]
        assert len(news.happenings(kind="members.set-hours", person=cast.librarian.key)) == 1

    def test_hours_past_midnight_are_kept_and_asked_about(self, cast, client):
        sign_in(client, "librarian")
        week = {"do": "week", "opens_0_0": "18:00", "closes_0_0": "09:00"}
        told = client.post("/library/EAST/hours/main?lang=en", week, follow=True).content.decode()
        assert "Monday: open from 18:00 until 09:00 of the next day" in told
        plain = {"do": "week", "opens_0_0": "09:00", "closes_0_0": "18:00"}
        told = client.post("/library/EAST/hours/main?lang=en", plain, follow=True).content.decode()
        assert "of the next day" not in told

    def test_half_a_span_and_an_overlap_are_told_and_nothing_is_lost(self, cast, client):
        sign_in(client, "librarian")
        half = client.post("/library/EAST/hours/main?lang=en", {"do": "week", "opens_0_0": "09:00"})
        assert half.status_code == 400
        assert "Give both times" in half.content.decode()
        assert 'value="09:00"' in half.content.decode()
        overlap = {"opens_0_0": "09:00", "closes_0_0": "12:00", "opens_0_1": "11:00", "closes_0_1": "13:00"}
        page = client.post("/library/EAST/hours/main", {"do": "week", **overlap})
        assert "overlap at 11:00" in page.content.decode()

    def test_an_exception_day_comes_and_goes(self, cast, client):
        sign_in(client, "manager")
        day = (timezone.localdate() + timedelta(days=2)).isoformat()
        told = {"do": "exception", "date": day, "closed": "on", "reason_zh": "校庆"}
        assert client.post("/library/EAST/hours/main", told).status_code == 302
        assert "校庆" in client.get("/library/EAST").content.decode()
        client.post("/library/EAST/hours/main", {"do": "clear", "date": day})
        assert "校庆" not in client.get("/library/EAST").content.decode()

    def test_only_the_office_takes_in_libraries(self, cast, client):
        assert allowed_to(client, "/libraries/new") == {"office"}
        sign_in(client, "office")
        told = {
            "library-name_zh": "北馆",
            "library-symbol": "NORTH",
            "library-kind": "special",
            "branch-name_zh": "总馆",
            "branch-code": "main",
            "hours-opens_0_0": "08:00",
            "hours-closes_0_0": "12:00",
        }
        bad = client.post("/libraries/new", {**told, "branch-latitude": "30"})
        assert bad.status_code == 400
        assert client.post("/libraries/new", told)["Location"] == "/library/NORTH"
        assert client.get("/library/NORTH").status_code == 200


class TestPeople:
    def test_people_are_looked_after_by_office_and_managers(self, cast, client):
        assert allowed_to(client, "/people") == {"office", "manager", "partner"}
        reader = testing.user("reader").key
        assert allowed_to(client, f"/people/{reader}") == {"office", "manager"}

    def test_a_manager_adds_a_librarian_who_can_sign_in(self, cast, client):
        sign_in(client, "manager")
        told = {
            "username": "newcomer",
            "name_zh": "新来",
            "password": testing.PASSWORD,
            "role": "librarian",
            "library": "EAST",
        }
        assert client.post("/people", told).status_code == 302
        assert api.person(name="newcomer").affiliations[0].role == "librarian"
        client.logout()
        answer = client.post("/accounts/login/", {"login": "newcomer", "password": testing.PASSWORD})
        assert answer.status_code == 302

    @pytest.mark.parametrize("change", [{"library": "WEST"}, {"library": ""}, {"role": "office"}])
    def test_a_manager_cannot_reach_beyond_the_own_library(self, cast, client, change):
        sign_in(client, "manager")
        told = {"username": "x", "password": testing.PASSWORD, "role": "librarian", "library": "EAST"}
        assert client.post("/people", {**told, **change}).status_code in {400, 404}
        assert not Person.objects.filter(username="x").exists()

    def test_when_the_role_is_refused_the_person_is_not_made_either(self, cast, client):
        sign_in(client, "office")
        told = {"username": "x", "password": testing.PASSWORD, "role": "office", "library": "EAST"}
        assert client.post("/people", told).status_code == 400
        assert not Person.objects.filter(username="x").exists()

    def test_a_role_is_given_and_ended(self, cast, client):
        sign_in(client, "manager")
        page = f"/people/{testing.user('reader').key}"
        client.post(page, {"do": "affiliate", "role": "cataloguer", "library": "EAST"})
        tie = next(t for t in api.person(name="reader").affiliations if t.role == "cataloguer")
        client.post(page, {"do": "end", "affiliation": tie.id})
        again = next(t for t in api.person(name="reader").affiliations if t.role == "cataloguer")
        assert again.active_to == timezone.localdate()
        assert client.post(page, {"do": "end", "affiliation": "999999"}).status_code == 404
        assert client.post(page, {"do": "fly"}).status_code == 404

    def test_a_new_password_signs_the_person_out_everywhere(self, cast, client):
        other = type(client)()
        other.force_login(testing.user("reader"))
        assert other.get("/me").status_code == 200
        sign_in(client, "manager")
        page = f"/people/{testing.user('reader').key}"
        assert client.post(page, {"do": "password", "password": "12345678"}).status_code == 400
        assert client.post(page, {"do": "password", "password": "nine-green-boats"}).status_code == 302
        assert other.get("/me").status_code == 302

    def test_who_will_be_the_office_is_not_taken_over_today(self, cast, client):
        reader, tomorrow = testing.user("reader"), timezone.localdate() + timedelta(days=1)
        api.affiliate(actor=api.operator(), person=reader.key, role="office", active_from=tomorrow)
        sign_in(client, "manager")
        page = f"/people/{reader.key}"
        assert not client.get(page).context["may_set_password"]
        assert client.post(page, {"do": "password", "password": "nine-green-boats"}).status_code == 404

    def test_who_has_left_everything_is_the_offices_to_let_in_again(self, cast, client):
        reader = api.person(name="reader")
        today = timezone.localdate()
        for tie in reader.affiliations:
            api.end_affiliation(actor=api.operator(), affiliation=tie.id, active_to=today)
        seen = {}
        for name in ("manager", "office"):
            sign_in(client, name)
            seen[name] = client.get(f"/people/{reader.key}").context["may_set_password"]
        assert seen == {"manager": False, "office": True}


class TestMe:
    def test_my_account_is_mine_alone(self, cast, client):
        assert statuses(client, "/me", ("visitor",)) == {"visitor": 302}
        sign_in(client, "reader")
        page = client.get("/me")
        assert "Reader" in page.content.decode()
        assert client.post("/me", {"name_zh": "读者甲", "name_en": ""}).status_code == 302
        assert api.person(name="reader").name.zh == "读者甲"
        assert client.post("/me", {"name_zh": "", "name_en": "", "email": "x"}).status_code == 400


class TestSigningIn:
    def login(self, client, name, password, address="10.0.0.1"):
        told = {"login": name, "password": password}
        return client.post("/accounts/login/", told, REMOTE_ADDR=address)

    def test_in_and_out_are_written_down(self, cast, client):
        assert self.login(client, "reader", testing.PASSWORD).status_code == 302
        client.post("/accounts/logout/")
        kinds = [h.kind for h in news.happenings(person=cast.reader.key, rows=2)]
        assert kinds == ["members.sign-out", "members.sign-in"]

    def test_sessions_that_have_run_out_are_forgotten(self, cast, client):
        sign_in(client, "reader")
        old = Session.objects.get()
        Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(1))
        forget_sessions(timezone.now())
        assert list(Session.objects.all()) == [old]

    def test_known_and_unknown_names_get_the_same_answer(self, cast, client):
        wrong = self.login(client, "reader", "no").content.decode().replace("reader", "NAME")
        unknown = self.login(client, "nobody", "no").content.decode().replace("nobody", "NAME")
        token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]*"')
        assert token.sub("", wrong) == token.sub("", unknown)

    def test_guessing_one_account_is_slowed_from_one_network_and_stopped_from_many(self, cast, client):
        for n in range(5):
            self.login(client, "reader", f"guess-{n}")
        assert not self.signed_in(client, "10.0.0.1")
        assert self.signed_in(client, "10.0.9.9")  # the person at home is not locked out yet
        client.logout()
        for n in range(10):
            self.login(client, "reader", f"guess-{n}", address=f"10.1.0.{n}")
        assert not self.signed_in(client, "10.0.7.7")

    def test_behind_the_https_proxy_readers_are_told_apart(self, cast, client, settings):
        settings.TLS = True
        settings.SECURE_SSL_REDIRECT = False

        def enter(password, address):
            told = {"login": "reader", "password": password}
            forwarded = f"10.9.9.9, {address}"  # what stands before the proxy's own word is the reader's
            return client.post("/accounts/login/", told, HTTP_X_FORWARDED_FOR=forwarded).status_code

        for n in range(5):
            enter(f"guess-{n}", "10.0.0.1")
        assert enter(testing.PASSWORD, "10.0.0.1") == 200
        assert enter(testing.PASSWORD, "10.0.0.2") == 302

    def signed_in(self, client, address):
        return self.login(client, "reader", testing.PASSWORD, address).status_code == 302

    def test_neighbours_behind_one_address_all_get_in_beside_a_guesser(self, cast, client):
        for n in range(20):
            self.login(client, f"guesser-{n}", "wrong")
        for n in range(40):
            testing.someone(f"neighbour{n}", (Role.READER, "EAST"))
        entered = 0
        for n in range(40):
            client.logout()
            entered += self.login(client, f"neighbour{n}", testing.PASSWORD).status_code == 302
        assert entered == 40

    def test_right_passwords_use_up_nothing(self, cast, client):
        for _ in range(12):
            assert self.login(client, "reader", testing.PASSWORD).status_code == 302
            client.logout()

    @pytest.mark.parametrize(
        "path", ["email/", "confirm-email/", "confirm-email/x:y/", "password/set/", "password/reset/done/"]
    )
    def test_pages_that_would_send_mail_are_not_there(self, cast, client, path):
        sign_in(client, "office")
        assert client.get(f"/accounts/{path}").status_code == 404
        assert client.post(f"/accounts/{path}", {"email": "a@example.org"}).status_code == 404

    def test_nobody_signs_up_by_themselves(self, client):
        told = {"username": "me", "password1": testing.PASSWORD, "password2": testing.PASSWORD}
        page = client.post("/accounts/signup/", told)
        assert not Person.objects.exists()
        assert page.status_code == 200

    def test_a_forgotten_password_names_who_can_help(self, cast, client):
        api.add_agency(actor=cast.office, library="EAST", name_en="East desk", phone="0817 123")
        assert "0817 123" in client.get("/accounts/password/reset/").content.decode()


class TestDemoPersons:
    @pytest.fixture
    def somebody(self, cast):
        return api.add_person(actor=api.operator(), username="demo", name_zh="演示员", demo=True)

    def test_one_click_at_this_very_machine(self, somebody, client):
        assert "演示员" in client.get("/accounts/login/", HTTP_HOST="localhost").content.decode()
        told = {"person": somebody.key, "next": "/me"}
        assert client.post("/accounts/demo", told, HTTP_HOST="127.0.0.1:8000")["Location"] == "/me"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            {"REMOTE_ADDR": "192.168.1.7", "HTTP_HOST": "localhost"},
            {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "8.8.8.8"},
            {"HTTP_HOST": "localhost", "HTTP_X_FORWARDED_PROTO": "http"},
            {"HTTP_HOST": "testserver"},
        ],
    )
    def test_from_elsewhere_they_are_not_there(self, somebody, client, elsewhere):
        assert "演示员" not in client.get("/accounts/login/", **elsewhere).content.decode()
        assert client.post("/accounts/demo", {"person": somebody.key}, **elsewhere).status_code == 404

    def test_behind_https_nobody_counts_as_being_at_the_machine(self, somebody, client, settings):
        settings.TLS = True  # a proxy that names neither itself nor the reader
        assert "演示员" not in client.get("/accounts/login/", HTTP_HOST="localhost").content.decode()
        told = {"person": somebody.key}
        assert client.post("/accounts/demo", told, HTTP_HOST="localhost").status_code == 404

    def test_a_real_person_cannot_be_entered_like_that(self, cast, client):
        told = {"person": cast.office.key}
        assert client.post("/accounts/demo", told, HTTP_HOST="localhost").status_code == 404


FIRST = {
    "alliance-name_zh": "新联盟",
    "alliance-name_en": "",
    "library-name_zh": "新馆",
    "library-symbol": "CN-1",
    "library-kind": "vocational",
    "branch-name_zh": "总馆",
    "branch-code": "main",
    "hours-opens_0_0": "08:00",
    "hours-closes_0_0": "22:00",
    "person-username": "boss",
    "person-name_zh": "主任",
    "person-password": testing.PASSWORD,
}


class TestFirstRun:
    HERE = {"HTTP_HOST": "localhost"}

    @pytest.fixture(autouse=True)
    def _no_earlier_guesses(self):
        cache.clear()

    def test_it_founds_everything_at_once_and_signs_the_office_in(self, client):
        assert client.get("/start", **self.HERE).status_code == 200
        assert client.post("/start", FIRST, **self.HERE)["Location"] == "/welcome"
        assert api.alliance().zh == "新联盟"
        assert api.library(symbol="CN-1").branches[0].hours[0].closes.hour == 22
        assert client.get("/people", **self.HERE).status_code == 200
        assert client.get("/welcome", **self.HERE).status_code == 200
        assert list(api.problems()) == []

    def test_afterwards_it_is_not_there(self, cast, client):
        for answer in (client.get("/start", **self.HERE), client.post("/start", FIRST, **self.HERE)):
            assert answer.status_code == 404

    def test_what_does_not_fit_is_told_and_nothing_is_kept(self, client):
        page = client.post("/start?lang=en", {**FIRST, "person-password": "12345678"}, **self.HERE)
        assert page.status_code == 400
        assert "too easy to guess" in page.content.decode()
        assert "新联盟" in page.content.decode()
        assert not Alliance.objects.exists()
        assert api.libraries() == []
        assert client.post("/start", {**FIRST, "library-symbol": ""}, **self.HERE).status_code == 400

    def test_from_elsewhere_the_code_on_the_terminal_opens_it(self, client):
        away = {"REMOTE_ADDR": "192.168.1.7"}
        assert "library-symbol" not in client.get("/start", **away).content.decode()
        assert client.post("/start", {"code": "WRONGWRO"}, **away).status_code == 400
        assert client.post("/start", FIRST, **away).status_code == 400
        assert not Alliance.objects.exists()
        code = api.start_code()
        assert client.post("/start", {"code": f" {code.lower()} "}, **away)["Location"] == "/start"
        assert "library-symbol" in client.get("/start", **away).content.decode()
        assert client.post("/start", FIRST, **away)["Location"] == "/welcome"

    def test_guessing_the_code_ends_soon(self, client):
        away = {"REMOTE_ADDR": "192.168.1.7"}
        answers = [client.post("/start", {"code": f"GUESS{n:03}"}, **away).status_code for n in range(22)]
        assert answers[-1] == 429
        assert client.post("/start", {"code": api.start_code()}, **away).status_code == 429


class TestOneUseKeys:
    """A double click is one act; a page gone back to, filled in anew and sent again is another."""

    PAGE = "/library/EAST/branches/main"

    def told(self, name):
        return {"branch-name_zh": name, "branch-main": "on", "key": "0123456789abcdef"}

    def test_sent_twice_it_is_one_act_and_changed_it_is_another(self, cast, client):
        sign_in(client, "manager")
        for name in ("甲馆", "甲馆", "乙馆"):
            assert client.post(self.PAGE, self.told(name)).status_code == 302
        assert api.library(symbol="EAST").branches[0].name.zh == "乙馆"
        assert len(news.happenings(kind="members.set-branch", object="branch:EAST/main")) == 2

    def test_the_same_form_of_another_branch_is_another_act(self, cast, client):
        sign_in(client, "manager")
        client.post("/library/EAST/branches/new", {"branch-name_zh": "北区", "branch-code": "north"})
        for page in (self.PAGE, "/library/EAST/branches/north"):
            client.post(page, self.told("同名"))
        assert {branch.name.zh for branch in api.library(symbol="EAST").branches} == {"同名"}


class TestEditing:
    PARTICULARS = {
        "name_zh": "东馆",
        "name_en": "New East",
        "kind": "public",
        "website": "https://example.org",
        "aliases": "旧名\nOld name",
        "version": "1",
        "agency-name_en": "Desk",
        "agency-phone": "0817 555",
    }

    def test_particulars_are_for_manager_and_office(self, cast, client):
        paths = ("/library/EAST/edit", "/library/EAST/branches/new", "/library/EAST/branches/main")
        for path in paths:
            assert allowed_to(client, path) == {"office", "manager"}

    def test_they_are_saved_with_the_office_and_a_stale_form_is_told(self, cast, client):
        sign_in(client, "manager")
        saved = client.post("/library/EAST/edit", self.PARTICULARS)
        assert saved["Location"] == "/library/EAST"
        page = client.get("/library/EAST?lang=en").content.decode()
        assert "New East" in page
        assert "旧名" in page
        assert "0817 555" in page
        stale = client.post("/library/EAST/edit?lang=en", self.PARTICULARS)
        assert stale.status_code == 400
        assert "Somebody else has changed EAST" in stale.content.decode()
        bad = client.post("/library/EAST/edit", {**self.PARTICULARS, "version": "2", "website": "nowhere"})
        assert bad.status_code == 400
        assert bad.context["library"].errors["website"]

    def test_a_branch_is_added_and_changed_but_its_code_stays(self, cast, client):
        sign_in(client, "manager")
        told = {"branch-name_zh": "北区", "branch-code": "north", "branch-floors_zh": "一楼：报刊"}
        assert client.post("/library/EAST/branches/new", told).status_code == 302
        twice = client.post("/library/EAST/branches/new", told)
        assert twice.context["branch"].errors["code"]
        changed = {"branch-name_zh": "北馆", "branch-code": "other", "branch-main": "on"}
        assert client.post("/library/EAST/branches/north", changed).status_code == 302
        first = api.library(symbol="EAST").branches[0]
        assert (first.code, first.name.zh, first.main) == ("north", "北馆", True)
        assert client.get("/library/EAST/branches/nowhere").status_code == 404
