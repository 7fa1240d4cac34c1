"""Editions kept equal to the components of the joining keys, for the records one batch touches.

Only what a batch can change is looked at. An edition that merely gains records stands in as one
node (its negative id); one that loses keys is taken apart into its records and settled anew. The
result is the same as from all records at once, in whatever order they came.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce

from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import said
from commonshelf.catalogue.domain.clusters import Plan, components, settle
from commonshelf.catalogue.store import editions as rows
from commonshelf.catalogue.store.sql import next_id

Keys = tuple[int, ...]


@dataclass(slots=True)
class Decision:
    """What has to be written. places: record -> edition, of every record that is new or moves."""

    places: dict[int, int]
    made: list[tuple[int, int]] = field(default_factory=list)
    """(edition, founding record): new ids."""
    absorbed: list[tuple[int, int]] = field(default_factory=list)
    """(into, old): whole editions whose members all go over."""
    merged: list[tuple[int, int]] = field(default_factory=list)
    """(into, old): tombstones to leave."""
    emptied: list[int] = field(default_factory=list)
    revived: list[int] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """Editions where more than new records came: one changed, left or moved."""
    touched: set[int] = field(default_factory=set)
    """Living editions that change (the made ones among them)."""


def decide(fresh: Mapping[int, Keys], leaving: Collection[int], brand_new: Collection[int]) -> Decision:
    """fresh: record -> its keys from now on (new, changed, restored); leaving: deleted records."""
    known = [record for record in fresh if record not in brand_new]
    before = rows.editions_of([*known, *leaving])
    lost = _losing(fresh, leaving, before)
    apart = rows.members_of(lost) if lost else {}
    staying = [record for record in apart if record not in fresh and record not in leaving]
    links = [(key, record) for record, keys in fresh.items() for key in keys]
    old_keys = rows.keys_of(staying) if staying else {}
    links += [(key, record) for record, keys in old_keys.items() for key in keys]
    reached = rows.editions_with_keys({key for key, _ in links})
    links += [(key, -edition) for key, edition in reached.items() if edition not in lost]
    groups = components(links)
    keyless = [record for record in fresh if not fresh[record]]
    keyless += [record for record in staying if record not in old_keys]
    groups += [[record] for record in keyless]
    current = {-edition: edition for edition in reached.values() if edition not in lost} | apart
    made = _decided(settle(groups, current), before | apart, known)
    made.touched.update(made.places[record] for record in fresh)
    made.changed = {edition for record, edition in made.places.items() if record not in brand_new}
    return made


def _losing(fresh: Mapping[int, Keys], leaving: Collection[int], before: Mapping[int, int]) -> set[int]:
    """Editions that may fall apart: a record leaves, loses a key, or hung on none."""
    if not before:
        return set()
    old = rows.keys_of(before)
    return {
        edition
        for record, edition in before.items()
        if record in leaving or not old.get(record) or not old[record] <= set(fresh[record])
    }


def _decided(plan: Plan, before: Mapping[int, int], known: Collection[int]) -> Decision:
    made = Decision(places={})
    for kept in plan.kept:
        _place(made, kept.edition, kept.records, before)
        if kept.changed:
            made.touched.add(kept.edition)
    revivable = rows.tombstones_of({*known, *before}) if known or before else {}
    free = next_id(rows.TABLE)
    for group in plan.new:
        back = [revivable.pop(record) for record in group if record in revivable]
        edition = min(back, default=free)
        if back:
            made.revived.append(edition)
        else:
            free += 1
            made.made.append((edition, group[0]))
        _place(made, edition, group, before)
        made.touched.add(edition)
        made.merged += [(edition, other) for other in back if other != edition]
    for founder in known:
        # A record that returns into another edition takes its old address along.
        if founder in revivable and founder not in before:
            made.merged.append((made.places[founder], revivable[founder]))
    made.merged += [(into, old) for old, into in plan.merged]
    made.emptied = list(plan.gone)
    return made


def _place(made: Decision, edition: int, nodes: Iterable[int], before: Mapping[int, int]) -> None:
    for node in nodes:
        if node < 0:
            if -node != edition:
                made.absorbed.append((edition, -node))
        elif before.get(node) != edition:
            made.places[node] = edition
        else:
            made.places.setdefault(node, edition)


def write(decision: Decision, fresh: Mapping[int, str], also: Iterable[int], now: datetime) -> int:
    """Bring rows to the decision once facts are stored; the last stamp given.

    fresh: record -> what it says, of those whose facts already name their edition; also: further
    editions to stamp (copies changed).
    """
    stamp = rows.latest_stamp()
    made = dict(decision.made)
    alive = sorted({*decision.touched, *also})
    told = _said(decision, fresh)
    rows.place_members([(e, r) for r, e in decision.places.items() if r not in fresh])
    rows.move_members(decision.absorbed)
    told |= _said_anew(decision)
    numbers = itertools.count(stamp + 1)
    tombs = [(into, next(numbers), old) for into, old in decision.merged]
    empty = [(next(numbers), edition) for edition in decision.emptied]
    stamps = {edition: next(numbers) for edition in alive}
    works = _works(alive)
    rows.add_editions([(e, works.get(e), stamps[e], made[e], told[e]) for e in alive if e in made])
    rows.revive_editions(decision.revived)
    rows.touch_editions([(works.get(e), stamps[e], e) for e in alive if e not in made])
    rows.set_said([(lines, e) for e, lines in told.items() if e not in made])
    rows.merge_editions(tombs)
    rows.empty_editions(empty, now)
    return next(numbers) - 1


def _said(decision: Decision, fresh: Mapping[int, str]) -> dict[int, str]:
    """Edition -> what it says now, of those that only gain: its lines and those that join it."""
    gains: dict[int, list[str]] = {}
    for record, edition in decision.places.items():
        if edition not in decision.changed and record in fresh:
            gains.setdefault(edition, []).append(fresh[record])
    absorbed = [(into, old) for into, old in decision.absorbed if into not in decision.changed]
    had = rows.said_of({*gains, *itertools.chain.from_iterable(absorbed)})
    for into, old in absorbed:
        gains.setdefault(into, []).append(had[old])
    told = {}
    for edition, more in gains.items():
        before = had.get(edition, "")
        now = reduce(said.gathered, more, before)
        if now is not before:
            told[edition] = now
    return told


def _said_anew(decision: Decision) -> dict[int, str]:
    """The same of those that lost or changed a member: from all their facts."""
    told = dict.fromkeys(decision.changed, "")
    for edition, form in rows.facts_by_edition(decision.changed) if decision.changed else ():
        # A form of an older version says its lines when renewal comes to its record.
        with suppress(ValueError):
            told[edition] = said.gathered(told[edition], said.lines(facts_form.load(form), form))
    return told


def _works(editions: Collection[int]) -> dict[int, int]:
    """Edition -> work: the key most members carry, the first by alphabet where two are equal."""
    best: dict[int, tuple[int, str]] = {}
    for edition, key, count in rows.votes(editions):
        if key and (edition not in best or (-count, key) < best[edition]):
            best[edition] = (-count, key)
    # In order, so that the same files give the same numbers on every machine.
    ids = rows.works(list(dict.fromkeys(best[edition][1] for edition in sorted(best))))
    return {edition: ids[key] for edition, (_, key) in best.items()}
