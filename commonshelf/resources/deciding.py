"""What may be had of an edition: levels of its holders' copies, and ways to read it online."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel import ids
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import levels_kept as kept
from commonshelf.resources.cards import LevelCard, OnlineWay
from commonshelf.resources.domain import coverage, terms
from commonshelf.resources.domain.levels import Line, Meaning, Ruling, Thing, decide
from commonshelf.resources.domain.terms import Licence, Reader
from commonshelf.resources.models import Resource, Title

Holder = tuple[str, str, str, str]
"""Symbol, branch, shelving location, loan policy."""
MOST: Final = 50
"""Ways to read one edition online; nobody reads further."""
_BEST: Final = ("yes", "sign-in", "go-there", "ask-owner", "ask-agency", "no")
_NEEDS: Final = {
    "sign-in": ("sign-in",),
    "go-there": ("go-there",),
    "ask-owner": ("approval-owner",),
    "ask-agency": ("approval-agency",),
}


def card_of(ruling: Ruling) -> LevelCard:
    return LevelCard(
        level=ruling.level,
        groups=ruling.groups,
        embargo_days=ruling.embargo_days,
        until=ruling.until,
        most_pages=ruling.most_pages,
        share=ruling.share,
        whose=ruling.whose,
        line=ruling.line,
        bounded=ruling.bounded,
    )


# -- printed things


def levels_for(
    *,
    edition: EditionCard | int | None,
    holders: Sequence[Holder],
    service: str,
    day: date | None = None,
) -> dict[Holder, LevelCard]:
    """Of each holder's copy. edition: its card, where the caller has it; None: not in the catalogue."""
    return _levels(edition, holders, service, day or timezone.localdate(), kept.current())


def levels_by_service(
    *, edition: EditionCard | int | None, holders: Sequence[Holder], services: Sequence[str]
) -> dict[str, dict[Holder, LevelCard]]:
    """The same for several services, by lines that are looked up once."""
    today, held = timezone.localdate(), kept.current()
    return {service: _levels(edition, holders, service, today, held) for service in services}


def _levels(
    edition: EditionCard | int | None, holders: Sequence[Holder], service: str, today: date, held: kept.Held
) -> dict[Holder, LevelCard]:
    number = edition if isinstance(edition, int) or edition is None else edition.id
    classes, year = _facts(edition, _lines(holders, held))
    found: dict[Holder, LevelCard] = {}
    for holder in dict.fromkeys(holders):
        library, branch, location, policy = holder
        thing = Thing(library, None, number, classes, branch, location, policy, year)
        found[holder] = card_of(decide(kept.lines_for(library, held), thing, service, today))
    return found


def _lines(holders: Iterable[Holder], held: kept.Held) -> Iterable[Line]:
    for owner in {"", *(holder[0] for holder in holders)}:
        yield from held.by.get(owner, ())


def _facts(edition: EditionCard | int | None, lines: Iterable[Line]) -> tuple[tuple[str, ...], int | None]:
    """Class marks and year, fetched only when some line asks for them."""
    if edition is None or not any(line.scope == "class" or line.embargo_days for line in lines):
        return (), None
    if isinstance(edition, int):
        cards_found = catalogue.editions(ids=[edition])
        if not cards_found:
            return (), None
        edition = cards_found[0]
    marks = tuple(one.number for one in edition.facts.classes if one.scheme == "clc")
    return marks, edition.facts.year


# -- electronic ones


def online(
    *,
    edition: EditionCard | int | None = None,
    identifiers: Iterable[str] = (),
    reader: Reader | None = None,
    year: int | None = None,
    day: date | None = None,
) -> list[OnlineWay]:
    """Every way to read this edition online, the ones that are open to this reader first.

    identifiers: ISBNs and ISSNs in any form, besides those of the edition, which are fetched only where its
    card is not given. year: of the part that is wanted; what does not cover it is left out.
    """
    today = day or timezone.localdate()
    who = reader or Reader()
    number, numbers = _asked(edition, identifiers)
    if number is None and not numbers:
        return []
    rows = list(titles(number, numbers))
    if not rows:
        return []
    asked = Asking(who, today)
    ways = [
        asked.way(row.resource, row)
        for row in rows
        if coverage.covers(row.coverage, row.embargo, year, today)
    ]
    return sorted(ways, key=lambda one: (_BEST.index(one.answer), not one.open_access, one.resource))[:MOST]


def _asked(edition: EditionCard | int | None, identifiers: Iterable[str]) -> tuple[int | None, set[str]]:
    numbers = set(numbers_in(identifiers))
    if edition is None:
        return None, numbers
    if isinstance(edition, int):
        found = catalogue.editions(ids=[edition])
        if not found:
            return edition, numbers
        edition = found[0]
    return edition.id, numbers | set(edition.facts.isbns) | set(edition.facts.issns)


def numbers_in(texts: Iterable[str]) -> Iterable[str]:
    """ISBNs as 13 digits, ISSNs with their hyphen."""
    for text in texts:
        good, _ = ids.isbns(text)
        yield from good
        if not good and (one := ids.issn(text)):
            yield one


def titles(number: int | None, numbers: set[str]) -> QuerySet[Title]:
    """Titles of resources that are not ended; what somebody matched by hand goes by that alone.

    Each column has its own index, and of an OR SQLite may use none: so they are put together by a union.
    """
    asked = [Q(edition=number)] if number is not None else []
    if numbers:
        by_number = ~Q(matched_by="hand")
        asked += [by_number & Q(print_id__in=numbers), by_number & Q(online_id__in=numbers)]
    first, *others = (Title.objects.filter(one).values("pk") for one in asked)
    rows = Title.objects.filter(gone_at=None, resource__closed_at=None).select_related("resource")
    return rows.filter(pk__in=first.union(*others) if others else first).order_by("pk")[:MOST]


def licence_of(row: Resource, owner: str) -> Licence:
    return Licence(
        owner=owner,
        terms=terms.read(row.terms),
        open_access=row.open_access,
        active_from=row.active_from,
        active_to=row.active_to,
        closed=row.closed_at is not None,
    )


class Asking:
    """One reader on one day: each resource is judged once, however many titles it has."""

    def __init__(self, reader: Reader, day: date) -> None:
        self.reader, self.day = reader, day
        self.held = kept.current()
        self.symbols = members.symbols_by_id()
        self._licences: dict[Hashable, tuple[Licence, Ruling]] = {}
        self._reciprocal: dict[str, bool] = {}

    def judged(self, row: Resource) -> tuple[Licence, Ruling]:
        if row.pk not in self._licences:
            owner = self.symbols[row.owner_id] if row.owner_id else ""
            licence = licence_of(row, owner)
            self._licences[row.pk] = licence, self.ruled(row, licence, "Read")
        return self._licences[row.pk]

    def ruled(self, row: Resource, licence: Licence, service: str) -> Ruling:
        lines = kept.lines_for(licence.owner, self.held)
        usual = terms.usual_level(licence, service)
        return decide(lines, Thing(licence.owner, row.pk), service, self.day, usual)

    def may(self, row: Resource, *, free: bool = False) -> tuple[Meaning, Licence, Ruling]:
        """free: this title may be read by all, though its package is paid for."""
        licence, ruling = self.judged(row)
        if free and not licence.open_access:
            licence = Licence(
                licence.owner, licence.terms, open_access=True, active_from=None, active_to=None
            )
        reader = self.reader
        if ruling.level == "home" and reader.home and licence.owner not in {"", reader.home}:
            known = self.reciprocal(licence.owner)
            reader = Reader(reader.home, reader.group, reader.on_site, reciprocal=known)
        return terms.may_read(licence, ruling, reader, self.day), licence, ruling

    def reciprocal(self, owner: str) -> bool:
        """Whether the owner's rules of rights let readers of that home and group use it from elsewhere."""
        if owner not in self._reciprocal:
            rights = cards.rights_of(
                home=self.reader.home,
                group_kind=self.reader.group,
                library=owner,
                at=timezone.now(),
            )
            self._reciprocal[owner] = rights["remote"].allowed
        return self._reciprocal[owner]

    def way(self, row: Resource, title: Title | None = None) -> OnlineWay:
        free = title is not None and title.access == "F"
        meaning, licence, ruling = self.may(row, free=free)
        facts: dict[str, Any] = {"library": licence.owner}
        if row.active_to and meaning.why == "over":
            facts["day"] = row.active_to.isoformat()
        if row.active_from and meaning.why == "not-begun":
            facts["day"] = row.active_from.isoformat()
        if ruling.until and meaning.why == "embargo":
            facts["day"] = ruling.until.isoformat()
        link = title if title is not None and title.url else row
        return OnlineWay(
            resource=row.pk,
            resource_name=Said(row.name_zh, row.name_en),
            owner=licence.owner,
            title=title.pk if title else None,
            title_name=title.title if title else "",
            url=link.url if meaning.answer == "yes" else "",
            level=ruling.level,
            answer=meaning.answer,
            why=meaning.why or "licensed",
            needs=_NEEDS.get(meaning.answer, ()),
            facts=facts,
            open_access=row.open_access or free,
            seats=licence.terms.seats,
            copy=card_of(self.ruled(row, licence, "Copy")),
            link=link.link_state,
            coverage=tuple(title.coverage) if title else (),
            embargo=title.embargo if title else "",
        )
