"""Editions kept equal to what links and decisions say, for the records one batch touches.

Most records of a load say what others have said before: they go where their description already
lies, and nothing else is looked at. All others open a territory, everything that hangs together with
them, which is grouped anew. The result is the same as from all records at once, in whatever order
they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from commonshelf.catalogue import comparing, placing
from commonshelf.catalogue.decision import Cause, Decision
from commonshelf.catalogue.domain.clusters import Plan, settle
from commonshelf.catalogue.domain.describing import RULES, Described, described
from commonshelf.catalogue.domain.partition import MOST_OF_ONE_LIBRARY
from commonshelf.catalogue.store import descriptions as rows
from commonshelf.catalogue.store import editions, rulings
from commonshelf.catalogue.store.descriptions import Stand
from commonshelf.catalogue.store.sql import next_id
from commonshelf.catalogue.stored_facts import facts_from
from commonshelf.catalogue.territory import NOWHERE, Territory


class Coming(NamedTuple):
    """A record that is new or says something else than before."""

    described: Described
    library: int
    source: int
    local_id: str


def decide(fresh: Mapping[int, Coming], leaving: Collection[int], brand_new: Collection[int]) -> Decision:
    """Where records belong from now on. fresh: new, changed or restored; leaving: deleted.

    Writes descriptions, blocks and links; everything else is for `placing.write`.
    """
    if rows.made_by_others(RULES):
        rows.set_aside()
    late = _late(fresh, leaving) if rows.undescribed(1) else {}
    made = _weighed({**fresh, **late}, leaving, brand_new)
    _describe(late, made)
    made.touched.update(made.places[record] for record in fresh)
    return made


def _late(fresh: Mapping[int, Coming], leaving: Collection[int]) -> dict[int, Coming]:
    """Records not yet described by today's rules, of all editions this reaches: else one that changes, or
    comes, would part from its like until their turn comes.
    """
    reached = rows.standing([*fresh, *leaving])
    reached += rows.described({one.described.id for one in fresh.values()})
    found = _undescribed({one.edition for one in reached})
    return {record: one for record, one in found.items() if record not in fresh and record not in leaving}


def _undescribed(ids: Collection[int]) -> dict[int, Coming]:
    """Of these editions, described from their facts."""
    libraries = {one.record: one.library for one in rows.inside(ids)}
    return {
        record: Coming(described(facts_from(record, data)), libraries[record], source, local_id)
        for record, source, local_id, data in rows.facts_in(ids, RULES)
    }


def _describe(seen: Mapping[int, Coming], decision: Decision) -> None:
    rows.set_description(
        [(one.described.id, decision.alone.get(record, False), record) for record, one in seen.items()]
    )


def _weighed(fresh: Mapping[int, Coming], leaving: Collection[int], brand_new: Collection[int]) -> Decision:
    known = [record for record in fresh if record not in brand_new]
    before = {one.record: one for one in rows.standing([*known, *leaving])} if known or leaving else {}
    wanted = {one.described.id: one.described for one in fresh.values()}
    here = rows.current(wanted, RULES)
    coming = {id: one for id, one in wanted.items() if id not in here}
    touched = comparing.follow(coming, _deserted(before, fresh, wanted))
    heed = rulings.any_in_force()
    stands = {
        record: Stand(
            record,
            before[record].edition if record in before else NOWHERE,
            one.described.id,
            one.library,
            alone=False,
        )
        for record, one in fresh.items()
    }
    simple = {record for record in brand_new if fresh[record].described.id in here}
    if heed:
        simple -= _ruled({record: fresh[record] for record in simple})
    lonely = _lonely({record: fresh[record].described for record in simple})
    fast = _at_home({record: stands[record] for record in simple - lonely}, here)
    land = Territory(stands, leaving, heed=heed)
    slow = [record for record in fresh if record not in fast and record not in lonely]
    seen = {stands[record].description for record in slow} | {one.description for one in before.values()}
    land.explore(
        {id for id in seen if id is not None} | touched, {one.edition for one in before.values()}, slow
    )
    fast = {record: edition for record, edition in fast.items() if record not in land.stands}
    return _decided(land, known, fast, lonely)


def rejoin(records: Collection[int], cause: Cause, now: datetime) -> int:
    """Group these records anew after a decision about them; the last stamp given, 0 for no change."""
    land = Territory({}, (), heed=True)
    land.explore((), (), records)
    decision = _decided(land, list(land.stands), {}, set())
    return placing.write(decision, {}, (), cause, now)


def judged(editions_: Collection[int]) -> Decision:
    """Where the records of these editions belong by the links and decisions that stand; writes nothing."""
    land = Territory({}, (), heed=rulings.any_in_force())
    land.explore((), editions_, ())
    return _decided(land, [], {}, set())


def describe_anew(ids: Collection[int], cause: Cause, now: datetime) -> tuple[int, int]:
    """Describe the records of these editions by today's rules and group them anew.

    How many records, and the last stamp given (0: nothing that anybody sees has changed).
    """
    seen = _undescribed(ids)
    decision = _weighed(seen, (), ())
    _describe(seen, decision)
    return len(seen), placing.write(decision, {}, (), cause, now)


def _deserted(before: Mapping[int, Stand], fresh: Mapping[int, Coming], wanted: Collection[int]) -> set[int]:
    """Descriptions whose last record leaves them."""
    left = {
        one.description
        for record, one in before.items()
        if one.description is not None
        and one.description not in wanted
        and (record not in fresh or fresh[record].described.id != one.description)
    }
    staying = {one.description for one in rows.described(left) if one.record not in before} if left else set()
    return left - staying


def _ruled(simple: Mapping[int, Coming]) -> set[int]:
    """Those that decisions name."""
    names = {(one.source, one.local_id): record for record, one in simple.items()}
    named = {name for force in rulings.touching(names) for name in (force.one, force.other)}
    return {record for name, record in names.items() if name in named}


def _lonely(simple: Mapping[int, Described]) -> set[int]:
    """Those that say too little to be joined with their like, and are linked with nothing else: neither
    joined nor asked about.
    """
    thin = {one.id for one in simple.values() if not one.alike}
    linked = {id for link in rows.links_of(thin) for id in (link.one, link.other)} if thin else set()
    return {record for record, one in simple.items() if not one.alike and one.id not in linked}


def _at_home(simple: Mapping[int, Stand], here: Mapping[int, bool]) -> dict[int, int]:
    """Record -> the edition where its description lies wholly, if it has room for more of its library."""
    alike = {id for id, so in here.items() if so}
    wanted = {one.description for one in simple.values() if one.description in alike}
    homes = rows.homes(wanted)
    found = {record: homes[one.description] for record, one in simple.items() if one.description in homes}
    if not found:
        return found
    library = next(iter(simple.values())).library
    have, more = rows.counts(set(found.values()), library), Counter(found.values())
    # Those a library has too many of stand alone, each in an edition of its own: another one does, too.
    said = {record: simple[record].description or 0 for record in found}
    equal, coming = rows.equals(set(said.values()), library), Counter(said.values())
    return {
        record: edition
        for record, edition in found.items()
        if have.get(edition, 0) + more[edition] <= MOST_OF_ONE_LIBRARY
        and equal.get(said[record], 0) + coming[said[record]] <= MOST_OF_ONE_LIBRARY
    }


def _decided(
    land: Territory, known: Iterable[int], fast: Mapping[int, int], lonely: Collection[int]
) -> Decision:
    groups, held = land.grouped()
    groups += [[record] for record in sorted(lonely)]
    current = {record: edition for record, edition in land.before.items() if edition}
    made = _placed(settle(groups, current), list(known), current)
    made.places |= fast
    made.touched |= set(fast.values())
    made.fast = set(fast.values()) - made.reached
    made.held, made.cannot = held, land.cannot
    made.stands, made.descriptions = land.stands, land.descriptions
    made.alone = land.alone | dict.fromkeys(lonely, True)
    return made


def _placed(plan: Plan, known: list[int], before: Mapping[int, int]) -> Decision:
    made = Decision(before=before)
    for kept in plan.kept:
        made.places |= dict.fromkeys(kept.records, kept.edition)
        if kept.changed:
            made.touched.add(kept.edition)
    revivable = editions.tombstones_of({*known, *before}) if known or before else {}
    free = next_id(editions.TABLE)
    for group in plan.new:
        back = [revivable.pop(record) for record in group if record in revivable]
        edition = min(back, default=free)
        if back:
            made.revived.append(edition)
        else:
            free += 1
            made.made.append((edition, group[0]))
        made.places |= dict.fromkeys(group, edition)
        made.touched.add(edition)
        made.merged += [(edition, other) for other in back if other != edition]
    for founder in known:
        # A record that returns into another edition takes its old address along.
        if founder in revivable and founder not in before:
            made.merged.append((made.places[founder], revivable[founder]))
    made.merged += [(into, old) for old, into in plan.merged]
    made.emptied = list(plan.gone)
    made.reached = set(before.values()) | set(made.places.values())
    return made
