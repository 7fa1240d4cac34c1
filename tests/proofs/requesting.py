"""One walk: what readers, desks, scanners, clocks and faults do in any order over the real acts.

The same seed walks the same way. Faults: a button pressed twice, a form that is stale, a worker killed at any
write or before its answer is heard, clocks that run while people answer, answers to attempts that are over,
deliveries that come twice or in another order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import time_machine
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from commonshelf.cards.testing import an_actor
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.delivery.models import Document
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.loans import turns as loan_turns
from commonshelf.loans.models import Hold, Loan, Step, Thing
from commonshelf.loans.models import Transit as Way
from commonshelf.loans.testing import shelves
from commonshelf.members import api as members
from commonshelf.news.models import Event
from commonshelf.news.reading import card
from commonshelf.news.registry import registry
from commonshelf.news.testing import built_once
from commonshelf.sharing import api
from commonshelf.sharing.domain import life
from commonshelf.sharing.domain.life import AWAY, TERMINAL, Side, State
from commonshelf.sharing.models import Capacity, Charge, PatronRequest, Promise, Slip, Supply
from commonshelf.sharing.testing import desk_of
from commonshelf.sharing.tests import route_rows

OPERATOR = members.operator()
LIBRARIES = ("EAST", "WEST", "NORTH", "SOUTH")
BOOKS = {
    # barcode -> library; two editions: one in three libraries, one of which a single copy stands in one
    "WA": "WEST", "NA": "NORTH", "SA": "SOUTH", "NA2": "NORTH", "WB": "WEST",
}  # fmt: skip
RETRY_REASONS = ("OnLoan", "AtBindery", "Other")
REASONS = ("NotOnShelf", "NotAvailableForILL", "PolicyProblem")
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class World:
    editions: dict[str, int]
    readers: dict[str, Any]
    partners: tuple[int, ...] = ()


@built_once
def world() -> World:
    """Four libraries that are open by day; each supplier asks a fee, so that money moves."""
    made = shelves()
    for symbol, zh in (("NORTH", "北馆"), ("SOUTH", "南馆")):
        members.add_library(actor=OPERATOR, symbol=symbol, name_zh=zh, name_en=f"{symbol.title()} Library")
        members.add_branch(
            actor=OPERATOR, library=symbol, code="main", name_zh="主楼", name_en="Main", place=(30.9, 106.1)
        )
        spans = [(day, time(8, 0), time(20, 0)) for day in range(7)]
        members.set_hours(actor=OPERATOR, library=symbol, branch="main", spans=spans)
    for barcode, library in BOOKS.items():
        title = "边城" if barcode.endswith("B") else "围城"
        author = "沈从文" if barcode.endswith("B") else "钱锺书"
        load(marc(f"{library}-{barcode}", title, author, copy(barcode)), library=library)
    for symbol in LIBRARIES:
        Capacity.objects.create(
            library_id=members.library_id(symbol=symbol), service="Loan", a_day=None, fee=300
        )
    members.set_setting(actor=OPERATOR, library="WEST", name="loans.lost-price", value=20)
    for symbol in ("EAST", "WEST"):
        members.set_setting(actor=OPERATOR, library=symbol, name="sharing.twice-days", value=0)
    found = {
        code: catalogue.labelled(barcode=code, library=library)[0].edition for code, library in BOOKS.items()
    }
    cast = made.readers
    outside = (route_rows.a_partner(), route_rows.a_partner("EAST"))
    return World(found, {"student": cast.student, "teacher": cast.teacher, "citizen": cast.citizen}, outside)


def next_monday() -> datetime:
    """At nine: a walk is the same on whatever day and hour it is taken."""
    today = timezone.localdate()
    day = today + timedelta(days=7 - today.weekday())
    return timezone.make_aware(datetime.combine(day, time(9, 0)))


class _Killed(Exception):
    """The worker is gone."""


@contextmanager
def killed_at(write: int) -> Iterator[None]:
    """At the so-many-th write of the act; nothing of it may stay."""
    left = [write]

    def guard(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            left[0] -= 1
            if left[0] < 0:
                raise _Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


@dataclass
class Walk:
    """ended: number -> its terminal state, for ever. keys: what a pressed key did, once."""

    seed: int
    world: World
    random: Random = field(init=False)
    now: datetime = field(default_factory=next_monday)
    told: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    ended: dict[str, str] = field(default_factory=dict)
    serial: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    # -- one step

    def step(self) -> None:
        often = [self.sensible] * 6 + [self.desk_scan] * 4 + [self.place] * 3
        faults = [self.twice, self.stale, self.killed, self.unheard, self.late_answer, self.racing]
        seldom = [self.any_act, self.clock, self.desk_lends, self.undo, self.undo_at_desk]
        rare = [self.missing, self.night, self.redelivered]
        acts: list[Callable[[], Any]] = [*(often + faults + seldom) * 2, *rare]
        few = PatronRequest.objects.filter(closed_at=None).count() < 2  # so that there is something to do
        act = self.place if few and self.random.random() < 0.6 else self.random.choice(acts)
        self.now += timedelta(minutes=self.random.choice((1, 5, 30)))
        with time_machine.travel(self.now, tick=False):
            try:
                said = str(act())
                if said != "None":
                    self.done[act.__name__] += 1
            except Refusal as refusal:
                said = f"refused {refusal.code}"
        self.told.append(f"{act.__name__}: {said}")

    def key(self) -> str:
        self.serial += 1
        return f"{self.seed}-{self.serial}"

    def open(self) -> PatronRequest | None:
        rows = list(PatronRequest.objects.filter(closed_at=None).order_by("pk"))
        return self.random.choice(rows) if rows else None

    # -- what people do

    def place(self) -> Any:
        name = self.random.choice(sorted(self.world.readers))
        reader = self.world.readers[name]
        barcode = self.random.choice(sorted(BOOKS))
        if PatronRequest.objects.filter(closed_at=None).count() > 7:
            return None
        card = api.place(
            actor=an_actor(reader),
            reader=reader.key,
            edition=self.world.editions[barcode],
            service=self.random.choice(("Loan", "Loan", "Loan", "Copy")),
            citation={"pages": "3-9"},
            agreed_copyright=True,
            pickup=(reader.home, ""),
            most_cost=1000,
            way=("", "partner") if self.random.random() < 0.12 else None,
            key=self.key(),
        )
        return f"{card.number} {card.state}"

    def press(self, *, silly: bool = False) -> tuple[PatronRequest, Actor, str, dict[str, Any]] | None:
        """A request, a person, a button, what its form says."""
        row = self.open()
        if row is None:
            return None
        supply = Supply.objects.filter(request=row, asked_at__isnull=False, closed_at=None).first()
        service = supply.service if supply else ""
        sides = [Side.READER, *[Side.REQUESTER] * 4, *[Side.SUPPLIER] * 4]
        giver = life.PARTNER if supply is not None and supply.partner_id else life.MEMBER
        side = self.random.choice(
            [one for one in sides if life.choices(row.state, one, service, giver=giver)] or sides
        )
        found = life.choices(row.state, side, service, row.why, giver=giver)
        if silly:
            action = self.random.choice(life.ACTIONS)
        elif found:
            likely = [step for step in found if step.primary] or found
            action = self.random.choice(likely if self.random.random() < 0.75 else found).action
        else:
            return None
        return row, self.person(row, supply, side), action, self.facts(row, supply, action)

    def person(self, row: PatronRequest, supply: Supply | None, side: Side) -> Actor:
        if side is Side.READER and row.reader is not None:
            own = [one for one in self.world.readers.values() if one.key == row.reader.person.key]
            return an_actor(own[0])
        symbols = members.symbols_by_id()
        if side is Side.SUPPLIER and supply is not None and supply.supplier_id:
            return desk_of(symbols[supply.supplier_id or 0])
        return desk_of(symbols[row.requester_id])

    def facts(self, row: PatronRequest, supply: Supply | None, action: str) -> dict[str, Any]:
        told: dict[str, Any] = {"attempt": supply.attempt} if supply else {}
        if action == "will-supply" and self.random.random() < 0.3 and supply is not None and supply.supplier:
            mine = [
                code
                for code, where in BOOKS.items()
                if where == members.symbols_by_id()[supply.supplier_id or 0]
            ]
            told["barcode"] = self.random.choice(mine)
        told |= {
            "cannot-supply": {"reason": self.random.choice(REASONS)},
            "retry": self.putting_off() if action == "retry" else {},
            "condition": {"condition": "LibraryUseOnly", "cost": self.random.choice((0, 150))},
            "refuse-review": {"note": "not here"},
            "deliver": {"document": self.document(row, supply)} if action == "deliver" else {},
            "damage": {"condition": "torn", "fee": 200},
            "check-in": {"fee": self.random.choice((0, 0, 100))},
            "lose": {"fee": self.random.choice((0, 2500))},
            "match": {"edition": row.edition},
            "ask-partner": {
                "partner": self.random.choice((*self.world.partners, 0)),
                "service": self.random.choice(("", "Loan", "Copy")),
                "agreed": self.random.random() < 0.8,
            },
        }.get(action, {})
        return told

    def putting_off(self) -> dict[str, Any]:
        """ "Not now": to be asked again on a day, on terms, or both."""
        day = {"retry_date": timezone.localdate() + timedelta(days=self.random.choice((1, 2, 9)))}
        terms = {"cost": 150}
        told = self.random.choice((day, terms, day | terms))
        return {"reason": self.random.choice(RETRY_REASONS), **told}

    def document(self, row: PatronRequest, supply: Supply | None) -> int:
        """As the delivery room would keep it."""
        self.serial += 1
        return Document.objects.create(
            about=f"sharing:{row.number}",
            library=(supply.supplier if supply else None) or row.requester,
            title="pages",
            kind="pdf",
            name="scan.pdf",
            file=f"walk-{self.seed}-{self.serial}",
            size=1,
            sha256="0" * 64,
            brought_by="",
            brought_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=400),
        ).pk

    def act(self, pressed: Any, **more: Any) -> str:
        row, actor, action, facts = pressed
        card = api.act(actor=actor, request=row.number, action=action, facts=facts, **more)
        self.done[action] += 1
        return f"{row.number} {row.state} -{action}-> {card.state}"

    def sensible(self) -> Any:
        pressed = self.press()
        return pressed and self.act(pressed, version=pressed[0].version, key=self.key())

    def any_act(self) -> Any:
        pressed = self.press(silly=True)
        return pressed and self.act(pressed, key=self.key())

    def desk_scan(self) -> Any:
        """At a lending desk that knows nothing of requests."""
        code = self.random.choice(sorted(BOOKS))
        place = self.random.choice(LIBRARIES) if self.random.random() < 0.2 else self.where(code)
        damaged = "torn" if self.random.random() < 0.1 else ""
        told = loans.check_in(
            actor=desk_of(place),
            library=place,
            barcode=code,
            condition=damaged,
            owner=BOOKS[code],
            key=self.key(),
        )
        if damaged and told.thing.state == "damaged":
            loans.mend(actor=desk_of(BOOKS[code]), library=BOOKS[code], barcode=code)
        return f"{code} at {place}: {told.next}"

    def where(self, code: str) -> str:
        """Where that copy would be scanned next."""
        symbols, home = members.symbols_by_id(), BOOKS[code]
        thing = Thing.objects.filter(library__symbol=home, barcode=code).first()
        way = Way.objects.filter(thing=thing, arrived_at=None).first() if thing else None
        if way is not None:
            return symbols[way.to_library_id]
        return symbols[thing.at_library_id] if thing else home

    def desk_lends(self) -> Any:
        code = self.random.choice(sorted(BOOKS))
        place = self.random.choice((BOOKS[code], "EAST"))
        reader = self.world.readers[self.random.choice(sorted(self.world.readers))]
        card = loans.check_out(
            actor=desk_of(place),
            library=place,
            barcode=code,
            reader=reader.key,
            owner=BOOKS[code],
            override=self.random.choice(("", "because")),
            key=self.key(),
        )
        return f"{code} at {place}: loan {card.id}"

    def missing(self) -> Any:
        row = self.random.choice(list(Thing.objects.order_by("pk")) or [None])
        if row is None:
            return None
        owner = members.symbols_by_id()[row.library_id]
        return loans.declare_missing(
            actor=desk_of(owner), library=owner, barcode=row.barcode, key=self.key()
        ).state

    # -- faults

    def twice(self) -> Any:
        """The same button twice: one effect, the same answer."""
        pressed = self.press()
        if pressed is None:
            return None
        key, version = self.key(), pressed[0].version
        said = self.act(pressed, version=version, key=key)
        before = effects()
        self.act(pressed, version=version, key=key)
        assert effects() == before, "a second press had an effect"
        self.faults["double press"] += 1
        return f"{said}, twice"

    def stale(self) -> Any:
        """Somebody else was quicker; the form of before has no effect."""
        pressed, other = self.press(), self.press()
        if pressed is None or other is None:
            return None
        number, version = pressed[0].number, pressed[0].version
        if other[0].number == number:
            self.act(other, key=self.key())
        moved = PatronRequest.objects.get(number=number).version != version
        before = effects()
        try:
            self.act(pressed, version=version, key=self.key())
        except Refusal:
            assert effects() == before, "a refused form had an effect"
            self.faults["stale form"] += moved
            raise
        assert not moved, "a stale form had an effect"
        return "not stale"

    def killed(self) -> Any:
        """At some write of the act; then it is pressed again."""
        pressed = self.press()
        if pressed is None:
            return None
        key, version = self.key(), pressed[0].version
        before = effects()
        try:
            with killed_at(self.random.randint(0, 12)), transaction.atomic():
                return self.act(pressed, version=version, key=key)
        except _Killed:
            assert effects() == before, "something stayed of an act that was killed"
            self.faults["killed"] += 1
        return f"killed, then {self.act(pressed, version=version, key=key)}"

    def unheard(self) -> Any:
        """Done, but the answer was never heard: pressed again with the same key."""
        pressed = self.press()
        if pressed is None:
            return None
        key, version = self.key(), pressed[0].version
        self.act(pressed, version=version, key=key)
        before = effects()
        said = self.act(pressed, version=version, key=key)
        assert effects() == before, "an answer that was not heard cost a second effect"
        self.faults["killed after the commit"] += 1
        return said

    def late_answer(self) -> Any:
        """From a library whose attempt is over."""
        old = list(
            Supply.objects.exclude(closed_at=None)
            .select_related("request__requester", "supplier")
            .order_by("pk")
        )
        if not old:
            return None
        supply = self.random.choice(old)
        before = effects()
        try:
            api.act(
                actor=desk_of((supply.supplier or supply.request.requester).symbol),
                request=supply.request.number,
                action=self.random.choice(("will-supply", "cannot-supply", "ship", "condition", "deliver")),
                facts={
                    "attempt": supply.attempt,
                    "reason": "NotOnShelf",
                    "condition": "Other",
                    "document": 1,
                },
                key=self.key(),
            )
        except Refusal:
            assert effects() == before
            self.faults["late answer"] += 1
            raise
        raise AssertionError("an answer to an attempt that is over had an effect")

    def clock(self) -> Any:
        """Time goes by, and the turn is taken, perhaps twice."""
        self.now += timedelta(hours=self.random.choice((1, 9, 30, 80)))
        with time_machine.travel(self.now, tick=False):
            moved = api.turn(at=timezone.now())
            again = api.turn(at=timezone.now())
            assert not again or moved, "the second turn of one moment moved something"
        return moved or None

    def racing(self) -> Any:
        """The clock decides while somebody answers: one of them was first, the other has no effect."""
        pressed = self.press()
        if pressed is None:
            return None
        version = pressed[0].version
        self.now += timedelta(hours=60)
        with time_machine.travel(self.now, tick=False):
            api.turn(at=timezone.now())
            moved = PatronRequest.objects.get(pk=pressed[0].pk).version != version
            before = effects()
            try:
                self.act(pressed, version=version, key=self.key())
            except Refusal:
                assert effects() == before
                self.faults["clock against answer"] += moved
                raise
            assert not moved, "an answer counted although the clock was first"
        return "answered"

    def night(self) -> Any:
        for row in Hold.objects.filter(state="ready").order_by("pk"):
            if self.random.random() < 0.5:
                Hold.objects.filter(pk=row.pk).update(fetch_by_date=timezone.localdate() - timedelta(days=1))
        loan_turns.nightly(timezone.now())
        return "night"

    def undo(self) -> Any:
        slip = Slip.objects.filter(undone_at=None).select_related("request").order_by("-pk").first()
        if slip is None or slip.library_id is None:
            return None
        library = members.symbols_by_id()[slip.library_id]
        number = slip.request.number
        card = api.undo(actor=desk_of(library), request=number, key=self.key())
        self.ended.pop(number, None)  # that it had ended is taken back, too
        return f"{number} {slip.act} undone: {card.state}"

    def undo_at_desk(self) -> Any:
        step = Step.objects.filter(undone_at=None).order_by("-pk").first()
        if step is None:
            return None
        library = members.symbols_by_id()[step.library_id]
        slip = Slip.objects.filter(before__loan_step=step.pk).select_related("request").last()
        loans.undo(actor=desk_of(library), library=library, step=step.pk, key=self.key())
        if slip is not None:
            self.ended.pop(slip.request.number, None)
        return f"{step.act} undone"

    def redelivered(self) -> Any:
        """Subscribers hear of events twice, the later one first."""
        rows = list(Event.objects.filter(kind__startswith="sharing.").order_by("-pk")[:6])
        handlers = [
            (name, registry.handlers[name]) for name in registry.handlers if name.startswith("sharing.")
        ]
        before = effects()
        for row in self.random.sample(rows, min(3, len(rows))) * 2:
            for name, handler in handlers:
                if any(name in registry.wanted.get(kind, ()) for kind in [row.kind]):
                    handler(card(row))
        assert effects() == before, "a delivery that came again had an effect"
        self.faults["delivered again"] += bool(rows)
        return len(rows) or None

    # -- what must hold (trust.md 3.4)

    def agree(self) -> None:
        wrong = [*api.problems(), *loans.problems(), *ledger.problems()]
        assert not wrong, "; ".join(wrong)
        promised = Counter(Promise.objects.filter(released_at=None).values_list("library", "barcode"))
        assert not [one for one, n in promised.items() if n > 1], "a copy promised twice"
        at_work = Counter(
            Supply.objects.filter(asked_at__isnull=False, closed_at=None).values_list("request", flat=True)
        )
        assert not [one for one, n in at_work.items() if n > 1], "two libraries at work on one request"
        for number, state in PatronRequest.objects.exclude(closed_at=None).values_list("number", "state"):
            assert state in TERMINAL
            assert self.ended.setdefault(number, state) == state, f"{number} left {self.ended[number]}"
        gone = set(self.ended) - set(
            PatronRequest.objects.exclude(closed_at=None).values_list("number", flat=True)
        )
        assert not gone, f"{gone} came back to life"
        self._books_are_somewhere()

    def _books_are_somewhere(self) -> None:
        """Both rooms tell the same of each copy, said here in other words than fsck's."""
        for promise in Promise.objects.filter(released_at=None).select_related("supply__request"):
            thing = Thing.objects.get(library=promise.library_id, barcode=promise.barcode)
            state = promise.supply.request.state
            lent = Loan.objects.filter(thing=thing, closed_at=None).exists()
            away = Way.objects.filter(thing=thing, arrived_at=None).exists()
            if state in {State.WILL_SUPPLY, State.CANCELLING, State.CONDITIONAL}:
                assert not lent, f"{promise.barcode} is promised and lent"
                assert not away, f"{promise.barcode} is promised and away"
            if state == State.SHIPPED:
                assert away, f"{promise.barcode} is shipped and lies somewhere"
            if state in AWAY and state in {State.LENT, State.OVERDUE, State.RECALLED, State.CLAIMED}:
                assert lent, f"{promise.barcode} is with its reader and not lent"


def effects() -> tuple[Any, ...]:
    """Everything an act may write."""
    return (
        Event.objects.count(),
        tuple(PatronRequest.objects.order_by("pk").values_list("pk", "state", "version")),
        tuple(Supply.objects.order_by("pk").values_list("pk", "state")),
        tuple(Promise.objects.order_by("pk").values_list("pk", "released_at")),
        tuple(Charge.objects.order_by("pk").values_list("pk", "amount")),
        tuple(Hold.objects.order_by("pk").values_list("pk", "state")),
        Loan.objects.filter(closed_at=None).count(),
    )


def walk(seed: int, steps: int, made: World) -> Walk:
    """AssertionError with the seed and its last steps where something does not hold."""
    one = Walk(seed, made)
    for number in range(steps):
        try:
            one.step()
            if number % 5 == 4 or number == steps - 1:
                with time_machine.travel(one.now, tick=False), members.one_look():
                    one.agree()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}\n" + "\n".join(one.told[-14:])) from error
    return one


def holds(seed: int, steps: int, made: World) -> bool:
    """Whether that walk goes through; whatever it leaves is taken back."""
    saved = transaction.savepoint()
    try:
        walk(seed, steps, made)
    except (AssertionError, DatabaseError, ObjectDoesNotExist, KeyError, TypeError, ValueError):
        return False
    finally:
        transaction.savepoint_rollback(saved)
    return True
