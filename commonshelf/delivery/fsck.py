"""What must never be found here: lost files, changed files, files that no row names, links past their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from commonshelf.delivery import keeping
from commonshelf.delivery.models import Document, Link

SWEPT: Final = keeping.STRAY + timedelta(days=1)
"""So old, and the night has had its chance to sweep a file that no row names."""
NIGHTS: Final = timedelta(days=2)
"""So long after its end a document may still wait for the night, and no longer."""


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    yield from _documents()
    yield from _copies()
    yield from _ends()
    yield from _orphans()


def _documents() -> Iterator[str]:
    """Of those that can be opened the file is there, and is what was kept."""
    rows = Document.objects.filter(withdrawn_at=None).order_by("pk")
    for row in rows.only("file", "size", "sha256", "about").iterator():
        path = keeping.path(row.file)
        if not path.is_file():
            yield f"document {row.pk} for {row.about} has lost its file {row.file}"
        elif path.stat().st_size != row.size or keeping.digest(path) != row.sha256:
            yield f"document {row.pk} for {row.about} is not what was kept: its file {row.file} was changed"


def _copies() -> Iterator[str]:
    for pk, name in Link.objects.exclude(copy="").order_by("pk").values_list("pk", "copy"):
        if not keeping.path(name).is_file():
            yield f"link {pk} has lost its reader's copy {name}"


def _ends() -> Iterator[str]:
    """What is over is over wholly."""
    cut = timezone.now() - NIGHTS
    for row in Document.objects.filter(withdrawn_at=None, expires_at__lt=cut).order_by("pk"):
        yield f"document {row.pk} ran out on {row.expires_at:%Y-%m-%d} and was not withdrawn"
    over = Q(withdrawn_at=None) & (Q(document__withdrawn_at__isnull=False) | Q(expires_at__lt=cut))
    for pk in Link.objects.filter(over).order_by("pk").values_list("pk", flat=True):
        yield f"link {pk} still opens a document whose time is over"
    for pk in Link.objects.filter(withdrawn_at__isnull=False).exclude(copy="").values_list("pk", flat=True):
        yield f"link {pk} has ended, and its reader's copy is still kept"


def _orphans() -> Iterator[str]:
    """A younger one may be in the making."""
    known = keeping.known()
    before = (timezone.now() - SWEPT).timestamp()
    for path in keeping.files():
        if path.name not in known and path.stat().st_mtime < before:
            yield f"file {path.name} is no document's, and the night has not swept it away"
