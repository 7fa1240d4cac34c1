"""How it stands with a reader, in one word and its colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext

from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.words import STATES


@dataclass(frozen=True, slots=True)
class Standing:
    """look: of the pill."""

    look: str
    words: str


def standing(reader: ReaderCard, today: date) -> Standing:
    if reader.state != "active":
        return Standing("unknown", str(STATES[reader.state]))
    if reader.active_to is not None and reader.active_to <= today:
        return Standing("wait", str(STATES["over"]))
    if any(one.holds(today) for one in reader.blocks):
        return Standing("no", pgettext("of a registration", "blocked"))
    if reader.card is None:
        return Standing("wait", pgettext("of a registration", "no card in use"))
    return Standing("ok", str(STATES["active"]))
