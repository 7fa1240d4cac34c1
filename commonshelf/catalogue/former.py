"""What becomes of a library's records and loads when it leaves (docs/adr/0016): withdrawn, never erased.

From the moment it is no member its copies are offered nowhere (`editions.py` asks the directory). Here
its records are then withdrawn for good, a thousand at a time: an edition others hold stays, one that
only it held is gone, as after any withdrawal; bytes and history stay in the rows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonshelf.catalogue import files, rereading, storing
from commonshelf.catalogue.models import Load, Record, Source
from commonshelf.catalogue.storing import Target
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news

AT_ONCE: Final = 1_000
OPEN: Final = ("waiting", "running")


def withdraw(happening: news.Happening) -> None:
    """Take out all living records of the library; gone on with after any death."""
    owner = members.library_id(symbol=happening.object.library)
    for source in Source.objects.filter(library=owner).order_by("pk"):
        try:
            with files.alone(source.pk, wait=False):
                _take_out(source)
        except files.Busy:
            raise news.Temporary(f"a load of source {source.code} has not ended yet") from None


def _take_out(source: Source) -> None:
    while True:
        if news.stopping():
            raise news.Interrupted
        living = Record.objects.filter(source=source, deleted_at=None).order_by("pk")
        found = list(living.values_list("pk", "kind")[:AT_ONCE])
        if not found:
            return
        now = timezone.now()
        with transaction.atomic():
            target = Target(0, source.pk, source.library_id, now, b"")
            stamp = storing.take_out(found, target, now)
            rereading.tell(source.code, source.library_id, stamp, now)


class Loads:
    """The loads of a library, as open work: they cannot be handed over, for they are of its own records."""

    def open_work(self, *, person: str = "", library: str = "") -> list[members.Held]:
        """A load goes on without whoever began it, so a person holds none."""
        if person or not library:
            return []
        rows = Load.objects.filter(library__symbol=library, state__in=OPEN).order_by("pk")
        return [
            members.Held(
                Ref("load", str(row.pk), library),
                Said(f"装入 {row.pk} 正在进行", f"Load {row.pk} is under way"),
                reverse("catalogue:load", args=[row.pk]),
            )
            for row in rows
        ]

    def hand_over(
        self,
        *,
        actor: Actor,  # noqa: ARG002  # a holder's arguments
        person: str,
        library: str,
        to_person: str,  # noqa: ARG002
        to_library: str,  # noqa: ARG002
        at: datetime,
    ) -> int:
        """One that only waits is called off; a running one must end or be stopped first."""
        if person or not library:
            return 0
        waiting = Load.objects.filter(library__symbol=library, state="waiting")
        return int(waiting.update(state="stopped", stop_asked=True, finished_at=at))
