"""When a reader goes, or two turn out to be one: their links and their copies go along."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.delivery import keeping
from commonshelf.delivery.models import Link
from commonshelf.members import api as members


def open_of(_reader: str) -> list[members.Held]:
    """A document that can still be read keeps nobody from leaving."""
    return []


def moved(from_key: str, to_key: str) -> None:
    """Inside the merging act. What both could open, the one who stays opens by their own link."""
    known = cards.readers_by_key(keys=[from_key, to_key])
    stays = known[to_key].id
    rows = Link.objects.filter(reader__person__key=from_key)
    both = Link.objects.filter(reader=stays, withdrawn_at=None).values("document")
    twice = rows.filter(document__in=both, withdrawn_at=None)
    keeping.drop(list(twice.values_list("copy", flat=True)))
    twice.update(withdrawn_at=timezone.now(), copy="")
    rows.update(reader=stays)


def erase(keys: Collection[str], _words: Collection[str]) -> Iterable[Path]:
    """The copies that carry their card's digits or their name; their links the table of privacy unties."""
    names = Link.objects.filter(reader__person__key__in=keys).exclude(copy="").values_list("copy", flat=True)
    return [keeping.path(name) for name in names]
