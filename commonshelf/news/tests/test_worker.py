"""Deliveries: claimed, retried, given up, put back after a death; turns neither skipped nor repeated."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.news import api, worker
from commonshelf.news.domain.retry import LONGEST_WAIT, TRIES
from commonshelf.news.models import Delivery, Event, Turn
from commonshelf.news.registry import Registry
from commonshelf.news.testing import writable

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
THING = Ref("thing", "1")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    fresh = Registry()
    for module in (api, worker, api.reading, api.writing):
        monkeypatch.setattr(module, "registry", fresh)
    return fresh


def happen(kind="test.happened", **facts):
    with transaction.atomic():
        return api.announce(kind=kind, actor=MACHINE, object=THING, at=NOW, facts=facts)


def heard_by(subscriber="test.hear", error=None):
    heard = []

    def handler(happening):
        heard.append(happening)
        if error:
            raise error

    api.subscribe(kinds=["test.happened"], subscriber=subscriber, handler=handler)
    return heard


def run(now=NOW):
    return api.work_once(now=now)


@contextmanager
def planted():
    """Rows changed behind the database's back."""
    with writable():
        yield


def test_every_subscriber_hears_once():
    one, two = heard_by("a"), heard_by("b")
    happen(n=1)
    assert run() == 2
    assert run() == 0
    assert [h.facts for h in one] == [h.facts for h in two] == [{"n": 1}]


def test_nobody_announces_outside_a_transaction(transactional_db):
    with pytest.raises(TransactionManagementError):
        api.announce(kind="test.happened", actor=MACHINE, object=THING, at=NOW)


def test_what_is_rolled_back_was_never_announced():
    heard = heard_by()
    with transaction.atomic():
        api.announce(kind="test.happened", actor=MACHINE, object=THING, at=NOW)
        transaction.set_rollback(True)
    assert run() == 0
    assert heard == []


def test_lanes_take_only_their_own():
    one, two = heard_by("a"), heard_by("b")
    happen()
    api.work_once(now=NOW, include=["a"])
    assert (len(one), len(two)) == (1, 0)
    api.work_once(now=NOW, exclude=["a"])
    assert (len(one), len(two)) == (1, 1)


def test_skip_leaves_one_subscriber_out():
    one, two = heard_by("a"), heard_by("b")
    with transaction.atomic():
        api.announce(kind="test.happened", actor=MACHINE, object=THING, at=NOW, skip=["a"])
    run()
    assert (len(one), len(two)) == (0, 1)


def test_a_failure_waits_and_is_told_then_tried_again():
    heard = heard_by(error=ValueError("away"))
    happen()
    run()
    row = Delivery.objects.get()
    assert row.due_at > NOW
    assert "away" in row.problem
    assert row.lease_until is None
    run(row.due_at + timedelta(seconds=1))
    assert len(heard) == 2


def test_a_permanent_failure_is_given_up_and_shown_and_can_be_tried_again():
    heard = heard_by(error=api.Permanent("wrong for ever"))
    happen()
    run()
    assert run(NOW + LONGEST_WAIT * 2) == 0
    [stuck] = api.given_up()
    assert "wrong for ever" in stuck.problem
    assert any("wrong for ever" in line for line in api.problems())
    assert api.try_again(delivery=stuck.id, now=NOW)
    assert not api.try_again(delivery=stuck.id, now=NOW)
    run()
    assert len(heard) == 2


def test_it_is_given_up_after_so_many_tries():
    heard = heard_by(error=OSError("no"))
    happen()
    for n in range(TRIES + 3):
        run(NOW + timedelta(days=n + 1))
    assert len(heard) == TRIES


def test_a_dead_workers_lease_runs_out_and_counts_as_a_try():
    heard = heard_by()
    happen()
    Delivery.objects.update(lease_until=NOW + worker.LEASE, attempts=1)
    assert run() == 0
    run(NOW + worker.LEASE + timedelta(seconds=1))  # reaped: due again after a pause
    row = Delivery.objects.get()
    assert row.lease_until is None
    assert row.problem == worker.DIED
    run(row.due_at + timedelta(seconds=1))
    assert len(heard) == 1


def test_a_delivery_that_kills_its_worker_each_time_is_given_up():
    heard_by()
    happen()
    Delivery.objects.update(lease_until=NOW, attempts=TRIES)
    run(NOW + timedelta(minutes=5))
    assert Delivery.objects.get().given_up_at is not None


def test_the_lease_runs_from_when_the_work_begins(monkeypatch):
    """A round of slow handlers: the last one's lease must not have run out before it begins."""
    late = NOW + worker.LEASE * 3
    monkeypatch.setattr(worker.timezone, "now", lambda: late)
    leases = []
    api.subscribe(
        kinds=["test.happened"],
        subscriber="a",
        handler=lambda _: leases.append(Delivery.objects.get().lease_until),
    )
    happen()
    run(NOW)
    assert leases == [late + worker.LEASE]


def test_who_lost_the_lease_can_no_longer_write_the_outcome():
    def slow(happening):
        # Meanwhile the reaper took it for dead and another worker claimed it.
        Delivery.objects.update(attempts=2)

    api.subscribe(kinds=["test.happened"], subscriber="slow", handler=slow)
    happen()
    run()
    assert Delivery.objects.get().done_at is None


def test_an_interrupted_handler_is_no_failure():
    heard = heard_by(error=api.Interrupted())
    happen()
    run()
    row = Delivery.objects.get()
    assert (row.attempts, row.lease_until, row.due_at) == (0, None, NOW)
    assert len(heard) == 1


def test_a_schedule_neither_repeats_nor_skips():
    turns = []
    api.schedule(name="hourly", cron="0 * * * *", handler=turns.append)
    run(NOW)
    assert turns == []
    run(NOW + timedelta(hours=1))
    run(NOW + timedelta(hours=1, seconds=30))
    assert turns == [NOW + timedelta(hours=1)]
    for _ in range(5):  # a restart after three hours of standstill
        run(NOW + timedelta(hours=4, minutes=1))
    assert turns == [NOW + timedelta(hours=n) for n in (1, 2, 3, 4)]


def test_a_failed_turn_is_tried_again_and_told():
    tries = []

    def broken(due):
        tries.append(due)
        raise OSError("full")

    api.schedule(name="nightly", cron="0 * * * *", handler=broken)
    run(NOW)
    due = NOW + timedelta(hours=1)
    run(due)
    row = Turn.objects.get()
    assert "full" in row.problem
    assert row.due_at == due
    run(row.lease_until + timedelta(seconds=1))
    assert tries == [due, due]


def test_a_turn_somebody_holds_is_left_alone():
    turns = []
    api.schedule(name="hourly", cron="0 * * * *", handler=turns.append)
    run(NOW)
    due = NOW + timedelta(hours=1)
    Turn.objects.update(lease_until=due + timedelta(seconds=20), attempts=1)
    run(due)
    assert turns == []
    run(due + timedelta(seconds=21))
    assert turns == [due]


def test_nonsense_is_refused_at_start(registry):
    with pytest.raises(ValueError, match="cron"):
        api.schedule(name="x", cron="whenever", handler=print)
    api.subscribe(kinds=["a.b"], subscriber="s", handler=print)
    with pytest.raises(ValueError, match="two handlers"):
        api.subscribe(kinds=["a.b"], subscriber="s", handler=repr)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(reason="nothing happened"),
        lambda: Event.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_an_event(change):
    happen()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()
    assert Event.objects.get().reason == ""


def test_fsck_names_what_must_not_be():
    heard_by()
    happen()
    assert list(api.problems()) == []
    row = Delivery.objects.get()
    Delivery.objects.update(done_at=NOW, given_up_at=NOW)
    assert any("both done and given up" in line for line in api.problems())
    Delivery.objects.update(done_at=None, given_up_at=None, due_at=NOW - timedelta(days=1))
    assert any("due before" in line for line in api.problems())
    Delivery.objects.update(due_at=NOW, subscriber="nobody")
    assert any("nobody serves" in line for line in api.problems())
    with planted():
        Event.objects.filter(pk=row.event_id).update(kind="")
    assert any("no kind" in line for line in api.problems())


def test_words_are_found_in_reasons_and_facts_also_in_chinese():
    happen(name="南充的图书馆")
    happen(name="another")
    assert [h.facts["name"] for h in api.happenings(words="图书馆")] == ["南充的图书馆"]
    assert api.happenings(words="图书馆 another") == []


def test_pages_go_on_below_the_last_id_seen():
    ids = [happen(n=n) for n in range(5)]
    first = api.happenings(rows=2)
    second = api.happenings(rows=2, before_id=first[-1].id)
    assert [h.id for h in first + second] == ids[:0:-1]
