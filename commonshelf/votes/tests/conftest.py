"""Five members that vote, and the office that asks them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.votes import api

NOON = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
CHOICES = (
    api.Choice("yes", Said("赞成", "Yes")),
    api.Choice("no", Said("反对", "No")),
    api.Choice("abstain", Said("弃权", "Abstain")),
)


@dataclass(frozen=True)
class House:
    cast: testing.Cast
    managers: dict[str, Actor]

    def open(self, **more):
        about = Ref("resolution", more.pop("id", "1"))
        given = {
            "actor": self.cast.office,
            "about": about,
            "question": Said("是否延长开放时间？", "Shall we open longer?"),
            "choices": CHOICES,
            "electorate": [api.Elector(library=symbol) for symbol in self.managers],
            "per": "member",
            "quorum": 50,
            "pass_mark": 50,
            "deadline": NOON + timedelta(days=7),
            "at": NOON,
        }
        return api.open_ballot(**{**given, **more})

    def vote(self, ballot, symbol, choice, *, hours=1, door=api.cast, **more):
        at = NOON + timedelta(hours=hours)
        return door(actor=self.managers[symbol], ballot=ballot, choice=choice, library=symbol, at=at, **more)


@pytest.fixture
def house(db) -> House:
    cast = testing.cast()
    managers = {"EAST": cast.manager, "WEST": cast.partner}
    for symbol in ("NORTH", "SOUTH", "HILL"):
        members.add_library(actor=members.operator(), symbol=symbol, name_zh=f"{symbol}馆", name_en=symbol)
        managers[symbol] = testing.someone(symbol.lower(), (Role.MANAGER, symbol))
    return House(cast, managers)
