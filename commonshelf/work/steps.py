"""The steps of an item's life: each one act, one event, refused to whoever comes second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.work import kinds
from commonshelf.work.calendars import hours_of
from commonshelf.work.cards import Address, ItemCard
from commonshelf.work.domain import clock, states
from commonshelf.work.domain.states import FASTER, State
from commonshelf.work.items import address, answering, card_of, row_of, told
from commonshelf.work.models import WorkItem
from commonshelf.work.refs import ref, sees, symbol, whose

LONGEST_WORDS: Final = 500
LONGEST_EVIDENCE: Final = 4000
MOST_HANDS: Final = 4
"""Offered, and handed on three times; then only the coordinator moves it."""
UNDO: Final = timedelta(minutes=15)
"""How long a step can be taken back by one press."""
Change = Callable[[WorkItem], None]


def accept(*, actor: Actor, item: int, version: int, at: datetime, key: str = "") -> ItemCard:
    """Take it in hand."""

    def change(row: WorkItem) -> None:
        row.held_by, row.answer_by_at, row.then = actor.key, None, []

    return _take("accept", Press(actor, item, version, at, key), change)


def decline(*, actor: Actor, item: int, version: int, reason: str, at: datetime, key: str = "") -> ItemCard:
    """It goes to whoever comes next, or back to who asked; they read why."""
    said = _needed(reason, "reason")
    return _take("decline", Press(actor, item, version, at, key), lambda row: pass_on(row, at), said)


def wait(*, actor: Actor, item: int, version: int, words: str, at: datetime, key: str = "") -> ItemCard:
    """It waits for somebody else, as the words say; its clock stands still until `resume`."""
    said = _needed(words, "words")
    return _take("wait", Press(actor, item, version, at, key), lambda row: _stop(row, at), said)


def resume(*, actor: Actor, item: int, version: int, at: datetime, key: str = "") -> ItemCard:
    return _take("resume", Press(actor, item, version, at, key), lambda row: run_on(row, at))


def put_back(*, actor: Actor, item: int, version: int, at: datetime, key: str = "") -> ItemCard:
    """Offered again as it was before it was taken."""

    def change(row: WorkItem) -> None:
        row.held_by = ""

    return _take("put-back", Press(actor, item, version, at, key), change)


def finish(
    *, actor: Actor, item: int, version: int, evidence: str = "", at: datetime, key: str = ""
) -> ItemCard:
    """evidence: what was done and where it can be seen, for who asked."""
    said = _short(evidence.strip(), "evidence", LONGEST_EVIDENCE)

    def change(row: WorkItem) -> None:
        run_on(row, at)
        row.evidence, row.closed_at = said, at

    return _take("finish", Press(actor, item, version, at, key), change, said[:LONGEST_WORDS])


def reopen(*, actor: Actor, item: int, version: int, at: datetime, key: str = "") -> ItemCard:
    """It was not done after all."""

    def change(row: WorkItem) -> None:
        same = WorkItem.objects.filter(
            kind=row.kind, about_kind=row.about_kind, about_id=row.about_id, state__in=states.OPEN
        )
        if row.about_id and same.exists():
            raise Refusal("work.opened-again", status=FASTER)
        row.closed_at = None

    return _take("reopen", Press(actor, item, version, at, key), change)


def withdraw(
    *, actor: Actor, item: int, version: int, reason: str = "", at: datetime, key: str = ""
) -> ItemCard:
    """Who asked needs it no more."""
    said = _short(reason.strip(), "reason", LONGEST_WORDS)

    def change(row: WorkItem) -> None:
        run_on(row, at)
        row.closed_at, row.answer_by_at = at, None

    return _take("withdraw", Press(actor, item, version, at, key), change, said)


def hand_on(
    *, actor: Actor, item: int, version: int, to: Address, note: str, at: datetime, key: str = ""
) -> ItemCard:
    """Offer it to somebody else, with a note of what was tried. Whoever hands on has it until then."""
    said = _needed(note, "note")

    def change(row: WorkItem) -> None:
        if row.hands >= MOST_HANDS:
            raise Refusal("work.too-many-hands", {"limit": MOST_HANDS - 1}, FASTER)
        readdress(row, to, at)

    return _take("hand-on", Press(actor, item, version, at, key), change, said)


def offer(
    *, actor: Actor, item: int, version: int, to: Address, note: str = "", at: datetime, key: str = ""
) -> ItemCard:
    """What came back is offered to somebody else by who asked for it."""
    said = _short(note.strip(), "note", LONGEST_WORDS)

    def change(row: WorkItem) -> None:
        readdress(row, to, at)
        row.hands = 1  # the word of who asked begins anew, as the coordinator's does

    return _take("offer", Press(actor, item, version, at, key), change, said)


def reassign(
    *, actor: Actor, item: int, version: int, to: Address, reason: str, at: datetime, key: str = ""
) -> ItemCard:
    """By who runs the library, or the general agency (A77): both who had it and who gets it read why."""
    said = _needed(reason, "reason")

    def change(row: WorkItem) -> None:
        row.was_with, row.was_library_id = row.held_by or row.to_person, row.library_id
        readdress(row, to, at)
        row.hands = 1  # the coordinator's word begins anew

    return _take("reassign", Press(actor, item, version, at, key), change, said)


@dataclass(frozen=True, slots=True)
class Press:
    """Who presses a button on which item, as they saw it, when. key: the form's one-use key."""

    actor: Actor
    item: int
    version: int
    at: datetime
    key: str


def undo(*, actor: Actor, item: int, version: int, at: datetime, key: str = "") -> ItemCard:
    """Take back one's own last step, while it is fresh and nobody has gone on with it."""
    row = row_of(item)
    back = states.UNDONE_BY.get(row.last_action)
    if (back, row.moved_by, row.version) == (None, actor.key, version + 1):
        return card_of(row, actor=actor, now=at)  # pressed twice
    if back is None or row.moved_by != actor.key or at - row.moved_at > UNDO:
        if not sees(actor, row):
            raise Absent
        raise Refusal("work.too-late-to-undo", status=FASTER)
    take: dict[str, Callable[..., ItemCard]] = {"put-back": put_back, "reopen": reopen, "resume": resume}
    return take[back](actor=actor, item=item, version=version, at=at, key=key)


def _take(action: str, press: Press, change: Change, words: str = "") -> ItemCard:
    actor, at = press.actor, press.at
    seen = row_of(press.item)
    if not sees(actor, seen):
        raise Absent
    if _mine_already(seen, actor, action, press.version):
        return card_of(seen, actor=actor, now=at)
    step = _fresh(seen, action, press.version)

    def do() -> members.Done[ItemCard]:
        row = row_of(press.item)
        _fresh(row, action, press.version)
        before = {"from": row.held_by or row.to_person, "from_library": symbol(row.library_id)}
        move(row, action=action, person=actor.key, at=at, change=change, words=words)
        return members.Done(card_of(row, actor=actor, now=at), {**told(row), **before}, ref(row), row.pk)

    with members.together():
        return members.act(
            actor=actor,
            action=f"work.{action}",
            object=whose(seen, step.by),
            do=do,
            at=at,
            key=press.key,
            reason=words,
            again=lambda _stored: card_of(row_of(press.item), actor=actor, now=at),
            amount=_as_many(actor, seen, action),
        )


def _as_many(actor: Actor, row: WorkItem, action: str) -> int:
    """What a delegation's limit counts: with this one, how many they would have in hand there."""
    if action != "accept":
        return 0
    held = WorkItem.objects.filter(held_by=actor.key, state__in=states.IN_HAND)
    here = held.filter(library=row.library_id) if row.library_id else held.filter(library=None)
    return here.count() + 1


def _mine_already(row: WorkItem, actor: Actor, action: str, version: int) -> bool:
    """The same person pressed the same button twice."""
    return (row.version, row.moved_by, row.last_action) == (version + 1, actor.key, action)


def _fresh(row: WorkItem, action: str, version: int) -> states.Step:
    """The step, unless it is no longer possible or the item is not as it was seen: then who, what, when."""
    facts = _who_and_when(row)
    try:
        step = states.step(State(row.state), action)
    except Refusal as refusal:
        raise Refusal(refusal.code, {**refusal.facts, **facts}, refusal.status) from None
    if version != row.version:
        raise Refusal("work.changed", {**facts, "version": row.version}, FASTER)
    return step


def _who_and_when(row: WorkItem) -> Mapping[str, str]:
    names = members.names_of(keys=[row.moved_by]) if row.moved_by else {}
    who = names.get(row.moved_by)
    return {
        "who": who.in_language(get_language() or "") if who else gettext("the system"),
        "at": f"{timezone.localtime(row.moved_at):%Y-%m-%d %H:%M}",
        "step": row.last_action,
    }


def move(row: WorkItem, *, action: str, person: str, at: datetime, change: Change, words: str = "") -> None:
    """One step of the table on this row, saved. For this room's own doors, inside an act."""
    step = states.step(State(row.state), action)
    row.state = step.after
    change(row)
    row.last_action, row.moved_by, row.moved_at, row.words = action, person, at, words[:LONGEST_WORDS]
    row.version += 1
    row.save()


def pass_on(row: WorkItem, at: datetime) -> None:
    """Declined or not answered: to whoever is next and still there; else back with who asked."""
    waiting = [Address(*one) for one in row.then]
    while waiting:
        coming, waiting = waiting[0], waiting[1:]
        row.then = [[one.library, one.person, one.role] for one in waiting]
        try:
            readdress(row, coming, at)
        except Refusal:
            continue
        row.state = states.step(State.RETURNED, "offer").after
        return
    row.held_by, row.answer_by_at = "", None


def readdress(row: WorkItem, to: Address, at: datetime) -> None:
    """Offer it there: its clock goes on by that library's hours, and the offer stands for a time."""
    here = symbol(row.library_id)
    place = address(to, coming_from=here)
    if place.person and place.person in {row.held_by, row.to_person} and place.library == here:
        raise Refusal("work.has-it-already", {"field": "to"}, FASTER)
    if kinds.kind(name=row.kind).stays and place.library != here:
        raise Refusal("work.stays", {"field": "to"})
    before, after = hours_of(here), hours_of(place.library)
    run_on(row, at)
    row.due_at = clock.moved(before, after, clock.Clock(row.due_at), at).due_at
    row.library_id = members.library_id(symbol=place.library) if place.library else None
    row.to_person, row.to_role, row.to_agency = place.person, place.role, place.agency
    row.held_by = ""
    row.hands += 1
    offered = place.person or place.library != here
    row.answer_by_at = after.add(at, answering(place.library)) if offered else None


def _stop(row: WorkItem, at: datetime) -> None:
    stopped = clock.stop(hours_of(symbol(row.library_id)), clock.Clock(row.due_at, row.left_minutes), at)
    row.due_at, row.left_minutes = stopped.due_at, stopped.left_minutes


def run_on(row: WorkItem, at: datetime) -> None:
    runs = clock.go_on(hours_of(symbol(row.library_id)), clock.Clock(row.due_at, row.left_minutes), at)
    row.due_at, row.left_minutes = runs.due_at, runs.left_minutes


def _needed(words: str, field: str) -> str:
    said = words.strip()
    if not said:
        raise Refusal("work.no-words", {"field": field})
    return _short(said, field, LONGEST_WORDS)


def _short(words: str, field: str, most: int) -> str:
    if len(words) > most:
        raise Refusal("work.too-long", {"field": field, "limit": most, "length": len(words)})
    return words
