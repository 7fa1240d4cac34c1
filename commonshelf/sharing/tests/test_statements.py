"""Money between libraries: statements by month, set off, paid and confirmed, summing to zero."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.actor import Actor, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.members.testing import queries, someone, two_libraries
from commonshelf.sharing.agency import settling, statements

pytestmark = pytest.mark.django_db
MONTH = date(2026, 9, 1)
ZONE = timezone.get_default_timezone()
WITHIN = datetime(2026, 9, 20, 10, tzinfo=ZONE)


def owes(debtor: str, creditor: str, fen: int, kind: str = "loans.taken-for", at: datetime = WITHIN) -> int:
    with transaction.atomic():
        return ledger.post(
            kind=kind,
            postings=[
                (Account("library", debtor, "sharing"), -fen),
                (Account("library", creditor, "sharing"), fen),
            ],
            at=at,
            library=debtor,
        )


@pytest.fixture
def east() -> Actor:
    two_libraries()
    return someone("s-east", (Role.MANAGER, "EAST"))


@pytest.fixture
def west() -> Actor:
    return someone("s-west", (Role.MANAGER, "WEST"))


def pair(actor: Actor, library: str) -> statements.Pair:
    (one,) = statements.statement(actor=actor, library=library, month=MONTH).pairs
    return one


def pay(actor: Actor, amount: int, library: str = "EAST", other: str = "WEST") -> statements.Settled:
    return settling.say_paid(
        actor=actor, library=library, creditor=other, month=MONTH, words="T-1", amount=amount, key=""
    )


def test_set_off_against_each_other(east: Actor, west: Actor) -> None:
    owes("EAST", "WEST", 1200)
    owes("WEST", "EAST", 500)
    owes("EAST", "WEST", 99, at=datetime(2026, 10, 1, tzinfo=ZONE))
    one = pair(east, "EAST")
    assert (one.counterpart, one.owes, one.gets, one.net, one.altogether) == ("WEST", 1200, 500, -700, -799)
    assert pair(west, "WEST").net == 700
    assert [entry.kind for entry in one.entries] == ["taken-for", "taken-for"]


def test_the_month_begins_and_ends_by_the_wall_clock_here(east: Actor) -> None:
    """The last minute of September here is still the thirtieth in UTC, its first is August there."""
    owes("EAST", "WEST", 1, at=datetime(2026, 9, 1, 0, 0, tzinfo=ZONE))
    owes("EAST", "WEST", 2, at=datetime(2026, 9, 30, 23, 59, tzinfo=ZONE))
    owes("EAST", "WEST", 4, at=datetime(2026, 8, 31, 23, 59, tzinfo=ZONE))
    assert pair(east, "EAST").owes == 3


def test_paid_by_one_and_confirmed_by_the_other(east: Actor, west: Actor) -> None:
    owes("EAST", "WEST", 700)
    said = pay(east, 700)
    assert (said.state, pair(west, "WEST").settled.state) == ("paid", "paid")
    assert said.id is not None
    done = settling.confirm(actor=west, settlement=said.id, version=said.version, key="")
    assert (done.state, pair(east, "EAST").altogether, pair(east, "EAST").owes) == ("confirmed", 0, 700)
    assert list(ledger.problems()) == []
    with pytest.raises(Refusal, match=r"sharing\.not-said"):
        settling.confirm(actor=west, settlement=said.id, version=done.version, key="")
    with pytest.raises(Refusal, match=r"sharing\.said-already"):
        pay(east, 700)


def test_what_has_not_arrived_is_open_again(east: Actor, west: Actor) -> None:
    owes("EAST", "WEST", 700)
    said = pay(east, 700)
    assert said.id is not None
    with pytest.raises(Refusal, match=r"sharing\.no-doubt"):
        settling.doubt(actor=west, settlement=said.id, reason=" ", version=said.version, key="")
    settling.doubt(actor=west, settlement=said.id, reason="未到账", version=said.version, key="")
    assert pair(east, "EAST").settled.doubt == "未到账"
    with pytest.raises(Refusal, match=r"sharing\.not-said"):
        settling.confirm(actor=west, settlement=said.id, version=said.version, key="")
    again = pay(east, 700)
    assert (again.state, again.id) == ("paid", said.id)


def test_the_debtor_cannot_confirm_nor_the_creditor_pay(east: Actor, west: Actor) -> None:
    owes("EAST", "WEST", 700)
    with pytest.raises(Absent):
        pay(west, 700)
    with pytest.raises(Refusal, match=r"sharing\.owes-nothing"):
        pay(west, 700, "WEST", "EAST")
    said = pay(east, 700)
    assert said.id is not None
    with pytest.raises(Absent):
        settling.confirm(actor=east, settlement=said.id, version=said.version, key="")


def test_another_amount_than_was_shown_is_refused(east: Actor) -> None:
    owes("EAST", "WEST", 700)
    with pytest.raises(Refusal, match=r"sharing\.changed-meanwhile"):
        pay(east, 600)


def test_a_running_month_cannot_be_settled(east: Actor) -> None:
    today = timezone.localdate()
    owes("EAST", "WEST", 700, at=timezone.now())
    with pytest.raises(Refusal, match=r"sharing\.month-runs"):
        settling.say_paid(
            actor=east,
            library="EAST",
            creditor="WEST",
            month=today.replace(day=1),
            words="",
            amount=700,
            key="",
        )


def test_only_its_own_people_and_the_office_read_a_statement(east: Actor, west: Actor) -> None:
    office = someone("s-office", (Role.OFFICE, ""))
    clerk = someone("s-clerk", (Role.LIBRARIAN, "EAST"))
    assert statements.statement(actor=office, library="EAST", month=MONTH).pairs == ()
    for actor in (west, clerk, someone("s-stranger")):
        with pytest.raises(Absent):
            statements.statement(actor=actor, library="EAST", month=MONTH)
    assert statements.libraries_of(east) == ["EAST"]
    assert statements.libraries_of(office) == ["EAST", "WEST"]


def test_as_many_questions_for_twenty_lines_as_for_ten(east: Actor) -> None:
    for _ in range(10):
        owes("EAST", "WEST", 5)
    ten = queries(lambda: statements.statement(actor=east, library="EAST", month=MONTH))
    for _ in range(10):
        owes("WEST", "EAST", 7)
    assert queries(lambda: statements.statement(actor=east, library="EAST", month=MONTH)) == ten


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(-5000, 5000)))
def test_the_proposal_evens_everybody_out(nets: dict[str, int]) -> None:
    nets["Z"] = -sum(nets.values())
    left = dict(nets)
    payments = list(statements.evened(nets))
    for one in payments:
        assert one.amount > 0
        left[one.debtor] += one.amount
        left[one.creditor] -= one.amount
    assert not any(left.values())
    assert len(payments) <= max(len([one for one in nets.values() if one]) - 1, 0)
