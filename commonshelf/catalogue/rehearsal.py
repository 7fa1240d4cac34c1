"""A dry run: everything is read, compared and counted, nothing of the catalogue is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from commonshelf.catalogue import comparing
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.describing import RULES, Described
from commonshelf.catalogue.domain.matching.judging import Outcome, outcome
from commonshelf.catalogue.domain.matching.portraits import load
from commonshelf.catalogue.rows import BIB, HOLDINGS, TABLES, Read, Refused
from commonshelf.catalogue.store import descriptions, records
from commonshelf.catalogue.storing import Outcome as Counts
from commonshelf.catalogue.storing import Target, last_wins, sort

MOST_REMEMBERED: Final = 100_000
"""Descriptions of this run that further ones are compared with; beyond, only equal ones are known again."""
IN_A_BLOCK: Final = 3


class Came(NamedTuple):
    """What an id was counted as when it came. title: digest of it, only of rows of tables."""

    offset: int
    counted: str
    title: bytes


class Rehearsal:
    """Remembers what a real load would have written: ids seen and descriptions brought along."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._seen: dict[tuple[str, str], Came] = {}
        self._like = _Like()
        self.told = {"new": 0, "changed": 0, "joined": 0, "within": 0, "editions": 0}
        """joined: new records that meet an edition already here; within: that meet one of this load;
        editions: new editions they would make."""

    def store(self, rows: Sequence[Read | Refused]) -> Counts:
        done = Counts(read=len(rows))
        last = last_wins(rows, done, self._target.fingerprint)
        for kind in (BIB, HOLDINGS):
            coming = [row for (its, _), row in last.items() if its == kind]
            if coming:
                self._kind(kind, coming, done)
        return done

    def _kind(self, kind: str, coming: Sequence[Read], done: Counts) -> None:
        known = records.known(self._target.source, kind, [row.local_id for row in coming])
        coming = [row for row in coming if not self._one_more_line(kind, row, done)]
        found = sort(coming, known, self._target.load, done)
        counted = {row.local_id: "new" for row in found.new}
        counted |= {row.local_id: "changed" for row, _ in [*found.changed, *found.leaving]}
        for row in coming:
            if earlier := self._seen.get((kind, row.local_id)):
                self._give_up(row, earlier, done)
            told = counted.get(row.local_id, "same")
            self._seen[kind, row.local_id] = Came(row.offset, told, _title(row))
        done.loaded += len(found.new) + len(found.changed) + len(found.leaving)
        done.unchanged += len(found.same)
        done.deleted += len(found.leaving)
        self.told["new"] += len(found.new)
        self.told["changed"] += len(found.changed)
        self._join([row.described for row in found.new if row.described])

    def _one_more_line(self, kind: str, row: Read, done: Counts) -> bool:
        """A line of a table that names one more copy of a record that came in an earlier batch."""
        earlier = self._seen.get((kind, row.local_id))
        if earlier is None or row.syntax not in TABLES or earlier.title != _title(row):
            return False
        done.read -= 1
        return True

    def _give_up(self, row: Read, earlier: Came, done: Counts) -> None:
        """As a real load does: the later of two equal ids counts, the earlier is a reject."""
        told: dict[str, str | int] = {"local_id": row.local_id}
        done.refused.append(Refused(earlier.offset, "repeated-id", told, b"", row.local_id))
        done.repeated.append(row.local_id)
        if earlier.counted == "same":
            done.unchanged -= 1
        else:
            done.loaded -= 1
            self.told[earlier.counted] -= 1

    def _join(self, new: Sequence[Described]) -> None:
        if not new:
            return
        here = descriptions.current({one.id for one in new}, RULES)
        met = comparing.meeting({one.id: one for one in new if one.id not in here})
        for one in new:
            if (one.alike and one.id in here) or one.id in met:
                self.told["joined"] += 1
            elif self._like.meets(one):
                self.told["within"] += 1
            else:
                self.told["editions"] += 1
            self._like.remember(one)

    def unseen(self, kind: str, spared: Collection[str]) -> int:
        """Records a full load would mark as deleted. spared: ids that came and were rejected."""
        return sum(
            (kind, local_id) not in self._seen and local_id not in spared
            for local_id in records.living_ids(self._target.source, kind)
        )

    def report(self) -> dict[str, Any]:
        return dict(self.told)


def _title(row: Read) -> bytes:
    if row.syntax not in TABLES or not row.facts:
        return b""
    return blake2b(facts_form.load(row.facts).title.encode(), digest_size=8).digest()


class _Like:
    """Descriptions of this run, a few of each block: enough to tell whether one more meets any."""

    def __init__(self) -> None:
        self._equal: set[int] = set()
        self._blocks: dict[int, list[int]] = {}
        self._portraits: dict[int, str] = {}

    def remember(self, one: Described) -> None:
        self._equal.add(one.id)
        if len(self._portraits) >= MOST_REMEMBERED or one.id in self._portraits:
            return
        self._portraits[one.id] = one.portrait
        for value in one.blocks:
            there = self._blocks.setdefault(value, [])
            if len(there) < IN_A_BLOCK:
                there.append(one.id)

    def meets(self, one: Described) -> bool:
        if one.alike and one.id in self._equal:
            return True
        near = {id for value in one.blocks for id in self._blocks.get(value, ())} - {one.id}
        seen = load(one.portrait)
        return any(outcome(seen, load(self._portraits[id]))[0] is Outcome.JOIN for id in near)
