"""Editions as cards, an armful at a time: for the index, the result page and the edition page."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from commonshelf.catalogue import copy_states
from commonshelf.catalogue.cards import Copy, EditionCard, EditionChange, Entry, Held, Member
from commonshelf.catalogue.domain import said
from commonshelf.catalogue.domain.blend import blend
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.models import Edition, Record
from commonshelf.catalogue.store import shelf
from commonshelf.catalogue.store.sql import instant
from commonshelf.catalogue.stored_facts import facts_from
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members

log = logging.getLogger(__name__)

OTHERS: Final = 20
MOVED: Final = 301
GONE: Final = 410


class Moved(Refusal):
    """The edition was joined with another; `to` is where it lives now."""

    def __init__(self, to: int) -> None:
        super().__init__("catalogue.edition-moved", {"to": to}, status=MOVED)
        self.to = to


class Gone(Refusal):
    """The last library withdrew its record; the id is kept and never given again."""

    def __init__(self, id: int) -> None:
        super().__init__("catalogue.edition-gone", {"edition": id}, status=GONE)


def changed_since(stamp: int, limit: int) -> list[EditionChange]:
    """Without facts and dates, which the index does not ask for: a tenth of the price of cards."""
    rows = shelf.changed_editions(stamp, limit)
    symbols = offering()
    holders: dict[int, list[tuple[str, str]]] = {}
    where: dict[int, tuple[str, int]] = {}
    for edition, record, library, local_id in shelf.holder_rows([id for id, _, alive, _ in rows if alive]):
        if not (symbol := symbols.get(library)):
            continue
        holders.setdefault(edition, []).append((symbol, local_id))
        where[record] = symbol, edition
    copies: dict[int, list[Held]] = {}
    for record, *told in shelf.held_rows(where):
        symbol, edition = where[record]
        copies.setdefault(edition, []).append(Held(symbol, *told))
    _overlay(copies)
    return [
        EditionChange(id, stamp, _entry(id, told, holders[id], copies.get(id, ())) if id in holders else None)
        for id, stamp, _, told in rows
    ]


def offering() -> dict[int, str]:
    """Row id -> Symbol of all but former members: what those held is offered no more, also before their
    records are withdrawn (`former.py`).
    """
    over, symbols = members.former_members(), members.symbols_by_id()
    return {id: symbol for id, symbol in symbols.items() if symbol not in over} if over else symbols


def _entry(id: int, told: str, holders: Sequence[tuple[str, str]], copies: Sequence[Held]) -> Entry | None:
    try:
        return Entry(id, said.read(told), tuple(holders), tuple(copies))
    except (ValueError, IndexError, KeyError):
        # One row that cannot be read (fsck names it) must not keep all others from being found.
        log.exception("what edition %s says cannot be read; it is left out of the index", id)
        return None


def of(ids: Sequence[int]) -> list[EditionCard]:
    built = build(shelf.living_editions(ids))
    return [built[id] for id in ids if id in built]


def living(ids: Iterable[int]) -> set[int]:
    return set(shelf.living_editions(ids))


def one(id: int) -> EditionCard:
    if found := of([id]):
        return found[0]
    row = Edition.objects.filter(pk=id).values_list("merged_into").first()
    if row is None:
        raise Absent
    if row[0] is None:
        raise Gone(id)
    raise Moved(row[0])


def others(id: int) -> list[EditionCard]:
    work = Edition.objects.filter(pk=id).values_list("work", flat=True).first()
    if work is None:
        return []
    same = Edition.objects.filter(work=work, merged_into=None, gone_at=None).exclude(pk=id).order_by("id")
    return of(list(same.values_list("pk", flat=True)[:OTHERS]))


def build(works: Mapping[int, int | None]) -> dict[int, EditionCard]:
    """Edition -> card, of those that have members. works: edition -> its work."""
    symbols = offering()
    known: dict[str, Facts] = {}
    """Many libraries copy one record: equal facts are read and blended once."""
    groups: dict[int, list[Member]] = {}
    said: dict[int, dict[str, Facts]] = {}
    owner: dict[int, str] = {}
    for edition, record, library, local_id, mended, received_at, data in shelf.member_rows(works):
        if library not in symbols:
            continue
        facts = known.get(data)
        if facts is None:
            facts = known[data] = facts_from(record, data)
        symbol = owner[record] = symbols[library]
        member = Member(record, symbol, local_id, facts, tuple(mended.split()), instant(received_at))
        groups.setdefault(edition, []).append(member)
        said.setdefault(edition, {})[data] = facts
    copies = copies_of(owner)
    return {
        edition: EditionCard(
            edition,
            works[edition],
            blend(list(said[edition].values()), said[edition]),
            tuple(group),
            tuple([copy for member in group for copy in copies.get(member.record, ())]),
        )
        for edition, group in groups.items()
    }


def _overlay(copies: Mapping[int, list[Held]]) -> None:
    """What the room that lends knows better goes over what the files said."""
    now = copy_states.now((one.library, one.barcode) for held in copies.values() for one in held)
    for held in copies.values() if now else ():
        held[:] = [
            one._replace(status=copy_states.status(one.status, state))
            if (state := now.get((one.library, one.barcode)))
            else one
            for one in held
        ]


def copies_of(owner: Mapping[int, str]) -> dict[int, list[Copy]]:
    """Record -> its copies as they stand now. owner: record -> Symbol."""
    found: dict[int, list[Copy]] = {}
    for row in shelf.item_rows(owner):
        record, branch, location, number, barcode, volume, count, status, url, as_of, policy = row
        at, library = instant(as_of), owner[record]
        found.setdefault(record, []).append(
            Copy(
                library, branch, location, number, barcode, volume, count, status, url, at, loan_policy=policy
            )
        )
    now = copy_states.now((one.library, one.barcode) for copies in found.values() for one in copies)
    for copies in found.values() if now else ():
        copies[:] = [
            replace(
                one,
                status=copy_states.status(one.status, state),
                due_date=state.due_date,
                waiting=state.waiting,
            )
            if (state := now.get((one.library, one.barcode)))
            else one
            for one in copies
        ]
    return found


def record_bytes(record: int) -> tuple[bytes, str]:
    row = Record.objects.filter(pk=record, deleted_at=None).values_list("raw", "syntax").first()
    if row is None:
        raise Absent
    return bytes(row[0]), row[1]


def clusters() -> Iterator[tuple[str, str, int, int]]:
    symbols = members.symbols_by_id()
    for library, local_id, edition, work in shelf.memberships():
        yield symbols[library], local_id, edition, work


def count() -> int:
    return Edition.objects.filter(merged_into=None, gone_at=None).count()
