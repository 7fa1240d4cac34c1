"""The five parts put together, small for every run of the tests and whole for the proof."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pytest

from tests.journeys.whom import NOBODY, PUBLIC, WHOM
from tests.wall import swapping, sweeping
from tests.wall.actors import ACTORS
from tests.wall.asking import ENGLISH, METHODS, Asker, address
from tests.wall.canaries import Canaries, plant
from tests.wall.mutants import MUTANTS, room
from tests.wall.naming import named
from tests.wall.sweeping import Found, Question
from tests.wall.world import World, build

DESKS = ("cards:", "loans:", "visits:", "sharing:", "delivery:")
"""Rooms in which one's own desk might show what is another library's."""
OUTSIDERS = {"EAST": ("partner", "reader", "visitor"), "WEST": ("manager", "guest", "librarian")}
AT_PUBLIC = ("visitor", "reader", "manager", "office", "holder")
OWN_STAFF = ("librarian", "western", "partner")
PERSONAL = frozenset({
    "lists:overview", "cards:rights", "cards:rights-at", "cards:mine", "loans:mine", "privacy:everything",
    "members:me", "votes:ballots", "work:desk", "sharing:mine", "sharing:api-requests",
})  # fmt: skip
"""Another page for each who asks."""
CORE = ("visitor", "reader", "manager", "partner", "office")
CORE_WEST = ("visitor", "manager", "partner")
"""In the small sweep they ask everywhere, and of the others each a part: the whole one asks as everybody."""
AT_HOME = {"EAST": ("librarian", "cataloguer"), "WEST": ("western", "guest"), "BOTH": ("librarian",)}
ALSO = {
    "catalogue:loads": ("cataloguer",),
    "cataloguing:notes": ("both", "delegate"),
    "members:happenings": ("auditor",),
    "privacy:keeping": ("auditor",),
    **dict.fromkeys(("sharing:request", "sharing:api-request"), ("holder", "citizen")),
    "sharing:desk-request": ("auditor",),
    **dict.fromkeys(("sharing:approval", "sharing:agency", "sharing:decided"), ("auditor", "cataloguer")),
    **dict.fromkeys(
        ("delivery:open", "sharing:get", "sharing:ask", "sharing:api-ways"),
        ("holder", "citizen", "librarian"),
    ),
}
"""Address -> who comes for it, besides those who ask everywhere."""
BETWEEN = {
    "EAST": ("visitor", "holder", "librarian", "cataloguer", "partner", "auditor"),
    "WEST": ("citizen", "western", "manager", "auditor"),
}
"""Who asks for requests in all their states, and for copies: their reader, the desks, who looks on."""
DESK_STAFF = ("manager", "librarian", "partner", "western")
PARTS = 16


@dataclass
class Wall:
    world: World
    canaries: Canaries
    asker: Asker
    named: list[str]
    """Events in which acts of the furnishing named a person; before other words were planted in the rows."""

    @classmethod
    def built(cls) -> Wall:
        world = build()
        said = named()
        return cls(world, plant(world), Asker(world.secrets, world.desks), said)

    @cached_property
    def questions(self) -> list[Question]:
        return list(sweeping.questions(self.world))

    @cached_property
    def owned(self) -> list[tuple[Question, dict[str, object]]]:
        """Addresses of things of one library, with what they are made of."""
        return [
            (Question(name, owner, address(name, given)), given)
            for name in WHOM
            if "(unnamed)" not in name
            for owner, given in self.world.things(name)
            if owner.partition(".")[0] in swapping.OUTSIDE
        ]

    @cached_property
    def pairs(self) -> list[tuple[Question, Question]]:
        """The same page of EAST and of WEST; of what both share, the page itself as each sees it."""
        by = {(one.name, one.owner): one for one in self.questions}
        return [
            (one, by.get((one.name, one.owner.replace("EAST", "WEST")), one))
            for one in self.questions
            if not one.owner.startswith("WEST")
        ]

    def small(self) -> Found:
        """Each page is looked at by some; strangers send to what is not theirs."""
        found = Found()
        for at, one in enumerate(self.questions):
            if one.path.endswith(".xlsx"):
                continue  # the same rows as in the other form
            actors = _some(at, one)
            sweeping.sweep(self.asker, self.canaries, [one], actors=actors, methods=("GET",), found=found)
        few = [(one, given) for one, given in self.owned if one.owner == "EAST"]
        swapping.addresses(found, self.asker, few, ("POST",), only=("partner",))
        return found

    def whole(self) -> Found:
        """Every address x everybody x every method and serialisation, then English, parameters and swaps."""
        found = sweeping.sweep(self.asker, self.canaries, self.questions, methods=METHODS)
        own = ("visitor", "reader", "manager", "partner", "office")
        sweeping.sweep(
            self.asker,
            self.canaries,
            self.questions,
            actors=own,
            methods=("GET",),
            languages=(ENGLISH,),
            found=found,
        )
        led = swapping.parameters(self.asker, self.questions, ("manager", "partner", "office"))
        found.counts["links"] = len(led)
        sweeping.sweep(
            self.asker, self.canaries, led, actors=("visitor", "reader", "manager", "partner", "former"),
            methods=("GET",), found=found,
        )  # fmt: skip
        swapping.addresses(found, self.asker, self.owned, ("GET", "HTMX", "JSON", "POST"))
        swapping.bodies(found, self.asker, self.canaries, swapping.swaps(self.asker, self.pairs))
        return found

    def notices(self, name: str) -> Found:
        """One guard taken away ("": none): the first thing that stands out."""
        first = room(name) if name else ""
        asked = sorted(self.questions, key=lambda one: not one.name.startswith(f"{first}:"))
        sent = sorted(self.owned, key=lambda one: not one[0].name.startswith(f"{first}:"))
        found = Found()
        with pytest.MonkeyPatch.context() as patch:
            if name:
                MUTANTS[name](patch)
            for one in asked:
                owner = one.owner.partition(".")[0]
                actors = OUTSIDERS.get(owner, ("reader", "partner", "librarian", "holder"))
                if owner == "EAST" and one.name.startswith(DESKS):
                    actors = ("librarian", "manager", *actors, "auditor")
                if one.name.startswith("sharing:"):
                    actors = (*actors, "cataloguer")  # who reads the register, and stands at no desk
                sweeping.sweep(
                    self.asker, self.canaries, [one], actors=actors, methods=("GET",), found=found, stop=True
                )
                if found.faults:
                    return found
            swapping.addresses(
                found, self.asker, sent, ("POST",), only=("partner", "reader", "manager"), stop=True
            )
        return found


def _some(at: int, asked: Question) -> tuple[str, ...]:
    """Who asks in the small sweep; at: the number of the question."""
    if asked.owner.endswith(".foreign"):
        return DESK_STAFF
    whose, _, state = asked.owner.partition(".")
    if state and asked.name.startswith(("sharing:desk", "sharing:request")) and whose in BETWEEN:
        return BETWEEN[whose]
    if asked.name not in PERSONAL and WHOM[asked.name] in {PUBLIC, NOBODY}:
        return (*AT_PUBLIC, *OWN_STAFF) if asked.owner else AT_PUBLIC
    if ":" not in asked.name:
        return CORE  # allauth's, which know no libraries
    if asked.name in PERSONAL:
        return tuple(ACTORS)
    owner = asked.owner.partition(".")[0]
    core = CORE_WEST if owner == "WEST" else CORE
    come = {*core, *AT_HOME.get(owner, ("librarian",)), *ALSO.get(asked.name, ())}
    others = [who for who in ACTORS if who not in come]
    return (*(who for who in ACTORS if who in come), *others[at % PARTS :: PARTS])


@contextmanager
def quiet() -> Iterator[None]:
    """Without a line for each page that is not there."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
