"""One batch of what was read, into the rows: what is new, changed, unchanged, repeated or gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from commonshelf.catalogue import amending, joining, placing
from commonshelf.catalogue.copies import match
from commonshelf.catalogue.decision import Cause, Decision, Fresh
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.describing import Described, described
from commonshelf.catalogue.domain.facts import RULES
from commonshelf.catalogue.joining import Coming
from commonshelf.catalogue.rows import BIB, DELETES, HOLDINGS, TABLES, Read, Refused, with_row
from commonshelf.catalogue.store import editions, items, records
from commonshelf.catalogue.store.items import ItemRow
from commonshelf.catalogue.store.records import Known
from commonshelf.catalogue.store.sql import next_id

RENEWED: Final = Cause("rules")
EDITED: Final = Cause("edit")


class Target(NamedTuple):
    """Where a load writes. began_at: records received since then came with this load."""

    load: int
    source: int
    library: int
    began_at: datetime
    fingerprint: bytes


@dataclass(slots=True)
class Outcome:
    """What a batch did. stamp: the last one given, 0 when no edition changed."""

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    deleted: int = 0
    stamp: int = 0
    refused: list[Refused] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len(self.refused)

    def plus(self, other: Outcome) -> Outcome:
        return Outcome(
            self.read + other.read,
            self.loaded + other.loaded,
            self.unchanged + other.unchanged,
            self.deleted + other.deleted,
            max(self.stamp, other.stamp),
            self.refused + other.refused,
            self.repeated + other.repeated,
        )


@dataclass(slots=True)
class Sorted:
    """The records of one kind by what has to be done. Known ones as (what came, what we have)."""

    new: list[Read] = field(default_factory=list)
    changed: list[tuple[Read, Known]] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    leaving: list[tuple[Read, Known]] = field(default_factory=list)
    again: list[tuple[Read, Known]] = field(default_factory=list)
    """Came before in this very load: the earlier one is given up."""
    made: list[tuple[int, Read]] = field(default_factory=list)
    """The new ones with the ids they got."""


def store(rows: Sequence[Read | Refused], target: Target, now: datetime) -> Outcome:
    """Inside a transaction: all of it or nothing."""
    done = Outcome(read=len(rows))
    last = last_wins(rows, done, target.fingerprint)
    sorts = {
        kind: sort(
            [row for (its, _), row in last.items() if its == kind],
            records.known(target.source, kind, [local_id for its, local_id in last if its == kind]),
            target.load,
            done,
        )
        for kind in (BIB, HOLDINGS)
        if any(its == kind for its, _ in last)
    }
    for found in sorts.values():
        _give_up_earlier(found, target, done)
        done.loaded += len(found.new) + len(found.changed) + len(found.leaving)
        done.unchanged += len(found.same)
        done.deleted += len(found.leaving)
        records.mark_seen(found.same, target.load, now)
    bibs, holds = sorts.get(BIB, Sorted()), sorts.get(HOLDINGS, Sorted())
    if any((bibs.new, bibs.changed, bibs.leaving, holds.new, holds.changed, holds.leaving)):
        done.stamp = _write(bibs, holds, target, now)
    return done


def take_out(found: Iterable[tuple[int, str]], target: Target, now: datetime) -> int:
    """Delete these records (id, kind), their copies and their place in editions; the last stamp given."""
    sorts = {BIB: Sorted(), HOLDINGS: Sorted()}
    for record, kind in found:
        nothing = Read(0, kind, "", b"", True, DELETES, "", "", b"")
        sorts[kind].leaving.append((nothing, Known(record, b"", target.load, False, now, "")))
    return _write(sorts[BIB], sorts[HOLDINGS], target, now)


def last_wins(
    rows: Iterable[Read | Refused], done: Outcome, fingerprint: bytes
) -> dict[tuple[str, str], Read]:
    """Rows by kind and local id; further lines of a table for one record are put together."""
    last: dict[tuple[str, str], Read] = {}
    for row in rows:
        if isinstance(row, Refused):
            done.refused.append(row)
            continue
        place = row.kind, row.local_id
        earlier = last.pop(place, None)
        if earlier and _one_more_line(row, earlier.syntax, earlier.facts):
            last[place] = with_row(earlier.raw, earlier.copies, row, fingerprint)
            done.read -= 1
            continue
        if earlier:
            _repeated(done, earlier)
        last[place] = row
    return last


def _one_more_line(row: Read, syntax: str, facts: str) -> bool:
    """Whether this line of a table names one more copy of the record those facts were read from."""
    both = row.syntax in TABLES and syntax in TABLES and row.facts and facts
    return bool(both) and (row.facts == facts or _title(row.facts) == _title(facts))


def _title(facts: str) -> str:
    return facts_form.load(facts).title


def _repeated(done: Outcome, earlier: Read) -> None:
    facts: dict[str, str | int] = {"local_id": earlier.local_id}
    done.refused.append(Refused(earlier.offset, "repeated-id", facts, earlier.raw, earlier.local_id))
    done.repeated.append(earlier.local_id)


def sort(rows: Iterable[Read], known: Mapping[str, Known], load: int, done: Outcome) -> Sorted:
    """Decide, from what came and what we have; touches no row."""
    found = Sorted()
    for row in rows:
        have = known.get(row.local_id)
        if have is None:
            if not row.deleted:
                found.new.append(row)
            elif row.syntax == DELETES:
                done.refused.append(Refused(row.offset, "unknown-id", {"local_id": row.local_id}, row.raw))
            else:
                done.unchanged += 1  # deleted before we ever had it
        elif have.load == load and row.syntax != DELETES:
            found.again.append((row, have))
        elif row.deleted:
            if have.deleted:
                found.same.append(have.id)
            else:
                found.leaving.append((row, have))
        elif have.deleted or have.digest != row.digest:
            found.changed.append((row, have))
        else:
            found.same.append(have.id)
    return found


def _give_up_earlier(found: Sorted, target: Target, done: Outcome) -> None:
    """Of two equal ids in one load the later wins; the earlier becomes a reject, with its bytes.

    The counts then say what this load as a whole did to the record: a file loaded again changes
    nothing, though it names an id twice.
    """
    if not found.again:
        return
    ids = [have.id for _, have in found.again]
    raws, past = records.raw_of(ids), records.past_of_load(target.load, ids)
    facts, copies = editions.facts_of(ids), items.items_said_by(BIB, ids)
    back = []
    for came, have in found.again:
        row = came
        if not have.deleted and _one_more_line(row, have.syntax, facts.get(have.id, "")):
            there = tuple([copy for _, copy in copies.get(have.id, ())])
            row = with_row(raws[have.id], there, row, target.fingerprint)
            done.read -= 1
        else:
            # Where the earlier one stood is not kept: its bytes are, with the place of the later one.
            told: dict[str, str | int] = {"local_id": row.local_id}
            done.refused.append(Refused(row.offset, "repeated-id", told, raws[have.id], row.local_id))
            done.repeated.append(row.local_id)
        came_now = have.received_at >= target.began_at
        done.loaded -= came_now
        done.unchanged -= not came_now
        if row.digest == have.digest and not row.deleted:
            done.loaded += came_now
            done.unchanged += not came_now
        elif row.deleted:
            found.leaving.append((row, have))
        else:
            found.changed.append((row, have))
            if past.get(have.id) == row.digest:  # the bytes of before this load are back
                back.append(have.id)
                done.loaded -= 1
                done.unchanged += 1
    records.forget_past_of_load(target.load, back)


def _write(bibs: Sorted, holds: Sorted, target: Target, now: datetime) -> int:
    free = next_id(records.TABLE)
    bibs.made = list(enumerate(bibs.new, free))
    holds.made = list(enumerate(holds.new, free + len(bibs.made)))
    _write_records(bibs, target, now)
    _write_records(holds, target, now)
    return _understand(bibs, holds, target, now, Cause("load", target.load) if target.load else EDITED)


def renew(rows: Iterable[tuple[int, Read]], target: Target, now: datetime, cause: Cause = RENEWED) -> int:
    """Records as they are, read by new rules or with new hand edits; the last stamp given."""
    sorts = {BIB: Sorted(), HOLDINGS: Sorted()}
    for record, row in rows:
        sorts[row.kind].changed.append((row, Known(record, row.digest, target.load, False, now, "")))
    return _understand(sorts[BIB], sorts[HOLDINGS], target, now, cause)


def _lay_over(found: Sorted, target: Target) -> None:
    """Hand edits over what is new or changed (see `amending`)."""
    made, changed = [row for _, row in found.made], [row for row, _ in found.changed]
    laid = amending.over(made + changed, target.source)
    found.made = [(record, row) for (record, _), row in zip(found.made, laid, strict=False)]
    found.changed = [(row, have) for (_, have), row in zip(found.changed, laid[len(made) :], strict=True)]


def _understand(bibs: Sorted, holds: Sorted, target: Target, now: datetime, cause: Cause) -> int:
    """Facts, descriptions, copies and editions of what the records now say, hand edits included."""
    for found in (bibs, holds):
        if found.made or found.changed:
            _lay_over(found, target)
    current = bibs.made + [(have.id, row) for row, have in bibs.changed]
    leaving = [have.id for _, have in bibs.leaving]
    brand_new = {record for record, _ in bibs.made}
    coming = {
        record: Coming(_described(row), target.library, target.source, row.local_id)
        for record, row in current
    }
    decision = joining.decide(coming, leaving, brand_new)
    _write_facts(current, leaving, decision, target, {id: one.described.id for id, one in coming.items()})
    touched = _write_copies(bibs, target, now)
    touched |= _write_holdings(holds, target, now)
    also = editions.editions_of(touched).values() if touched else ()
    fresh = {record: Fresh(row.said, row.work_key) for record, row in current}
    return placing.write(decision, fresh, also, cause, now)


def _described(row: Read) -> Described:
    """Rows whose bytes nobody can read any more come with their old facts alone."""
    return row.described or described(facts_form.load(row.facts))


def _write_records(found: Sorted, target: Target, now: datetime) -> None:
    load, source, library = target.load, target.source, target.library
    records.add_records(
        [
            (record, library, source, row.kind, row.local_id, load, now, None, row.digest, *_form(row))
            for record, row in found.made
        ]
    )
    replaced = [(row, have) for row, have in found.changed + found.leaving if row.syntax != DELETES]
    if replaced:
        earlier = [have.id for _, have in replaced if not _of_this_load(have, target)]
        records.keep_past(earlier, load, now)
        records.replace_records(
            [
                (load, now, now if row.deleted else None, row.digest, *_form(row), have.id)
                for row, have in replaced
            ]
        )
    named = [have.id for row, have in found.leaving if row.syntax == DELETES]
    if named:
        records.mark_deleted(named, now)


def _form(row: Read) -> tuple[str, str, str, bytes]:
    return row.syntax, row.charset, row.mended, row.raw


def _of_this_load(have: Known, target: Target) -> bool:
    return have.load == target.load and have.received_at >= target.began_at


def _write_facts(
    current: Sequence[tuple[int, Read]],
    leaving: Sequence[int],
    decision: Decision,
    target: Target,
    seen: Mapping[int, int],
) -> None:
    """seen: record -> description."""
    if leaving:
        editions.drop_facts(leaving)
    places, alone = decision.places, decision.alone
    editions.set_facts(
        [
            (
                *(record, target.library, row.local_id, places[record], RULES, row.work_key, row.facts),
                *(seen[record], alone.get(record, False)),
            )
            for record, row in current
        ]
    )


def _write_copies(bibs: Sorted, target: Target, now: datetime) -> set[int]:
    """Copies that bibliographic records name themselves; records that got waiting copies."""
    added = [ItemRow(record, None, "", copy) for record, row in bibs.made for copy in row.copies]
    changes = [(have.id, row.copies) for row, have in bibs.changed]
    changes += [(have.id, ()) for _, have in bibs.leaving]
    if changes:
        old = items.items_said_by(BIB, [record for record, _ in changes])
        for record, copies in changes:
            matched = match(old.get(record, []), copies)
            items.update_items(matched.kept, now)
            items.drop_items(matched.dropped)
            added += [ItemRow(record, None, "", copy) for copy in matched.added]
    items.add_items(target.library, added, now)
    if bibs.leaving:
        items.loosen_items([have.id for _, have in bibs.leaving])
    came = {row.local_id: record for record, row in bibs.made}
    came |= {row.local_id: have.id for row, have in bibs.changed if have.deleted}
    return items.attach_waiting(target.source, came) if came else set()


def _write_holdings(holds: Sorted, target: Target, now: datetime) -> set[int]:
    """Copies that holdings records name; the bibliographic records whose copies changed."""
    new = holds.made
    if not new and not holds.changed and not holds.leaving:
        return set()
    changed = [(have.id, row) for row, have in holds.changed]
    gone = [have.id for _, have in holds.leaving]
    hosts = {row.holding_of for _, row in [*new, *changed]} - {""}
    known = records.known(target.source, BIB, hosts)
    bib = {local_id: have.id for local_id, have in known.items() if not have.deleted}
    touched = items.hosts_of([record for record, _ in changed] + gone)
    old = items.items_said_by(HOLDINGS, [record for record, _ in changed] + gone)
    for record, row in [*new, *changed, *((record, None) for record in gone)]:
        host = row.holding_of if row else ""
        matched = match(old.get(record, []), row.copies if row else ())
        items.update_items(matched.kept, now)
        items.rehost([item for _, item in matched.kept], bib.get(host), host)
        items.drop_items(matched.dropped)
        items.add_items(
            target.library, [ItemRow(bib.get(host), record, host, copy) for copy in matched.added], now
        )
    return touched | {bib[row.holding_of] for _, row in [*new, *changed] if row.holding_of in bib}
