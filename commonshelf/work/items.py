"""Opening an item, and reading one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.work import kinds
from commonshelf.work.calendars import hours_of
from commonshelf.work.cards import Address, ItemCard
from commonshelf.work.domain import clock
from commonshelf.work.domain.states import OPEN, State, choices
from commonshelf.work.models import WorkItem
from commonshelf.work.refs import may, ref, sees, symbol

LONGEST_TITLE: Final = 200
LONGEST_NOTE: Final = 4000
VISIBILITIES: Final = ("library", "parties", "alliance")
TASK: Final = "task"


def open_item(
    *,
    actor: Actor,
    kind: str,
    about: Ref,
    title: Said,
    url: str,
    library: str,
    to_person: str = "",
    to_role: Role | None = None,
    to_agency: int = 0,
    due_minutes: int | None = None,
    visibility: str = "library",
    at: datetime,
    note: str = "",
    then: Sequence[Address] = (),
    answer_minutes: int | None = None,
    asked_by: str = "",
) -> ItemCard:
    """Called by a room inside an act of its own, which has asked whether the actor may.

    An item that is open already about the same thing is given back as it is. library "": the alliance
    office; due_minutes: working minutes from `at`; asked_by: key of who is told what becomes of it.
    """
    role = to_role or (Role.LIBRARIAN if library else Role.OFFICE)
    to = address(at_agency(to_agency) if to_agency else Address(library, to_person, role))
    open_already = WorkItem.objects.filter(
        kind=kind, about_kind=about.kind, about_id=about.id, state__in=OPEN
    ).exclude(about_id="")
    if (row := open_already.first()) is not None:
        return card_of(row, actor=actor, now=at)
    hours = hours_of(library)

    def do() -> members.Done[ItemCard]:
        row = _row_for(kind, title, to, visibility, at)
        row.about_kind, row.about_id, row.url, row.note = about.kind, about.id, url, note[:LONGEST_NOTE]
        row.asked_by = asked_by
        row.moved_by = actor.key
        row.due_at = clock.begin(hours, at, due_minutes).due_at
        row.answer_by_at = clock.begin(hours, at, answer_minutes).due_at
        row.then = [_kept(one) for one in then]
        row.save()
        return members.Done(card_of(row, actor=actor, now=at), told(row), ref(row), stored=row.pk)

    return members.act(
        actor=in_its_name(actor), action="work.open", object=Ref("work", "", library), do=do, at=at
    )


def answering(library: str) -> int:
    """Working minutes for which an offer to one person, or to another library, stands there."""
    return 60 * int(members.setting(library=library, name="work.offer-hours"))


def ask(
    *,
    actor: Actor,
    title: str,
    note: str = "",
    asking: str,
    to: Address,
    due: date | None = None,
    visibility: str = "parties",
    at: datetime,
    key: str = "",
) -> ItemCard:
    """ "Please do this": from somebody of one library ("": the office) to a colleague there or elsewhere.

    due: the day by whose end it is wanted. It is told to who asked when it is done, declined or not
    answered; to a person or another library the offer stands for a time (`answering`).
    """
    place = address(to, coming_from=asking)
    said, text = title.strip(), note.strip()

    def do() -> members.Done[ItemCard]:
        _check(said, text, visibility)
        hours = hours_of(place.library)
        row = _row_for(TASK, Said(said, said), place, visibility, at)
        row.note, row.asked_by, row.moved_by = text, actor.key, actor.key
        row.asking_id = members.library_id(symbol=asking) if asking else None
        row.due_at = clock.by_day(hours, timezone.localtime(at), due).due_at if due else None
        if place.person or place.library != asking:
            row.answer_by_at = clock.begin(hours, at, answering(place.library)).due_at
        if place.person == actor.key:  # a note to oneself is in one's own hands at once
            row.state, row.held_by, row.answer_by_at = State.ACCEPTED, actor.key, None
        row.save()
        return members.Done(card_of(row, actor=actor, now=at), told(row), ref(row), stored=row.pk)

    return members.act(
        actor=actor,
        action="work.ask",
        object=Ref("work", "", asking),
        do=do,
        at=at,
        key=key,
        again=lambda stored: item(actor=actor, id=int(str(stored)), now=at),
    )


def _check(title: str, note: str, visibility: str) -> None:
    if not title:
        raise Refusal("work.no-title", {"field": "title"})
    for field, text, most in (("title", title, LONGEST_TITLE), ("note", note, LONGEST_NOTE)):
        if len(text) > most:
            raise Refusal("work.too-long", {"field": field, "limit": most, "length": len(text)})
    if visibility not in VISIBILITIES:
        raise Refusal("work.unknown-choice", {"field": "visibility", "said": visibility})


def _row_for(kind: str, title: Said, to: Address, visibility: str, at: datetime) -> WorkItem:
    if not kinds.known(kind):
        raise ValueError(f"no room has registered the kind of work {kind!r}")
    return WorkItem(
        kind=kind,
        title_zh=title.zh[:300],
        title_en=title.en[:300],
        library_id=members.library_id(symbol=to.library) if to.library else None,
        to_person=to.person,
        to_role=to.role,
        to_agency=to.agency,
        state=State.OFFERED,
        last_action="open",
        moved_at=at,
        opened_at=at,
        visibility=visibility,
    )


def address(to: Address, *, coming_from: str | None = None) -> Address:
    """As it can be reached: a member of today, and a person who works there; refused otherwise.

    coming_from: the library that sends it; to another one only while that one takes part.
    """
    sent = coming_from is not None and to.library not in {"", coming_from}
    known = {card.symbol for card in members.libraries()}
    if to.library and (to.library not in known or (sent and not members.takes_part(symbol=to.library))):
        raise Refusal("work.no-library", {"field": "to", "said": to.library})
    if to.person:
        found = members.staff_of(day=timezone.localdate(), libraries=[to.library], keys=[to.person])
        if not found:
            raise Refusal("work.not-there", {"field": "to", "library": name_of(to.library)})
    return replace(to, role=to.role if to.library else Role.OFFICE)


def open_about(*, kind: str) -> frozenset[str]:
    """Ids of what open items of this kind are about."""
    found = WorkItem.objects.filter(kind=kind, state__in=OPEN).exclude(about_id="")
    return frozenset(found.values_list("about_id", flat=True))


def at_agency(agency: int) -> Address:
    """An agency's people are the managers of its library; above the members, the alliance office."""
    node = members.agency(id=agency)
    role = Role.MANAGER if node.library else Role.OFFICE
    return Address(node.library, "", role, agency)


def name_of(library: str) -> str:
    """In the language of the page; "": the office's own name for itself is put by the sentence."""
    found = next((card.name for card in members.libraries() if card.symbol == library), None)
    return found.in_language(_language()) if found else library


def _language() -> str:
    return get_language() or ""


def in_its_name(actor: Actor) -> Actor:
    """A room acts in the name of whoever pressed the button there; it has asked whether they may."""
    return replace(actor, operator=True)


def row_of(id: int) -> WorkItem:
    found = WorkItem.objects.filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def item(*, actor: Actor, id: int, now: datetime) -> ItemCard:
    """For those who may see it, with what they may do; Absent for all others."""
    row = row_of(id)
    if not sees(actor, row):
        raise Absent
    return card_of(row, actor=actor, now=now)


def _kept(to: Address) -> list[str]:
    return [to.library, to.person, to.role]


def told(row: WorkItem) -> dict[str, object]:
    """What its events say of it besides the step; its title and note are people's words, and stay here."""
    return {
        "kind": row.kind,
        "about": f"{row.about_kind}:{row.about_id}" if row.about_id else "",
        "library": symbol(row.library_id),
        "person": row.to_person,
        "role": row.to_role,
    }


def card_of(row: WorkItem, *, actor: Actor | None = None, now: datetime) -> ItemCard:
    """actor: for whom the steps are; None: without any."""
    elsewhere, state = kinds.kind(name=row.kind).elsewhere, State(row.state)
    open_steps = choices(state, elsewhere=elsewhere) if actor else ()
    return ItemCard(
        id=row.pk,
        kind=row.kind,
        about=Ref(row.about_kind, row.about_id, symbol(row.library_id)),
        title=Said(row.title_zh, row.title_en),
        note=row.note,
        url=row.url,
        to=Address(symbol(row.library_id), row.to_person, row.to_role, row.to_agency),
        asking=symbol(row.asking_id),
        asked_by=row.asked_by,
        held_by=row.held_by,
        state=row.state,
        last_action=row.last_action,
        moved_by=row.moved_by,
        moved_at=row.moved_at,
        was_with=row.was_with,
        was_library=symbol(row.was_library_id),
        words=row.words,
        evidence=row.evidence,
        due_at=row.due_at,
        left_minutes=row.left_minutes,
        answer_by_at=row.answer_by_at,
        late=state in OPEN and clock.late(row.due_at, now),
        visibility=row.visibility,
        hands=row.hands,
        version=row.version,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        elsewhere=elsewhere,
        steps=tuple((one.action, one.by.value) for one in open_steps if actor and may(actor, row, one)),
    )
