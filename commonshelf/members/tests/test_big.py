"""The large alliance for tests of size: sound, quick to make; its pages ask as much as a small one's."""

import pytest
from django.test import Client

from commonshelf.kernel.actor import Agent, Delegated
from commonshelf.members import api, testing
from commonshelf.members.models import Agency, Library, Person

pytestmark = pytest.mark.django_db


def test_it_is_sound():
    testing.big_alliance()
    assert len(api.libraries()) == 81
    assert Person.objects.count() == 1000
    assert Agency.objects.filter(kind="member").count() == 81
    assert not list(api.problems())
    assert len(list(api.agency_tree().everything())) == 1 + 1 + 12 + 81 + 27
    held = [api.actor_for(user=one, agent=Agent.WEB).delegations for one in Person.objects.all()[:300]]
    assert sum(map(len, held)) == 13
    assert Delegated("members.set-setting", "L004") in [one for found in held for one in found]


def forget():
    Person.objects.all().delete()
    for kind in ("department", "member"):
        Agency.objects.filter(kind=kind).delete()
    Agency.objects.filter(kind="region", parent__kind="region").delete()
    Agency.objects.filter(kind="region").delete()
    Library.objects.all().delete()


@pytest.mark.parametrize("at", ["/agencies", "/bounds", "/bounds/members.trial-months", "/permissions"])
def test_the_pages_ask_as_much_as_a_small_alliances(at):
    found = []
    for size in (10, 81):
        testing.big_alliance(libraries=size, people=size * 10)
        client = Client()
        client.force_login(testing.user("p0001"), backend="django.contrib.auth.backends.ModelBackend")
        client.get(at)
        found.append(testing.queries(lambda client=client: client.get(at)))
        forget()
    assert found[0] == found[1]
