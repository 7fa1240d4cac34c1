"""A second factor demanded by the alliance: of whom, from when, and what stays open meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import api, demanding, testing
from commonshelf.members.models import AllianceSetting, DirectoryStamp, Library, LibrarySetting, Person
from commonshelf.members.tests.doors import with_app

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]
ASKED = "/accounts/second-factor"


@pytest.fixture
def cast():
    return testing.cast()


def demand(value, days=14, library=""):
    """As the office, or one library, has chosen."""
    for name, chosen in ((demanding.SETTING, value), (demanding.GRACE, days)):
        if library:
            row = Library.objects.get(symbol=library)
            LibrarySetting.objects.update_or_create(library=row, name=name, defaults={"value": chosen})
        else:
            AllianceSetting.objects.update_or_create(name=name, defaults={"value": chosen})
    DirectoryStamp.objects.update(mark=f"{value}{days}{library}")


def asked(client, name, path="/libraries"):
    client.force_login(testing.user(name))
    return client.get(path).get("Location", "").startswith(ASKED)


def all_asked(client):
    names = ("office", "auditor", "manager", "cataloguer", "librarian", "reader", "stranger")
    return {name for name in names if asked(client, name)}


def test_of_nobody_until_the_alliance_says_so(cast, client):
    assert all_asked(client) == set()


def test_of_those_the_alliance_names(cast, client):
    demand("managers")
    assert all_asked(client) == {"office", "auditor", "manager"}
    demand("staff")
    assert all_asked(client) == {"office", "auditor", "manager", "cataloguer", "librarian"}


def test_a_library_may_ask_it_of_its_own(cast, client):
    demand("managers", library="WEST")
    assert asked(client, "partner")
    assert not asked(client, "manager")


def test_it_can_be_put_off_until_the_days_of_grace_are_over(cast, client):
    demand("managers", days=3)
    assert asked(client, "manager", "/libraries?x=1")
    page = client.get(f"{ASKED}?next=/libraries")
    assert (page.context["may_wait"], page.context["left"]) == (True, 3)
    assert client.post(ASKED, {"next": "/libraries"})["Location"] == "/libraries"
    assert client.get("/libraries").status_code == 200
    began = timezone.now() - timedelta(days=3, seconds=1)
    Person.objects.filter(username="manager").update(factor_asked_at=began)
    client.logout()
    assert asked(client, "manager")
    assert not client.get(ASKED).context["may_wait"]
    assert client.post(ASKED, {"next": "/libraries"}).status_code == 200
    assert asked(client, "manager")


def test_what_was_put_off_in_this_session_ends_with_the_days_of_grace(cast, client):
    demand("managers", days=1)
    client.force_login(testing.user("manager"))
    client.get(ASKED)
    client.post(ASKED)
    session = client.session
    session[demanding.LATER] = (timezone.now() - timedelta(seconds=1)).isoformat()
    session.save()
    assert client.get("/libraries")["Location"].startswith(ASKED)


def queries(client):
    client.get("/libraries")
    with CaptureQueriesContext(connection) as asking:
        assert client.get("/libraries").status_code == 200
    return len(asking)


def test_whoever_has_one_goes_on_and_it_costs_no_query(cast, client):
    client.force_login(testing.user("manager"))
    before = queries(client)
    demand("managers")
    with_app("manager")
    assert not asked(client, "manager")
    assert client.get(ASKED)["Location"] == "/"
    assert queries(client) == before


def test_meanwhile_one_can_sign_out_and_set_it_up_and_nothing_else(cast, client):
    demand("managers", days=0)
    client.force_login(testing.user("manager"))
    for path in ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/accounts/sessions/"):
        assert client.get(path).status_code == 200
    for path in ("/me", "/people", "/library/EAST/edit"):
        assert client.get(path)["Location"].startswith(ASKED)
        assert client.post(path)["Location"].startswith(ASKED)
    told = client.get("/libraries", HTTP_ACCEPT="application/json")
    assert (told.status_code, told.json()["code"]) == (403, "members.second-factor")


def test_a_demo_person_is_let_be(cast, client):
    demand("managers", days=0)
    card = api.add_person(actor=api.operator(), username="demo", name_zh="演示员", demo=True)
    api.affiliate(actor=api.operator(), person="demo", role=Role.MANAGER, library="EAST")
    client.force_login(Person.objects.get(key=card.key))
    assert client.get("/libraries").status_code == 200
