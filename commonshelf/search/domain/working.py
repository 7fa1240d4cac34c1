"""The editions of one work put in order for a reader: languages, sets of volumes, and which will do instead.

Pure. A work is a soft group: nothing here joins anything, it only says what stands beside what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.publishers import publisher_key
from commonshelf.search.domain import shaping
from commonshelf.search.domain.shaping import Holder, Sites, State

_TO_READ: Final = frozenset({"book", "ebook"})
_TO_HAND: Final = frozenset({State.ON_SHELF, State.ONLINE, State.REFERENCE})
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """Volumes that came out together, in their order; at least two."""

    volumes: tuple[EditionCard, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """First and last, or the only one, or nothing."""
        told = sorted({card.facts.year for card in self.volumes if card.facts.year is not None})
        return tuple(dict.fromkeys([told[0], told[-1]])) if told else ()

    @property
    def whole(self) -> bool:
        """As far as its numbers tell: 1, 2, 3 ... without a gap; 上 and 下 (1 and 3) are two of two."""
        numbers = [card.facts.volume_number for card in self.volumes]
        return numbers in (["1", "3"], [str(n) for n in range(1, len(numbers) + 1)])


@dataclass(frozen=True, slots=True)
class Group:
    """Editions in one language (MARC code, "" not told): sets first, then single ones, newest first."""

    language: str
    sets: tuple[VolumeSet, ...]
    singles: tuple[EditionCard, ...]

    @property
    def cards(self) -> tuple[EditionCard, ...]:
        return (*(card for found in self.sets for card in found.volumes), *self.singles)


@dataclass(frozen=True, slots=True)
class Soonest:
    """What a reader has soonest: an edition, or a whole set. holders: of it, or of the volume had last."""

    cards: tuple[EditionCard, ...]
    holders: tuple[Holder, ...]

    @property
    def card(self) -> EditionCard:
        return self.cards[0]

    @property
    def holder(self) -> Holder:
        return self.holders[0]

    @property
    def rank(self) -> tuple[int, int, int, float]:
        """Smaller is sooner: to be had, mine, open, near."""
        return shaping.usefulness(self.holder)[:4]


def language(facts: Facts) -> str:
    return facts.languages[0] if facts.languages else ""


def groups(cards: Iterable[EditionCard], first: str) -> list[Group]:
    """By language: the reader's own (`first`, a MARC code) first, then those with the most editions."""
    found: dict[str, list[EditionCard]] = defaultdict(list)
    for card in cards:
        found[language(card.facts)].append(card)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] != first, -len(pair[1]), pair[0]))
    return [_group(code, some) for code, some in ordered]


def _group(code: str, cards: Sequence[EditionCard]) -> Group:
    sets = volume_sets(cards)
    inside = {card.id for found in sets for card in found.volumes}
    singles = sorted((card for card in cards if card.id not in inside), key=_newest_first)
    return Group(code, tuple(sets), tuple(singles))


def _newest_first(card: EditionCard) -> tuple[int, tuple[int, ...], int]:
    return -(card.facts.year or 0), volume_order(card.facts), card.id


def volume_order(facts: Facts) -> tuple[int, ...]:
    """2 before 10, 1.2 before 2; without a number first."""
    return tuple(int(digits) for digits in _DIGITS.findall(facts.volume_number))


def volume_sets(cards: Iterable[EditionCard]) -> list[VolumeSet]:
    """Volumes of one publisher, language, edition and carrier; where one comes again, a new set begins."""
    runs: dict[tuple[str, str, str, str], list[EditionCard]] = defaultdict(list)
    for card in cards:
        said = card.facts
        if said.volume_number:
            key = (publisher_key(said.publisher), language(said), said.edition_number, said.format)
            runs[key].append(card)
    sets: list[VolumeSet] = []
    for run in runs.values():
        by_year = sorted(run, key=lambda card: (card.facts.year or 0, volume_order(card.facts), card.id))
        sets += [VolumeSet(tuple(_in_order(part))) for part in _parted(by_year) if len(part) > 1]
    return sorted(sets, key=lambda found: (-(found.years[-1] if found.years else 0), found.volumes[0].id))


def _parted(run: list[EditionCard]) -> list[list[EditionCard]]:
    parts: list[list[EditionCard]] = []
    seen: set[str] = set()
    for card in run:
        number = card.facts.volume_number
        if not parts or number in seen:
            parts.append([])
            seen = set()
        parts[-1].append(card)
        seen.add(number)
    return parts


def _in_order(part: Iterable[EditionCard]) -> list[EditionCard]:
    return sorted(part, key=lambda card: (volume_order(card.facts), card.id))


def set_of(card: EditionCard, cards: Iterable[EditionCard]) -> VolumeSet | None:
    """The set this volume belongs to, if others of it are here."""
    found = volume_sets(cards)
    return next((one for one in found if any(other.id == card.id for other in one.volumes)), None)


def will_do(one: Facts, other: Facts) -> bool:
    """Whether a reader who wants `one` for its text is served by `other`: the same words, the same tongue.

    Never another volume, another language or something to hear or see instead of to read.
    """
    if one.volume_number != other.volume_number:
        return False
    if one.languages and other.languages and language(one) != language(other):
        return False
    return one.format == other.format or {one.format, other.format} <= _TO_READ


def soonest(cards: Iterable[EditionCard], sites: Sites, sets: Iterable[VolumeSet] = ()) -> Soonest | None:
    """Of several editions and sets the one this reader can have first; None when none is to be had now."""
    found = [_at_hand(card, sites) for card in cards] + [_all_at_hand(one, sites) for one in sets]
    ready = [one for one in found if one is not None]
    return min(ready, key=lambda one: (*one.rank, -(one.card.facts.year or 0), one.card.id), default=None)


def _at_hand(card: EditionCard, sites: Sites) -> Soonest | None:
    holders = shaping.holders(card, sites)
    return Soonest((card,), holders) if holders and holders[0].state in _TO_HAND else None


def _all_at_hand(found: VolumeSet, sites: Sites) -> Soonest | None:
    """A set is had when its last volume is."""
    parts = [_at_hand(card, sites) for card in found.volumes]
    ready = [part for part in parts if part is not None]
    if len(ready) < len(parts):
        return None
    return Soonest(found.volumes, max(ready, key=lambda part: part.rank).holders)


def sooner(card: EditionCard, others: Iterable[EditionCard], sites: Sites) -> Soonest | None:
    """Another edition (or, instead of a whole work, a whole set) that will do and that the reader has before
    this one; None when this is as good.
    """
    rest = list(others)
    said = card.facts
    sets = [] if said.volume_number else [one for one in volume_sets(rest) if one.whole]
    sets = [one for one in sets if will_do(said, replace(one.volumes[0].facts, volume_number=""))]
    best = soonest((other for other in rest if will_do(said, other.facts)), sites, sets)
    if best is None:
        return None
    own = shaping.holders(card, sites)
    return best if not own or best.rank < shaping.usefulness(own[0])[:4] else None
