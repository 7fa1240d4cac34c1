"""Editions that may be the one somebody has in hand: by its ISBN, or by all that was written of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from commonshelf.catalogue import editions
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.hand_cards import Alike
from commonshelf.catalogue.models import Block, Description
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.kernel import ids

MOST: Final = 20
_VOLUMES: Final = 40
"""A set's volumes often share its ISBN, and each lies in a block of its own."""
_CARRIERS: Final = ("book", "ebook")
_DESCRIPTIONS: Final = 400


def by_isbn(*, isbn: str) -> list[EditionCard]:
    """Living editions with this ISBN; [] when the text holds none."""
    # Late: it brings the matcher along, and few pages need it.
    from commonshelf.catalogue.domain.matching.portraits import Portrait, blocks

    good, _ = ids.isbns(isbn)
    wanted = set(good)
    numbers: set[int] = set()
    for one in good:
        for carrier in _CARRIERS:
            for volume in ("", *map(str, range(1, _VOLUMES + 1))):
                numbers.update(blocks(Portrait(carrier=carrier, title="\0", volume=volume, isbns=(one,))))
    cards = _living(_descriptions(numbers))
    return [card for card in cards if wanted & set(card.facts.isbns)][:MOST]


def alike(*, fields: Mapping[str, str], without: int = 0) -> list[Alike]:
    """Editions the matcher would join with a record of these fields, or ask about; the likeliest first.

    without: an edition that is known (its own).
    """
    # Late: it brings the matcher along, and few pages need it.
    from commonshelf.catalogue.domain.matching import judging, portraits

    portrait = portraits.portrait(hand.made(fields))
    found: dict[int, tuple[bool, float]] = {}
    for number in _descriptions(portraits.blocks(portrait)):
        stored = Description.objects.filter(pk=number).values_list("portrait", flat=True).first()
        outcome, score = judging.outcome(portrait, portraits.load(stored or "{}"))
        if outcome is not judging.Outcome.APART:
            found[number] = outcome is judging.Outcome.JOIN, score
    likely = sorted(found, key=lambda number: (-found[number][0], -found[number][1], number))[:MOST]
    best: dict[int, tuple[bool, float]] = {}
    rows = FactsRow.objects.filter(description__in=likely).values_list("description", "edition")
    for number, edition in sorted(rows.distinct(), key=lambda row: likely.index(row[0])):
        best.setdefault(edition, found[number])
    cards = {card.id: card for card in editions.of(list(best)) if card.id != without}
    return [Alike(cards[id], *best[id]) for id in best if id in cards][:MOST]


def _descriptions(blocks: Iterable[int]) -> list[int]:
    rows = Block.objects.filter(value__in=list(blocks)).values_list("description", flat=True).distinct()
    return list(rows[:_DESCRIPTIONS])


def _living(descriptions: Iterable[int]) -> list[EditionCard]:
    rows = FactsRow.objects.filter(description__in=list(descriptions)).values_list("edition", flat=True)
    return editions.of(list(rows.distinct()))
