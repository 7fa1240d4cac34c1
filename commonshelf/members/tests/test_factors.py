"""My own second factors, and lost ones taken away by those who look after people."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api, testing
from commonshelf.members.models import Person
from commonshelf.members.tests.doors import code, enters, login, with_app, wrong
from commonshelf.news import api as news

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]


@pytest.fixture(autouse=True)
def _no_earlier_guesses():
    cache.clear()


@pytest.fixture
def cast():
    return testing.cast()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What waits for the end of a transaction, done at the end of the block."""
    return django_capture_on_commit_callbacks


class TestMyFactors:
    def proven(self, client, name="reader"):
        login(client, name)
        client.post("/accounts/reauthenticate/", {"password": testing.PASSWORD})

    def test_an_app_is_set_up_with_recovery_codes_and_taken_away_again(self, cast, client, committed):
        self.proven(client)
        page = client.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        assert client.post("/accounts/2fa/totp/activate/", {"code": wrong(secret)}).status_code == 200
        with committed(execute=True):
            answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
        assert answer["Location"] == "/accounts/2fa/recovery-codes/"
        codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
        assert len(codes) == 10
        file = client.get("/accounts/2fa/recovery-codes/download/").content.decode()
        assert set(codes) <= set(file.split())
        with committed(execute=True):
            client.post("/accounts/2fa/recovery-codes/generate/")
        assert client.get("/accounts/2fa/recovery-codes/").context["unused_codes"] != codes
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
        assert not Authenticator.objects.exists()
        told = [(h.kind, h.facts.get("kind")) for h in news.happenings(person=cast.reader.key, rows=5)][::-1]
        assert told == [
            ("members.add-factor", "totp"),
            ("members.add-factor", "recovery_codes"),
            ("members.new-codes", None),
            ("members.remove-factor", "totp"),
            ("members.remove-factor", "recovery_codes"),
        ]

    @pytest.mark.parametrize(
        "path",
        ["totp/activate", "totp/deactivate", "webauthn/add", "recovery-codes/generate", "recovery-codes"],
    )
    def test_nothing_is_shown_or_changed_at_an_unlocked_screen(self, cast, client, path):
        if path != "totp/activate":
            with_app("reader")
        client.force_login(testing.user("reader"))
        before = list(Authenticator.objects.values())
        for ask in (client.get, client.post):
            answer = ask(f"/accounts/2fa/{path}/")
            assert answer.status_code == 405 or "reauthenticate" in answer["Location"]
        assert list(Authenticator.objects.values()) == before

    def test_all_of_them_stand_on_one_page(self, cast, client):
        with_app("reader")
        passkey = {
            "name": "Office computer",
            "credential": {"clientExtensionResults": {"credProps": {"rk": True}}},
        }
        key = Authenticator.objects.create(user=testing.user("reader"), type="webauthn", data=passkey)
        client.force_login(testing.user("reader"))
        page = client.get("/accounts/2fa/?lang=en").content.decode()
        for words in ("Office computer", "signs in alone", "10 codes are left", f"/keys/{key.pk}/remove/"):
            assert words in page
        assert "Office computer" in TestLostFactors().seen_by_the_manager(client)
        key.delete()

    def test_a_demo_person_keeps_no_factor_that_would_shut_out_the_next_visitor(self, cast, client):
        card = api.add_person(actor=api.operator(), username="demo", name_zh="演示员", demo=True)
        client.force_login(Person.objects.get(key=card.key))
        for path in ("2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "3rdparty/"):
            assert client.get(f"/accounts/{path}").status_code == 404
            assert client.post(f"/accounts/{path}").status_code == 404

    @pytest.mark.parametrize(
        "path", ["social/signup/", "social/connections/", "3rdparty/signup/", "login/code/", "email/"]
    )
    def test_what_this_house_does_not_have_is_not_there(self, cast, client, path):
        client.force_login(testing.user("office"))
        assert client.get(f"/accounts/{path}").status_code == 404


class TestLostFactors:
    def page(self, name):
        return f"/people/{testing.user(name).key}/sign-in"

    def seen_by_the_manager(self, client):
        client.force_login(testing.user("manager"))
        return client.get(self.page("reader")).content.decode()

    def test_whoever_looks_after_somebody_takes_a_lost_one_away_and_says_why(self, cast, client):
        with_app("reader")
        held = type(client)()
        held.force_login(testing.user("reader"))
        client.force_login(testing.user("manager"))
        app = next(one for one in api.factors_of(person="reader") if one.kind == "totp")
        assert client.post(self.page("reader"), {"do": f"factor-{app.id}", "reason": " "}).status_code == 400
        told = {"do": f"factor-{app.id}", "reason": "telephone lost, came by"}
        assert client.post(self.page("reader"), told).status_code == 302
        assert api.factors_of(person="reader") == []
        assert held.get("/me").status_code == 302  # whoever found the telephone was in there
        event = news.happenings(kind="members.remove-factor")[0]
        assert (event.person, event.reason) == (cast.manager.key, "telephone lost, came by")
        assert enters(held, "reader")

    @pytest.mark.parametrize("who", ["librarian", "reader", "partner", "stranger", "auditor"])
    def test_nobody_else_is_told_that_there_is_anything(self, cast, client, who):
        with_app("reader")
        app = api.factors_of(person="reader")[0].id
        client.force_login(testing.user(who))
        assert client.get(self.page("reader")).status_code == 404
        told = {"do": f"factor-{app}", "reason": "please"}
        assert client.post(self.page("reader"), told).status_code == 404
        assert len(api.factors_of(person="reader")) == 2

    def test_a_manager_does_not_open_the_office_by_taking_its_factor_away(self, cast, client):
        with_app("reader")
        api.affiliate(actor=api.operator(), person="reader", role=Role.OFFICE)
        client.force_login(testing.user("manager"))
        assert client.get(self.page("reader")).status_code == 404

    def test_the_machines_operator_can_always_help(self, cast):
        with_app("office")
        app = api.factors_of(person="office")[0]
        api.remove_factor(actor=api.operator(), person="office", factor=app.id, reason="at the machine")
        assert api.factors_of(person="office") == []

    def test_an_account_is_closed_and_opened_again(self, cast, client):
        held = type(client)()
        held.force_login(testing.user("reader"))
        client.force_login(testing.user("manager"))
        assert client.post(self.page("reader"), {"do": "close", "reason": "left"}).status_code == 302
        assert held.get("/me").status_code == 302
        assert not enters(held, "reader")
        assert client.post(self.page("reader"), {"do": "open", "reason": "is back"}).status_code == 302
        assert enters(held, "reader")
        assert client.post(self.page("reader"), {"do": "fly", "reason": "x"}).status_code == 404

    def test_the_last_of_the_office_is_not_closed_nor_anybody_by_themselves(self, cast, client):
        second = testing.someone("second", (Role.OFFICE, ""))
        api.close_account(actor=second, person="office", reason="left")
        operator = api.operator()
        with pytest.raises(Refusal, match="last-of-office"):
            api.close_account(actor=operator, person="second", reason="left")
        client.force_login(testing.user("second"))
        assert client.get(self.page("second")).status_code == 404
