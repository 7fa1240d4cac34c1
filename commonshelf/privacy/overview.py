"""The privacy centre at a glance: what is kept by kind, who answers for it, whom to turn to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonshelf.cards import api as cards
from commonshelf.cards.cards import ReaderCard
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.cards import AgencyCard, Said
from commonshelf.privacy import gathering, wording
from commonshelf.privacy.domain.table import SECTIONS
from commonshelf.privacy.gathering import Part
from commonshelf.privacy.own_settings import FORM
from commonshelf.privacy.subjects import subject

READ = "privacy.read"


@dataclass(frozen=True, slots=True)
class Held:
    """One head of the centre: how many things of it are kept."""

    name: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class Handler:
    """Who answers for the data: a library and how to reach its office. library None: the alliance."""

    library: Said | None
    symbol: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One library and what it may see, in words."""

    library: str
    name: str
    what: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str
    parts: tuple[Part, ...]


def held(*, actor: Actor) -> list[Held]:
    """Only what there is, in order."""
    members.demand(actor=actor, action=READ, object=Ref("person", actor.key))
    counts = gathering.count(subject(actor.key))
    return [Held(name, wording.section(name), counts[name]) for name in SECTIONS if counts.get(name)]


def everything(*, actor: Actor, language: str) -> list[Section]:
    """All of it, to read."""
    members.demand(actor=actor, action=READ, object=Ref("person", actor.key))
    who = subject(actor.key)
    parts = gathering.without_others(gathering.gather(who, language), who)
    told = [
        Section(name, wording.section(name), tuple(part for part in parts if part.section == name))
        for name in SECTIONS
    ]
    return [one for one in told if one.parts]


def reader_of(*, actor: Actor) -> ReaderCard | None:
    return cards.reader_of(actor=actor)


def shares(*, actor: Actor) -> list[ShareRow]:
    """What is shared now."""
    if cards.reader_of(actor=actor) is None:
        return []
    return [
        ShareRow(
            one.library,
            wording.place_name(one.library),
            wording.value("what", list(one.what)),
            one.given_at,
        )
        for one in cards.shares_of(reader=actor.key)
        if one.withdrawn_at is None
    ]


def form() -> str:
    """As which of the law's forms the libraries handle data together."""
    return str(members.setting(library="", name=FORM))


def handlers(*, home: str) -> list[Handler]:
    """The home library's office, then the alliance's; home "": of somebody who is no reader."""
    names = {one.symbol: one.name for one in members.libraries()}
    found = [one for one in members.agencies() if one.library in {"", home}]
    return [_handler(one, names) for one in sorted(found, key=lambda one: not one.library)]


def _handler(agency: AgencyCard, names: dict[str, Said]) -> Handler:
    return Handler(names.get(agency.library), agency.library, agency.phone, agency.email)
