"""Random histories of work passing through hands, over the real acts on real rows, and what must hold.

What is right is said here a second time, in other words than the code's: by ties and delegations alone.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Agent, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.models import Affiliation, Delegation, Library
from commonshelf.news.testing import events
from commonshelf.work import api
from commonshelf.work.api import Address
from commonshelf.work.models import WorkItem
from commonshelf.work.tests.conftest import NOW

PLACE = {"manager": "EAST", "cataloguer": "EAST", "librarian": "EAST", "partner": "WEST"}
CAST = (*PLACE, "stranger")
PRESSES = (
    "ask", "ask", "accept", "accept", "accept", "decline", "wait", "resume", "put_back", "hand_on",
    "hand_on", "reassign", "finish", "reopen", "withdraw", "offer", "end", "back", "late", "leave",
    "suspend", "delegate", "undelegate",
)  # fmt: skip
OPEN = ("offered", "accepted", "waiting", "returned")
MOST_HANDS = 4
FITS = {
    "offered": ("accept", "decline", "withdraw", "reassign"),
    "accepted": ("finish", "wait", "hand_on", "put_back", "reassign"),
    "waiting": ("resume", "finish", "hand_on"),
    "returned": ("offer", "withdraw", "reassign"),
    "done": ("reopen",),
}


class History:
    """One history. broken: what did not hold, in words; tried: how often each press was made, and went."""

    def __init__(self, chance: random.Random, cast: testing.Cast, presses: Sequence[str]) -> None:
        self.chance, self.cast, self.at, self.presses = chance, cast, NOW, presses
        self.tried: Counter[str] = Counter()
        self.said: list[str] = []
        self.broken: list[str] = []

    def run(self, length: int) -> None:
        for _press in range(length):
            press, who = self._next(), self.chance.choice(CAST)
            self.at += timedelta(minutes=self.chance.choice((1, 1, 1, 30)))
            self.tried[press] += 1
            try:
                with members.together():
                    getattr(self, f"_{press}", self._step)(press, who)
            except (Refusal, Absent):
                continue
            self.tried[f"{press} done"] += 1
            self.said.append(f"{press} by {who}")
            self.broken = [*wrong(), *api.problems()]
            if self.broken:
                return

    def _next(self) -> str:
        """Something to ask first; then mostly a step that the state of the last item allows."""
        row = WorkItem.objects.order_by("-pk").first()
        if row is None and "ask" in self.presses:
            return "ask"
        fits = [one for one in self.presses if row and one in FITS.get(row.state, ())]
        return self.chance.choice(fits if fits and self.chance.random() < 0.6 else self.presses)

    def _actor(self, who: str) -> Any:
        return members.actor_for(user=testing.user(who), agent=Agent.WEB)

    def _whom(self) -> Address:
        to = self.chance.choice([*PLACE, "EAST", "WEST", ""])
        return Address(PLACE[to], self._actor(to).key) if to in PLACE else Address(to)

    def _row(self) -> WorkItem:
        row = self.chance.choice([*WorkItem.objects.order_by("-pk")[:2]] or [None])
        if row is None:
            raise Absent
        return row

    def _ask(self, _press: str, who: str) -> None:
        asking = PLACE.get(who, "EAST")
        api.ask(actor=self._actor(who), title="事", asking=asking, to=self._whom(), at=self.at)

    def _step(self, press: str, who: str) -> None:
        """A press on one of the last items; mostly by somebody who can, on what they see."""
        row = self._row()
        by = who
        if self.chance.random() < 0.8:
            near = {row.held_by, row.to_person, row.asked_by if press in {"offer", "withdraw"} else ""} - {""}
            by = next((one for one in CAST if self._actor(one).key in near), who)
        told: dict[str, Any] = {
            "actor": self._actor(by),
            "item": row.pk,
            "version": row.version,
            "at": self.at,
        }
        more: dict[str, dict[str, Any]] = {
            "decline": {"reason": "忙"},
            "wait": {"words": "等"},
            "hand_on": {"to": self._whom(), "note": "接着办"},
            "offer": {"to": self._whom()},
            "reassign": {"to": self._whom(), "reason": "调整", "actor": self.cast.office},
        }
        getattr(api, press)(**{**told, **more.get(press, {})})

    def _end(self, _press: str, who: str) -> None:
        tie = next((one for one in members.person(name=who).affiliations if one.holds(NOW.date())), None)
        if tie is None:
            raise Absent
        heir = self.chance.choice([*PLACE, ""])
        members.end_affiliation(
            actor=self.cast.office, affiliation=tie.id, active_to=timezone.localdate(),
            to_person=self._actor(heir).key if heir else "", reason="离职",
        )  # fmt: skip

    def _back(self, _press: str, who: str) -> None:
        members.affiliate(
            actor=self.cast.office, person=who, role=Role.LIBRARIAN, library=PLACE.get(who, "WEST")
        )

    def _late(self, _press: str, _who: str) -> None:
        api.run_clock(self.at + timedelta(days=9))

    def _leave(self, _press: str, _who: str) -> None:
        heir = self.chance.choice(["EAST", ""])
        members.leave(actor=self.cast.office, symbol="WEST", to_library=heir, reason="退")

    def _suspend(self, _press: str, _who: str) -> None:
        """The clock that runs every five minutes takes away what nobody there may do any more."""
        members.suspend(actor=self.cast.office, symbol="WEST", reason="审查")
        api.run_clock(self.at)
        members.resume(actor=self.cast.office, symbol="WEST", reason="查清")

    def _delegate(self, _press: str, who: str) -> None:
        where = self.chance.choice(["EAST", "WEST", ""])
        tree = members.agency_tree().everything()
        agency = next((one.id for one in tree if one.library == where), 0)
        members.delegate(
            actor=self.cast.office, agency=agency, person=who, action="work.take",
            limit=self.chance.choice([None, 1]),
        )  # fmt: skip

    def _undelegate(self, _press: str, _who: str) -> None:
        row = Delegation.objects.filter(active_to=None).order_by("-pk").first()
        if row is None:
            raise Absent
        members.end_delegation(actor=self.cast.office, delegation=row.pk)
        api.run_clock(self.at)


def wrong() -> Iterator[str]:
    """Every item, by ties, delegations and its own log alone."""
    today, may = timezone.localdate(), _may_do()
    steps = Counter(events(object_kind="work", kind__startswith="work.").values_list("object_id", flat=True))
    there = {one.pk: one.symbol for one in Library.objects.filter(status__in=("trial", "voted", "active"))}
    for row in WorkItem.objects.all():
        if (known := steps.get(str(row.pk), 0)) != row.version:
            yield f"item {row.pk}: {known} steps are written down, {row.version} were taken"
        if (row.state in OPEN) != (row.closed_at is None):
            yield f"item {row.pk} is {row.state}, closed {row.closed_at}"
        if row.hands > MOST_HANDS:
            yield f"item {row.pk} went through {row.hands} hands"
        if row.state not in OPEN or row.state == "returned":
            continue
        if row.library_id is not None and row.library_id not in there:
            yield f"item {row.pk} is open at a library that does not take part on {today}"
        place = there.get(row.library_id or 0, "")
        in_hand = row.state in {"accepted", "waiting"}
        whose = row.held_by if in_hand else row.to_person
        if in_hand and not whose:
            yield f"item {row.pk} is in nobody's hand"
        if in_hand and row.to_person and row.held_by != row.to_person:
            yield f"item {row.pk} was offered to {row.to_person} and is in the hand of {row.held_by}"
        if whose and (whose, place) not in may:
            yield f"item {row.pk} lies with {whose}, who may not do it at {place or 'the office'}"


def _may_do() -> set[tuple[str, str]]:
    """(key, Symbol): who works there today, or has its work delegated by its agency or the general one."""
    today = timezone.localdate()
    still = Q(active_to=None) | Q(active_to__gt=today)
    held = Affiliation.objects.filter(still, active_from__lte=today).exclude(role__in=("reader", "auditor"))
    found = {(one.person.key, one.library.symbol if one.library else "") for one in
             held.select_related("person", "library")}  # fmt: skip
    every = {"", *Library.objects.values_list("symbol", flat=True)}
    given = Delegation.objects.filter(still, action="work.take", active_from__lte=today)
    for one in given.select_related("person", "agency__library"):
        places = {one.agency.library.symbol} if one.agency.library else every
        found |= {(one.person.key, place) for place in places}
    return found


def hands(
    seed: int, histories: int, length: int, presses: Sequence[str] = PRESSES
) -> tuple[list[str], Counter[str]]:
    """The first thing that did not hold, with what led there; and what was tried."""
    tried: Counter[str] = Counter()
    with time_machine.travel(NOW, tick=False):
        cast = testing.cast()
        for number in range(histories):
            with transaction.atomic():
                one = History(random.Random(f"{seed}/{number}"), cast, presses)
                one.run(length)
                transaction.set_rollback(True)
            members.directory_mark()
            tried += one.tried
            tried["histories"] += 1
            if one.broken:
                return [f"history {seed}/{number}", *one.said, *one.broken], tried
    return [], tried
