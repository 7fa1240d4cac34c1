"""A table of states and endings: whoever goes, a request goes on with a next step, or has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards.models import Reader
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.delivery import api as delivery
from commonshelf.kernel.actor import Agent, Role
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.loans import turns
from commonshelf.members import api as members
from commonshelf.members import directory
from commonshelf.members.models import Affiliation
from commonshelf.members.testing import someone, user
from commonshelf.privacy import api as privacy
from commonshelf.resources import api as resources
from commonshelf.resources.api import LevelGiven
from commonshelf.sharing import api
from commonshelf.sharing.agency import verdicts
from commonshelf.sharing.domain import life
from commonshelf.sharing.domain.life import AWAY, TERMINAL, Side
from commonshelf.sharing.models import Approval, PatronRequest, Promise, Slip, Supply
from commonshelf.sharing.testing import desk_of, desks, place, press
from commonshelf.sharing.tests.test_endings import add_library, closed, leave, suspend
from commonshelf.work import api as work

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()
LENT = ("will-supply", "ship", "receive", "hand-out")
STATES: dict[str, tuple[str, ...]] = {
    # state -> what was pressed until then
    "review": (),
    "awaiting-licence": (),
    "queued": (),
    "asked": (),
    "conditional": ("condition",),
    "will-supply": ("will-supply",),
    "cancelling": ("will-supply", "cancel"),
    "shipped": ("will-supply", "ship"),
    "received": ("will-supply", "ship", "receive"),
    "lent": LENT,
    "overdue": LENT,
    "recalled": (*LENT, "recall"),
    "claimed": (*LENT, "claim-returned"),
    "back": (*LENT, "give-back"),
    "returning": (*LENT, "give-back", "ship-back"),
}
BY = {"condition": "west", "will-supply": "west", "ship": "west", "recall": "west",
      "cancel": "reader", "claim-returned": "reader"}  # fmt: skip


def bring(world, state, clock):
    """A request of EAST's student in that state; where a library has it in hand, WEST. NORTH has it, too."""
    if state == "review":
        said = {"title": "水浒后传", "author": "陈忱", "note": "the words of the form"}
        return api.place(
            actor=world.reader, reader=world.student, edition=None, citation=said, incomplete=True,
            service="Loan", pickup=("EAST", ""),
        )  # fmt: skip
    if state == "awaiting-licence":
        level = LevelGiven(scope="print", service="Loan", level="owner")
        resources.set_level(actor=OPERATOR, owner="WEST", given=level)
    if state == "queued":
        members.set_setting(actor=OPERATOR, library="EAST", name="sharing.most-open", value=1)
        place(world, "W1")
    card = place(world, way=("WEST", "courier"), note="the words of the form")
    for action in STATES[state]:
        facts = {"condition": "LibraryUseOnly"} if action == "condition" else {}
        card = press(getattr(world, BY.get(action, "east")), card, action, **facts)
    if state == "overdue":
        days(clock, 31, 31)
    return card


def days(clock, count, stride=5):
    """The clocks of all rooms, night for night."""
    for _ in range(0, count, stride):
        clock.move_to(timezone.now() + timedelta(days=stride))
        turns.nightly(timezone.now())
        api.turn(at=timezone.now())
        verdicts.lapse_or_rise(timezone.now())


# -- endings


def person_of(library, name):
    """A manager who has done the last thing there goes; their colleague is named."""

    def end(world, clock):
        del world, clock
        colleague = someone(f"{name}-heir", (Role.MANAGER, library))
        actor = members.actor_for(user=user(name), agent=Agent.WEB)
        for item in work.desk(actor=actor, now=timezone.now()).items:
            work.accept(actor=actor, item=item.id, version=item.version, at=timezone.now())
        tie = Affiliation.objects.get(person__username=name)
        members.end_affiliation(
            actor=OPERATOR, affiliation=tie.pk, active_to=timezone.localdate(), to_person=colleague.key
        )
        assert not members.open_work(person=user(name).key)

    return end


def suspended(library):
    def end(world, clock):
        del world, clock
        suspend(library)
        api.turn(at=timezone.now())

    return end


def registration_ends(count):
    """The day after tomorrow it is over; so many days go by."""

    def end(world, clock):
        last = timezone.localdate() + timedelta(days=2)
        Reader.objects.filter(person__key=world.student).update(active_to=last)
        days(clock, count)

    return end


def pickup_closes(world, clock):
    del world
    closed("EAST", 60)
    days(clock, 40)


def close_card(world, clock):
    del clock
    cards.close_reader(actor=world.reader, reader=world.student)


def erase(world, clock=None):
    del clock
    privacy.erase(actor=world.reader, person=world.student)


SAME = {state: state for state in STATES}
NEXT = dict.fromkeys(("asked", "conditional", "will-supply"), "asked NORTH")
NOBODY = dict.fromkeys(("queued", "asked", "conditional", "will-supply"), "unfilled no-supplier")
OUT_OF_TIME = {
    "awaiting-licence": "asked NORTH",
    "cancelling": "cancelled",
    "shipped": "shipped astray",
    "lent": "overdue",
}
ENDINGS = {
    # what happens -> how, and what stands afterwards: the state, its reason, the library that is asked
    "a person of the requester goes": (person_of("EAST", "manager"), SAME),
    "a person of the supplier goes": (person_of("WEST", "partner"), SAME),
    "the requester leaves": (
        lambda *_: leave("EAST"),
        {
            state: "refused sharing.things-out" if state in AWAY else "cancelled requester-left"
            for state in STATES
        },
    ),
    "the requester leaves to an heir": (
        lambda *_: leave("EAST", heir="NORTH"),
        SAME | {"received": "shipped"},
    ),
    "the requester leaves to its supplier": (
        lambda *_: leave("EAST", heir="WEST"),
        SAME | {"received": "shipped"},
    ),
    "the supplier leaves": (
        lambda *_: leave("WEST"),
        SAME
        | NEXT
        | {"awaiting-licence": "asked NORTH", "cancelling": "cancelled"}
        | dict.fromkeys(AWAY, "refused loans.things-out"),
    ),
    "the supplier leaves to an heir": (
        lambda *_: leave("WEST", heir="NORTH"),
        SAME
        | NEXT
        | {"awaiting-licence": "asked NORTH", "cancelling": "cancelled"}
        | {state: f"{state} NORTH" for state in AWAY},
    ),
    "the supplier leaves to the requester": (
        lambda *_: leave("WEST", heir="EAST"),
        SAME
        | NEXT
        | {"awaiting-licence": "asked NORTH", "cancelling": "cancelled"}
        | {state: f"{state} EAST" for state in AWAY},
    ),
    "the requester is suspended": (suspended("EAST"), SAME),
    "the supplier is suspended": (
        suspended("WEST"),
        SAME | NEXT | {"will-supply": "cancelling late"},
    ),
    "the reader closes the card": (close_card, dict.fromkeys(STATES, "refused cards.business-open")),
    "the reader asks to be erased": (erase, dict.fromkeys(STATES, "refused privacy.still-open")),
    "the registration ends": (
        registration_ends(5),
        SAME
        | dict.fromkeys(("queued", "asked", "conditional"), "queued card-over")
        | {"will-supply": "cancelling late", "cancelling": "cancelled"},
    ),
    "the registration is not renewed": (
        registration_ends(40),
        SAME
        | OUT_OF_TIME
        | dict.fromkeys(("awaiting-licence", *NOBODY), "unfilled card-ended")
        | {"received": "back not-fetched"},
    ),
    "the pick-up place closes": (
        pickup_closes,
        SAME | NOBODY | OUT_OF_TIME | {"awaiting-licence": "unfilled no-supplier", "queued": "queued"},
    ),
}
TO_THE_END = (
    "the requester leaves to an heir",
    "the requester leaves to its supplier",
    "the supplier leaves to an heir",
    "the supplier leaves to the requester",
    "the registration is not renewed",
)
"""Of these each is brought to its end by the desks as they are afterwards."""


# -- what holds whatever happened


def sound():
    return [*api.problems(), *loans.problems(), *ledger.problems(), *delivery.problems()]


def stands(number) -> str:
    """The state, its reason and the library that has it in hand, as far as `ENDINGS` names them."""
    row = PatronRequest.objects.get(number=number)
    active = Supply.objects.filter(request=row, asked_at__isnull=False, closed_at=None).first()
    return f"{row.state} {row.why} {active.supplier.symbol if active else ''}"


def goes_on(number):
    """It has ended, or somebody can press something and a clock looks at it; no copy is promised twice."""
    row = PatronRequest.objects.get(number=number)
    active = Supply.objects.filter(request=row, asked_at__isnull=False, closed_at=None)
    assert active.count() <= 1
    promised = list(Promise.objects.filter(released_at=None).values_list("library", "barcode"))
    assert len(promised) == len(set(promised))
    if row.state in TERMINAL:
        assert (row.next_at, row.closed_at is None, active.count()) == (None, False, 0)
        assert not Approval.objects.filter(request=row, decided_at=None).exists()
        return
    assert row.next_at is not None
    service = active.first().service if active else ""
    hands = [
        side for side in Side if side is not Side.CLOCK and life.choices(row.state, side, service, row.why)
    ]
    assert hands, row.state


def finish(world, number):
    """By the desks as they are now: the main button of whoever has one, until it has ended."""
    for _ in range(9):
        row = PatronRequest.objects.get(number=number)
        if row.state in TERMINAL:
            return
        card = api.request(actor=OPERATOR, number=number)
        active = Supply.objects.filter(request=row, asked_at__isnull=False, closed_at=None).first()
        desks_now = {Side.REQUESTER: row.requester.symbol}
        if active:
            desks_now[Side.SUPPLIER] = active.supplier.symbol
        for side, library in desks_now.items():
            main = [
                step.action
                for step in life.choices(row.state, side, active.service if active else "", row.why)
                if step.primary
            ]
            if main and main[0] not in {"match", "send", "ask"}:
                over = (
                    row.reader.active_to <= timezone.localdate()
                )  # or ended with their library's membership
                gone = main[0] == "hand-out" and (over or not members.takes_part(symbol=row.home.symbol))
                if gone:
                    with pytest.raises(Refusal, match="no-right"):
                        press(desk_of(library), card, main[0])
                press(desk_of(library), card, "cancel" if gone else main[0])
                break
        else:
            press(desk_of(row.requester.symbol), card, "cancel")
    raise AssertionError(f"{number} does not end: {stands(number)}")


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = desks()
    add_library("NORTH", "北馆")
    load(marc("N-2", "水浒传", "施耐庵", copy("N2")), library="NORTH")
    return made


EVERY = 4
"""Of a state's endings every fourth is tried in each run, each of them in some state: a Latin square."""


@pytest.mark.parametrize("state", STATES)
def test_whoever_goes_it_goes_on_or_ends(world, state, time_machine):
    """Every ending in some states; the whole table is `test_every_ending_in_every_state`, a proof."""
    first = list(STATES).index(state)
    ends(world, state, time_machine, list(ENDINGS)[first % EVERY :: EVERY])


@pytest.mark.prove
@pytest.mark.parametrize("state", STATES)
def test_every_ending_in_every_state(world, state, time_machine):
    ends(world, state, time_machine, list(ENDINGS))


def ends(world, state, time_machine, endings):
    card = bring(world, state, time_machine)
    now = timezone.now()
    assert stands(card.number).split()[0] == state
    told = {}
    for name in endings:
        end, _ = ENDINGS[name]
        undo = transaction.savepoint()
        try:
            end(world, time_machine)
            told[name] = stands(card.number)
        except Refusal as refusal:
            told[name] = f"refused {refusal.code}"
        assert sound() == [], name
        goes_on(card.number)
        if name in TO_THE_END:
            finish(world, card.number)
            assert sound() == [], name
        transaction.savepoint_rollback(undo)
        time_machine.move_to(now)
        directory.changed()
    wrong = {
        name: (said, ENDINGS[name][1][state])
        for name, said in told.items()
        if not set(ENDINGS[name][1][state].split()) <= set(said.split())
    }
    assert wrong == {}


@pytest.mark.parametrize("state", ["review", "asked", "conditional", "cancelling", "received", "returning"])
def test_once_ended_nothing_of_it_leads_to_its_reader(world, state, time_machine):
    card = bring(world, state, time_machine)
    api.message(actor=world.reader, request=card.number, text="the words of the form")
    finish(world, card.number)
    said = ("the words of the form", "周小雨")
    assert [word for word in said if word in dump()] == list(said)
    erase(world)
    assert [word for word in said if word in dump()] == []
    row = PatronRequest.objects.get(number=card.number)
    assert (row.reader, row.citation, row.title_zh) == (None, {}, "")
    assert not Slip.objects.exists()
    assert sound() == []


def dump() -> str:
    """All that the database holds, row by row."""
    return "\n".join(connection.connection.iterdump())
