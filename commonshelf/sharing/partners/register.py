"""The register of partners outside the alliance: the agency keeps those of all, each library its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.members.cards import Said
from commonshelf.sharing.domain.times import NOTHING, Pace, Seen
from commonshelf.sharing.models import Partner
from commonshelf.sharing.planning import knowledge, partnering

CONFLICT: Final = 409
READ: Final = "sharing.read-partners"
WRITE: Final = "sharing.set-partner"
END: Final = "sharing.end-partner"
SERVICES: Final = ("Loan", "Copy")
MOST_DAYS: Final = 365
MOST_FEN: Final = 1_000_000
LONGEST: Final = {
    "name_zh": 120, "name_en": 120, "place": 120, "symbol": 40, "mail": 254, "web": 300, "how": 500,
    "address": 300,
}  # fmt: skip
NAMES: Final = tuple(LONGEST)


@dataclass(frozen=True, slots=True)
class Terms:
    """One service of a partner. days: from asking to arrival, as typed; fee, reader_fee: fen."""

    days: int
    fee: int = 0
    reader_fee: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What is written down of a partner. Words are trimmed; services: "Loan" and "Copy", those it does."""

    name: Said
    services: dict[str, Terms]
    place: str = ""
    symbol: str = ""
    mail: str = ""
    web: str = ""
    how: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """pace: hours of the clock from asking to arrival, as plans reckon; seen: what it was learned from."""

    service: str
    terms: Terms
    pace: Pace
    seen: Seen


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """keeper: a Symbol, "" the alliance agency. ended_at: it is asked no more."""

    id: int
    keeper: str
    given: Given
    services: tuple[Service, ...]
    ended_at: datetime | None
    version: int

    @property
    def name(self) -> Said:
        return self.given.name


def ref(keeper: str, id: int | None = None) -> Ref:
    return Ref("partner", str(id or ""), keeper)


def writes(actor: Actor, keeper: str) -> bool:
    return members.allowed(actor=actor, action=WRITE, object=ref(keeper))


def desks_of(actor: Actor) -> list[str]:
    """Symbols of the libraries whose partners this person may look at."""
    return [one.symbol for one in members.libraries() if _reads(actor, one.symbol)] if actor.known else []


def _reads(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action=READ, object=ref(library))


def partners(*, actor: Actor, library: str, past: bool = False) -> list[PartnerCard]:
    """All that this library may ask, its own first; library "": those the agency keeps. Absent: not theirs.

    past: those that are asked no more.
    """
    members.demand(actor=actor, action=READ, object=ref(library))
    own = Q(keeper__symbol=library) | Q(keeper=None) if library else Q(keeper=None)
    rows = Partner.objects.filter(own, ended_at__isnull=not past).select_related("keeper")
    return _cards(rows.order_by("-keeper", "name_zh", "name_en", "pk"))


def partner(*, actor: Actor, id: int) -> PartnerCard:
    """Absent: none such, or another library's. Of the agency's, whoever may look at any library's."""
    card = next(iter(_cards(Partner.objects.filter(pk=id).select_related("keeper"))), None)
    if card is None:
        raise Absent
    if card.keeper or not desks_of(actor):
        members.demand(actor=actor, action=READ, object=ref(card.keeper, id))
    return card


def set_partner(
    *, actor: Actor, keeper: str, given: Given, id: int | None = None, version: int = 0, key: str = ""
) -> PartnerCard:
    """A new one, or (id, with the version that was read) what is known of one now. keeper "": the agency.

    Refusals sharing.partner-… with the field, sharing.changed-meanwhile; Absent: not theirs.
    """

    def do() -> Done[PartnerCard]:
        _check(given)
        row = _row(id, keeper, version) if id else Partner(keeper_id=_keeper(keeper), version=0)
        _write(row, given)
        row.ended_at, row.version = None, row.version + 1
        row.save()
        knowledge.changed()
        facts = {"outside": row.pk, "services": sorted(given.services)}
        return Done(_card(row.pk), facts, ref(keeper, row.pk), stored=row.pk)

    return members.act(
        actor=actor,
        action=WRITE,
        object=ref(keeper, id),
        do=do,
        key=key,
        again=lambda stored: _card(int(str(stored))),
    )


def end_partner(*, actor: Actor, id: int, version: int, key: str = "") -> PartnerCard:
    """It is asked no more; requests that are with it go on to their end. Absent: not theirs."""
    keeper = partner(actor=actor, id=id).keeper

    def do() -> Done[PartnerCard]:
        row = _row(id, keeper, version)
        row.ended_at, row.version = timezone.now(), row.version + 1
        row.save(update_fields=["ended_at", "version"])
        knowledge.changed()
        return Done(_card(id), {"outside": id}, ref(keeper, id), stored=id)

    return members.act(
        actor=actor,
        action=END,
        object=ref(keeper, id),
        do=do,
        key=key,
        again=lambda stored: _card(int(str(stored))),
    )


def hand_over(library: str, to_library: str, at: datetime) -> int:
    """A library leaves: its partners are its heir's, or asked no more. How many."""
    rows = Partner.objects.filter(keeper__symbol=library, ended_at=None)
    heir = members.library_id(symbol=to_library) if to_library else None
    moved = rows.update(keeper=heir) if heir else rows.update(ended_at=at)
    if moved:
        knowledge.changed()
    return moved


# -- rows


def _keeper(library: str) -> int | None:
    return members.library_id(symbol=library) if library else None


def _row(id: int, keeper: str, version: int) -> Partner:
    row = Partner.objects.filter(pk=id, keeper=_keeper(keeper)).first()
    if row is None:
        raise Absent
    if row.version != version:
        raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
    return row


def _check(given: Given) -> None:
    """Refusals sharing.partner-nameless, -idle, -mail, -web, -number, each with its field."""
    if not (given.name.zh or given.name.en):
        raise Refusal("sharing.partner-nameless", {"field": "name_zh"})
    if not given.services or set(given.services) - set(SERVICES):
        raise Refusal("sharing.partner-idle", {"field": "loan_days"})
    for field, validate, text in (("mail", validate_email, given.mail), ("web", _web, given.web)):
        if text:
            try:
                validate(text)
            except ValidationError:
                raise Refusal(f"sharing.partner-{field}", {"field": field, "said": text[:60]}) from None
    for service, one in given.services.items():
        money_fits = 0 <= one.fee <= MOST_FEN and 0 <= one.reader_fee <= MOST_FEN
        if not (1 <= one.days <= MOST_DAYS and money_fits):
            field = f"{service.lower()}_{'days' if money_fits else 'fee'}"
            facts: dict[str, Fact] = {"field": field, "most": MOST_DAYS, "most_yuan": f"{MOST_FEN // 100:,}"}
            raise Refusal("sharing.partner-number", facts)


def _web(text: str) -> None:
    URLValidator(schemes=["http", "https"])(text)


def _write(row: Partner, given: Given) -> None:
    told = {"name_zh": given.name.zh, "name_en": given.name.en}
    for name in NAMES:
        said = told.get(name) or getattr(given, name, "") or ""
        setattr(row, name, " ".join(said.split())[: LONGEST[name]])
    for service in SERVICES:
        one, name = given.services.get(service), service.lower()
        setattr(row, f"{name}_days", one.days if one else None)
        setattr(row, f"{name}_fee", one.fee if one else 0)
        setattr(row, f"{name}_reader_fee", one.reader_fee if one else 0)


def _card(id: int) -> PartnerCard:
    return _cards(Partner.objects.filter(pk=id).select_related("keeper"))[0]


def _cards(rows: Iterable[Partner]) -> list[PartnerCard]:
    today: date = timezone.localdate()
    paces = partnering.seen(today - knowledge.REMEMBERED, today)
    return [_one(row, paces) for row in rows]


def _one(row: Partner, paces: dict[tuple[int, str], Seen]) -> PartnerCard:
    services = []
    for one in partnering.services(row, paces):
        days = row.loan_days if one.service == "Loan" else row.copy_days
        terms = Terms(days or 0, one.fee, one.reader_fee)
        services.append(Service(one.service, terms, one.pace, paces.get((row.pk, one.service), NOTHING)))
    given = Given(
        name=Said(row.name_zh, row.name_en),
        services={one.service: one.terms for one in services},
        **{name: getattr(row, name) for name in NAMES[2:]},
    )
    keeper = row.keeper.symbol if row.keeper else ""
    return PartnerCard(row.pk, keeper, given, tuple(services), row.ended_at, row.version)
