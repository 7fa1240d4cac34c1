"""The large alliance with its rule book: quick to make; the book asks the same for many as for few."""

import pytest
from django.test import Client
from django.urls import reverse

from commonshelf.members import testing
from commonshelf.members.testing import queries
from commonshelf.office.big import big_alliance, rule_book
from commonshelf.office.models import Rule, RuleVersion

pytestmark = pytest.mark.django_db


def test_it_is_quick():
    assert queries(big_alliance) < 200
    assert (Rule.objects.count(), RuleVersion.objects.count()) == (500, 550)
    assert Rule.objects.exclude(versions=None).count() == 500


def test_the_rule_book_asks_the_same_for_many_and_few():
    big_alliance(libraries=5, people=60, rules=50)
    client = Client()
    client.force_login(testing.user("p0001"), backend="django.contrib.auth.backends.ModelBackend")

    def asked():
        client.get(reverse("office:rules"))
        return testing.queries(lambda: client.get(reverse("office:rules")))

    few = asked()
    rule_book(rules=450, first=51)
    assert asked() == few
