"""Where a reader may have things brought: their home library's branches first, then the nearest."""

from __future__ import annotations

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.sharing import reader_words as words
from commonshelf.ui.templatetags.shelf import km


def places(reader: cards.ReaderCard | None, here: Here) -> list[tuple[str, str]]:
    """(branch key, name with its distance) of where this reader may fetch requests; nobody known: anywhere.

    As few questions for eighty libraries as for one.
    """
    away = members.distances(here=here)
    home = reader.home if reader else here.library
    found = sorted(
        (card for card in members.libraries() if members.takes_part(symbol=card.symbol)),
        key=lambda card: (card.symbol != home, card.symbol),
    )
    may = {card.symbol for card in found}
    if reader is not None:
        asked = cards.rights_among(
            reader=reader.key,
            libraries=[card.symbol for card in found],
            services=("request",),
            at=timezone.now(),
        )
        may = {symbol for symbol, rights in asked.rights.items() if rights["request"].allowed}
    branches = [branch for card in found if card.symbol in may for branch in card.branches]
    branches.sort(key=lambda one: (one.library != home, away.get(one.key, 1e9)))
    return [(one.key, _named(one.library, one.code, away.get(one.key))) for one in branches]


def near(reader: cards.ReaderCard | None, here: Here) -> list[tuple[str, str]]:
    """The branches of their own library, or of the one they picked; nothing is asked of their rights."""
    own = here.library or (reader.home if reader else "")
    found = [card for card in members.libraries() if card.symbol == own]
    return [(one.key, _named(one.library, one.code, None)) for card in found for one in card.branches]


def _named(library: str, branch: str, away: float | None) -> str:
    name = words.place(library, branch)
    return name if away is None else f"{name} · {km(away)}"


def usual(reader: cards.ReaderCard | None, here: Here, offered: list[tuple[str, str]]) -> str:
    """The branch to begin with: the one they picked for this browser, else the main one at home."""
    keys = [key for key, _name in offered]
    picked = f"{here.library}/{here.branch}"
    if here.library and picked in keys:
        return picked
    home = here.library or (reader.home if reader else "")
    return next((key for key in keys if key.partition("/")[0] == home), keys[0] if keys else "")
