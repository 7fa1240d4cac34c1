"""Who acts, and on what. Plain facts, gathered once at the edge of the system."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an affiliation lets a person do; the permission table in `members` reads these."""

    READER = "reader"
    LIBRARIAN = "librarian"  # serves readers at one library
    CATALOGUER = "cataloguer"  # loads and mends one library's records
    MANAGER = "manager"  # runs one library's agency: its people, hours, settings
    OFFICE = "office"  # the general agency: the alliance office
    AUDITOR = "auditor"  # reads who did what, changes nothing


class Agent(StrEnum):
    """Through which door the act came."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    WORKER = "worker"
    SIP2 = "sip2"  # a self-check or another machine of a library


@dataclass(frozen=True, slots=True)
class Standing:
    """One affiliation in force now. library: its Symbol; "" means the alliance as a whole."""

    role: Role
    library: str = ""


@dataclass(frozen=True, slots=True)
class Delegated:
    """What an agency lets a person do in its place today. library: whose agency, "" the alliance's.

    limit: at most so much at a time; None: no limit.
    """

    action: str
    library: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the machine itself) at the moment of acting.

    key: the person's random key, "" for a visitor or the machine. operator: whoever can run
    commands on the machine already owns its files, so the permission table lets them act.
    """

    key: str = ""
    name: str = ""
    agent: Agent = Agent.WEB
    standings: tuple[Standing, ...] = field(default=())
    operator: bool = False
    delegations: tuple[Delegated, ...] = field(default=())

    @property
    def known(self) -> bool:
        return bool(self.key) or self.operator

    def has(self, role: Role, library: str = "") -> bool:
        return Standing(role, library) in self.standings


VISITOR = Actor()
MACHINE = Actor(name="commonshelf", agent=Agent.WORKER, operator=True)


@dataclass(frozen=True, slots=True)
class Ref:
    """The object of an act: its kind, its id, the Symbol of the library that owns it ("": the alliance)."""

    kind: str
    id: str
    library: str = ""
