"""Nobody leaves with a duty: holdings, backups and turns go to others when a tie or membership ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office.duties_reading import at as at_library
from commonshelf.office.duties_reading import row_id, symbol
from commonshelf.office.models import DutyHolding, DutyShift

PAGE = "/duties/{}"
M = TypeVar("M", DutyHolding, DutyShift)


class DutyHolder:
    """What the duties say to `members.holders`."""

    def open_work(self, *, person: str = "", library: str = "") -> list[members.Held]:
        """Duties held by this person (library "": at the office) or library, and turns to come."""
        held = [
            members.Held(
                Ref("duty", str(row.duty_id), symbol(row.library_id)),
                Said(row.duty.name_zh, row.duty.name_en),
                PAGE.format(row.duty_id),
            )
            for row in _holdings(person, library)
        ]
        held += [
            members.Held(
                Ref("duty", str(row.duty_id), symbol(row.backup_library_id)),
                Said(f"{row.duty.name_zh}（后备）", f"{row.duty.name_en} (backup)"),
                PAGE.format(row.duty_id),
            )
            for row in _backups(person, library)
        ]
        return held + [
            members.Held(
                Ref("shift", str(row.pk), symbol(row.library_id)),
                Said(f"{row.duty.name_zh} {row.date:%Y-%m-%d}", f"{row.duty.name_en} {row.date:%Y-%m-%d}"),
                f"{PAGE.format(row.duty_id)}/rota?week={row.date:%Y-%m-%d}",
            )
            for row in _turns(person, library)
        ]

    def hand_over(
        self, *, actor: Actor, person: str, library: str, to_person: str, to_library: str, at: datetime
    ) -> int:
        """A person's: to to_person, else to the library as such, their turns as gaps. A library's: to
        to_library, else to the alliance office; of backups, none is left rather than a wrong one.
        """
        today, moved = timezone.localdate(at), 0
        heir = to_library if to_library or not person else library
        known = {(one.key, one.library) for one in members.staff_of(day=today, keys=[to_person])}
        by_name = to_person if (to_person, heir) in known else ""
        for row in _holdings(person, library):
            _pass_on(row, actor, heir, by_name, at)
            moved += 1
        for row in _backups(person, library):
            row.backup_person = by_name
            row.backup_library_id, row.has_backup = row_id(heir), bool(person) or bool(to_library)
            row.save()
            moved += 1
        for shift in _turns(person, library):
            shift.person, shift.library_id = by_name, row_id(heir)
            shift.given_up_at, shift.version = None, shift.version + 1
            if by_name and DutyShift.objects.filter(person=by_name, date=shift.date).exists():
                shift.person = ""
            shift.save()
            moved += 1
        return moved


def _pass_on(row: DutyHolding, actor: Actor, library: str, person: str, at: datetime) -> None:
    """The old holding ends today and a new one begins, so that who held it when is still told."""
    today = timezone.localdate(at)

    def do() -> members.Done[None]:
        row.active_to = max(today, row.active_from)
        row.save()
        held = DutyHolding.objects.filter(
            at_library(library), duty=row.duty_id, person=person, active_to=None
        )
        if not held.exists():
            DutyHolding.objects.create(
                duty_id=row.duty_id,
                library_id=row_id(library),
                person=person,
                has_backup=row.has_backup,
                backup_library_id=row.backup_library_id,
                backup_person=row.backup_person,
                active_from=today,
                said_by="hand-over",
            )
        return members.Done(None, {"duty": row.duty.code, "library": library, "person": person})

    members.act(
        actor=_house(actor), action="office.give-duty", object=Ref("duty", str(row.duty_id)), do=do, at=at
    )


def _house(actor: Actor) -> Actor:
    """The ending act has asked whether its actor may end the tie; what follows from it is the house's."""
    return replace(actor, operator=True)


def _holdings(person: str, library: str) -> QuerySet[DutyHolding]:
    found = DutyHolding.objects.filter(_not_over(), duty__ended_at=None)
    return _narrowed(found.select_related("duty").order_by("pk"), person, library, "")


def _not_over() -> Q:
    """In force or to come; one that ends on its first day never holds."""
    return Q(active_to=None) | (Q(active_to__gt=timezone.localdate()) & ~Q(active_to=F("active_from")))


def _backups(person: str, library: str) -> QuerySet[DutyHolding]:
    found = DutyHolding.objects.filter(_not_over(), duty__ended_at=None, has_backup=True)
    return _narrowed(found.select_related("duty").order_by("pk"), person, library, "backup_")


def _turns(person: str, library: str) -> QuerySet[DutyShift]:
    found = DutyShift.objects.filter(date__gte=timezone.localdate(), duty__ended_at=None)
    return _narrowed(found.select_related("duty").order_by("pk"), person, library, "")


def _narrowed(found: QuerySet[M], person: str, library: str, before: str) -> QuerySet[M]:
    """A person's at one place ("": the office), or all of a library's; neither: everything."""
    if person:
        place = {f"{before}library__symbol": library} if library else {f"{before}library": None}
        return found.filter(**{f"{before}person": person}, **place)
    return found.filter(**{f"{before}library__symbol": library}) if library else found


def problems() -> Iterator[str]:
    """What must never be found: a duty or a turn to come with somebody who does not work there."""
    day = timezone.localdate()
    there = {(one.key, one.library) for one in members.staff_of(day=day)}
    now = {"", *(card.symbol for card in members.libraries())}
    for row in _holdings("", ""):
        library = symbol(row.library_id)
        if library not in now or (row.person and (row.person, library) not in there):
            yield f"duty {row.duty.code} is held by somebody who is not there any more (holding {row.pk})"
    for shift in _turns("", ""):
        library = symbol(shift.library_id)
        if library not in now or (shift.person and (shift.person, library) not in there):
            yield f"turn {shift.pk} on {shift.date} belongs to somebody who is not there any more"
