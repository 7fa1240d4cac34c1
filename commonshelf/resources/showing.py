"""Rows as cards, and the lists of them: one question for the rows, one for what is counted of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.refusal import Absent
from commonshelf.kernel.text import fold
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources.cards import ArrivalCard, FaultCard, Linked, ResourceCard, TitleCard
from commonshelf.resources.deciding import licence_of
from commonshelf.resources.domain import terms
from commonshelf.resources.models import Arrival, Fault, Resource, Title

ROWS: Final = 50
ANY: Final = "*"
"""Of every owner."""
TITLE_STATES: Final = ("", "unmatched", "by-hand", "broken", "gone")


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """page counts from 1."""

    rows: tuple[ResourceCard, ...]
    page: int
    more: bool

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


@dataclass(frozen=True, slots=True)
class TitlePage:
    """Found: all of them, on all pages."""

    rows: tuple[TitleCard, ...]
    found: int
    page: int
    more: bool

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


def owner_filter(owner: str) -> Q:
    """owner: a Symbol, "" what the alliance licensed, ANY all."""
    if owner == ANY:
        return Q()
    return Q(owner=members.library_id(symbol=owner)) if owner else Q(owner=None)


def state_of(row: Resource, day: date) -> str:
    return terms.in_force(licence_of(row, ""), day) or "active"


def cards_of(rows: Iterable[Resource]) -> list[ResourceCard]:
    every = list(rows)
    counts = dict(
        Title.objects.filter(resource__in=[row.pk for row in every], gone_at=None)
        .values_list("resource")
        .annotate(Count("pk"))
        .order_by()
    )
    symbols, today = members.symbols_by_id(), timezone.localdate()
    return [
        ResourceCard(
            id=row.pk,
            owner=symbols[row.owner_id] if row.owner_id else "",
            kind=row.kind,
            name=Said(row.name_zh, row.name_en),
            about=Said(row.about_zh, row.about_en),
            provider=row.provider,
            url=row.url,
            classes=tuple(row.classes),
            terms=terms.read(row.terms),
            open_access=row.open_access,
            active_from=row.active_from,
            active_to=row.active_to,
            state=state_of(row, today),
            link=linked(row),
            titles=counts.get(row.pk, 0),
            version=row.version,
        )
        for row in every
    ]


def linked(row: Resource | Title) -> Linked:
    return Linked(row.link_state, row.link_status, row.link_why, row.moved_to, row.checked_at)


def resource(*, id: int) -> ResourceCard:
    """Also one that ended; Absent where there is none."""
    row = Resource.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return cards_of([row])[0]


def resources(
    *,
    owner: str = ANY,
    words: str = "",
    letter: str = "",
    clc: str = "",
    kind: str = "",
    ended: bool = False,
    page: int = 1,
    rows: int = ROWS,
) -> ResourcePage:
    """By name. words: all must occur in name, provider or what is said of it. letter: A–Z, or "#" for the
    others. clc: of that class. ended: those that ended as well.
    """
    found = Resource.objects.filter(owner_filter(owner))
    if not ended:
        found = found.filter(closed_at=None)
    if kind:
        found = found.filter(kind=kind)
    kept = [row for row in found if _wanted(row, words, letter, clc)]
    kept.sort(key=sorting)
    start = (max(1, page) - 1) * rows
    return ResourcePage(tuple(cards_of(kept[start : start + rows])), max(1, page), len(kept) > start + rows)


def _wanted(row: Resource, words: str, letter: str, clc: str) -> bool:
    text = fold(f"{row.name_zh} {row.name_en} {row.provider} {row.about_zh} {row.about_en}")
    if not all(word in text for word in fold(words).split()):
        return False
    if letter and letter_of(row.name_en or row.name_zh) != letter:
        return False
    return not clc or any(mark.startswith(clc) for mark in row.classes)


def sorting(row: Resource) -> tuple[str, str, int]:
    """Those with a Latin name from A to Z, then the others as written."""
    name = row.name_en or row.name_zh
    letter = letter_of(name)
    return "~" if letter == "#" else letter, fold(name), row.pk


def letter_of(name: str) -> str:
    head = fold(name).lstrip()[:1].upper()
    return head if "A" <= head <= "Z" else "#"


def letters() -> list[str]:
    """Those under which there is something."""
    rows = Resource.objects.filter(closed_at=None).values_list("name_en", "name_zh")
    there = {letter_of(english or chinese) for english, chinese in rows}
    return sorted(there - {"#"}) + (["#"] if "#" in there else [])


def classes() -> list[str]:
    """Main classes under which there is something, in the order of the classification."""
    return sorted(
        {mark[:1] for marks in Resource.objects.filter(closed_at=None).values_list("classes", flat=True)
         for mark in marks}
    )  # fmt: skip


# -- titles


def titles(*, resource: int, words: str = "", state: str = "", page: int = 1, rows: int = ROWS) -> TitlePage:
    """By title. words: the beginning of the title, or a number. state: of TITLE_STATES."""
    found = _in_state(Title.objects.filter(resource=resource), state)
    if words.strip():
        number = "".join(words.split())
        by_number = Q(print_id=number) | Q(online_id=number) | Q(title_id=words.strip())
        found = found.filter(by_number | Q(folded__contains=fold(words).strip()))
    start = (max(1, page) - 1) * rows
    there = found.count()
    shown = found.order_by("folded", "pk")[start : start + rows]
    return TitlePage(tuple(map(title_card, shown)), there, max(1, page), there > start + rows)


def _in_state(found: QuerySet[Title], state: str) -> QuerySet[Title]:
    if state == "gone":
        return found.exclude(gone_at=None)
    found = found.filter(gone_at=None)
    if state == "unmatched":
        return found.filter(edition=None).exclude(matched_by="hand")
    if state == "by-hand":
        return found.filter(matched_by="hand")
    return found.filter(link_state="broken") if state == "broken" else found


def title(*, id: int) -> TitleCard:
    """Raises Absent."""
    row = Title.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return title_card(row)


def title_card(row: Title) -> TitleCard:
    return TitleCard(
        id=row.pk,
        resource=row.resource_id,
        title_id=row.title_id,
        title=row.title,
        print_id=row.print_id,
        online_id=row.online_id,
        coverage=tuple(row.coverage),
        embargo=row.embargo,
        url=row.url,
        author=row.author,
        kind=row.kind,
        access=row.access,
        line=dict(row.line),
        edition=row.edition,
        matched_by=row.matched_by,
        link=linked(row),
    )


def counts_of(resource: int) -> dict[str, int]:
    """How many titles there are, matched, by hand, free, and with a broken link."""
    told = Title.objects.filter(resource=resource, gone_at=None).aggregate(
        titles=Count("pk"),
        matched=Count("pk", filter=~Q(edition=None)),
        by_hand=Count("pk", filter=Q(matched_by="hand")),
        free=Count("pk", filter=Q(access="F")),
        broken=Count("pk", filter=Q(link_state="broken")),
    )
    return {**told, "unmatched": told["titles"] - told["matched"]}


# -- what was brought


def arrival_card(row: Arrival) -> ArrivalCard:
    symbols = members.symbols_by_id()
    owner = row.resource.owner_id
    return ArrivalCard(
        id=row.pk,
        resource=row.resource_id,
        owner=symbols[owner] if owner else "",
        state=row.state,
        name=row.name,
        whole=row.whole,
        lines=row.lines,
        titles=row.titles,
        added=row.added,
        changed=row.changed,
        gone=row.gone,
        matched=row.matched,
        rejected=row.rejected,
        told=row.told,
        examples=tuple(row.examples),
        refused=dict(row.refused),
        at=row.at,
        by=row.by,
        done_at=row.done_at,
        version=row.version,
    )


def arrival(*, id: int) -> ArrivalCard:
    """Raises Absent."""
    row = Arrival.objects.select_related("resource").filter(pk=id).first()
    if row is None:
        raise Absent
    return arrival_card(row)


def arrivals(*, resource: int, rows: int = 20) -> list[ArrivalCard]:
    """Newest first."""
    found = Arrival.objects.select_related("resource").filter(resource=resource).order_by("-pk")[:rows]
    return [arrival_card(row) for row in found]


def faults(*, arrival: int, start: int = 0, rows: int = 200) -> Sequence[FaultCard]:
    found = Fault.objects.filter(arrival=arrival).order_by("number", "pk")[start : start + rows]
    return [
        FaultCard(row.number, row.column, row.code, row.value, bytes(row.raw) if row.raw else None)
        for row in found
    ]
