"""By night: what has expired is withdrawn, its bytes deleted, and what no row names swept away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commonshelf.delivery import bringing, keeping
from commonshelf.delivery.models import Document, Link
from commonshelf.kernel.actor import MACHINE


def nightly(at: datetime) -> None:
    """Called twice with the same moment it finds nothing left to do."""
    expired = Document.objects.filter(withdrawn_at=None, expires_at__lte=at).order_by("pk")
    for id in list(expired.values_list("pk", flat=True)):
        bringing.withdraw(actor=MACHINE, document=id, why="expired", at=at)
    _end_links(at)
    keeping.sweep(at)


def _end_links(at: datetime) -> None:
    """Of documents that others may still open."""
    with transaction.atomic():
        over = Link.objects.filter(Q(expires_at__lte=at) | Q(reader=None), withdrawn_at=None)
        keeping.drop(over.values_list("copy", flat=True))
        over.update(withdrawn_at=at, copy="")
