"""Ready-made rows for tests: a small alliance and its cast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonshelf.kernel.actor import VISITOR, Actor, Agent, Role
from commonshelf.members import api
from commonshelf.members.big import big_alliance
from commonshelf.members.domain.bounds import Bound
from commonshelf.members.models import Person
from commonshelf.news.testing import built_once

__all__ = ["PASSWORD", "Cast", "big_alliance", "bound", "cast", "queries", "someone", "two_libraries", "user"]

DAY = (time(8, 0), time(22, 0))
PASSWORD = "seven-quiet-lamps"  # noqa: S105  # of nobody real


@dataclass(frozen=True, slots=True)
class Cast:
    """Two libraries, EAST and WEST, each with one branch "main", and who is who.

    Of EAST: manager, cataloguer, librarian, reader; of WEST: partner (its manager); of the
    alliance: office, auditor; stranger: known, but without any tie; visitor: unknown.
    """

    office: Actor
    auditor: Actor
    manager: Actor
    cataloguer: Actor
    librarian: Actor
    reader: Actor
    partner: Actor
    stranger: Actor
    visitor: Actor = VISITOR


def someone(username: str, *ties: tuple[Role, str]) -> Actor:
    """A person with these affiliations, as they would act in the browser."""
    operator = api.operator()
    api.add_person(actor=operator, username=username, name_en=username.title(), password=PASSWORD)
    for role, library in ties:
        api.affiliate(actor=operator, person=username, role=role, library=library)
    return api.actor_for(user=user(username), agent=Agent.WEB)


def user(username: str) -> Person:
    """For `client.force_login`."""
    return Person.objects.get(username=username)


def bound(least: int | None = None, most: int | None = None) -> Bound:
    """A bound of numbers, as the doors take it."""
    return Bound(least, most)


def queries(ask: Callable[[], object]) -> int:
    """How many questions to the database this costs."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


@built_once
def two_libraries() -> None:
    operator = api.operator()
    api.set_alliance(actor=operator, name_zh="试验联盟", name_en="Trial Alliance")
    api.add_library(
        actor=operator,
        symbol="EAST",
        name_zh="东馆",
        name_en="East Library",
        region_zh="东区",
        region_en="East",
    )
    api.add_library(
        actor=operator, symbol="WEST", name_zh="西馆", name_en="West Library", kind="public", region_zh="西区"
    )
    for symbol, longitude in (("EAST", 106.2), ("WEST", 106.0)):
        api.add_branch(
            actor=operator,
            library=symbol,
            code="main",
            name_zh="主楼",
            name_en="Main building",
            place=(30.8, longitude),
        )
        spans = [(day, *DAY) for day in range(7)]
        api.set_hours(actor=operator, library=symbol, branch="main", spans=spans)


@built_once
def cast() -> Cast:
    two_libraries()
    return Cast(
        office=someone("office", (Role.OFFICE, "")),
        auditor=someone("auditor", (Role.AUDITOR, "")),
        manager=someone("manager", (Role.MANAGER, "EAST")),
        cataloguer=someone("cataloguer", (Role.CATALOGUER, "EAST")),
        librarian=someone("librarian", (Role.LIBRARIAN, "EAST")),
        reader=someone("reader", (Role.READER, "EAST")),
        partner=someone("partner", (Role.MANAGER, "WEST")),
        stranger=someone("stranger"),
    )
