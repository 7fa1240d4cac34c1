"""What a plan needs to know, asked in as many questions for forty holders as for ten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Copy, EditionCard
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.resources import api as resources
from commonshelf.sharing.domain.clocks import WorkClock, instant
from commonshelf.sharing.domain.extents import pages_of
from commonshelf.sharing.domain.ranking import Weights
from commonshelf.sharing.domain.sources import Allowed, Desk, Holder, Online, Ruled, Situation, Sources
from commonshelf.sharing.domain.times import Pace
from commonshelf.sharing.domain.ways import Asked
from commonshelf.sharing.planning import knowledge
from commonshelf.sharing.planning.anybody import anybody
from commonshelf.sharing.planning.holding import Gathering, holder
from commonshelf.sharing.planning.trades import trades_of
from commonshelf.sharing.ruling.cards import PolicyCard
from commonshelf.sharing.ruling.policies import policy_now

SERVICES: Final = ("borrow", "request", "read")
"""Rights that decide which ways there are."""
FULL: Final = "items-reached"
NOBODY: Final = cards.Among("", "", {})
"""Who has not signed in reads what is open to all."""
YEAR: Final = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Gathered:
    situation: Situation
    sources: Sources
    ruled: Ruled


@dataclass(frozen=True, slots=True)
class Item:
    """What is asked for: copies and libraries of one edition, or of all of its work."""

    edition: int | None = None
    title: str = ""
    libraries: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    card: EditionCard | None = None


def gather(
    reader: str,
    edition: EditionCard | int | None,
    citation: Mapping[str, object],
    asked: Asked,
    now: datetime,
) -> Gathered:
    """reader: the key of a person, "": as `anybody` says. Absent, Moved or Gone: no such edition."""
    with members.one_look():
        item = _item(edition, citation, same_work=asked.any_edition)
        among = cards.rights_among(
            reader=reader,
            anybody=None if reader else anybody(asked),
            libraries=item.libraries,
            services=SERVICES,
            at=now,
        )
        library = _requester(asked, among.home)
        policy = policy_now(now=now)
        known = knowledge.known(now)
        request = _request(among) if among.home else _visitor(reader, among)
        situation = Situation(
            asked=asked,
            home=among.home,
            desk=_desk(library, asked.branch, known),
            request=request,
            needed=needed_instant(asked),
            title=item.title,
            pages=pages_of(item.card.facts.extent) if item.card else None,
            group=among.group_kind,
            deciding=_deciding(item.libraries, known),
            buyable=bool(among.home) and request.ok,
        )
        own = Gathering(
            now=now,
            asked=asked,
            home=among.home,
            group=among.group_kind,
            library=library,
            branch=situation.desk.branch,
            known=known,
            rights={
                one: {name: _allowed(right) for name, right in told.items()}
                for one, told in among.rights.items()
            },
            trades=trades_of(item.libraries, library, known, policy, now),
            levels=_levels(item),
        )
        holders = tuple(_holders(item, own))
        online = (
            tuple(_online(item, citation, among if reader else NOBODY, asked))
            if asked.form != "print"
            else ()
        )
        sources = Sources(holders, online, known.outside(library), item.edition)
        return Gathered(situation, sources, ruled_by(policy))


def for_rota(
    *,
    requester: str,
    branch: str,
    home: str,
    group: str,
    ids: Sequence[int],
    asked: Asked,
    now: datetime,
    pages: int | None = None,
) -> Gathered:
    """Who could supply one of these editions, whatever the reader's rights are by now: those were asked when
    the request was placed. pages: of the whole work.
    """
    with members.one_look():
        found = catalogue.holdings_of(ids=ids, same_work=asked.any_edition)
        item = _together(found)
        policy, known = policy_now(now=now), knowledge.known(now)
        desk = _desk(requester, branch, known)
        own = Gathering(
            now=now,
            asked=asked,
            home=home,
            group=group,
            library=requester,
            branch=desk.branch,
            known=known,
            rights={},
            trades=trades_of(item.libraries, requester, known, policy, now),
            levels=_levels(item),
        )
        situation = Situation(
            asked=asked,
            home=home,
            desk=desk,
            request=Allowed(),
            needed=needed_instant(asked),
            title=item.title,
            pages=pages,
            group=group,
            deciding=_deciding(item.libraries, known),
        )
        holders = tuple(_holders(item, own))
        return Gathered(situation, Sources(holders, edition=item.edition), ruled_by(policy))


def ruled_by(policy: PolicyCard) -> Ruled:
    limits = policy.rules.limits
    return Ruled(
        weights=Weights.of(policy.rules.weights),
        version=policy.number,
        copy_percent=limits.copy_percent,
        approvals=policy.rules.approvals,
        closed_hours=float(limits.closed_hours),
        reciprocal=limits.reciprocal,
        reader_ceiling=limits.reader_ceiling,
        supply_ceiling=limits.supply_ceiling,
        month_ceiling=limits.month_ceiling,
    )


def needed_instant(asked: Asked) -> float | None:
    """The end of the last day on which it is of use."""
    if asked.needed_date is None:
        return None
    zone = timezone.get_default_timezone()
    return instant(datetime.combine(asked.needed_date + timedelta(days=1), time(), zone))


# -- the thing


def _item(edition: EditionCard | int | None, citation: Mapping[str, object], *, same_work: bool) -> Item:
    if edition is None:
        return Item(title=str(citation.get("title") or ""))
    card = edition if isinstance(edition, EditionCard) else catalogue.edition(id=edition)
    libraries, copies = card.libraries, card.copies
    if same_work:
        found = _together(catalogue.holdings_of(ids=[card.id], same_work=True))
        libraries, copies = found.libraries, found.copies
    return Item(card.id, card.facts.title, libraries, copies, card)


def _together(found: Iterable[catalogue.Holding]) -> Item:
    held = list(found)
    libraries = tuple(sorted({library for one in held for library in one.libraries}))
    copies = tuple(copy for one in held for copy in one.copies)
    return Item(held[0].edition, held[0].title, libraries, copies) if held else Item()


def _holders(item: Item, own: Gathering) -> Iterable[Holder]:
    by_library: dict[str, list[Copy]] = {one: [] for one in item.libraries}
    for copy in item.copies:
        by_library.setdefault(copy.library, []).append(copy)
    for library, copies in by_library.items():
        try:
            yield holder(library, copies, own)
        except Absent:  # it has left: what it held is offered no more
            continue


def _levels(item: Item) -> dict[str, Mapping[tuple[str, str, str, str], resources.LevelCard]]:
    """Service -> (library, branch, location, policy) -> level. Without a copy told: of all its print."""
    told = {(one.library, one.branch, one.shelving_location, one.loan_policy) for one in item.copies}
    told |= {(one, "", "", "") for one in item.libraries}
    edition = item.card or item.edition
    found = resources.levels_by_service(
        edition=edition, holders=sorted(told), services=tuple(resources.SERVICES)
    )
    return dict(found)


# -- the reader


def _requester(asked: Asked, home: str) -> str:
    """Whose desk would look after it: of the pick-up place, else at home; a visitor's: none."""
    if asked.library:
        members.library(symbol=asked.library)
        return asked.library
    return home


def _visitor(reader: str, among: cards.Among) -> Allowed:
    """Somebody without a card, or nobody signed in."""
    told = next((one["request"] for one in among.rights.values()), None)
    reason = told.reason if told and reader else "no-card"
    return Allowed(ok=False, reason=reason, help="get-card")


def _request(among: cards.Among) -> Allowed:
    """Who has as many requests open as may be waits for their turn: the way is open, later."""
    found = _allowed(among.rights[among.home]["request"])
    return replace(found, ok=True) if found.reason == FULL else found


def _allowed(right: cards.Right) -> Allowed:
    return Allowed(right.allowed, right.reason, right.help, right.facts, right.limits.fee)


def _desk(library: str, branch: str, known: knowledge.Known) -> Desk:
    if not library:
        return Desk("", "", knowledge.clock(""), known.pace("", "Loan", "shelve"))
    codes = [one.code for one in members.library(symbol=library).branches]
    supplies = {
        service for service in ("Loan", "Copy") if known.capacities.get((library, service), (None, 0))[0] != 0
    }
    return Desk(
        library=library,
        branch=branch if branch in codes else (codes[0] if codes else ""),
        clock=knowledge.clock(library),
        shelving=known.pace(library, "Loan", "shelve"),
        supplies=frozenset(supplies),
    )


def _deciding(libraries: Iterable[str], known: knowledge.Known) -> dict[str, tuple[Pace, WorkClock]]:
    """Everybody who may have to decide on a licence; "" the alliance's agency."""
    found = {"": (known.pace("", "Licence", "decide"), knowledge.clock(""))}
    for one in libraries:
        try:
            found[one] = known.pace(one, "Licence", "decide"), knowledge.clock(one)
        except Absent:
            continue
    return found


def _online(item: Item, citation: Mapping[str, object], among: cards.Among, asked: Asked) -> Iterable[Online]:
    numbers = [str(citation[name]) for name in ("isbn", "issn") if citation.get(name)]
    who = resources.Reader(home=among.home, group=among.group_kind, on_site=asked.network)
    year = str(citation.get("year") or "")
    for one in resources.online(
        edition=item.card or item.edition,
        identifiers=numbers,
        reader=who,
        year=int(year) if YEAR.fullmatch(year) else None,
    ):
        yield Online(
            resource=one.resource_name.zh or one.resource_name.en,
            owner=one.owner,
            url=one.url,
            level=one.level,
            answer=one.answer,
            why=one.why,
            needs=one.needs,
            open_access=one.open_access,
            link_state=one.link,
            facts={
                **one.facts,
                "id": one.resource,
                "name_zh": one.resource_name.zh,
                "name_en": one.resource_name.en,
            },
        )
