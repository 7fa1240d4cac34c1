"""Local notes: a library's own words on an edition, for everybody or for its staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.cataloguing.cards import NoteCard
from commonshelf.cataloguing.models import LocalNote
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members

LONGEST: Final = 1000
_STALE: Final = 409


def anchor(card: EditionCard, library: str) -> int:
    """The record a library's note on this edition hangs on: its own, else the oldest."""
    own = [member.record for member in card.members if member.library == library]
    return min(own or [member.record for member in card.members])


def note_on(*, edition: int, library: str) -> NoteCard | None:
    """A library's note on this edition."""
    return next((note for note in _of(catalogue.edition(id=edition)) if note.library == library), None)


def notes_shown(*, actor: Actor, card: EditionCard) -> list[NoteCard]:
    """The notes this reader may see: public ones, and those of libraries whose staff they are."""
    return [note for note in _of(card) if note.public or _staff_of(actor, note.library)]


def notes_of(*, library: str, rows: int = 50) -> list[NoteCard]:
    """A library's notes, newest first. The page has asked whether its reader may see them."""
    found = LocalNote.objects.filter(library=members.library_id(symbol=library)).order_by("-at", "-id")
    return _cards(found[:rows])


def set_note(
    *, actor: Actor, library: str, edition: int, text: str, public: bool, version: int = 0, key: str = ""
) -> int:
    """Write or change the library's note; an empty text takes it away. Its new version, 0: none left."""

    def do() -> members.Done[int]:
        card = catalogue.edition(id=edition)
        said = "\n".join(line.rstrip() for line in text.strip().splitlines())
        if len(said) > LONGEST:
            raise Refusal("cataloguing.too-long", {"field": "text", "limit": LONGEST, "length": len(said)})
        have = note_on(edition=edition, library=library)
        if (have.version if have else 0) != version:
            raise Refusal("cataloguing.stale-note", status=_STALE)
        # What only colleagues read may name a giver or a reader: of that the event keeps no words.
        was = have.text[:300] if have and have.public else ""
        told = {"title": card.facts.title[:300], "was": was, "text": said[:300] if public else ""}
        if not said:
            if have is None:
                raise Refusal("cataloguing.no-text", {"field": "text"})
            LocalNote.objects.filter(pk=have.id).delete()
            return members.Done(0, told)
        owner = members.library_id(symbol=library)
        row = LocalNote.objects.get(pk=have.id) if have else LocalNote(library_id=owner, version=0)
        row.record_id = anchor(card, library)
        row.text, row.public, row.person, row.at = said, public, actor.key, timezone.now()
        row.version += 1
        row.save()
        return members.Done(row.version, {**told, "public": public})

    where = Ref("edition", str(edition), library)
    return members.act(actor=actor, action="cataloguing.set-note", object=where, do=do, key=key)


def _staff_of(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action="cataloguing.read-desk", object=Ref("desk", library, library))


def _of(card: EditionCard) -> list[NoteCard]:
    """One a library: where editions were joined and it had written on both, the newer."""
    records = [member.record for member in card.members]
    found: dict[str, NoteCard] = {}
    for note in _cards(LocalNote.objects.filter(record__in=records).order_by("-at", "-id")):
        found.setdefault(note.library, note)
    return list(found.values())


def _cards(rows: Iterable[LocalNote]) -> list[NoteCard]:
    symbols = members.symbols_by_id()
    return [
        NoteCard(
            id=row.pk,
            library=symbols[row.library_id],
            record=row.record_id,
            text=row.text,
            public=row.public,
            person=row.person,
            at=row.at,
            version=row.version,
        )
        for row in rows
    ]
