"""All records one change can move: whatever hangs together with it by editions, links or decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, product
from typing import Final

from commonshelf.catalogue.decision import Partners
from commonshelf.catalogue.domain.describing import RULES, marks
from commonshelf.catalogue.domain.matching.judging import conflict
from commonshelf.catalogue.domain.matching.portraits import Portrait, load
from commonshelf.catalogue.domain.partition import (
    MOST_OF_ONE_LIBRARY,
    TOO_MANY,
    Held,
    Key,
    Node,
    Parted,
    Tie,
    partition,
)
from commonshelf.catalogue.store import descriptions as rows
from commonshelf.catalogue.store import rulings
from commonshelf.catalogue.store.descriptions import Stand
from commonshelf.catalogue.store.rulings import Force
from commonshelf.members import api as members

SAME: Final = 2.0
"""Score of two nodes of one description: before all others, which end at 1."""
NOWHERE: Final = 0
"""The edition of a record that has none yet."""
NO_MARKS: Final = 0


class Territory:
    """Closed: no link, edition or decision leads out of it.

    stands: record -> where it stood before (`NOWHERE` for new ones) and how it is described now.
    """

    def __init__(self, fresh: Mapping[int, Stand], leaving: Collection[int], *, heed: bool) -> None:
        """fresh: records that are new or changed; leaving: those that go; heed: are there decisions."""
        self.stands: dict[int, Stand] = {}
        self.before: dict[int, int] = {}
        """Record -> edition, also of those that go."""
        self.ruled: set[int] = set()
        self.must: list[tuple[int, int]] = []
        self.cannot: list[tuple[int, int]] = []
        self.alone: dict[int, bool] = {}
        self.scores: dict[tuple[int, int], float] = {}
        self.descriptions: set[int] = set()
        """Of all records in it, also of those that go, before and after."""
        self._fresh, self._leaving, self._heed = fresh, set(leaving), heed
        self._alike: dict[int, bool] = {}
        """Descriptions in it -> whether equal ones are alike."""
        self._neighbours: set[int] = set()
        """Descriptions linked with those looked at last."""
        self._forces: set[Force] = set()
        self._editions: set[int] = set()
        self._asked: set[int] = set()
        """Records whose decisions are looked for though they did not stand alone before: newly decided."""

    # -- finding it

    def explore(self, descriptions: Iterable[int], editions: Iterable[int], records: Iterable[int]) -> None:
        seen, inside, known = set(descriptions), set(editions) - {NOWHERE}, set(records)
        self._asked |= known
        while seen or inside or known:
            found: list[Stand] = []
            found += self._described(seen)
            if inside:
                self._editions |= inside
                found += rows.inside(inside)
            if known:
                found += [self._fresh[one] for one in known if one in self._fresh]
                found += rows.standing(known)
            new = self._take(found)
            seen = {one.description for one in new if one.description is not None} | self._neighbours
            seen -= self._alike.keys()
            inside = {edition for edition in self.before.values() if edition} - self._editions
            known = self._decided(new) if self._heed else set()

    def _described(self, seen: set[int]) -> list[Stand]:
        """Records of these descriptions, and into `_neighbours` those linked with them."""
        self._neighbours = set()
        current = rows.current(seen, RULES) if seen else {}
        self._alike |= current
        if not current:
            return []
        linked = set()
        for link in rows.links_of(current):
            linked |= {link.one, link.other}
            if link.outcome == "join":
                self.scores[link.one, link.other] = link.score
                self._neighbours |= {link.one, link.other}
        # Records that say too little and are linked with nothing have nothing to do with each other.
        wanted = [id for id, alike in current.items() if alike or id in linked]
        found = rows.described(wanted)
        return found + [one for one in self._fresh.values() if one.description in wanted]

    def _take(self, found: Iterable[Stand]) -> list[Stand]:
        new = []
        for one in found:
            if one.record in self.before:
                continue
            stand = self._fresh.get(one.record, one)
            self.before[one.record] = stand.edition
            if one.description is not None:
                self.descriptions.add(one.description)
            if stand.description is not None:
                self.descriptions.add(stand.description)
            if one.record not in self._leaving:
                self.stands[one.record] = stand
                new.append(stand)
        return new

    def _decided(self, new: Collection[Stand]) -> set[int]:
        """Records that decisions tie to these."""
        asked = self._asked | self._fresh.keys()
        names = rulings.names_of([one.record for one in new if one.alone or one.record in asked])
        forces = rulings.touching(name for name, _ in names.values())
        self._forces.update(forces)
        there = rulings.living({name for force in forces for name in (force.one, force.other)})
        return {record for record in there.values() if record not in self.before}

    # -- grouping it

    def grouped(self) -> tuple[list[list[int]], list[Partners]]:
        """The records in their editions, and the pairs the machine would have joined but must not."""
        self._heed_decisions()
        keys, crowd = self._keys()
        records: dict[Key, list[int]] = {}
        for record, key in sorted(keys.items()):
            records.setdefault(key, []).append(record)
        ties = self._ties(records, crowd)
        nodes, against = self._nodes(records, ties)
        parted: Parted = partition(
            nodes,
            ties,
            conflict=against,
            must=[(keys[a], keys[b]) for a, b in self.must],
            cannot=[(keys[a], keys[b]) for a, b in self.cannot],
        )
        groups = [sorted(record for key in group for record in records[key]) for group in parted.groups]
        held = [*parted.held, *self._crowded(records, crowd)]
        return groups, [
            Partners(
                records[one][0],
                records[other][0],
                (one[0], other[0]),
                (one[1], other[1]),
                min(score, 1.0),
                reason,
            )
            for one, other, score, reason in held
        ]

    def _heed_decisions(self) -> None:
        if not self._forces:
            return
        here = rulings.living({name for force in self._forces for name in (force.one, force.other)})
        for force in self._forces:
            pair = here.get(force.one), here.get(force.other)
            those = [record for record in pair if record is not None and record in self.stands]
            self.ruled.update(those)
            if len(those) == 2:  # the other one may be deleted, or not loaded yet
                (self.must if force.verdict == "join" else self.cannot).append((those[0], those[1]))

    def _keys(self) -> tuple[dict[int, Key], set[Key]]:
        """Record -> its node; nodes of a library that has too many records of one description."""
        many = Counter(
            (one.description, one.library)
            for one in self.stands.values()
            if one.record not in self.ruled
            and one.description is not None
            and self._alike.get(one.description)
        )
        crowded = {place for place, count in many.items() if count > MOST_OF_ONE_LIBRARY}
        single, keys, crowd = [], dict[int, Key](), set[Key]()
        for record, one in self.stands.items():
            if one.description not in self._alike:  # not described by today's rules yet: stays as it is
                keys[record] = (0, f"{one.edition:020d}")
                self.alone[record] = one.alone
            elif (
                self._alike[one.description]
                and record not in self.ruled
                and (one.description, one.library) not in crowded
            ):
                keys[record] = (one.description, "")
                self.alone[record] = False
            else:
                single.append(record)
                self.alone[record] = True
        for record, name in self._named(single).items():
            one = self.stands[record]
            keys[record] = (one.description or 0, name)
            if record not in self.ruled and (one.description, one.library) in crowded:
                crowd.add(keys[record])
        return keys, crowd

    def _named(self, records: Collection[int]) -> dict[int, str]:
        """Names that are the same on every machine and in every order of loading."""
        symbols = members.symbols_by_id()
        return (
            {
                record: f"{symbols[self.stands[record].library]}/{code}/{local_id}"
                for record, ((_, local_id), code) in rulings.names_of(records).items()
            }
            if records
            else {}
        )

    def _ties(self, records: Mapping[Key, list[int]], crowd: set[Key]) -> list[Tie]:
        by: dict[int, list[Key]] = {}
        for key in records:
            if key not in crowd and key[0]:
                by.setdefault(key[0], []).append(key)
        ties = [
            Tie(one, other, score)
            for (first, second), score in self.scores.items()
            for one, other in product(by.get(first, ()), by.get(second, ()))
        ]
        for description, those in by.items():
            if len(those) > 1 and self._alike[description]:
                ties += [Tie(one, other, SAME) for one, other in combinations(those, 2)]
        return ties

    def _nodes(
        self, records: Mapping[Key, list[int]], ties: Iterable[Tie]
    ) -> tuple[dict[Key, Node], _Against]:
        """Portraits are only read of what is tied to something."""
        tied = {key[0] for tie in ties for key in (tie.one, tie.other)}
        against = _Against()
        mark = (
            {id: against.number(marks(load(text))) for id, text in rows.portraits(tied).items()}
            if tied
            else {}
        )
        nodes = {
            key: Node(
                Counter(self.stands[record].library for record in those), key[0], mark.get(key[0], NO_MARKS)
            )
            for key, those in records.items()
        }
        return nodes, against

    def _crowded(self, records: Mapping[Key, list[int]], crowd: set[Key]) -> list[Held]:
        """Of records one library has too many of, one pair stands for all."""
        first: dict[int, list[Key]] = {}
        for key in sorted(crowd):
            first.setdefault(key[0], []).append(key)
        return [
            Held((id, ""), those[0], 1.0, TOO_MANY)
            if (id, "") in records
            else Held(those[0], those[1], 1.0, TOO_MANY)
            for id, those in first.items()
        ]


class _Against:
    """`judging.conflict` by small numbers, each pair weighed once. 0 stands against nothing."""

    def __init__(self) -> None:
        self._numbers: dict[Portrait, int] = {}
        self._portraits: list[Portrait] = []
        self._said: dict[tuple[int, int], str] = {}

    def number(self, mark: Portrait) -> int:
        if mark not in self._numbers:
            self._portraits.append(mark)
            self._numbers[mark] = len(self._portraits)
        return self._numbers[mark]

    def __call__(self, one: object, other: object) -> str:
        if not isinstance(one, int) or not isinstance(other, int) or NO_MARKS in (one, other):
            return ""
        pair = (one, other)
        if pair not in self._said:
            self._said[pair] = conflict(self._portraits[one - 1], self._portraits[other - 1])
        return self._said[pair]
