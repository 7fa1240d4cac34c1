"""The ordered tables follow the catalogue: change after change, each edition's rows made right."""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from django.db import transaction

from commonshelf.browse.domain import entries, shelving
from commonshelf.browse.domain.entries import NOTHING, Headings, Kind
from commonshelf.browse.store import writing
from commonshelf.browse.store.shelves import Spot
from commonshelf.browse.store.writing import NO_IDS, Ids, Kept
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionChange

log = logging.getLogger(__name__)

PIECE: Final = 1_000
"""Editions in one transaction: some 50 ms in which nobody else can write."""
_SUBJECT, _TITLE = Kind.SUBJECT.value, Kind.TITLE.value
BATCH: Final = 1_000
MOST_KNOWN: Final = 100_000
_BREATH: Final = 0.1
"""Of the time a transaction took: left to other writers before the next one."""
_LONGEST_BREATH: Final = 0.02


class Known:
    """Ids of headings this process has met, as long as no other process has written since."""

    def __init__(self) -> None:
        self._mark = 0
        self.ids: dict[str, int] = {}
        self.next_id = 0

    def trust(self, mark: int) -> None:
        """Begin anew unless `mark` is what this process wrote last."""
        if not mark or mark != self._mark or len(self.ids) > MOST_KNOWN:
            self.ids = {}
            self.next_id = writing.next_id()

    def written(self, mark: int) -> None:
        self._mark = mark

    def doubt(self) -> None:
        self._mark = 0


KNOWN: Final = Known()


def cursor() -> int:
    """Stamp of the last change in the tables; 0 when they are to be made anew."""
    state = writing.state()
    return state.cursor if state.current else 0


def take(changes: Sequence[EditionChange]) -> None:
    """Take these in, after all that came before them and is not there yet."""
    if not changes:
        return
    _begin_anew_if_needed()
    while True:
        _, base = _fill_until(changes[0].stamp, None)
        if _take(changes, base):
            break


def catch_up(stop: Callable[[], bool]) -> int:
    """Everything the catalogue knows by now. How many changes were taken in."""
    _begin_anew_if_needed()
    return _fill_until(catalogue.latest_stamp() + 1, stop)[0]


def clear() -> None:
    """Wipe the tables; the next change fills them anew, from the first edition on."""
    with transaction.atomic():
        KNOWN.doubt()
        writing.set_state(0, secrets.randbits(62) | 1)
    started = time.monotonic()
    while _cleared_some():
        time.sleep(_breath(started))
        started = time.monotonic()


def _breath(started: float) -> float:
    return min(_LONGEST_BREATH, (time.monotonic() - started) * _BREATH)


def _cleared_some() -> bool:
    with transaction.atomic():
        return writing.clear_some()


def _begin_anew_if_needed() -> None:
    state = writing.state()
    if state.current and state.cursor <= catalogue.latest_stamp():
        return
    # Made by other rules, or of a past the catalogue went back behind (a backup was put back).
    log.info("The tables for browsing are made anew.")
    clear()


def _fill_until(stamp: int, stop: Callable[[], bool] | None) -> tuple[int, int]:
    """What happened before this stamp and is not in the tables: after an upgrade, all of it.

    How many changes that were, and the cursor from which on nothing is missing.
    """
    done = 0
    while True:
        base = cursor()
        first = catalogue.editions_changed_since(stamp=base, limit=1)
        if not first or first[0].stamp >= stamp or (stop and stop()):
            return done, base
        batch = catalogue.editions_changed_since(stamp=base, limit=BATCH)
        before = [change for change in batch if change.stamp < stamp]
        if _take(before, base):
            done += len(before)


def _take(changes: Sequence[EditionChange], base: int) -> bool:
    """Changes that follow on `base` without a gap; False when the tables were wiped meanwhile."""
    rest = iter(changes)
    breath = 0.0
    while piece := list(islice(rest, PIECE)):
        time.sleep(breath)
        started = time.monotonic()
        try:
            written = _write(piece, base)
        except BaseException:
            KNOWN.doubt()
            raise
        if not written:
            return False
        base = piece[-1].stamp
        breath = _breath(started)
    return True


def _write(changes: Sequence[EditionChange], base: int) -> bool:
    with transaction.atomic():
        state = writing.state()
        if not state.current or state.cursor < base:
            return False
        fresh = {change.id: change for change in changes if change.stamp > state.cursor}
        if not fresh:
            return True
        KNOWN.trust(state.mark)
        work = _Work()
        before = writing.kept(fresh)
        for change in fresh.values():
            work.look_at(change, before.get(change.id))
        work.write()
        mark = secrets.randbits(62) | 1
        writing.set_state(changes[-1].stamp, mark)
        KNOWN.written(mark)
        return True


_NOT_KEPT: Final = Kept(0, NO_IDS.text, "")


def _spots(edition: int, numbers: Iterable[tuple[str, str]]) -> list[Spot]:
    return [
        Spot(library, place, edition, number)
        for library, number in numbers
        if (place := shelving.place(number))
    ]


class _Work:
    """What one transaction has to change, gathered so that each table is written once and in order."""

    def __init__(self) -> None:
        self._wanted: list[tuple[int, Kept, int, Headings]] = []
        """Editions whose headings may differ: (id, what was kept, digest, what shall be)."""
        self._shelves: dict[int, str] = {}
        """Of editions that are there."""
        self._keep: dict[int, Kept] = {}
        self._gone: list[int] = []
        self._shelve: list[Spot] = []
        self._unshelve: list[Spot] = []
        self._texts: dict[str, str] = {}
        self._new: list[str] = []

    def look_at(self, change: EditionChange, before: Kept | None) -> None:
        old = before or _NOT_KEPT
        entry = change.entry
        if entry is None:
            if before is not None:
                self._gone.append(change.id)
                self._wanted.append((change.id, old, 0, NOTHING))
                self._move(change.id, old.shelves, "")
            return
        told = self._shelves[change.id] = entries.shelves(entry)
        if told != old.shelves:
            self._move(change.id, old.shelves, told)
        digest = entries.digest(entry.said)
        if digest != old.digest:
            self._wanted.append((change.id, old, digest, entries.headings(entry.said)))
        elif told != old.shelves:
            self._keep[change.id] = old._replace(shelves=told)

    def _move(self, edition: int, old: str, new: str) -> None:
        """Numbers that differ in their marks alone may share a place: what stays is put there again."""
        then, now = entries.numbers(old), entries.numbers(new)
        gone = set(then).difference(now)
        self._unshelve += _spots(edition, gone)
        self._shelve += _spots(edition, now if gone else set(now).difference(then))

    def write(self) -> None:
        ids = self._ids()
        links: writing.Links = []
        unlinks: writing.Links = []
        more: Counter[int] = Counter()
        for edition, old, digest, wanted in self._wanted:
            new = Ids(
                [ids[place] for place in wanted.carried],
                [ids[place] for place in wanted.classes],
                [ids[place] for place in wanted.above],
            )
            was = old.ids
            now, then = {*new.carried, *new.classes}, {*was.carried, *was.classes}
            links += [(heading, edition) for heading in now - then]
            unlinks += [(heading, edition) for heading in then - now]
            more.update(new.carried)
            more.update(new.above)
            for heading in (*was.carried, *was.above):
                more[heading] -= 1
            if edition in self._shelves:
                self._keep[edition] = Kept(digest, new.text, self._shelves[edition])
        self._write_headings(ids, more)
        writing.unlink(unlinks)
        writing.link(links)
        writing.unshelve(self._unshelve)
        writing.shelve(self._shelve)
        writing.forget(self._gone)
        writing.keep(self._keep)

    def _ids(self) -> dict[str, int]:
        """Place -> id of every heading that is needed; new ones get theirs now, and are written later."""
        for _, _, _, wanted in self._wanted:
            for told in (wanted.carried, wanted.above):
                for place, text in told.items():
                    self._texts.setdefault(place, text)
        ids = {place: KNOWN.ids[place] for place in self._texts if place in KNOWN.ids}
        ids |= writing.ids_of(place for place in self._texts if place not in ids)
        self._new = sorted(place for place in self._texts if place not in ids)
        for place in self._new:
            ids[place] = KNOWN.next_id
            KNOWN.next_id += 1
        return ids

    def _write_headings(self, ids: dict[str, int], more: Counter[int]) -> None:
        new = [(ids[place], place, self._texts[place], more.pop(ids[place], 0)) for place in self._new]
        writing.add_headings(new)
        writing.count(more)
        empty = writing.drop_empty([id for id, by in more.items() if by < 0])
        writing.add_words(
            (word, id) for id, place, text, _ in new if place[0] == _SUBJECT for word in entries.words(text)
        )
        writing.drop_words((word, term.id) for term in empty for word in entries.words(term.text))
        KNOWN.ids.update((place, id) for place, id in ids.items() if place[0] != _TITLE)
        if gone := {term.id for term in empty}:
            KNOWN.ids = {place: id for place, id in KNOWN.ids.items() if id not in gone}
