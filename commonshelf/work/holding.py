"""Nobody leaves with work in hand: what is handed over when a tie or a membership ends, and by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Role
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.work import kinds
from commonshelf.work.cards import Address
from commonshelf.work.closing import close
from commonshelf.work.domain.states import IN_HAND, OPEN, State
from commonshelf.work.items import in_its_name, told
from commonshelf.work.models import WorkItem
from commonshelf.work.refs import ref, symbol
from commonshelf.work.steps import Change, move, pass_on, readdress

PAGE = "/desk/items/{}"
TAKE = "work.take"
LEFT = "图书馆已退出联盟。The library left the alliance."
"""Kept in the event, where it is read in either language."""


class WorkHolder:
    """What this room says to `members.holders`."""

    def open_work(self, *, person: str = "", library: str = "") -> list[members.Held]:
        """In this person's hands or offered to them by name; lying at this library or asked by it.

        person with library "": what lies at the alliance office or where they do not work (any more).
        """
        return [
            members.Held(ref(row), Said(row.title_zh, row.title_en), PAGE.format(row.pk))
            for row in _held(person, library)
        ]

    def hand_over(
        self, *, actor: Actor, person: str, library: str, to_person: str, to_library: str, at: datetime
    ) -> int:
        """A person's items: to to_person, else to whoever has the role there. A library's items: to
        to_library, else to the alliance office; what is about something of its own ends with it, and
        what it asked of others goes on in the heir's name.
        """
        if not person:
            return _library_leaves(library, actor, to_person, to_library, at)
        rows = _held(person, library)
        for row in rows:
            here = symbol(row.library_id)
            place = here if kinds.kind(name=row.kind).stays else to_library or here
            heir = to_person if place in _works_at(to_person) else ""
            _hand(row, Address(place, heir, row.to_role), actor, at)
        return len(rows)


def _held(person: str, library: str) -> list[WorkItem]:
    found = WorkItem.objects.filter(state__in=OPEN).order_by("pk")
    if not person:
        at = Q(library__symbol=library) | Q(asking__symbol=library)
        return list(found.filter(at) if library else found)
    found = found.filter(Q(held_by=person, state__in=IN_HAND) | Q(to_person=person, state=State.OFFERED))
    if library:
        return list(found.filter(library__symbol=library))
    elsewhere = _works_at(person) - {""} | {at for key, at in members.delegates_of(TAKE) if key == person}
    return [row for row in found if symbol(row.library_id) not in elsewhere]


def _works_at(person: str) -> frozenset[str]:
    if not person:
        return frozenset()
    day = timezone.localdate()
    return frozenset(one.library for one in members.staff_of(day=day, keys=[person]))


def _library_leaves(library: str, actor: Actor, to_person: str, to_library: str, at: datetime) -> int:
    rows = _held("", library)
    heir = members.library_id(symbol=to_library) if to_library else None
    for row in rows:
        if symbol(row.asking_id) == library:
            row.asking_id, row.asked_by = heir, ""
            row.save(update_fields=["asking", "asked_by"])
        if symbol(row.library_id) != library:
            continue
        if kinds.kind(name=row.kind).stays:
            close(row, actor=actor, at=at, evidence=LEFT, cancelled=True)
        else:
            _hand(row, Address(to_library, to_person, row.to_role if to_library else Role.OFFICE), actor, at)
    return len(rows) + _with_their_last_tie(library, actor, at)


def _with_their_last_tie(library: str, actor: Actor, at: datetime) -> int:
    """What people of the leaving library have in hand elsewhere, by delegation, goes to the others there:
    who works nowhere any more takes nobody's place.
    """
    staff = members.staff_of(day=timezone.localdate(at), libraries=[library])
    gone = {one.key for one in staff if not _works_at(one.key) - {library}}
    held = Q(held_by__in=gone, state__in=IN_HAND) | Q(to_person__in=gone, state=State.OFFERED)
    rows = list(WorkItem.objects.filter(held).exclude(library__symbol=library).order_by("pk"))
    for row in rows:
        _hand(row, Address(symbol(row.library_id), "", row.to_role), actor, at)
    return len(rows)


def _hand(row: WorkItem, to: Address, actor: Actor, at: datetime) -> None:
    """One item, offered anew to the role there; what came back already only moves."""

    def change(row: WorkItem) -> None:
        readdress(row, to, at)
        row.hands, row.answer_by_at = 1, None

    _by_the_house(row, "hand-over" if row.state != State.RETURNED else "reassign", actor, at, change)


def _by_the_house(row: WorkItem, action: str, actor: Actor, at: datetime, change: Change) -> None:
    before = {"from": row.held_by or row.to_person, "from_library": symbol(row.library_id)}

    def do() -> members.Done[None]:
        move(row, action=action, person=actor.key, at=at, change=change)
        return members.Done(None, {**told(row), **before})

    members.act(actor=in_its_name(actor), action=f"work.{action}", object=ref(row), do=do, at=at)


def run_clock(now: datetime) -> int:
    """Offers nobody answered go to whoever is next, or back; what lies with somebody who works there no
    more goes to the others of that library. How many moved. Stands being run twice.
    """
    moved = 0
    late = WorkItem.objects.filter(state=State.OFFERED, answer_by_at__lt=now)
    for row in late.order_by("pk"):
        with members.together():
            fresh = late.filter(pk=row.pk).first()
            if fresh:
                _by_the_house(fresh, "expire", MACHINE, now, lambda one: pass_on(one, now))
                moved += 1
    for row in list(_left_behind(timezone.localdate(now))):
        with members.together():
            fresh = WorkItem.objects.filter(pk=row.pk, version=row.version).first()
            if fresh:
                _hand(fresh, Address(symbol(fresh.library_id), "", fresh.to_role), MACHINE, now)
                moved += 1
    return moved


def _left_behind(day: date) -> Iterator[WorkItem]:
    """In the hands of, or offered by name to, somebody who neither works at that library today nor takes
    work in its place.
    """
    named = Q(state__in=IN_HAND) | (Q(state=State.OFFERED) & ~Q(to_person=""))
    rows = list(WorkItem.objects.filter(named).order_by("pk"))
    keys = {row.held_by or row.to_person for row in rows}
    there = {(one.key, one.library) for one in members.staff_of(day=day, keys=keys)} if keys else set()
    if keys:
        there |= members.delegates_of(TAKE)
    members_now = {"", *(card.symbol for card in members.libraries())}
    for row in rows:
        library = symbol(row.library_id)
        if (row.held_by or row.to_person, library) not in there and library in members_now:
            yield row


def problems() -> Iterator[str]:
    """What must never be found here: open items that nobody could do."""
    members_now = {None, *(members.library_id(symbol=card.symbol) for card in members.libraries())}
    for row in WorkItem.objects.filter(state__in=OPEN).order_by("pk"):
        if row.library_id not in members_now:
            yield f"work item {row.pk} lies at a library that is no member any more"
    for row in _left_behind(timezone.localdate()):
        yield f"work item {row.pk} lies with {row.held_by or row.to_person!r}, who does not work there"
