"""Marking pull slips as printed, so that nobody fetches what a colleague is fetching."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.desks import slips


def print_slips(
    *, actor: Actor, library: str, branch: str = "", supplies: Collection[int], key: str = ""
) -> datetime:
    """The instant that names this batch. What needs no fetching any more is left out, and is not printed."""
    now = timezone.now()

    def do() -> Done[datetime]:
        rows = slips.to_fetch(library).filter(pk__in=list(supplies)[: slips.MOST])
        printed = rows.update(printed_at=now)
        return Done(now, {"slips": printed}, stored=now.isoformat())

    return members.act(
        actor=actor,
        action="sharing.print-slips",
        object=Ref("desk", branch, library),
        do=do,
        at=now,
        key=key,
        again=lambda told: parse_datetime(str(told)) or now,
    )
