"""Lists of readers: set up, filled, put in order, shared and ended.

What somebody reads is theirs alone. The events of these acts therefore say that a list changed, never
which list, which edition, which words; and a repeated act is answered from the rows, not from a reply.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Final

from django.db.models import Count, F, Max
from django.utils import timezone
from django.utils.translation import gettext

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.lines import full_title
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.lists.cards import EntryCard, ListCard
from commonshelf.lists.models import Entry, ReadingList
from commonshelf.members import api as members
from commonshelf.members.api import Done

MOST_LISTS: Final = 50
MOST_ENTRIES: Final = 500
LONGEST_NAME: Final = 120
LONGEST_NOTE: Final = 2000
_LONGEST_TITLE: Final = 300
TAKEN: Final = 409


def own(actor: Actor) -> Ref:
    return Ref("person", actor.key)


def act(actor: Actor, action: str, key: str, do: Callable[[], int]) -> int:
    """The one path, telling nothing of what is read: `do` gives the number of the row it was about."""
    number: int = members.act(
        actor=actor,
        action=action,
        object=own(actor),
        do=lambda: Done(do()),
        key=key,
    )
    return number


# -- reading


def all_of(actor: Actor) -> tuple[ListCard, ...]:
    """Changed last first; () for a visitor."""
    rows = ReadingList.objects.filter(person=actor.key).annotate(n=Count("entries")) if actor.key else ()
    cards = [ListCard(row.pk, row.name, row.secret, row.n, row.changed_at) for row in rows]
    return tuple(sorted(cards, key=lambda card: card.changed_at, reverse=True))


def card(actor: Actor, list: int) -> ListCard:
    row = _row(actor, list)
    members.demand(actor=actor, action="lists.read", object=Ref("person", row.person))
    return _whole(row)


def shared(secret: str) -> ListCard:
    """Whoever has the link may read; Absent when the reader has taken it back."""
    row = ReadingList.objects.filter(secret=secret).first() if secret else None
    if row is None:
        raise Absent
    return _whole(row)


def kept(actor: Actor) -> frozenset[int]:
    """Every edition in any list of this reader."""
    if not actor.key:
        return frozenset()
    return frozenset(Entry.objects.filter(list__person=actor.key).values_list("edition", flat=True))


def _row(actor: Actor, list: int) -> ReadingList:
    """A list of this very reader; everybody else's is not there."""
    row = ReadingList.objects.filter(pk=list, person=actor.key).first() if actor.key else None
    if row is None:
        raise Absent
    return row


def _whole(row: ReadingList) -> ListCard:
    entries = tuple(
        EntryCard(entry.edition, entry.title, entry.note, entry.kept_at)
        for entry in row.entries.order_by("place", "pk")
    )
    return ListCard(row.pk, row.name, row.secret, len(entries), row.changed_at, entries)


# -- lists


def set_list(actor: Actor, name: str, list: int, key: str) -> ListCard:
    """List 0: a new one."""
    said = named(name)

    def do() -> int:
        mine = ReadingList.objects.filter(person=actor.key)
        if mine.filter(name=said).exclude(pk=list).exists():
            raise Refusal("lists.name-taken", {"name": said}, TAKEN)
        now = timezone.now()
        if not list:
            if mine.count() >= MOST_LISTS:
                raise Refusal("lists.too-many-lists", {"most": MOST_LISTS})
            return ReadingList.objects.create(person=actor.key, name=said, created_at=now, changed_at=now).pk
        row = _row(actor, list)
        row.name, row.changed_at = said, now
        row.save(update_fields=["name", "changed_at"])
        return row.pk

    return card(actor, act(actor, "lists.set-list", key, do))


def named(name: str) -> str:
    said = " ".join(name.split())
    if not said:
        raise Refusal("lists.no-name")
    if len(said) > LONGEST_NAME:
        raise Refusal("lists.long-name", {"length": len(said), "most": LONGEST_NAME})
    return said


def share(actor: Actor, list: int, *, on: bool, key: str) -> ListCard:
    """On: behind a link nobody can guess. Off: that link is dead for good; sharing again makes another."""

    def do() -> int:
        row = _row(actor, list)
        if on and not row.secret:
            row.secret = secrets.token_urlsafe(16)
        elif not on:
            row.secret = ""
        row.save(update_fields=["secret"])
        return row.pk

    return card(actor, act(actor, "lists.set-list", key, do))


def end(actor: Actor, list: int, key: str) -> None:
    def do() -> int:
        _row(actor, list).delete()
        return 0

    act(actor, "lists.end-list", key, do)


# -- entries


def keep(actor: Actor, editions: Sequence[int], list: int, key: str) -> ListCard:
    """At the end of the list; what is in it stays as it is. list 0: the one changed last, or a first one."""
    titles = _titles(editions)

    def do() -> int:
        row = _row(actor, list) if list else _first_list(actor)
        there = set(row.entries.values_list("edition", flat=True))
        new = [id for id in titles if id not in there]
        room = MOST_ENTRIES - len(there)
        if len(new) > room:
            raise Refusal("lists.full", {"most": MOST_ENTRIES, "more": len(new) - room})
        last = row.entries.aggregate(last=Max("place"))["last"] or 0
        now = timezone.now()
        Entry.objects.bulk_create(
            Entry(list=row, edition=id, title=titles[id], place=last + place, kept_at=now)
            for place, id in enumerate(new, start=1)
        )
        _touch(row)
        return row.pk

    return card(actor, act(actor, "lists.keep", key, do))


def _first_list(actor: Actor) -> ReadingList:
    found = ReadingList.objects.filter(person=actor.key).order_by("-changed_at").first()
    if found is not None:
        return found
    now = timezone.now()
    name = gettext("To read")
    return ReadingList.objects.create(person=actor.key, name=name, created_at=now, changed_at=now)


def _titles(ids: Sequence[int]) -> dict[int, str]:
    """Edition -> title, in this order, of those that are or were editions; what never was is left out."""
    asked = tuple(dict.fromkeys(ids))
    if len(asked) > MOST_ENTRIES:
        raise Refusal("lists.full", {"most": MOST_ENTRIES, "more": len(asked) - MOST_ENTRIES})
    living = {card.id: full_title(card.facts) for card in catalogue.editions(ids=asked)}
    told = {id: living[id] if id in living else _former_title(id) for id in asked}
    return {id: title[:_LONGEST_TITLE] for id, title in told.items() if title is not None}


def _former_title(id: int) -> str | None:
    """Of an edition that was joined with another, or "" where no library holds it; None: never was."""
    try:
        return full_title(catalogue.edition(id=id).facts)
    except catalogue.Moved as moved:
        return _former_title(moved.to)
    except catalogue.Gone:
        return ""
    except Absent:
        return None


def _touch(row: ReadingList) -> None:
    row.changed_at = timezone.now()
    row.save(update_fields=["changed_at"])


def set_note(actor: Actor, list: int, edition: int, note: str, key: str) -> ListCard:
    said = note.strip()
    if len(said) > LONGEST_NOTE:
        raise Refusal("lists.long-note", {"length": len(said), "most": LONGEST_NOTE})

    def do() -> int:
        entry = _entry(actor, list, edition)
        entry.note = said
        entry.save(update_fields=["note"])
        return list

    return card(actor, act(actor, "lists.set-entry", key, do))


def move(actor: Actor, list: int, edition: int, *, down: bool, key: str) -> ListCard:
    """One place up or down; at an end it stays where it is."""

    def do() -> int:
        entry = _entry(actor, list, edition)
        beside = Entry.objects.filter(list=list).order_by("place" if down else "-place", "pk")
        beside = beside.filter(place__gt=entry.place) if down else beside.filter(place__lt=entry.place)
        other = beside.first()
        if other is not None:
            entry.place, other.place = other.place, entry.place
            Entry.objects.bulk_update([entry, other], ["place"])
        return list

    return card(actor, act(actor, "lists.set-entry", key, do))


def leave(actor: Actor, list: int, edition: int, key: str) -> ListCard:
    """Taking off what is not (any more) in the list is no mistake."""

    def do() -> int:
        row = _row(actor, list)
        gone = Entry.objects.filter(list=row, edition=edition).first()
        if gone is not None:
            gone.delete()
            Entry.objects.filter(list=row, place__gt=gone.place).update(place=F("place") - 1)
        _touch(row)
        return row.pk

    return card(actor, act(actor, "lists.leave", key, do))


def _entry(actor: Actor, list: int, edition: int) -> Entry:
    entry = Entry.objects.filter(list=_row(actor, list), edition=edition).first()
    if entry is None:
        raise Absent
    return entry
