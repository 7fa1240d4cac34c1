"""What time takes away: days as the library chose, who wants to be remembered, and who was erased before."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.privacy import api, forgetting, sweeping, traces
from commonshelf.privacy.domain.table import timers
from commonshelf.privacy.models import Erasure, Forgetting
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.tests.planting import Garden, plant

pytestmark = pytest.mark.django_db


def night(days: int) -> None:
    """That many days from now, without rewriting the file (a test runs in a transaction)."""
    now = timezone.now() + timedelta(days=days)
    for label, timer in timers():
        if not timer.done_by:
            forgetting.run_out(label, timer, now)


def closed_loan(garden: Garden, *, keeps: bool = False):
    model_of("cards.Reader").objects.filter(pk=garden.reader.pk).update(keeps_history=keeps)
    return model_of("loans.Loan").objects.exclude(closed_at=None)


@pytest.fixture
def garden() -> Garden:
    garden = plant(Garden())
    # What would erase the whole reader is tried apart.
    model_of("cards.Reader").objects.update(closed_at=None, active_to=None)
    return garden


def test_a_returned_loan_forgets_its_reader_after_its_days_and_not_before(garden):
    loans = closed_loan(garden)
    night(89)
    assert not loans.filter(reader=None).exists()
    night(91)
    assert not loans.exclude(reader=None).exists()
    assert not loans.filter(unlinked_at=None).exists()


def test_who_asked_to_be_remembered_is(garden):
    loans = closed_loan(garden, keeps=True)
    night(364)
    assert not loans.filter(reader=None).exists()


def test_a_library_that_chose_fewer_days_forgets_sooner(garden):
    loans = closed_loan(garden)
    library = loans.first().library
    members.set_setting(actor=members.operator(), library=library.symbol, name="privacy.loan-days", value=30)
    night(31)
    assert not loans.exclude(reader=None).exists()


def test_letters_forms_and_names_in_invitations_go(garden):
    letters = model_of("mail.Letter").objects.filter(about_kind="reader")
    invited = model_of("members.Invitation").objects.exclude(email="")
    night(89)
    assert letters.exists()
    assert invited.exists()
    night(92)
    assert not letters.exists()
    assert not invited.exists()


def test_a_card_closed_long_ago_erases_its_reader(garden, tmp_path, settings):
    settings.COMMONSHELF_HOME = tmp_path
    readers = model_of("cards.Reader").objects
    readers.update(closed_at=timezone.now())
    night(179)
    assert readers.count() == 1
    night(181)
    assert not readers.exists()
    assert Erasure.objects.count() == 1


def test_who_was_erased_and_comes_back_with_a_backup_is_erased_again(home):
    garden = plant(Garden())
    traces.remember_erased([garden.person.key])
    assert "1 people who were erased are here again" in next(iter(api.problems()))
    assert api.erase_again(now=timezone.now()) == 1
    assert not model_of("members.Person").objects.exists()
    assert api.erase_again(now=timezone.now()) == 0


def test_a_night_is_written_down_and_sweeps(home):
    plant(Garden())
    forgetting.forget(timezone.now() + timedelta(days=40))
    row = Forgetting.objects.get()
    assert row.problem == ""
    assert row.counts


def test_until_when_backups_hold_it_is_counted_from_those_kept(settings, tmp_path):
    settings.BACKUPS = SimpleNamespace(folder=tmp_path, kept=14, at="15 3 * * *")
    now = timezone.now()
    assert sweeping.in_backups_until(now) in {
        (timezone.localtime(now) + timedelta(days=days)).date() for days in (13, 14)
    }
    settings.BACKUPS = SimpleNamespace(folder=None, kept=14, at="15 3 * * *")
    assert sweeping.in_backups_until(now) is None
