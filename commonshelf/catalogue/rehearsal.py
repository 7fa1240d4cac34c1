"""A dry run: everything is read, compared and counted, nothing of the catalogue is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonshelf.catalogue.rows import BIB, HOLDINGS, Read, Refused
from commonshelf.catalogue.store import editions, records
from commonshelf.catalogue.storing import Outcome, Target, last_wins, sort


class Rehearsal:
    """Remembers what a real load would have written: ids seen and keys brought along."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._seen: dict[tuple[str, str], bytes] = {}
        self._keys: set[int] = set()
        self.told = {"new": 0, "changed": 0, "joined": 0, "within": 0, "editions": 0}
        """joined: new records that meet an edition already here; within: that meet one of this load;
        editions: new editions they would make."""

    def store(self, rows: Sequence[Read | Refused]) -> Outcome:
        done = Outcome(read=len(rows))
        last = last_wins(rows, done, self._target.fingerprint)
        for kind in (BIB, HOLDINGS):
            coming = [row for (its, _), row in last.items() if its == kind]
            if coming:
                self._kind(kind, coming, done)
        return done

    def _kind(self, kind: str, coming: Sequence[Read], done: Outcome) -> None:
        known = records.known(self._target.source, kind, [row.local_id for row in coming])
        found = sort(coming, known, self._target.load, done)
        for row in coming:
            if (kind, row.local_id) in self._seen:
                done.repeated.append(row.local_id)
            self._seen[kind, row.local_id] = row.digest
        done.loaded += len(found.new) + len(found.changed) + len(found.leaving)
        done.unchanged += len(found.same)
        done.deleted += len(found.leaving)
        self.told["new"] += len(found.new)
        self.told["changed"] += len(found.changed)
        self._join([row for row in found.new if row.facts])

    def _join(self, new: Sequence[Read]) -> None:
        here = editions.editions_with_keys({key for row in new for key in row.keys}) if new else {}
        for row in new:
            if any(key in here for key in row.keys):
                self.told["joined"] += 1
            elif not self._keys.isdisjoint(row.keys):
                self.told["within"] += 1
            else:
                self.told["editions"] += 1
            self._keys.update(row.keys)

    def unseen(self, kind: str) -> int:
        """Records a full load would mark as deleted."""
        return sum(
            (kind, local_id) not in self._seen for local_id in records.living_ids(self._target.source, kind)
        )

    def report(self) -> dict[str, Any]:
        return dict(self.told)
