"""Descriptions compared with one another: which lie in one block, and how near they are.

Which pairs are looked at follows from the descriptions that stand now, never from their order: in a
block all of them, in one that is over-full (a title hundreds of books bear) each with the few whose
digests are the smallest, so that an edition hundreds of libraries describe differently does not fall
to pieces for its very fame. When a block crosses that limit, its members are compared anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from commonshelf.catalogue.domain.describing import RULES, Described
from commonshelf.catalogue.domain.matching.judging import Outcome, outcome
from commonshelf.catalogue.domain.matching.portraits import BLOCK_LIMIT, Portrait, load
from commonshelf.catalogue.store import descriptions as rows
from commonshelf.catalogue.store.descriptions import LinkRow

HUBS: Final = 6
"""With so many of an over-full block every other one in it is compared."""

Pair = tuple[int, int]


class Blocks:
    """Who lies in which block, before and after a change. Only what is asked for is read."""

    def __init__(self, coming: Mapping[int, Described], going: Mapping[int, Iterable[int]]) -> None:
        """coming: descriptions that are new; going: those that leave -> their blocks."""
        self._going = set(going)
        self._values = {id: set(one.blocks) for id, one in coming.items()}
        self._added: dict[int, set[int]] = {}
        for id, values in self._values.items():
            for value in values:
                self._added.setdefault(value, set()).add(id)
        self._before: dict[int, list[int]] = {}
        self._heads: dict[int, list[int]] = {}
        self._whole: dict[int, list[int]] = {}
        self.read({*self._added, *(value for values in going.values() for value in values)})

    def read(self, values: Collection[int]) -> None:
        """Called before anything is written: what is there now, from which what will be follows."""
        wanted = [value for value in values if value not in self._heads]
        # One more than is full tells that it is; as many more as may leave it keeps the rest known.
        for value, ids in rows.heads(wanted, BLOCK_LIMIT + 1 + len(self._going)).items():
            self._before[value] = ids
            self._heads[value] = sorted({*ids, *self._added.get(value, ())} - self._going)

    def of(self, descriptions: Iterable[int]) -> None:
        """Learn the blocks of descriptions that were there before."""
        unknown = [id for id in descriptions if id not in self._values]
        for id, values in rows.blocks_of(unknown).items():
            self._values[id] = set(values)
        self.read({value for id in unknown for value in self._values.get(id, ())})

    def disturbed(self) -> set[int]:
        """Descriptions that were here before and whose pairs the change may alter."""
        found: set[int] = set()
        for value, after in self._heads.items():
            before = self._before[value]
            was_full, is_full = len(before) > BLOCK_LIMIT, len(after) > BLOCK_LIMIT
            if was_full != is_full:
                found.update(after)
            elif is_full:
                found |= set(before[:HUBS]) ^ set(after[:HUBS])
        return found - self._going - set(self._values)

    def partners(self, id: int) -> set[int]:
        """Whom this description is to be compared with."""
        found: set[int] = set()
        for value in self._values.get(id, ()):
            head = self._heads[value]
            if len(head) <= BLOCK_LIMIT:
                found.update(head)
            elif id in head[:HUBS]:
                found.update(self._all(value))
            else:
                found.update(head[:HUBS])
        found.discard(id)
        return found

    def _all(self, value: int) -> list[int]:
        if value not in self._whole:
            there = {*rows.whole_block(value), *self._added.get(value, ())} - self._going
            self._whole[value] = sorted(there)
        return self._whole[value]


def follow(coming: Mapping[int, Described], going: Collection[int]) -> set[int]:
    """Write the descriptions that come, take out those that go, and bring the links after them.

    Returns the descriptions, here before and still, that gained or lost a link.
    """
    if not coming and not going:
        return set()
    blocks = Blocks(coming, rows.blocks_of(going) if going else {})
    disturbed = blocks.disturbed()
    if disturbed:
        blocks.of(disturbed)
    subjects = {*coming, *disturbed}
    linked = (
        {(link.one, link.other) for link in rows.links_of({*disturbed, *going})}
        if disturbed or going
        else set()
    )
    wanted = {_pair(id, partner) for id in subjects for partner in blocks.partners(id)}
    lost = {pair for pair in linked if pair not in wanted}
    made = _weighed(wanted - linked, {id: one.portrait for id, one in coming.items()})
    rows.set_descriptions([(id, RULES, one.alike, one.portrait) for id, one in sorted(coming.items())])
    rows.add_blocks(sorted([(value, id) for id, one in coming.items() for value in one.blocks]))
    rows.drop_links(sorted(lost))
    rows.add_links(made)
    if going:
        rows.drop_descriptions(going)
    touched = {id for pair in lost for id in pair} | {id for link in made for id in (link.one, link.other)}
    return touched - set(going) - set(coming)


def meeting(coming: Mapping[int, Described]) -> set[int]:
    """Of descriptions that are not here, those the machine would join with one that is; writes nothing."""
    blocks = Blocks(coming, {})
    pairs = {_pair(id, partner) for id in coming for partner in blocks.partners(id)}
    pairs = {(one, other) for one, other in pairs if (one in coming) != (other in coming)}
    links = _weighed(pairs, {id: one.portrait for id, one in coming.items()})
    joined = {id for link in links if link.outcome == "join" for id in (link.one, link.other)}
    return joined & set(coming)


def links_anew(descriptions: Collection[int]) -> list[LinkRow]:
    """The links these descriptions must have, weighed anew from the blocks; writes nothing."""
    blocks = Blocks({}, {})
    blocks.of(descriptions)
    return _weighed({_pair(id, partner) for id in descriptions for partner in blocks.partners(id)}, {})


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _weighed(pairs: Collection[Pair], known: Mapping[int, str]) -> list[LinkRow]:
    """The links these pairs make, in the order of their index; most make none."""
    ids = {id for pair in pairs for id in pair}
    texts = {**rows.portraits(ids - set(known)), **known} if ids - set(known) else known
    seen: dict[int, Portrait] = {id: load(texts[id]) for id in ids}
    made = []
    for one, other in sorted(pairs):
        said, score = outcome(seen[one], seen[other])
        if said is not Outcome.APART:
            made.append(LinkRow(one, other, str(said), score))
    return made
