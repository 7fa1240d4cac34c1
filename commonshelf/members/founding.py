"""The first run: an alliance with its first library, branch, week and office person, all or nothing."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import time

from django.utils.crypto import constant_time_compare, salted_hmac

from commonshelf.kernel.actor import Actor, Agent, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members.acting import Done, act
from commonshelf.members.branches import BranchDetails, add_branch, set_hours
from commonshelf.members.cards import PersonCard
from commonshelf.members.libraries import add_library, set_alliance
from commonshelf.members.models import Alliance
from commonshelf.members.people import add_person, card, find
from commonshelf.members.ties import affiliate

FIRST_RUN = Actor(name="first run", agent=Agent.WEB, operator=True)
"""Whoever sits at the machine, or has read the code on its terminal."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first run asks. Pairs are (Chinese, English)."""

    alliance: tuple[str, str]
    symbol: str
    library: tuple[str, str]
    kind: str
    region: tuple[str, str]
    code: str
    branch: BranchDetails
    hours: list[tuple[int, time, time]]
    username: str
    password: str
    person: tuple[str, str]


def start_code() -> str:
    """What the terminal shows and a browser elsewhere must bring: 8 letters, this installation's own.

    It is worth nothing once the alliance exists, so it need not be stored.
    """
    digest = salted_hmac("commonshelf.members.start", "first run", algorithm="sha256").digest()
    return base64.b32encode(digest)[:8].decode()


def is_start_code(text: str) -> bool:
    return constant_time_compare(text.strip().upper().replace(" ", ""), start_code())


def begin(*, beginning: Beginning, key: str = "") -> PersonCard:
    """Found it all in one transaction. Absent when there is an alliance already."""

    def do() -> Done[PersonCard]:
        if Alliance.objects.exists():
            raise Absent
        set_alliance(actor=FIRST_RUN, name_zh=beginning.alliance[0], name_en=beginning.alliance[1])
        add_library(
            actor=FIRST_RUN,
            symbol=beginning.symbol,
            name_zh=beginning.library[0],
            name_en=beginning.library[1],
            kind=beginning.kind,
            region_zh=beginning.region[0],
            region_en=beginning.region[1],
        )
        add_branch(actor=FIRST_RUN, library=beginning.symbol, code=beginning.code, **beginning.branch)
        set_hours(actor=FIRST_RUN, library=beginning.symbol, branch=beginning.code, spans=beginning.hours)
        made = add_person(
            actor=FIRST_RUN,
            username=beginning.username,
            password=beginning.password,
            name_zh=beginning.person[0],
            name_en=beginning.person[1],
        )
        affiliate(actor=FIRST_RUN, person=made.key, role=Role.OFFICE)
        return Done(made, {"symbol": beginning.symbol}, stored=made.key)

    return act(
        actor=FIRST_RUN,
        action="members.start-alliance",
        object=Ref("alliance", "1"),
        do=do,
        key=key,
        again=lambda stored: card(find(str(stored))),
    )
