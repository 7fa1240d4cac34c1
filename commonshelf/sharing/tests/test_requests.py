"""The doors of requests: who sees what, double presses, stale forms, late answers, refusals, money, undo."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from commonshelf.cards.testing import an_actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.loans import api as loans
from commonshelf.loans import turns
from commonshelf.members import api as members
from commonshelf.members.testing import queries
from commonshelf.news import api as news
from commonshelf.news.testing import writable
from commonshelf.sharing import api
from commonshelf.sharing.models import Capacity, Charge, PatronRequest, Promise, Supply
from commonshelf.sharing.testing import desk_of, desks, place, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return desks()


@pytest.fixture
def shipped(world):
    card = place(world)
    press(world.west, card, "will-supply")
    return press(world.west, card, "ship")


def sound():
    assert [*api.problems(), *loans.problems(), *ledger.problems()] == []


def again(actor, card, **more):
    return api.request(actor=actor, number=card.number, **more)


# -- who sees what


def test_each_side_sees_its_own_and_a_stranger_nothing(world):
    card = place(world, citation={"note": "for my thesis"})
    teacher = an_actor(world.shelves.readers.teacher)
    assert card.reader == "周小雨"
    assert again(world.east, card).reader == "周小雨"
    west = again(world.west, card)
    assert (west.side, west.reader, west.reader_key) == ("supplier", "", "")
    assert (west.home, west.group_kind) == ("EAST", "student")
    absent = []
    for actor, number in ((teacher, card.number), (desk_of("SOUTH"), card.number), (teacher, "Q000000000")):
        with pytest.raises(Absent) as told:
            api.request(actor=actor, number=number)
        absent.append((told.value.code, dict(told.value.facts), told.value.status))
        with pytest.raises(Absent):
            api.act(actor=actor, request=number, action="cancel")
        with pytest.raises(Absent):
            api.message(actor=actor, request=number, text="hello")
        with pytest.raises(Absent):
            api.undo(actor=actor, request=number)
    assert len({str(one) for one in absent}) == 1  # what is not theirs is as if it were not there


def test_a_library_that_said_no_reads_nothing_of_what_came_after(world):
    card = press(world.west, place(world), "cannot-supply", reason="NotOnShelf")
    assert (card.state, card.steps, card.next, card.due_date) == ("unfilled", (), None, None)
    assert [one.action for one in card.history] == ["ask", "cannot-supply"]
    assert again(world.reader, card).why == "no-supplier"


def test_events_name_nobody_and_no_title(world, shipped):
    told = news.happenings(object=f"request:{shipped.number}", rows=50)
    assert {one.kind for one in told} >= {
        "sharing.place",
        "sharing.ask",
        "sharing.will-supply",
        "sharing.ship",
    }
    for one in told:
        assert "水浒" not in str(one.facts)
        assert world.student not in str(one.facts)
    ship = next(one for one in told if one.kind == "sharing.ship")
    assert (ship.facts["before"], ship.facts["after"], ship.facts["attempt"]) == ("will-supply", "shipped", 1)


# -- once, and only by whoever looks at it as it is


def test_a_key_has_one_effect(world):
    card = place(world, key="one")
    assert place(world, key="one").number == card.number
    first = api.act(
        actor=world.west, request=card.number, action="will-supply", key="k", version=card.version
    )
    second = api.act(
        actor=world.west, request=card.number, action="will-supply", key="k", version=card.version
    )
    assert (second.version, second.state) == (first.version, "will-supply")
    for _ in range(2):
        last = api.act(actor=world.west, request=card.number, action="ship", key="s", version=first.version)
    assert last.state == "shipped"
    sound()


def test_who_comes_second_reads_what_it_is_now(world):
    card = place(world)
    press(world.west, card, "will-supply")
    with pytest.raises(Refusal) as told:
        api.act(
            actor=world.west, request=card.number, action="condition", version=card.version,
            facts={"condition": "LibraryUseOnly"},
        )  # fmt: skip
    assert (told.value.code, told.value.status) == ("sharing.changed", 409)
    assert told.value.facts["request_state"] == "will-supply"


def test_a_late_answer_has_no_effect(world):
    card = place(world)
    later = timezone.now() + timedelta(days=6)
    with time_machine.travel(later, tick=False):
        assert api.turn(at=timezone.now()) == 1
        assert again(world.reader, card).state == "unfilled"  # nobody else has it
        with pytest.raises(Refusal) as told:
            api.act(actor=world.west, request=card.number, action="will-supply", facts={"attempt": 1})
    assert (told.value.code, told.value.status) == ("sharing.late-answer", 409)
    assert not Promise.objects.exists()
    sound()


@pytest.mark.parametrize(
    ("actor", "action", "code"),
    [
        ("reader", "will-supply", "sharing.not-yours"),
        ("east", "ship", "sharing.step"),
        ("west", "cancel", "sharing.not-yours"),
        ("west", "fly", "sharing.no-such-action"),
        ("west", "cannot-supply", "sharing.no-reason-given"),
        ("west", "deliver", "sharing.step"),
    ],
)
def test_what_cannot_be_done_is_said(world, actor, action, code):
    card = place(world)
    with pytest.raises(Refusal) as told:
        press(getattr(world, actor), card, action)
    assert told.value.code == code


# -- placing


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"needed_date": timezone.localdate() - timedelta(days=1)}, "sharing.needed-past"),
        ({"needed_date": timezone.localdate() + timedelta(days=500)}, "sharing.needed-far"),
        ({"pickup": ("EAST", "attic")}, "sharing.no-such-place"),
        ({"pickup": ("MOON", "")}, "sharing.no-such-place"),
        ({"service": "Copy"}, "sharing.incomplete"),
        ({"service": "Copy", "citation": {"pages": "3-9"}}, "sharing.copyright"),
        ({"service": "Gift"}, "sharing.bad-choice"),
        ({"citation": {"isbn": "978-7-02-000220-0"}}, "sharing.bad-citation"),
        ({"most_cost": 2_000_000}, "sharing.over-ceiling"),
    ],
)
def test_what_cannot_be_asked_is_said_with_the_field(world, asked, code):
    with pytest.raises(Refusal) as told:
        place(world, **asked)
    assert told.value.code == code
    assert told.value.facts["field"]
    assert not PatronRequest.objects.exists()


def test_a_card_that_ends_tomorrow_is_renewed_first(world):
    ends = datetime.combine(world.shelves.readers.student.active_to, time(12), tzinfo=UTC)
    with time_machine.travel(ends - timedelta(days=1), tick=False), pytest.raises(Refusal) as told:
        place(world)
    assert told.value.code == "sharing.card-ends"


def test_a_citation_nobody_has_waits_for_a_librarian(world):
    card = api.place(
        actor=world.reader,
        reader=world.student,
        citation={"title": "论语", "author": "孔子"},
        pickup=("EAST", ""),
    )
    assert (card.state, card.why) == ("review", "unmatched")
    with pytest.raises(Refusal, match="unmatched"):
        press(world.east, card, "send")
    card = press(world.east, card, "match", edition=world.shelves.editions["W2"])
    card = press(world.east, card, "send")
    assert (card.state, card.supplier) == ("asked", "WEST")


def test_the_same_again_is_looked_at_and_limits_queue(world):
    first = place(world)
    second = place(world)
    assert (second.state, second.why) == ("review", "duplicate")
    press(world.reader, second, "cancel")
    members.set_setting(actor=members.operator(), library="EAST", name="sharing.most-open", value=1)
    third = place(world, "W1")
    assert (third.state, third.why) == ("queued", "over-limit")
    press(world.reader, first, "cancel")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        api.turn(at=timezone.now())
    assert again(world.reader, third).state != "queued"


# -- a promised copy is nobody else's


def test_loans_refuse_what_is_promised_and_follow_what_is_scanned(world):
    card = press(world.west, place(world), "will-supply")
    citizen = world.shelves.readers.citizen
    for override in ("", "because"):
        with pytest.raises(Refusal) as told:
            loans.check_out(
                actor=world.west, library="WEST", barcode="W2", reader=citizen.key, override=override
            )
        assert (told.value.code, told.value.facts["number"]) == ("loans.promised", card.number)
    assert loans.check_in(actor=world.west, library="WEST", barcode="W2").next == "send"
    assert again(world.west, card).state == "shipped"
    assert loans.check_in(actor=world.east, library="EAST", barcode="W2").next == "hold"
    assert again(world.east, card).state == "received"
    loans.check_out(actor=world.east, library="EAST", barcode="W2", reader=world.student)
    lent = again(world.east, card)
    assert lent.state == "lent"
    loans.check_in(actor=world.west, library="WEST", barcode="W2")  # brought straight to its owner
    assert again(world.east, card).state == "completed"
    sound()


def test_a_copy_is_promised_once(world):
    first = place(world)
    teacher = world.shelves.readers.teacher
    second = api.place(
        actor=an_actor(teacher),
        reader=teacher.key,
        edition=world.shelves.editions["W2"],
        pickup=("EAST", ""),
    )
    press(world.west, first, "will-supply")
    with pytest.raises(Refusal) as told:
        press(world.west, second, "will-supply", barcode="W2")
    assert (told.value.code, told.value.status) == ("sharing.promised-already", 409)
    assert again(world.west, second).state == "asked"
    assert Promise.objects.filter(released_at=None).count() == 1
    sound()


def test_a_missing_copy_goes_to_the_next_library_or_ends(world):
    card = press(world.west, place(world), "will-supply")
    loans.declare_missing(actor=world.west, library="WEST", barcode="W2")
    after = again(world.reader, card)
    assert (after.state, after.supplies[0].reason) == ("unfilled", "NotOnShelf")
    sound()


def test_what_nobody_fetches_goes_home(world, shipped):
    press(world.east, shipped, "receive")
    turns.nightly(timezone.now() + timedelta(days=9))
    card = again(world.east, shipped)
    assert (card.state, card.why) == ("back", "not-fetched")
    with pytest.raises(Refusal, match="goes-home"):
        loans.check_out(
            actor=world.east, library="EAST", barcode="W2", reader=world.shelves.readers.teacher.key
        )
    press(world.east, card, "ship-back")
    loans.check_in(actor=world.east, library="EAST", barcode="W2")
    loans.check_in(actor=world.west, library="WEST", barcode="W2")
    assert again(world.east, card).state == "expired"


@pytest.mark.parametrize("action", ["give-back", "cancel"])
def test_what_a_press_let_go_is_kept_again_by_its_undo(world, shipped, action):
    press(world.east, shipped, "receive")
    press(world.east, shipped, action)
    assert again(world.east, shipped).state == "back"
    sound()
    api.undo(actor=world.east, request=shipped.number)
    assert again(world.east, shipped).state == "received"
    sound()
    press(world.east, shipped, action)
    loans.check_in(actor=world.east, library="EAST", barcode="W2")
    with pytest.raises(Refusal, match=r"moved-on|cannot-undo"):
        api.undo(actor=world.east, request=shipped.number)
    assert again(world.east, shipped).state == "back"
    sound()


def test_what_cannot_be_handed_out_is_sent_home_by_its_button(world, shipped):
    """A scan alone would mean that it has arrived."""
    card = press(world.east, shipped, "give-back")
    assert (card.state, card.why) == ("back", "unusable")
    sound()
    assert loans.check_in(actor=world.east, library="EAST", barcode="W2").next == "send"
    loans.check_in(actor=world.west, library="WEST", barcode="W2")
    assert again(world.east, card).state != "back"
    sound()


def test_what_nobody_fetched_goes_home_when_a_desk_scans_it_before_the_night_does(world, shipped):
    press(world.east, shipped, "receive")
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        back = loans.check_in(actor=world.east, library="EAST", barcode="W2")
        card = again(world.east, shipped)
        assert (card.state, card.why, back.next) == ("back", "not-fetched", "send")
        sound()
        loans.undo(actor=world.east, library="EAST", step=back.step)
        assert again(world.east, shipped).state == "received"
        sound()
        loans.check_in(actor=world.east, library="EAST", barcode="W2")
        loans.check_in(actor=world.west, library="WEST", barcode="W2")
    assert again(world.east, shipped).state == "expired"
    sound()
    sound()


def test_cancelling_asks_the_library_that_promised(world):
    card = press(world.west, place(world), "will-supply")
    card = press(world.reader, card, "cancel")
    assert card.state == "cancelling"
    assert press(world.west, card, "too-late").state == "will-supply"
    press(world.reader, card, "cancel")
    assert press(world.west, card, "allow-cancel").state == "cancelled"
    assert not Promise.objects.filter(released_at=None).exists()
    sound()


def test_a_condition_is_answered_by_the_other_desk(world):
    card = place(world)
    card = press(world.west, card, "condition", condition="LibraryUseOnly", cost=150)
    assert (card.state, again(world.east, card).next.who) == ("conditional", "requester")
    assert Promise.objects.filter(released_at=None).exists()  # kept meanwhile
    card = press(world.east, card, "agree")
    assert (card.state, Supply.objects.get().cost) == ("will-supply", 150)
    sound()


# -- money


def test_what_a_supply_costs_is_owed_once_it_is_home(world):
    Capacity.objects.create(library_id=members.library_id(symbol="WEST"), service="Loan", fee=300)
    card = place(world)  # what libraries owe one another is no cost of the reader's
    for actor, action in (
        (world.west, "will-supply"), (world.west, "ship"), (world.east, "receive"), (world.east, "hand-out"),
        (world.east, "give-back"), (world.east, "ship-back"), (world.west, "check-in"),
    ):  # fmt: skip
        card = press(actor, card, action)
    account = Account("library", "WEST", "sharing")
    assert ledger.balance(account=account) == 300
    assert ledger.balance(account=Account("library", "EAST", "sharing")) == -300
    assert [(one.kind, one.amount) for one in Charge.objects.all()] == [("supply", 300)]
    sound()


def test_a_lost_book_is_owed_and_owed_no_more_when_it_comes_home(world, shipped):
    press(world.east, shipped, "receive")
    press(world.east, shipped, "hand-out")
    card = press(world.east, shipped, "lose", fee=2500)
    assert card.state == "lost"
    assert ledger.balance(account=Account("library", "WEST", "sharing")) == 2500
    sound()
    loans.check_in(actor=world.west, library="WEST", barcode="W2")
    assert again(world.east, card).state == "lost"  # its end stays its end
    assert ledger.balance(account=Account("library", "WEST", "sharing")) == 0
    sound()


# -- undo, messages, what is said afterwards


def test_the_last_step_is_taken_back_at_either_desk(world, shipped):
    card = api.undo(actor=world.west, request=shipped.number)
    assert card.state == "will-supply"
    sound()
    press(world.west, card, "ship")
    latest = loans.desk_state(actor=world.west, library="WEST").steps[0]
    loans.undo(actor=world.west, library="WEST", step=latest.id)
    assert again(world.west, card).state == "will-supply"
    sound()


def test_a_no_is_taken_back_while_nobody_has_looked(world):
    card = place(world, "W1", pickup=("EAST", ""))
    before = card.supplier
    assert before == "WEST"
    card = press(world.west, card, "cannot-supply", reason="NotOnShelf")
    back = api.undo(actor=world.west, request=card.number, library="WEST")
    assert (back.state, back.supplier) == ("asked", "WEST")
    sound()


def test_too_late_or_followed_by_something_it_stays(world, shipped):
    press(world.east, shipped, "receive")
    with pytest.raises(Refusal) as told:
        api.undo(actor=world.west, request=shipped.number, library="WEST", version=shipped.version)
    assert told.value.code == "sharing.cannot-undo"
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False), pytest.raises(Refusal) as told:
        api.undo(actor=world.east, request=shipped.number)
    assert told.value.facts["undo_why"] == "late"


def test_words_reach_those_they_are_for(world):
    card = place(world)
    api.message(actor=world.west, request=card.number, text="The spine is loose, is that all right?")
    api.message(actor=world.east, request=card.number, text="Yes, thank you.")
    api.message(actor=world.reader, request=card.number, text="Is it coming?")
    assert [one.text for one in again(world.reader, card).messages] == ["Is it coming?"]
    assert len(again(world.west, card).messages) == 2
    assert len(again(world.east, card).messages) == 3
    assert api.read(actor=world.east, request=card.number) == 2
    with pytest.raises(Refusal, match="empty-message"):
        api.message(actor=world.east, request=card.number, text="  ")


def test_lists_cost_no_more_questions_for_more_rows(world):
    place(world)
    ask = lambda: api.requests_of(actor=world.reader, reader=world.student)  # noqa: E731
    one = queries(ask)
    for _ in range(3):
        place(world, "W1")
    assert len(ask()) == 4
    assert queries(ask) == one


# -- fsck names what was planted


PLANTED = {
    "but its end says otherwise": lambda: PatronRequest.objects.update(closed_at=timezone.now()),
    "is in no state we know": lambda: PatronRequest.objects.update(state="flown"),
    "and no clock looks at it": lambda: PatronRequest.objects.update(next_at=None),
    "no library has it in hand": lambda: Supply.objects.update(closed_at=timezone.now()),
    "its supplier's side": lambda: Supply.objects.update(state="asked"),
    "loans have its copy": lambda: PatronRequest.objects.update(state="will-supply"),
    "is promised to nobody": lambda: Promise.objects.update(released_at=timezone.now()),
    "has no such promise": lambda: Promise.objects.update(released_at=timezone.now()),
    "loans keep nothing": lambda: Promise.objects.update(hold=4711),
    "the ledger says": lambda: Charge.objects.create(
        supply=Supply.objects.get(), kind="supply", debtor=Supply.objects.get().request.requester,
        creditor=Supply.objects.get().supplier, amount=5, transfer=999, at=timezone.now(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", PLANTED)
def test_fsck_names_what_was_planted(world, shipped, said):
    del world, shipped
    sound()
    with writable("ledger_posting"):
        PLANTED[said]()
    assert any(said in told for told in api.problems()), list(api.problems())


@pytest.mark.parametrize("action", ["retry", "condition"])
@pytest.mark.parametrize("cost", ["abc", -5, "-5", 10**12])
def test_an_amount_that_is_none_is_refused_and_nothing_is_written(world, action, cost):
    """The door holds by itself, whatever form, program or command stands before it."""
    card = place(world)
    with pytest.raises(Refusal) as told:
        press(world.west, card, action, reason="OnLoan", condition="Other", note="later", cost=cost)
    assert (told.value.code, told.value.facts["field"]) == ("sharing.bad-amount", "cost")
    assert again(world.west, card).version == card.version


def test_an_attempt_that_is_no_number_is_an_old_one(world):
    card = place(world)
    with pytest.raises(Refusal, match="late-answer"):
        press(world.west, card, "will-supply", attempt="x")
