"""Volumes of one set in a result: the first before the second, wherever relevance has put them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from commonshelf.catalogue.cards import EditionCard
from commonshelf.search.domain.analysis import key

_NUMBER: Final = re.compile(r"\d+")


def volumes_in_order(cards: Sequence[EditionCard]) -> list[EditionCard]:
    """The same places for each set, its volumes by number in them. A set: the same title, maker, publisher
    and edition, with a volume told.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for place, card in enumerate(cards):
        if card.facts.volume_number:
            places.setdefault(_set(card), []).append(place)
    ordered = list(cards)
    for taken in places.values():
        if len(taken) > 1:
            volumes = sorted((cards[place] for place in taken), key=_number)
            for place, card in zip(taken, volumes, strict=True):
                ordered[place] = card
    return ordered


def _set(card: EditionCard) -> tuple[str, ...]:
    facts = card.facts
    maker = facts.names[0].name if facts.names else ""
    return (key(facts.title), key(maker), key(facts.publisher), facts.edition_number, facts.format)


def _number(card: EditionCard) -> tuple[int, str]:
    found = _NUMBER.search(card.facts.volume_number)
    return (int(found.group()) if found else 0, card.facts.volume_number)
