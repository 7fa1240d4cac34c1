"""When a reader goes, or a library: links, copies, and what each takes along."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from django.db.models import Count, Sum
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.delivery import keeping
from commonshelf.delivery.models import Document, Link
from commonshelf.members import api as members
from commonshelf.wire.table.write import csv_into

HEAD: Final = (
    "about", "title", "kind", "file", "pages", "bytes", "notice", "brought_at", "expires_at", "withdrawn_at",
    "withdrawn_why", "readers", "opened",
)  # fmt: skip


# -- readers


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


# -- a library


def write_own(library: str, folder: Path) -> None:
    """documents.csv: what it scanned for whom it lent copies to, and how often each was opened.

    No reader is among it, and no bytes: a copy was made for one request, and ends when its days do.
    """
    csv_into(folder / "documents.csv", HEAD, _scanned(library))


def _scanned(library: str) -> Iterator[tuple[object, ...]]:
    rows = Document.objects.filter(library__symbol=library).order_by("pk")
    for row in rows.annotate(readers=Count("links"), opened=Sum("links__opens", default=0)).iterator():
        yield (
            row.about,
            row.title,
            row.kind,
            row.name,
            row.pages,
            row.size,
            row.notice,
            row.brought_at.isoformat(),
            row.expires_at.isoformat(),
            row.withdrawn_at.isoformat() if row.withdrawn_at else "",
            row.withdrawn_why,
            row.readers,
            row.opened,
        )
