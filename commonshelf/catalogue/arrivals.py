"""New arrivals, newest first; and which editions there are at all, for those who list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.editions import of
from commonshelf.catalogue.models import Edition, Facts, Record
from commonshelf.catalogue.rows import BIB
from commonshelf.members import api as members

MOST_LOOKED_AT: Final = 600
"""Records looked at for one class: beyond them nothing is new any more."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """received_at: when the bytes of the record that is new last came."""

    card: EditionCard
    received_at: datetime


def arrivals(library: str, clc: str, rows: int) -> list[Arrival]:
    """library: Symbol, "" for all; clc: how its class number begins, "" for all. Absent: no such library."""
    new = Record.objects.filter(kind=BIB, deleted_at=None).order_by("-pk")
    if library:
        # By source, as the index of living records goes; a library has few.
        new = new.filter(source__library=members.library_id(symbol=library))
    looked_at = list(new.values_list("pk", "received_at")[: MOST_LOOKED_AT if clc else 2 * rows])
    editions = dict(Facts.objects.filter(pk__in=[pk for pk, _ in looked_at]).values_list("record", "edition"))
    came: dict[int, Arrival] = {}
    cards = {card.id: card for card in of(list(dict.fromkeys(editions.values())))}
    for record, received_at in looked_at:
        card = cards.get(editions.get(record, 0))
        if card is None or card.id in came:
            continue
        if any(one.scheme == "clc" and one.number.startswith(clc) for one in card.facts.classes) or not clc:
            came[card.id] = Arrival(card, received_at)
    return list(came.values())[:rows]


def living_ids(above: int, up_to: int) -> list[int]:
    """Numbers of living editions, above < number <= up_to."""
    found = Edition.objects.filter(pk__gt=above, pk__lte=up_to, merged_into=None, gone_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True))


def last_id() -> int:
    """The highest number an edition has; 0 before the first load."""
    return Edition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
