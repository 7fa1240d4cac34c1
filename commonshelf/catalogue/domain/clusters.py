"""What becomes of every edition id when the records are grouped anew.

Nothing here depends on the order in which records came (find.md, "What this means" 8); only which
of two ids lives on does, for the older one is the better known. The grouping itself: `partition`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition that lives on. changed: other records than before, so its stamp must grow."""

    edition: int
    records: tuple[int, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write so that the editions are the components again.

    new: record sets that need a new edition id, oldest record first. merged: (old id, the id
    it leads to). gone: ids left without any record. The three id lists never overlap.
    """

    kept: tuple[Kept, ...] = ()
    new: tuple[tuple[int, ...], ...] = ()
    merged: tuple[tuple[int, int], ...] = ()
    gone: tuple[int, ...] = ()


def settle(
    components: Iterable[Iterable[int]],
    current: Mapping[int, int],
    born: Mapping[int, int] | None = None,
) -> Plan:
    """Give every component an edition id, so that ids outlive joins, splits and departures.

    components: every record that stands now, each in exactly one component. current: record ->
    edition id before, also of records that are gone now. born: record -> when it came (any
    ordered number); None = record ids grow with time. An old id stays with the component that
    holds its oldest remaining record; where several ids meet, the oldest (smallest) wins and the
    others lead to it.
    """
    groups = [tuple(sorted(group)) for group in components]
    home = {record: place for place, group in enumerate(groups) for record in group}
    before: dict[int, list[int]] = {}
    for record, edition in current.items():
        before.setdefault(edition, []).append(record)
    claims: dict[int, list[int]] = {}
    gone = []
    for edition in sorted(before):
        staying = [(born[record] if born else record, record) for record in before[edition] if record in home]
        if staying:
            claims.setdefault(home[min(staying)[1]], []).append(edition)
        else:
            gone.append(edition)
    return Plan(
        kept=tuple(
            Kept(claimed[0], groups[place], changed=set(before[claimed[0]]) != set(groups[place]))
            for place, claimed in sorted(claims.items(), key=lambda claim: claim[1])
        ),
        new=tuple(
            sorted(
                (group for place, group in enumerate(groups) if place not in claims),
                key=lambda group: min((born[record] if born else record, record) for record in group),
            )
        ),
        merged=tuple(sorted((late, claimed[0]) for claimed in claims.values() for late in claimed[1:])),
        gone=tuple(gone),
    )
