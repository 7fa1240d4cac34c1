"""Placing a request: the right to it, what has to be said, whether a librarian looks first."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from stdnum import luhn

from commonshelf.cards import api as cards
from commonshelf.cards.api import ReaderCard, Right
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import FORBIDDEN, Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.domain import citing
from commonshelf.sharing.domain.life import CONFLICT, State
from commonshelf.sharing.domain.ways import FARTHEST
from commonshelf.sharing.life import asking, due, settings, whom
from commonshelf.sharing.models import PatronRequest
from commonshelf.sharing.ruling import policies

SERVICES: Final = ("Loan", "Copy", "CopyOrLoan")
LEVELS: Final = ("Express", "Rush", "Normal")
ENDS_SOON: Final = timedelta(days=3)
"""A registration that ends within these days is renewed first: the book would outlive it."""
DRAWN: Final = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for. pickup: Symbol and branch, ("", "") at home. most_cost: fen they confirmed.

    way: the library they chose among the ways, and its kind (buy, partner: a librarian decides first).
    incomplete: they cannot say all that its kind needs, and a librarian completes it. library: at whose
    desk, "": the reader's own act.
    """

    reader: str
    edition: int | None = None
    citation: Mapping[str, str] = field(default_factory=dict)
    service: str = "Loan"
    kind: str = "Book"
    level: str = "Normal"
    pickup: tuple[str, str] = ("", "")
    needed_date: date | None = None
    most_cost: int = 0
    any_edition: bool = False
    way: tuple[str, str] | None = None
    note: str = ""
    agreed_copyright: bool = False
    incomplete: bool = False
    library: str = ""


def place(actor: Actor, wanted: Wanted, *, key: str = "", at: datetime | None = None) -> str:
    """The number of the request."""
    now = at or timezone.now()
    reader = cards.reader(key=wanted.reader)
    object = Ref("request", "", wanted.library) if wanted.library else Ref("reader", reader.key, reader.home)

    def once() -> Done[str]:
        row = _made(wanted, reader, now)
        facts = {
            "before": "",
            "after": row.state,
            "why": row.why,
            "side": "requester" if wanted.library else "reader",
            "service": row.service,
            "requester": whom.symbol(row.requester_id),
            "home": reader.home,
            "group": row.group_kind,
            "level": row.level,
            "kind": row.kind,
        }
        return Done(row.number, facts, whom.ref(row, wanted.library or whom.symbol(row.requester_id)))

    with members.together(), members.one_look():
        number = members.act(actor=actor, action="sharing.place", object=object, do=once, at=now, key=key)
        asking.onward(whom.find(number), now)
    return number


def _made(wanted: Wanted, reader: ReaderCard, now: datetime) -> PatronRequest:
    citation = citing.cleaned({**wanted.citation, **({"note": wanted.note} if wanted.note else {})})
    edition = _edition(wanted, citation)
    _complete(wanted, citation, edition)
    library, branch = _pickup(wanted, reader)
    _in_time(wanted, reader, now)
    right = _right(reader, library, now)
    fee = _fee(right, wanted.most_cost, now)
    row = PatronRequest(
        number=_number(),
        reader_id=reader.id,
        home_id=members.library_id(symbol=reader.home),
        group_kind=reader.group.kind,
        requester_id=members.library_id(symbol=library),
        pickup_id=members.library_id(symbol=library),
        pickup_branch=branch,
        service=wanted.service,
        kind=wanted.kind,
        level=wanted.level,
        edition=edition.id if edition else None,
        any_edition=wanted.any_edition,
        citation=citation,
        title_zh=_title(edition, citation)[:300],
        needed_date=wanted.needed_date,
        most_cost=wanted.most_cost,
        fee=fee,
        agreed_at=now if wanted.agreed_copyright else None,
        wanted_id=members.library_id(symbol=wanted.way[0]) if wanted.way and wanted.way[0] else None,
        placed_at=now,
        agent="desk" if wanted.library else "web",
    )
    row.why = _review(row, wanted, reader, now)
    row.state = State.REVIEW if row.why else State.QUEUED
    row.next_at = due.next_at(row, None, row.state, now, why=row.why)
    row.save()
    return row


def _number() -> str:
    """Drawn, never counted up, with a check digit (Luhn): it is read out over the telephone."""
    while True:
        body = str(secrets.randbelow(10**DRAWN)).zfill(DRAWN)
        number = f"Q{body}{luhn.calc_check_digit(body)}"
        if not PatronRequest.objects.filter(number=number).exists():
            return number


# -- what is wanted


def _edition(wanted: Wanted, citation: Mapping[str, str]) -> EditionCard | None:
    """Absent: no such edition. A citation whose ISBN one edition has, means that one."""
    if wanted.edition is not None:
        return living(wanted.edition)
    if wanted.kind == "Book" and (isbn := citation.get("isbn")):
        found = catalogue.by_isbn(isbn=isbn)
        return living(found[0].id) if len(found) == 1 else None
    return None


def living(number: int) -> EditionCard:
    try:
        return catalogue.edition(id=number)
    except catalogue.Moved as moved:
        return living(moved.to)


def _title(edition: EditionCard | None, citation: Mapping[str, str]) -> str:
    """Of a part its own title, with where it stands; of one volume which it is."""
    said = citation.get("title") or citation.get("chapter") or ""
    facts = edition.facts if edition else None
    whole = f"{facts.title} {facts.volume}".strip() if facts else citation.get("journal", "")
    if edition and not citation.get("chapter") and not citation.get("journal"):
        return whole
    return said or whole or citation.get("isbn") or citation.get("doi") or citation.get("note", "")[:80]


def _complete(wanted: Wanted, citation: Mapping[str, str], edition: EditionCard | None) -> None:
    """Refusals sharing.bad-choice, sharing.incomplete {fields}, sharing.bad-citation {fields},
    sharing.copyright.
    """
    choices = (
        ("service", wanted.service, SERVICES),
        ("kind", wanted.kind, citing.KINDS),
        ("level", wanted.level, LEVELS),
    )
    for name, value, known in choices:
        if value not in known:
            facts = {"field": name, "value": value[:40], "known": ", ".join(known)}
            raise Refusal("sharing.bad-choice", facts)
    if wrong := citing.broken(citation):
        raise Refusal("sharing.bad-citation", {"field": wrong[0], "citation_fields": " ".join(wrong)})
    lacking = list(citing.missing(wanted.kind, citation)) if edition is None else []
    part = citation.get("pages") or citation.get("chapter")
    if wanted.service == "Copy" and not part and "pages" not in lacking and not citation.get("doi"):
        lacking.append("pages")
    if lacking and not (wanted.incomplete and citing.named(citation)):
        raise Refusal("sharing.incomplete", {"field": lacking[0], "citation_fields": " ".join(lacking)})
    if wanted.service != "Loan" and not wanted.agreed_copyright:
        raise Refusal("sharing.copyright", {"field": "agreed_copyright"})


def _pickup(wanted: Wanted, reader: ReaderCard) -> tuple[str, str]:
    """Refusals sharing.no-such-place."""
    symbol, branch = wanted.pickup
    library = symbol or wanted.library or reader.home
    try:
        card = members.library(symbol=library)
    except Absent:
        known = ", ".join(one.symbol for one in members.libraries())
        raise Refusal("sharing.no-such-place", _nowhere(library, known)) from None
    codes = [one.code for one in card.branches]
    if branch and branch not in codes:
        known = ", ".join(f"{library}/{code}" for code in codes)
        raise Refusal("sharing.no-such-place", _nowhere(f"{library}/{branch}", known))
    return library, branch or (codes[0] if codes else "")


def _nowhere(place: str, known: str) -> dict[str, Fact]:
    return {"field": "pickup", "place": place[:80], "known": known}


def _in_time(wanted: Wanted, reader: ReaderCard, now: datetime) -> None:
    """Refusals sharing.needed-past, sharing.needed-far, sharing.card-ends."""
    today, day = timezone.localdate(now), wanted.needed_date
    if day is not None and day < today:
        facts = {"field": "needed_date", "day": day.isoformat(), "today": today.isoformat()}
        raise Refusal("sharing.needed-past", facts)
    if day is not None and day > today + FARTHEST:
        raise Refusal("sharing.needed-far", {"field": "needed_date", "date": day.isoformat()})
    if reader.active_to is not None and reader.active_to <= today + ENDS_SOON:
        last = reader.active_to - timedelta(days=1)
        raise Refusal("sharing.card-ends", {"date": last.isoformat(), "library": reader.home}, CONFLICT)


# -- the reader


def _right(reader: ReaderCard, library: str, now: datetime) -> Right:
    """Refusal sharing.no-right; who has reached their number of things waits in line instead."""
    right = cards.right(reader=reader.key, library=library, service="request", at=now)
    if right.allowed or right.reason == "items-reached":
        return right
    facts: dict[str, Fact] = {**right.facts, "reason": right.reason, "help": right.help}
    facts |= {"told": cards.sentence(right), "library": library}
    raise Refusal("sharing.no-right", facts, FORBIDDEN)


def _fee(right: Right, most: int, now: datetime) -> int:
    """What it costs the reader. Refusals sharing.costs (not confirmed), sharing.bad-amount,
    sharing.over-ceiling.
    """
    fee, ceiling = right.limits.fee, policies.policy_now(now=now).rules.limits.reader_ceiling
    if most < 0:
        raise Refusal("sharing.bad-amount", {"field": "most_cost", "most_yuan": yuan(ceiling)})
    if most > ceiling:
        raise Refusal("sharing.over-ceiling", {"field": "most_cost", "most_yuan": yuan(ceiling)})
    if fee > most:
        raise Refusal("sharing.costs", {"field": "most_cost", "cost": fee, "cost_yuan": yuan(fee)}, CONFLICT)
    return fee


def yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


def _review(row: PatronRequest, wanted: Wanted, reader: ReaderCard, now: datetime) -> str:
    """Why a librarian looks at it first; "": nobody has to."""
    library = whom.symbol(row.requester_id)
    if wanted.way and wanted.way[1] in {"buy", "partner"}:
        return f"to-{wanted.way[1]}"
    if row.edition is None:
        return "incomplete" if citing.missing(row.kind, row.citation) else "unmatched"
    if _twice(row, reader, now):
        return "duplicate"
    return "by-rule" if members.flag(library=library, name=settings.REVIEW_ALL) else ""


def _twice(row: PatronRequest, reader: ReaderCard, now: datetime) -> bool:
    """The same thing for the same reader: still open, or asked within the window."""
    days = members.number(library=reader.home, name=settings.TWICE_DAYS)
    mine = PatronRequest.objects.filter(reader=reader.id, edition=row.edition)
    recent = mine.filter(placed_at__gte=now - timedelta(days=days)) if days else mine.filter(closed_at=None)
    part = (row.citation.get("pages"), row.citation.get("chapter"))
    same: list[Any] = [
        one
        for one in recent.exclude(state__in=(State.CANCELLED, State.EXPIRED, State.UNFILLED, State.REFUSED))
        if (one.citation.get("pages"), one.citation.get("chapter")) == part
    ]
    return bool(same)
