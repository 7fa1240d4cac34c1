"""Random lives of a library over the real acts on real rows, and what must hold after every one of them.

What is right is said here a second time, in other words than the code's: by dates and statuses alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone

from commonshelf.kernel.actor import Agent, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api, holders, leaving
from commonshelf.members.cards import Said
from commonshelf.members.models import Affiliation, Agency, Delegation, Library, Parcel, Person
from commonshelf.members.testing import someone, two_libraries
from commonshelf.news import api as news

SYMBOL = "HOME"
PEOPLE = ("ann", "bo", "cai")
ROLES = ("manager", "librarian", "cataloguer", "reader")
RIGHTS = {"trial", "voted", "active"}
NEXT = {
    "apply": {"": "applied", "refused": "applied"},
    "trial": {"applied": "trial"},
    "refuse": {"applied": "refused"},
    "vote": {"trial": "trial"},
    "yes": {"trial": "voted"},
    "no": {"trial": "suspended"},
    "member": {"voted": "active"},
    "suspend": {"trial": "suspended", "voted": "suspended", "active": "suspended"},
    "resume": {"suspended": "as before"},
    "notice": {"trial": "trial", "voted": "voted", "active": "active"},
    "stay": {"trial": "trial", "voted": "voted", "active": "active"},
    "leave": {"trial": "left", "voted": "left", "active": "left", "suspended": "left"},
}
"""The drawing of the life, written a second time."""


class Drawer:
    """Open things of libraries; those marked stuck cannot be handed over."""

    def __init__(self) -> None:
        self.things: dict[int, str] = {}
        self.stuck: set[int] = set()

    def open_work(self, *, person: str = "", library: str = "") -> list[holders.Held]:
        return [
            holders.Held(Ref("thing", str(n), where), Said("事", "thing"))
            for n, where in self.things.items()
            if where == library and not person
        ]

    def hand_over(self, *, actor, person, library, to_person, to_library, at) -> int:
        if person:
            return 0
        moving = [n for n, where in self.things.items() if where == library and n not in self.stuck]
        self.things.update(dict.fromkeys(moving, to_library or "(the general agency)"))
        return len(moving)


@contextmanager
def world() -> Iterator[Drawer]:
    """Two libraries, three people and a drawer that stays empty."""
    two_libraries()
    for name in PEOPLE:
        someone(name)
    drawer = Drawer()
    holders.register_holder("drawer of lives", drawer)
    try:
        yield drawer
    finally:
        del holders._holders["drawer of lives"]


class Life:
    """One random life. broken: what did not hold, in words; tried: how often each step was, and was done."""

    def __init__(self, chance: random.Random, drawer: Drawer) -> None:
        self.chance, self.drawer = chance, drawer
        self.operator = api.operator()
        self.broken: list[str] = []
        self.tried: Counter[str] = Counter()
        self.said: list[str] = []
        drawer.things.clear()
        drawer.stuck.clear()

    def run(self, steps: int) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            self.clock = clock
            if self.chance.random() < 0.8:
                self._try("apply", self._act("apply"))
                self._try("trial", self._act("trial"))
            for n in range(steps):
                self.step()
                with api.one_look():
                    self.check(PEOPLE if n == steps - 1 else self.chance.sample(PEOPLE, 1))
                if self.broken:
                    return
            self.broken += list(api.problems())

    # -- acting

    def step(self) -> None:
        kind = self.chance.choice(("life", "life", "life", "tie", "work", "days"))
        getattr(self, f"_{kind}")()

    def _days(self) -> None:
        self.clock.shift(timedelta(days=self.chance.choice((0, 1, 1, 3, 20, 60))))
        if self.chance.random() < 0.5:
            self.said.append(f"{timezone.localdate()} night")
            leaving.complete(timezone.now())

    def _work(self) -> None:
        row = self.row
        if row is None or row.status in {"left", "applied", "refused"}:
            return
        number = len(self.drawer.things)
        self.drawer.things[number] = SYMBOL
        if self.chance.random() < 0.2:
            self.drawer.stuck.add(number)
        elif self.chance.random() < 0.5:
            self.drawer.stuck.clear()

    def _tie(self) -> None:
        """Roles, and delegations of its agency, dated in any way."""
        row, today = self.row, timezone.localdate()
        if row is None or row.status == "left":
            return
        start = today + timedelta(days=self.chance.choice((-30, 0, 0, 5)))
        end = self.chance.choice((None, None, start + timedelta(days=self.chance.choice((1, 10, 60)))))
        person = self.chance.choice(PEOPLE)
        office = Agency.objects.filter(library__symbol=SYMBOL, kind="member").first()
        if office and self.chance.random() < 0.4:
            Delegation.objects.create(
                agency=office,
                person=Person.objects.get(username=person),
                action="members.set-hours",
                active_from=start,
                active_to=end,
            )
            return
        told = {"role": self.chance.choice(ROLES), "active_from": start, "active_to": end}
        self._try("tie", lambda: api.affiliate(actor=self.operator, person=person, library=SYMBOL, **told))

    def _life(self) -> None:
        row = self.row
        status = row.status if row else ""
        fitting = [name for name, step in NEXT.items() if status in step]
        name = self.chance.choice(fitting if fitting and self.chance.random() < 0.75 else list(NEXT))
        before = self.picture()
        stood = row.stood if row else ""
        done = self._try(name, self._act(name))
        after = self.row
        if not done:
            if self.picture() != before:
                self.broken.append(f"{name} was refused and yet something changed")
            return
        wanted = NEXT[name].get(status)
        if wanted is None:
            self.broken.append(f"{name} was done from {status!r}")
        elif (after.status if after else "") != (stood if wanted == "as before" else wanted):
            self.broken.append(f"{name} from {status!r} led to {after and after.status!r}")

    def _act(self, name: str) -> Callable[[], object]:
        told: dict[str, Any] = {"actor": self.operator, "symbol": SYMBOL}
        day = timezone.localdate() + timedelta(days=self.chance.choice((-1, 0, 1, 10)))
        heir = self.chance.choice(("", "WEST", "WEST", "NOBODY"))
        return {
            "apply": lambda: api.apply(**told, name_en="Home", contact="Li", phone="1"),
            "trial": lambda: api.admit(**told, to="trial"),
            "refuse": lambda: api.refuse_application(**told, reason="no"),
            "vote": lambda: api.put_to_vote(**told),
            "yes": lambda: api.voted(**told, accepted=True),
            "no": lambda: api.voted(**told, accepted=False),
            "member": lambda: api.admit(**told, to="active"),
            "suspend": lambda: api.suspend(**told, reason=self.chance.choice(("unpaid", ""))),
            "resume": lambda: api.resume(**told),
            "notice": lambda: api.give_notice(**told, on=day),
            "stay": lambda: api.withdraw_notice(**told),
            "leave": lambda: api.leave(**told, to_library=heir, reason="merged"),
        }[name]

    def _try(self, name: str, act: Callable[[], object]) -> bool:
        self.tried[name] += 1
        try:
            act()
        except Refusal as refusal:
            self.said.append(f"{timezone.localdate()} {name}: {refusal.code}")
            return False
        self.said.append(f"{timezone.localdate()} {name}")
        self.tried[f"{name} done"] += 1
        return True

    # -- looking

    @property
    def row(self) -> Library | None:
        return Library.objects.filter(symbol=SYMBOL).first()

    def picture(self) -> object:
        """Everything an act could change."""
        return (
            list(Library.objects.order_by("pk").values()),
            list(Affiliation.objects.order_by("pk").values()),
            list(Delegation.objects.order_by("pk").values()),
            list(Agency.objects.order_by("pk").values()),
            Parcel.objects.count(),
            dict(self.drawer.things) if not self.drawer.stuck else None,
            [one.id for one in news.happenings(rows=1)],
        )

    def check(self, people: Iterable[str]) -> None:
        """No right after an end date or during a suspension; nothing left behind by a leaving."""
        row, today = self.row, timezone.localdate()
        for person in Person.objects.filter(username__in=people):
            actor = api.actor_for(user=person, agent=Agent.WEB)
            has = {(one.role.value, one.library) for one in actor.standings if one.library == SYMBOL}
            ties = Affiliation.objects.filter(person=person, library__symbol=SYMBOL)
            may = {(tie.role, SYMBOL) for tie in ties if row and self._holds(row, tie, today)}
            if has != may:
                self.broken.append(f"{person.username} has {sorted(has)}, and should have {sorted(may)}")
            gone = row is None or (row.active_to is not None and row.active_to <= today)
            lent = [one for one in actor.delegations if one.library == SYMBOL]
            if lent and row and (gone or row.status not in RIGHTS):
                self.broken.append(f"{person.username} acts for an agency of a library that is {row.status}")
        if row and row.status == "left":
            self._left(row)

    @staticmethod
    def _holds(row: Library, tie: Affiliation, today: date) -> bool:
        begun = tie.active_from <= today
        over = tie.active_to is not None and tie.active_to <= today
        gone = row.active_to is not None and row.active_to <= today
        return begun and not over and not gone and row.status in RIGHTS

    def _left(self, row: Library) -> None:
        if row.active_to is None or row.active_to > timezone.localdate():
            self.broken.append(f"it left on {row.active_to}")
        if SYMBOL in self.drawer.things.values():
            self.broken.append("open work stayed behind")
        end = row.active_to or date.max
        for rows in (
            Affiliation.objects.filter(library=row),
            Delegation.objects.filter(agency__library=row),
        ):
            for one in rows:
                if one.active_to is None or one.active_to > max(end, one.active_from):
                    self.broken.append(f"{type(one).__name__} {one.pk} goes on after the end")
        if Agency.objects.filter(library=row, closed_at=None).exists():
            self.broken.append("its agency stayed open")
        if not Parcel.objects.filter(library=row).exists():
            self.broken.append("nothing was packed for it")


def live(seed: int, lives: int, steps: int, drawer: Drawer) -> tuple[list[str], Counter[str]]:
    """The first thing that did not hold, with the life that led there; and what was tried."""
    tried: Counter[str] = Counter()
    for number in range(lives):
        with transaction.atomic():
            one = Life(random.Random(f"{seed}/{number}"), drawer)
            one.run(steps)
            transaction.set_rollback(True)
        tried += one.tried
        tried["lives"] += 1
        if one.broken:
            return [f"life {seed}/{number}", *one.said, *one.broken], tried
    return [], tried
