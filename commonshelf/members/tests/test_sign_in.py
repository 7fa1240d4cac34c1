"""Signing in: who is counted, what is told, what is the same whoever it is."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache

from commonshelf.members import guesses, testing
from commonshelf.members.models import Person
from commonshelf.members.tests.doors import HOME, code, enters, login, with_app, wrong
from commonshelf.news import api as news

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]*"')
NONSENSE = (
    "", "x", "[]", "{}", "null", '"x"', "7", '{"id": 1}', '{"response": {}}', '{"response": []}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": "AAAA"}}',
    '{"id": "AA", "rawId": "AA", "response": {"userHandle": "MQ", "signature": "AA", "clientDataJSON": ""}}',
)  # fmt: skip
NOT_RIGHT = "验证码不对"


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed, whoever asks."""

    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _no_earlier_guesses():
    cache.clear()


@pytest.fixture
def cast():
    return testing.cast()


def test_two_hundred_behind_one_address_enter_while_one_of_them_is_guessed_at(cast, client):
    known = testing.user("reader")
    Person.objects.bulk_create(
        Person(username=f"neighbour{n}", password=known.password, created_at=known.created_at)
        for n in range(200)
    )
    entered = 0
    for n in range(200):
        login(client, "reader", f"guess-{n}")
        entered += enters(client, f"neighbour{n}")
        client.logout()
    assert entered == 200
    assert not enters(client, "reader")  # from there; at home they are let in
    assert enters(client, "reader", "10.9.9.9")


class TestTheSameForEverybody:
    """What a wrong password is answered with: by bytes, and by work done."""

    @pytest.fixture
    def names(self, cast):
        """Known, unknown, with a second factor, closed, without a password."""
        with_app("librarian")
        closed, without = testing.user("cataloguer"), testing.user("partner")
        Person.objects.filter(pk=closed.pk).update(is_active=False)
        without.set_unusable_password()
        without.save()
        return ["reader", "nobody", "librarian", "cataloguer", "partner"]

    def test_the_answer_is_the_same_bytes(self, names, client):
        answers = set()
        for name in names:
            page = login(client, name, "not-the-password")
            assert page.status_code == 200
            answers.add(TOKEN.sub("", page.content.decode().replace(name, "NAME")))
        assert len(answers) == 1

    def test_a_closed_account_does_not_say_that_its_password_was_right(self, names, client):
        right = TOKEN.sub("", login(client, "cataloguer").content.decode())
        wrong_one = TOKEN.sub("", login(client, "cataloguer", "no").content.decode())
        assert right == wrong_one

    def test_every_password_is_hashed_once(self, names, client, settings):
        for name in ("reader", "librarian", "cataloguer"):  # hashed anew, so that no upgrade is counted
            person = testing.user(name)
            person.set_password(testing.PASSWORD)
            person.save()
        settings.PASSWORD_HASHERS = [f"{Counting.__module__}.Counting"]
        counts = {}
        for name in names:
            before = Counting.hashed
            login(client, name, "not-the-password")
            counts[name] = Counting.hashed - before
        assert set(counts.values()) == {1}, counts

    def test_planted_a_second_look_at_the_password_is_seen(self, names, client, settings):
        settings.PASSWORD_HASHERS = [f"{Counting.__module__}.Counting"]
        settings.AUTHENTICATION_BACKENDS = [
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ]
        before = Counting.hashed
        login(client, "reader", "no")
        assert Counting.hashed - before == 2

    def test_too_many_guesses_sound_alike_for_known_and_unknown(self, names, client):
        answers = set()
        for name in ("reader", "nobody"):
            for n in range(6):
                page = login(client, name, f"guess-{n}")
            answers.add(TOKEN.sub("", page.content.decode().replace(name, "NAME")))
        assert len(answers) == 1


def test_a_telephones_capital_letter_is_the_same_name(cast, client):
    assert enters(client, "Reader")


class TestGuesses:
    def test_passwords_and_codes_count_together(self, cast, client):
        secret = with_app("reader")
        for n in range(6):
            login(client, "reader", f"guess-{n}", f"10.1.0.{n}")
        assert enters(client, "reader", "10.2.0.1")  # as far as the second factor
        pages = [
            client.post("/accounts/2fa/authenticate/", {"code": wrong(secret)}, REMOTE_ADDR=f"10.2.0.{n}")
            for n in range(8)
        ]
        looked_at = [NOT_RIGHT in page.content.decode() for page in pages]
        assert looked_at == [True] * 4 + [False] * 4  # ten in all
        right = client.post("/accounts/2fa/authenticate/", {"code": code(secret)}, REMOTE_ADDR="10.3.0.1")
        assert right.status_code == 200
        assert not enters(type(client)(), "reader", "10.4.0.1")

    def test_recovery_codes_are_guessed_no_oftener(self, cast, client):
        with_app("reader")
        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        login(client, "reader")
        for n in range(12):
            client.post("/accounts/2fa/authenticate/", {"code": f"{n:08}"}, REMOTE_ADDR=f"10.2.0.{n}")
        assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200

    def test_of_codes_there_are_thirty_a_day(self, cast, rf, monkeypatch):
        asked = rf.post("/", REMOTE_ADDR=HOME)
        for name in guesses.GUESSES:
            monkeypatch.setitem(guesses.GUESSES, name, "1000/h/key")
        assert sum(guesses.count(asked, "reader", codes=True) is not None for _ in range(40)) == 30

    def test_right_ones_use_up_nothing(self, cast, client):
        with_app("reader")
        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        for one in codes[:9]:
            assert login(client, "reader").status_code == 302
            assert client.post("/accounts/2fa/authenticate/", {"code": one}).status_code == 302
            client.logout()
        assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes[9:]

    def test_many_other_names_do_not_wash_the_count_away(self, cast, rf):
        asked = rf.post("/", REMOTE_ADDR=HOME)
        for _ in range(5):
            guesses.count(asked, "reader")
        for n in range(400):
            guesses.count(asked, f"other-{n}")
        assert guesses.count(asked, "reader") is None

    def test_the_present_password_is_guessed_no_oftener_in_a_strangers_hands(self, cast, client):
        login(client, "reader")
        new = {"password1": "nine-green-boats", "password2": "nine-green-boats"}
        for n in range(5):
            client.post("/accounts/password/change/", {"oldpassword": f"no-{n}", **new}, REMOTE_ADDR=HOME)
        page = client.post(
            "/accounts/password/change/", {"oldpassword": testing.PASSWORD, **new}, REMOTE_ADDR=HOME
        )
        assert page.status_code != 302
        assert testing.user("reader").check_password(testing.PASSWORD)

    def test_an_address_that_is_none_is_no_reason_to_stumble(self, cast, client, settings):
        settings.TLS, settings.SECURE_SSL_REDIRECT = True, False
        told = {"login": "reader", "password": testing.PASSWORD}
        assert client.post("/accounts/login/", told, HTTP_X_FORWARDED_FOR="<script>").status_code == 302


class TestSecondFactor:
    def test_the_password_alone_opens_nothing(self, cast, client):
        secret = with_app("reader")
        assert login(client, "reader")["Location"].startswith("/accounts/2fa/authenticate/")
        assert client.get("/me").status_code == 302
        assert client.post("/accounts/2fa/authenticate/", {"code": wrong(secret)}).status_code == 200
        assert client.get("/me").status_code == 302
        assert client.post("/accounts/2fa/authenticate/", {"code": code(secret)}).status_code == 302
        assert client.get("/me").status_code == 200
        kinds = [h.kind for h in news.happenings(person=cast.reader.key, rows=2)]
        assert kinds == ["members.sign-in", "members.failed-factor"]

    def test_a_code_is_good_once_whoever_looked_on(self, cast, client):
        secret = with_app("reader")
        digits = code(secret)
        login(client, "reader")
        assert client.post("/accounts/2fa/authenticate/", {"code": digits}).status_code == 302
        other = type(client)()
        login(other, "reader")
        cache.delete(
            f"allauth.mfa.totp.used?user={testing.user('reader').pk}&code={digits}"
        )  # after its 30 s
        assert other.post("/accounts/2fa/authenticate/", {"code": digits}).status_code == 200

    def test_clocks_may_differ_by_half_a_minute(self, cast, client):
        secret = with_app("reader")
        login(client, "reader")
        assert client.post("/accounts/2fa/authenticate/", {"code": code(secret, -1)}).status_code == 302

    def test_the_sessions_key_changes_at_signing_in(self, cast, client):
        client.get("/accounts/login/")
        secret = with_app("reader")
        login(client, "reader")
        between = client.session.session_key
        client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
        assert client.session.session_key not in {between, None}

    @pytest.mark.parametrize("credential", NONSENSE)
    def test_no_nonsense_for_a_passkey_makes_it_stumble(self, cast, client, credential):
        client.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
        answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
        assert answer.status_code == 302
        assert "_auth_user_id" not in client.session
        with_app("reader")
        login(client, "reader")
        assert client.get("/accounts/2fa/authenticate/").status_code == 200
        page = client.post("/accounts/2fa/authenticate/", {"credential": credential})
        assert page.status_code == 200
        assert "_auth_user_id" not in client.session
