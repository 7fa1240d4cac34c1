"""The demo alliance of five Nanchong libraries, as alliance.toml plans it, and its founding."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from commonshelf.demo.enrol import enrol
from commonshelf.demo.plans import BranchPlan, LibraryPlan, Shelf, week_of, yearly_day
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.members.cards import Said

FILE: Final = Path(__file__).with_name("alliance.toml")


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """roles: (role, symbol or "" for the whole alliance). told: what they say they know. demo: on the
    sign-in page, to be entered by one click.
    """

    username: str
    name: Said
    roles: tuple[tuple[str, str], ...]
    told: tuple[members.Told, ...] = ()
    demo: bool = True


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def said_in(table: dict[str, Any], prefix: str = "") -> Said:
    return Said(table[f"{prefix}zh"], table[f"{prefix}en"])


@cache
def libraries() -> tuple[LibraryPlan, ...]:
    return tuple(_library(table) for table in _plan()["libraries"])


@cache
def people() -> tuple[PersonPlan, ...]:
    return tuple(person_in(table) for table in _plan()["people"])


def person_in(table: dict[str, Any], *, demo: bool = True) -> PersonPlan:
    return PersonPlan(
        table["username"],
        said_in(table),
        tuple((tie["role"], tie["library"]) for tie in table["roles"]),
        tuple(members.Told(**line) for line in table.get("told", ())),
        demo=demo,
    )


def _library(table: dict[str, Any]) -> LibraryPlan:
    return LibraryPlan(
        symbol=table["symbol"],
        name=said_in(table),
        short=said_in(table, "short_"),
        kind=table["kind"],
        region=said_in(table, "region_"),
        phone=table["phone"],
        aliases=tuple(table.get("aliases", ())),
        branches=tuple(branch_in(branch) for branch in table["branches"]),
        figures=table["figures"],
        buyer=table["buyer"],
    )


def branch_in(table: dict[str, Any]) -> BranchPlan:
    latitude, longitude = table["place"]
    return BranchPlan(
        code=table["code"],
        name=said_in(table),
        address=said_in(table, "address_"),
        place=(latitude, longitude),
        phone=table["phone"],
        week=week_of(_plan()["weeks"][table["week"]]),
        days=tuple(yearly_day(**day) for day in _plan()["days"]),
        shelves=tuple(
            Shelf(said_in(shelf), said_in(shelf, "where_"), tuple(shelf["classes"].split()))
            for shelf in table["shelves"]
        ),
    )


def found(*, actor: Actor, today: date) -> None:
    """The alliance, its office, its five members and their figures, six people. Repeatable."""
    plan = _plan()
    name, office = said_in(plan["alliance"]), plan["office"]
    members.set_alliance(actor=actor, name_zh=name.zh, name_en=name.en, key="demo:alliance")
    members.add_agency(
        actor=actor,
        name_zh=office["zh"],
        name_en=office["en"],
        phone=office["phone"],
        email=office["email"],
        key="demo:office",
    )
    for year in (today.year, today.year + 1):
        members.prefill_holidays(actor=actor, year=year, key=f"demo:holidays:{year}")
    for library in libraries():
        enrol(library, actor=actor, today=today)
        _record_figures(library, actor)
    for person in people():
        welcome(person, actor=actor)


def _record_figures(library: LibraryPlan, actor: Actor) -> None:
    for measure, value in library.figures.items():
        members.add_indicator(
            actor=actor,
            library=library.symbol,
            measure=measure,
            value=value,
            source=_plan()["alliance"]["source"],
            key=f"demo:{library.symbol}:{measure}",
            **_plan()["figures"][measure],
        )


def welcome(person: PersonPlan, *, actor: Actor) -> None:
    """Their account, their ties and what they say they know. Repeatable."""
    first = next((library for _, library in person.roles if library), "")
    members.add_person(
        actor=actor,
        username=person.username,
        name_zh=person.name.zh,
        name_en=person.name.en,
        library=first,
        demo=person.demo,
        key=f"demo:{person.username}",
    )
    for role, library in person.roles:
        members.affiliate(
            actor=actor,
            person=person.username,
            role=role,
            library=library,
            key=f"demo:{person.username}:{role}",
        )
    if person.told:
        key = f"demo:{person.username}:told"
        members.set_skills(actor=actor, person=person.username, told=person.told, key=key)


def texts() -> Iterator[str]:
    """Every name of ours that a record may romanise."""
    for library in libraries():
        yield library.name.zh
        for branch in library.branches:
            yield branch.name.zh
            yield from (shelf.name.zh for shelf in branch.shelves)
