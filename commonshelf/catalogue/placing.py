"""Editions brought to a decision: members, what the edition says, its work, stamps, tombstones, history."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import reduce

from commonshelf.catalogue import doubting
from commonshelf.catalogue.decision import Cause, Decision, Fresh
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import said
from commonshelf.catalogue.store import descriptions
from commonshelf.catalogue.store import editions as rows


def write(
    decision: Decision, fresh: Mapping[int, Fresh], also: Iterable[int], cause: Cause, now: datetime
) -> int:
    """Bring rows to the decision once facts are stored; the last stamp given, 0 when nothing changed.

    fresh: records whose facts already name their edition; also: further editions to stamp (copies
    changed).
    """
    last = rows.latest_stamp()
    made = dict(decision.made)
    alive = sorted({*decision.touched, *also})
    _move(decision, fresh)
    told = _said(decision, fresh)
    numbers = itertools.count(last + 1)
    tombs = [(into, next(numbers), old) for into, old in decision.merged]
    empty = [(next(numbers), edition) for edition in decision.emptied]
    stamps = {edition: next(numbers) for edition in alive}
    works = _works(alive, decision, fresh)
    rows.add_editions([(e, works.get(e), stamps[e], made[e], told[e]) for e in alive if e in made])
    rows.revive_editions(decision.revived)
    rows.touch_editions([(works.get(e), stamps[e], e) for e in alive if e not in made])
    rows.set_said([(lines, e) for e, lines in told.items() if e not in made])
    rows.merge_editions(tombs)
    rows.empty_editions(empty, now)
    rows.add_passages(_passages(decision), cause.kind, cause.by, now)
    doubting.follow(decision, now)
    latest = next(numbers) - 1
    return latest if latest > last else 0


def _move(decision: Decision, fresh: Mapping[int, Fresh]) -> None:
    rows.place_members(
        [
            (edition, record)
            for record, edition in decision.places.items()
            if record not in fresh and decision.before.get(record) != edition
        ]
    )
    descriptions.set_alone(
        [
            (alone, record)
            for record, alone in decision.alone.items()
            if record not in fresh and record in decision.stands and decision.stands[record].alone != alone
        ]
    )


# -- what editions say


def _said(decision: Decision, fresh: Mapping[int, Fresh]) -> dict[int, str]:
    """Edition -> what it says now, of those where that may have changed."""
    whole, anew = _origins(decision, fresh)
    gains: dict[int, list[str]] = {}
    for record, new in fresh.items():
        if (edition := decision.places[record]) not in anew:
            gains.setdefault(edition, []).append(new.said)
    had = rows.said_of({*gains, *whole, *whole.values()})
    for old, into in whole.items():
        if into not in anew:
            gains.setdefault(into, []).append(had[old])
    made = {edition for edition, _ in decision.made}
    told = {}
    for edition, more in gains.items():
        before = "" if edition in made else had.get(edition, "")
        now = reduce(said.gathered, more, before)
        if now is not before:
            told[edition] = now
    return told | _said_anew(anew)


def _origins(decision: Decision, fresh: Mapping[int, Fresh]) -> tuple[dict[int, int], set[int]]:
    """Editions that went over whole -> into which; and those to be told anew from all their facts.

    An edition only gains when none of its members left or changed, and what came to it are new
    records and whole editions.
    """
    stayed: dict[int, set[int]] = {}
    lost: set[int] = set()
    for record, old in decision.before.items():
        if record in fresh or record not in decision.places:
            lost.add(old)
        else:
            stayed.setdefault(old, set()).add(decision.places[record])
    whole = {
        old: next(iter(to)) for old, to in stayed.items() if old not in lost and len(to) == 1 and to != {old}
    }
    anew = set(decision.revived) | (lost & set(decision.places.values()))
    for old, to in stayed.items():
        if old not in whole and to != {old}:
            anew |= to
    return whole, anew


def _said_anew(anew: Collection[int]) -> dict[int, str]:
    told = dict.fromkeys(anew, "")
    for edition, form in rows.facts_by_edition(anew) if anew else ():
        # A form of an older version says its lines when renewal comes to its record.
        with suppress(ValueError):
            told[edition] = said.gathered(told[edition], said.lines(facts_form.load(form), form))
    return told


# -- works


def _works(alive: Collection[int], decision: Decision, fresh: Mapping[int, Fresh]) -> dict[int, int | None]:
    """Edition -> work: the key most members carry, the first by alphabet where two are equal.

    One more vote for the work an edition has already changes nothing, so its members are not counted.
    """
    wanted: dict[int, set[str]] = {}
    for record, one in fresh.items():
        wanted.setdefault(decision.places[record], set()).add(one.work_key)
    kept = {
        edition: work for edition, work, key in rows.works_of(decision.fast) if wanted.get(edition) == {key}
    }
    best: dict[int, tuple[int, str]] = {}
    for edition, key, count in rows.votes([edition for edition in alive if edition not in kept]):
        if key and (edition not in best or (-count, key) < best[edition]):
            best[edition] = (-count, key)
    # In order, so that the same files give the same numbers on every machine.
    ids = rows.works(list(dict.fromkeys(best[edition][1] for edition in sorted(best))))
    return kept | {edition: ids[key] for edition, (_, key) in best.items()}


# -- history


def _passages(decision: Decision) -> list[tuple[int, int, str]]:
    """(edition, other, what): numbers that lead elsewhere now, and what was parted from what."""
    told = [(into, old, "joined") for into, old in decision.merged]
    born = {edition for edition, _ in decision.made} | set(decision.revived)
    from_ = {
        (decision.before[record], edition)
        for record, edition in decision.places.items()
        if edition in born and record in decision.before
    }
    gone = {old for _, old in decision.merged} | set(decision.emptied)
    return told + [(old, new, "parted") for old, new in sorted(from_) if old != new and old not in gone]
