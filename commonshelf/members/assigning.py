"""Librarians in charge of disciplines: assigning, ending, and who is in charge of what (S16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import colleagues
from commonshelf.members.acting import Done, act, demand
from commonshelf.members.cards import Said
from commonshelf.members.domain import checks
from commonshelf.members.domain.skills import DISCIPLINES
from commonshelf.members.holders import Held
from commonshelf.members.libraries import row_of
from commonshelf.members.models import Assignment
from commonshelf.members.people import find, said_of
from commonshelf.members.profile_words import DISCIPLINES as NAMES

READ = "members.read-staff"
CONFLICT = 409
PAGE = "/staff/disciplines?library={}"


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    """Who is in charge of what, where. discipline: a class mark; active_to: the first day without it."""

    id: int
    person: str
    name: Said
    library: str
    discipline: str
    active_from: date
    active_to: date | None

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


def assign(
    *,
    actor: Actor,
    library: str,
    person: str,
    discipline: str,
    active_from: date | None = None,
    active_to: date | None = None,
    key: str = "",
) -> int:
    """Put somebody (user name or key) who works there in charge; the assignment's id.

    active_to: the first day without it. Refuses who does not work there, and what they have already.
    """

    def do() -> Done[int]:
        if discipline not in DISCIPLINES:
            raise Refusal("members.no-such-discipline", {"code": discipline[:10]})
        who, start = find(person), active_from or timezone.localdate()
        checks.dates(start, active_to)
        if not colleagues.staff(day=start, libraries=[library], keys=[who.key]):
            raise Refusal("members.not-working-there", {"from": str(start)})
        place = row_of(library)
        same = Assignment.objects.filter(_lasting(start), person=who, library=place, discipline=discipline)
        if (same.filter(active_from__lt=active_to) if active_to else same).exists():
            raise Refusal("members.assigned-already", status=CONFLICT)
        row = Assignment.objects.create(
            person=who, library=place, discipline=discipline, active_from=start, active_to=active_to
        )
        return Done(row.pk, _facts(row), Ref("assignment", str(row.pk), library))

    object = Ref("assignment", "", library)
    return act(actor=actor, action="members.assign", object=object, do=do, key=key)


def end_assignment(*, actor: Actor, assignment: int, active_to: date | None = None, key: str = "") -> None:
    """active_to: the first day without it, today when left out."""
    object = Ref("assignment", str(assignment), _row(assignment).library.symbol)

    def do() -> Done[None]:
        row, today = _row(assignment), timezone.localdate()
        end = active_to or today
        if row.active_to is not None and row.active_to <= today:
            raise Refusal("members.assignment-over", {"to": str(row.active_to)}, CONFLICT)
        if end < today:
            raise Refusal("members.ends-in-the-past", {"to": str(end)})
        _end(row, end)
        return Done(None, _facts(row))

    act(actor=actor, action="members.end-assignment", object=object, do=do, key=key)


def assignments(
    *, actor: Actor, library: str = "", discipline: str = "", person: str = "", day: date, over: bool = False
) -> list[AssignmentCard]:
    """Those that hold on the day or are to come, by discipline and library; over: those that are past."""
    demand(actor=actor, action=READ, object=Ref("alliance", ""))
    found = Assignment.objects.filter(~_lasting(day) if over else _lasting(day))
    for name, said in (("library__symbol", library), ("discipline", discipline), ("person__key", person)):
        if said:
            found = found.filter(**{name: said})
    rows = found.select_related("person", "library")
    return [_card(row) for row in rows.order_by("discipline", "library__symbol", "person__username", "pk")]


def _lasting(day: date) -> Q:
    """In force on the day or later; one that ends on its first day never holds."""
    return Q(active_to=None) | (Q(active_to__gt=day) & ~Q(active_to=F("active_from")))


def _card(row: Assignment) -> AssignmentCard:
    return AssignmentCard(
        row.pk,
        row.person.key,
        said_of(row.person),
        row.library.symbol,
        row.discipline,
        row.active_from,
        row.active_to,
    )


def _row(id: int) -> Assignment:
    row = Assignment.objects.filter(pk=id).select_related("person", "library").first()
    if row is None:
        raise Absent
    return row


def _end(row: Assignment, end: date) -> None:
    row.active_to = max(end, row.active_from)
    row.save(update_fields=["active_to"])


def _facts(row: Assignment) -> dict[str, object]:
    return {
        "person": row.person.key,
        "discipline": row.discipline,
        "from": str(row.active_from),
        "to": str(row.active_to) if row.active_to else None,
    }


class AssignmentHolder:
    """What is said to `holders`: nobody leaves a discipline behind without a word."""

    def open_work(self, *, person: str = "", library: str = "") -> list[Held]:
        return [
            Held(
                Ref("assignment", str(row.pk), row.library.symbol),
                _title(row.discipline),
                PAGE.format(row.library.symbol),
            )
            for row in _held(person, library)
        ]

    def hand_over(
        self,
        *,
        actor: Actor,
        person: str,
        library: str,
        to_person: str,
        to_library: str,  # noqa: ARG002  # a holder's argument; who is in charge here is not so elsewhere
        at: datetime,
    ) -> int:
        """A person's: to to_person if they work there, else they end. A library's end with it."""
        today, house = timezone.localdate(at), replace(actor, operator=True)
        rows = list(_held(person, library))
        for row in rows:
            symbol = row.library.symbol
            act(
                actor=house,
                action="members.end-assignment",
                object=Ref("assignment", str(row.pk), symbol),
                do=lambda row=row: _ended(row, today),  # type: ignore[misc]
                at=at,
            )
            heir = colleagues.staff(day=today, libraries=[symbol], keys=[to_person]) if to_person else []
            has = Assignment.objects.filter(
                _lasting(today), person__key=to_person, library=row.library, discipline=row.discipline
            )
            if person and heir and not has.exists():
                assign(actor=house, library=symbol, person=to_person, discipline=row.discipline)
        return len(rows)


def _ended(row: Assignment, day: date) -> Done[None]:
    _end(row, day)
    return Done(None, _facts(row))


def _title(discipline: str) -> Said:
    """In both languages at once, as lists of what is still held show it."""
    return Said(f"学科 {discipline}", f"Discipline {discipline}")


def _held(person: str, library: str) -> QuerySet[Assignment]:
    """With a person and library "", those at places where they do not work (any more)."""
    found = Assignment.objects.filter(_lasting(timezone.localdate())).select_related("person", "library")
    if person and not library:
        works = {one.library for one in colleagues.staff(day=timezone.localdate(), keys=[person])}
        return found.filter(person__key=person).exclude(library__symbol__in=works).order_by("pk")
    for name, said in (("person__key", person), ("library__symbol", library)):
        if said:
            found = found.filter(**{name: said})
    return found.order_by("pk")


def problems() -> Iterator[str]:
    """What must never be found: somebody in charge today at a library where they do not work."""
    day = timezone.localdate()
    there = {(one.key, one.library) for one in colleagues.staff(day=day)}
    for row in _held("", "").filter(active_from__lte=day):
        if row.discipline not in NAMES or (row.person.key, row.library.symbol) not in there:
            yield f"assignment {row.pk} of discipline {row.discipline} lies with somebody who is not there"
