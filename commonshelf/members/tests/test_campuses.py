"""Signing in from a campus, with a real OpenID Connect provider on this machine."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from commonshelf.members import api, testing
from commonshelf.members.domain.campuses import Campus
from commonshelf.members.models import Person
from commonshelf.members.tests.doors import code, login, with_app
from commonshelf.members.vouching import known_by
from commonshelf.news import api as news

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.processes,
    pytest.mark.urls("commonshelf.members.tests.urls"),
]
UNKNOWN = "/accounts/oidc/lzy/unknown"
MAIL = "reader@campus.example"


@pytest.fixture(scope="module")
def provider():
    """The address of a provider that asks nobody for a password: whom a form names is signed in there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration").close()
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stderr.close()


@pytest.fixture
def campus(provider, settings):
    """Campus "lzy" is set up and may vouch for addresses of campus.example."""
    settings.CAMPUSES = (
        Campus("lzy", "临泽职院", "Linze College", provider, "commonshelf", "secret", ("campus.example",)),
        Campus("away", "远校", "Away", "http://127.0.0.1:9", "commonshelf"),
    )
    apps = [
        {"provider_id": one.name, "name": one.name_en, "client_id": one.client_id, "secret": "quiet",
         "settings": {"server_url": one.issuer}}
        for one in settings.CAMPUSES
    ]  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
    cache.clear()
    return provider


@pytest.fixture
def cast(campus):
    made = testing.cast()
    for name, mail in (("reader", MAIL), ("librarian", "librarian@campus.example")):
        person = testing.user(name)
        Person.objects.filter(pk=person.pk).update(email=mail)
        EmailAddress.objects.create(user=person, email=mail, verified=True, primary=True)
    return made


class NoWay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def at_campus(campus, sub, **claims):
    """What the campus says of this person."""
    body = json.dumps(claims).encode()
    headers = {"content-type": "application/json"}
    asking = urllib.request.Request(f"{campus}/users/{sub}", body, headers, method="PUT")
    urllib.request.urlopen(asking).close()


def through(client, sub, process="login", campus="lzy", **form):
    """By our button to the campus, there as `sub`, and back; our last answer."""
    on = client.post(f"/accounts/oidc/{campus}/login/", {"process": process, "next": "/me", **form})
    assert on.status_code == 200, on
    address = unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', on.content.decode())[1])
    assert "code_challenge" in address
    told = urllib.parse.urlencode({"sub": sub} if sub else {"action": "deny"}).encode()
    try:
        urllib.request.build_opener(NoWay).open(address, told)
    except urllib.error.HTTPError as answer:
        back = answer.headers["Location"]
        answer.close()
    parts = urllib.parse.urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def who(client):
    """The user name of whoever is signed in."""
    user = client.get("/libraries").wsgi_request.user
    return user.username if user.is_authenticated else ""


class TestKnownByMail:
    def test_a_verified_address_opens_the_account_it_belongs_to(self, cast, campus, client):
        at_campus(campus, "s1", email=MAIL.upper(), email_verified=True)
        assert through(client, "s1")["Location"] == "/me"
        assert who(client) == "reader"
        kinds = [h.kind for h in news.happenings(person=cast.reader.key, rows=2)]
        assert kinds == ["members.sign-in", "members.link-campus"]
        kept = SocialAccount.objects.get()
        assert (kept.provider, kept.uid, kept.extra_data) == ("lzy", "s1", {"email": MAIL})

    def test_once_linked_the_address_may_change(self, cast, campus, client):
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        through(client, "s1")
        client.logout()
        at_campus(campus, "s1", email="new@elsewhere.example", email_verified=False)
        through(client, "s1")
        assert who(client) == "reader"

    @pytest.mark.parametrize(
        "claims",
        [
            {"email": MAIL},
            {"email": MAIL, "email_verified": False},
            {"email": MAIL, "email_verified": "no"},
            {"email": "nobody@campus.example", "email_verified": True},
            {"email": "", "email_verified": True},
            {"email_verified": True},
        ],
    )
    def test_no_other_opens_or_makes_one(self, cast, campus, client, claims):
        people = Person.objects.count()
        at_campus(campus, "s2", **claims)
        assert through(client, "s2")["Location"] == UNKNOWN
        assert who(client) == ""
        assert (Person.objects.count(), SocialAccount.objects.count()) == (people, 0)

    def test_known_and_unknown_addresses_sound_alike(self, cast, campus, client):
        at_campus(campus, "s3", email=MAIL, email_verified=False)
        at_campus(campus, "s4", email="nobody@campus.example", email_verified=True)
        one, other = (through(Client(), sub)["Location"] for sub in ("s3", "s4"))
        assert one == other == UNKNOWN
        assert "Linze College" in client.get(f"{UNKNOWN}?lang=en").content.decode()

    def test_a_campus_vouches_for_its_own_domains_only(self, cast, campus, client, settings):
        Person.objects.filter(username="office").update(email="office@alliance.example")
        EmailAddress.objects.create(
            user=testing.user("office"), email="office@alliance.example", verified=True
        )
        at_campus(campus, "s5", email="office@alliance.example", email_verified=True)
        assert through(client, "s5")["Location"] == UNKNOWN
        assert who(client) == ""

    def test_an_address_one_gave_oneself_opens_nothing(self, cast, campus, client):
        api.set_profile(actor=cast.stranger, name_en="Stranger", email="office@campus.example")
        at_campus(campus, "s6", email="office@campus.example", email_verified=True)
        assert through(client, "s6")["Location"] == UNKNOWN

    def test_an_address_two_people_claim_opens_neither(self, cast, campus, client):
        api.set_profile(actor=cast.stranger, name_en="Stranger", email=MAIL)
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        assert through(client, "s1")["Location"] == UNKNOWN

    def test_the_second_factor_is_asked_for_here_too(self, cast, campus, client):
        secret = with_app("reader")
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        assert through(client, "s1")["Location"].startswith("/accounts/2fa/authenticate/")
        assert who(client) == ""
        client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
        assert who(client) == "reader"

    def test_a_closed_account_stays_closed(self, cast, campus, client):
        Person.objects.filter(username="reader").update(is_active=False)
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        assert through(client, "s1")["Location"] == "/accounts/inactive/"
        assert who(client) == ""
        assert not SocialAccount.objects.exists()


class TestLinking:
    def proven(self, client, name="office"):
        login(client, name)
        client.post("/accounts/reauthenticate/", {"password": testing.PASSWORD})

    def test_anybody_links_their_own_and_unlinks_it(self, cast, campus, client):
        self.proven(client)
        at_campus(campus, "boss", email="whatever@x.example", email_verified=True)
        through(client, "boss", "connect")
        assert "whatever@x.example" in client.get("/accounts/3rdparty/").content.decode()
        other = Client()
        through(other, "boss")
        assert who(other) == "office"
        link = SocialAccount.objects.get()
        client.post("/accounts/3rdparty/", {"account": link.pk})
        assert not SocialAccount.objects.exists()
        kinds = [h.kind for h in news.happenings(person=cast.office.key, rows=3)]
        assert kinds == ["members.unlink-campus", "members.sign-in", "members.link-campus"]

    def test_not_at_an_unlocked_screen(self, cast, campus, client):
        login(client, "office")
        at_campus(campus, "evil", email="e@x.example", email_verified=True)
        assert "reauthenticate" in through(client, "evil", "connect")["Location"]
        assert not SocialAccount.objects.exists()

    def test_what_is_anothers_stays_anothers(self, cast, campus, client):
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        through(Client(), "s1")
        self.proven(client)
        through(client, "s1", "connect")
        assert SocialAccount.objects.get().user.username == "reader"
        theirs = SocialAccount.objects.get().pk
        client.post("/accounts/3rdparty/", {"account": theirs})
        assert SocialAccount.objects.exists()

    def test_visitors_and_demo_people_link_nothing(self, cast, campus, client):
        assert client.post("/accounts/oidc/lzy/login/", {"process": "connect"}).status_code == 404
        card = api.add_person(actor=api.operator(), username="demo", name_zh="演示员", demo=True)
        client.force_login(Person.objects.get(key=card.key))
        assert client.post("/accounts/oidc/lzy/login/", {"process": "connect"}).status_code == 404
        assert client.post("/accounts/oidc/lzy/login/", {"process": "redirect"}).status_code == 404


class TestWithoutPassword:
    """Somebody whose only way in is the campus comes from there again before that is changed."""

    @pytest.fixture
    def here(self, cast, campus, client):
        reader = testing.user("reader")
        reader.set_unusable_password()
        reader.save()
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        through(client, "s1")
        return client

    def later(self, client):
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 301
        session.save()

    def test_who_has_just_come_may_set_up_an_app(self, here):
        assert here.get("/accounts/2fa/totp/activate/").context["form"].secret

    def test_who_came_long_ago_comes_again(self, here, campus):
        self.later(here)
        for path in ("2fa/totp/activate/", "2fa/webauthn/add/"):
            page = here.get(f"/accounts/{path}")
            assert "form" not in (page.context or {})
            assert "/accounts/oidc/lzy/login/" in page.content.decode()
        told = {"account": SocialAccount.objects.get().pk}
        assert "/accounts/oidc/lzy/login/" in here.post("/accounts/3rdparty/", told).content.decode()
        assert SocialAccount.objects.exists()
        assert here.get("/accounts/2fa/").status_code == 200
        back = through(here, "s1", next="/accounts/2fa/totp/activate/")
        assert here.get(back["Location"]).context["form"].secret

    def test_the_last_way_in_is_not_unlinked(self, here):
        page = here.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
        assert page.status_code == 200
        assert SocialAccount.objects.exists()


class TestTrouble:
    def test_the_sign_in_page_offers_each_campus_in_the_readers_language(self, cast, client):
        assert "Linze College" in client.get("/accounts/login/?lang=en").content.decode()
        assert "临泽职院" in client.get("/accounts/login/?lang=zh-hans").content.decode()

    def test_a_campus_that_does_not_answer_is_named(self, cast, client):
        page = client.post("/accounts/oidc/away/login/")
        assert page.status_code == 502
        assert "远校" in page.content.decode()

    def test_refusing_there_changes_nothing(self, cast, campus, client):
        assert through(client, "").status_code == 401  # this provider forgets our state on the way
        assert who(client) == ""
        assert client.get("/accounts/3rdparty/login/cancelled/").status_code == 200

    @pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?error=x"])
    def test_an_answer_nobody_asked_for_opens_nothing(self, cast, client, query):
        assert client.get(f"/accounts/oidc/lzy/login/callback/{query}").status_code == 401
        assert who(client) == ""

    def test_unknown_campuses_are_not_there(self, cast, client):
        for path in ("nowhere/login/", "nowhere/login/callback/"):
            assert client.get(f"/accounts/oidc/{path}").status_code == 404
            assert client.post(f"/accounts/oidc/{path}").status_code == 404

    def test_the_way_on_stays_on_this_site(self, cast, campus, client):
        at_campus(campus, "s1", email=MAIL, email_verified=True)
        assert through(client, "s1", next="https://evil.example/")["Location"] == "/me"


def test_who_adds_a_person_vouches_for_the_address_and_they_themselves_do_not(db):
    testing.cast()
    api.add_person(actor=api.operator(), username="ann", name_en="Ann", email="Ann@Campus.example")
    assert known_by("ann@campus.example").username == "ann"
    ann = api.actor_for(user=testing.user("ann"), agent=api.operator().agent)
    api.set_profile(actor=ann, name_en="Ann", email="office@campus.example")
    assert known_by("ann@campus.example") is None
    assert known_by("office@campus.example") is None
