"""A list as a page shows it: each entry with what its edition is today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from commonshelf.lists.cards import EntryCard, ListCard
from commonshelf.members.cards import Here
from commonshelf.search import api as search
from commonshelf.search.api import Found


@dataclass(frozen=True, slots=True)
class Row:
    """An entry and its edition as it is now; found.result None: no library holds it any more."""

    entry: EntryCard
    found: Found


@dataclass(frozen=True, slots=True)
class Way:
    """A way to take a list along. url: below the list's own address."""

    name: str
    url: str


def rows(card: ListCard, here: Here) -> list[Row]:
    """In the reader's order; an edition that was joined with another is shown where it lives now."""
    today = {one.asked: one for one in search.shelves_of(ids=[e.edition for e in card.entries], here=here)}
    return [Row(entry, today.get(entry.edition, Found(entry.edition))) for entry in card.entries]


def ways(address: str, ids: Iterable[int] = ()) -> dict[str, list[Way]]:
    """address: of the list, without an ending. ids: those a device keeps, which are sent along."""
    sent = ",".join(map(str, ids))
    more: dict[str, Any] = {"ids": sent} if sent else {}
    query = f"?{urlencode(more)}" if more else ""
    return {
        "files": [Way(name, f"{address}.{code}{query}") for code, name in search.FORMS.items()],
        "texts": [
            Way(name, f"{address}.txt?{urlencode({'style': code, **more})}")
            for code, name in search.STYLES.items()
        ],
    }
