"""Turns of a rota as rows: found fresh, free of overlaps, asked around about on the desks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office.domain import duties as domain
from commonshelf.office.duties_cards import Post
from commonshelf.office.duties_reading import symbol
from commonshelf.office.models import DutyHolding, DutyShift, DutySwap
from commonshelf.work import api as work

CONFLICT: Final = 409
KIND: Final = "shift"


def libraries_of(duty: int, day: date) -> frozenset[str]:
    """Whose people take turns at it on that day: holders and those who stand in."""
    found: set[str] = set()
    for row in DutyHolding.objects.filter(duty=duty, active_from__lte=day):
        if row.active_to is None or day < row.active_to:
            found.add(symbol(row.library_id))
            if row.has_backup:
                found.add(symbol(row.backup_library_id))
    return frozenset(found)


def slots(duty: int, day: date) -> list[domain.Slot]:
    week = domain.week_of(day)
    rows = DutyShift.objects.filter(duty=duty, date__range=(week[0], week[-1]))
    return [domain.Slot(row.date, row.starts, row.ends, symbol(row.library_id), row.person) for row in rows]


def works_there(to: Post) -> None:
    if not members.staff_of(day=timezone.localdate(), libraries=[to.library], keys=[to.person]):
        raise Refusal("office.not-there", {"field": "to"})


def _turns(person: str, day: date) -> Iterable[DutyShift]:
    return DutyShift.objects.filter(person=person, date=day)


def free(person: str, day: date, starts: time, ends: time, but: int = 0) -> None:
    others = [(row.starts, row.ends) for row in _turns(person, day) if row.pk != but]
    if domain.overlap(starts, ends, others):
        raise Refusal("office.shift-overlap", {"field": "to", "day": day.isoformat()}, CONFLICT)


def busy(slot: domain.Slot) -> bool:
    others = [(row.starts, row.ends) for row in _turns(slot.person, slot.date)] if slot.person else []
    return domain.overlap(slot.starts, slot.ends, others)


def ahead(row: DutyShift) -> None:
    if row.date < timezone.localdate():
        raise Refusal("office.shift-past", {"day": row.date.isoformat()})


def turn(id: int) -> DutyShift:
    found = DutyShift.objects.select_related("duty").filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def swap_row(id: int) -> DutySwap:
    found = DutySwap.objects.select_related("mine__duty", "theirs__duty").filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def fresh_turn(id: int, version: int) -> DutyShift:
    row = turn(id)
    if row.version != version:
        raise Refusal("office.shift-changed", status=CONFLICT)
    return row


def save(row: DutyShift) -> None:
    row.version += 1
    row.save()


def whose(row: DutyShift) -> Ref:
    return Ref("person", row.person, symbol(row.library_id))


def about(row: DutyShift) -> Ref:
    return Ref("shift", str(row.pk), symbol(row.library_id))


def told(row: DutyShift) -> dict[str, object]:
    return {
        "shift": row.pk,
        "day": str(row.date),
        "starts": f"{row.starts:%H:%M}",
        "library": symbol(row.library_id),
        "person": row.person,
    }


# -- on the desks


def over(shift: DutyShift, actor: Actor, said: str) -> None:
    """What was asked around about it is answered, and proposals to swap it lapse."""
    work.settle(about=about(shift), actor=actor, at=timezone.now(), evidence=said)
    for swap in [*DutySwap.objects.filter(mine=shift), *DutySwap.objects.filter(theirs=shift)]:
        if swap.state == "open":
            close_swap(swap, "over", actor)


def close_swap(swap: DutySwap, state: str, actor: Actor) -> None:
    swap.state, swap.closed_at = state, timezone.now()
    swap.save(update_fields=["state", "closed_at"])
    item = Ref("swap", str(swap.pk))
    work.settle(about=item, actor=actor, at=timezone.now(), cancelled=state == "withdrawn")


def ask_around(shift: DutyShift, actor: Actor) -> None:
    """An item on the desks of all who may take it: the library's own people first, the backup's next."""
    library = symbol(shift.library_id)
    others = sorted(libraries_of(shift.duty_id, shift.date) - {library})
    begins = timezone.make_aware(datetime.combine(shift.date, shift.starts))
    minutes = members.work_calendar(library=library).between(timezone.now(), begins)
    work.open_item(
        actor=actor,
        kind=KIND,
        about=about(shift),
        title=in_both(shift, taking=True),
        note=shift.reason,
        url=rota_url(shift),
        library=library,
        then=[work.Address(one, role="librarian" if one else "office") for one in others],
        due_minutes=minutes,
        visibility="parties",
        asked_by=actor.key,
        at=timezone.now(),
    )


def in_both(shift: DutyShift, *, taking: bool) -> Said:
    told = {}
    for language in ("zh-hans", "en"):
        with override(language):
            words = (
                gettext("Who takes the turn at {duty} on {day}, {starts}–{ends}?")
                if taking
                else gettext("Swap your turn at {duty} on {day}, {starts}–{ends}?")
            )
            name = Said(shift.duty.name_zh, shift.duty.name_en).in_language(language)
            day = date_format(shift.date, "n月j日（D）" if language != "en" else "D j F")
            told[language] = words.format(
                duty=name, day=day, starts=f"{shift.starts:%H:%M}", ends=f"{shift.ends:%H:%M}"
            )
    return Said(told["zh-hans"], told["en"])


def rota_url(shift: DutyShift) -> str:
    try:
        return f"{reverse('office:duty-rota', args=[shift.duty_id])}?week={shift.date.isoformat()}"
    except NoReverseMatch:  # an installation may leave this room's addresses out
        return ""
