"""The index of this installation: opened for reading, brought up to date, built anew.

It is a copy of the catalogue and may be wiped at any time. One writer at a time holds its lock; it
pulls every edition whose stamp is newer than the index's cursor, so nothing can be forgotten.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from commonshelf.browse import api as browse
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionChange
from commonshelf.engine.contract import Everything, InFacet, LockBusy, Query, SearchEngine
from commonshelf.engine.tantivy import Tantivy
from commonshelf.news.api import Happening
from commonshelf.search import whereabouts
from commonshelf.search.domain import fields
from commonshelf.search.scribe import Lost, Scribe

log = logging.getLogger(__name__)

BATCH: Final = 1_000
"""Editions pulled at a time."""
AT_REST: Final = 0.2
"""Seconds between two looks at the catalogue's latest stamp."""
BETWEEN_COMMITS: Final = 1.0
WHILE_BEHIND: Final = 5.0
"""Seconds between two commits when there is much to catch up on: each costs the same as before."""
WHILE_FOLLOWING: Final = 30.0
"""The same for a load that indexes as it goes, which nobody reads from before its end."""
AFTER_FAILURE: Final = 2.0
_ASKED: Final = "rebuild-asked"
_LEXICON: Final = 300_000
_LEXICON_AGE: Final = 300.0


def folder() -> Path:
    return Path(settings.INDEX_FOLDER)


def opened() -> Tantivy:
    """A handle of one's own, for writing; `close` it."""
    return Tantivy(folder(), fields.SHAPE)


def engine() -> SearchEngine:
    """The handle this process reads by."""
    return _reading(folder())


@lru_cache(maxsize=4)
def _reading(path: Path) -> SearchEngine:
    return Tantivy(path, fields.SHAPE)


def current(stamp: int) -> bool:
    """Whether the index has come to this stamp, and not further than the catalogue itself."""
    return stamp <= engine().cursor() <= catalogue.latest_stamp() and not _moved(engine())


def behind() -> bool:
    """Whether the catalogue knows changes that the index does not."""
    return engine().cursor() < catalogue.latest_stamp()


# Writing: all of it with the lock held.
def catch_up(writer: Tantivy, stop: threading.Event | None = None) -> int:
    """Index what changed since the last commit. Editions indexed or taken out."""
    cursor, latest = writer.cursor(), catalogue.latest_stamp()
    if cursor > latest:
        # The catalogue went back, to a backup: what the index holds belongs to another past.
        log.warning("The index is ahead of the catalogue (%s > %s) and is built anew.", cursor, latest)
        return rebuild(writer, stop)
    done = _follow_members(writer)
    with closing(Scribe(writer, folder())) as scribe:
        try:
            done += _caught_up(writer, scribe, stop)
        except Lost:
            done += _caught_up(writer, scribe, stop)
    browse.catch_up(stop=stop.is_set if stop else None)
    return done


def _caught_up(writer: Tantivy, scribe: Scribe, stop: threading.Event | None) -> int:
    cursor, done, written_at = writer.cursor(), 0, time.monotonic()
    while not (stop and stop.is_set()):
        changes = catalogue.editions_changed_since(stamp=cursor, limit=BATCH)
        if not changes:
            break
        _take(scribe, changes)
        cursor = changes[-1].stamp
        done += len(changes)
        if time.monotonic() - written_at >= WHILE_BEHIND:
            scribe.commit(cursor)
            written_at = time.monotonic()
    if done:
        scribe.commit(cursor)
    return done


def _take(scribe: Scribe, changes: list[EditionChange]) -> None:
    """Into the index and, while a second process may be at that, into the tables for browsing."""
    scribe.take(changes, whereabouts.now())
    browse.take(changes)


class Following:
    """Indexes as the catalogue grows under the hands of this very process, so that two cores are busy:
    others read the next records and write the last editions while this one stores. `finish` makes it visible.
    """

    def __init__(self, writer: Tantivy) -> None:
        self._writer = writer
        self._cursor = writer.cursor()
        self._waiting = False
        self._written_at = time.monotonic()
        self._made_with = whereabouts.now()
        self._scribe = Scribe(writer, folder())

    def step(self) -> None:
        try:
            self._step()
        except Lost:
            self._again()
        if time.monotonic() - self._written_at >= WHILE_FOLLOWING:
            self.finish()

    def _step(self) -> None:
        while changes := catalogue.editions_changed_since(stamp=self._cursor, limit=BATCH):
            _take(self._scribe, changes)
            self._cursor = changes[-1].stamp
            self._waiting = True

    def _again(self) -> None:
        """From the last commit on, and from now on alone."""
        self._cursor = self._writer.cursor()
        self._step()

    def close(self) -> None:
        self._scribe.close()

    def finish(self) -> None:
        if self._waiting:
            try:
                self._scribe.commit(self._cursor)
            except Lost:
                self._again()
                self._scribe.commit(self._cursor)
            if whereabouts.written(folder()) is None:
                whereabouts.write(folder(), self._made_with)
        self._waiting, self._written_at = False, time.monotonic()


@contextmanager
def following() -> Iterator[Callable[[], None]]:
    """Gives what to call after each change; that does nothing where another process is the writer."""
    writer, follower = opened(), None
    try:
        follower = _follower(writer)
        yield follower.step if follower else _nothing
        if follower:
            follower.step()
            follower.finish()
    finally:
        if follower:
            follower.close()
        writer.close()


def _follower(writer: Tantivy) -> Following | None:
    try:
        writer.lock()
    except LockBusy:
        return None
    if writer.cursor() > catalogue.latest_stamp():
        return None  # the index knows another past: `catch_up` builds it anew
    return Following(writer)


def _nothing() -> None:
    """The running writer sees by itself what changed."""


def rebuild(writer: Tantivy, stop: threading.Event | None = None) -> int:
    """Everything anew beside the old index, which answers until the one commit at the end (and stays
    when told to stop before it). Editions indexed.
    """
    made_with = whereabouts.now()
    with closing(Scribe(writer, folder())) as scribe:
        try:
            done = _rebuilt(scribe, stop)
        except Lost:
            done = _rebuilt(scribe, stop)
    if done is None:
        return 0
    whereabouts.write(folder(), made_with)
    (folder() / _ASKED).unlink(missing_ok=True)
    return done


def _rebuilt(scribe: Scribe, stop: threading.Event | None) -> int | None:
    """None when told to stop before the end."""
    scribe.clear()
    cursor = done = 0
    while changes := catalogue.editions_changed_since(stamp=cursor, limit=BATCH):
        if stop and stop.is_set():
            return None
        _take(scribe, changes)
        cursor = changes[-1].stamp
        done += sum(change.entry is not None for change in changes)
    scribe.commit(cursor)
    return done


def _moved(reader: SearchEngine) -> set[str]:
    """Libraries with editions in the index that stand there with another main branch or region."""
    was = whereabouts.written(folder())
    if was is None:
        return set()  # nothing written yet, or by a version that is built anew anyway
    symbols = whereabouts.moved(was, whereabouts.now())
    return {symbol for symbol in symbols if _holds(reader, symbol)}


def _holds(reader: SearchEngine, symbol: str) -> bool:
    return reader.search(Query(InFacet("library", (symbol,)), rows=0)).total > 0


def _follow_members(writer: Tantivy) -> int:
    """Write the editions of libraries anew that have another main branch or region than before."""
    made_with = whereabouts.now()
    symbols = _moved(writer)
    done = 0
    if symbols:
        with closing(Scribe(writer, folder())) as scribe:
            try:
                done = _written_anew(writer, scribe, symbols)
            except Lost:
                done = _written_anew(writer, scribe, symbols)
    if whereabouts.written(folder()) != made_with:
        folder().mkdir(parents=True, exist_ok=True)
        whereabouts.write(folder(), made_with)
    return done


def _written_anew(writer: Tantivy, scribe: Scribe, symbols: set[str]) -> int:
    """The editions of these libraries, as far as the index has come."""
    cursor = writer.cursor()
    stamp = done = 0
    while changes := catalogue.editions_changed_since(stamp=stamp, limit=BATCH):
        stamp = changes[-1].stamp
        theirs = [
            change
            for change in changes
            if change.entry and change.stamp <= cursor and not symbols.isdisjoint(change.entry.libraries)
        ]
        scribe.take(theirs, whereabouts.now())
        done += len(theirs)
    scribe.commit(cursor)
    return done


def keep(stop: threading.Event) -> None:
    """Keep the index up to date until told to stop; wait while another process writes it; outlive errors."""
    while not stop.is_set():
        writer = opened()
        try:
            writer.lock()
            _keep(writer, stop)
        except LockBusy:
            stop.wait(AT_REST)
        except Exception:
            log.exception("The index could not be written; trying again in %s s.", AFTER_FAILURE)
            stop.wait(AFTER_FAILURE)
        finally:
            writer.close()


def _keep(writer: Tantivy, stop: threading.Event) -> None:
    while not stop.is_set():
        if (folder() / _ASKED).exists():
            rebuild(writer, stop)
        latest = catalogue.latest_stamp()
        behind_now = not (writer.cursor() == browse.cursor() == latest) or _moved(writer)
        changed = behind_now and catch_up(writer, stop)
        stop.wait(BETWEEN_COMMITS if changed else AT_REST)


def with_lock(act: Callable[[Tantivy], int]) -> int:
    """Do it as the writer. Raises LockBusy when there is another."""
    writer = opened()
    try:
        writer.lock()
        return act(writer)
    finally:
        writer.close()


def on_change(_happening: Happening) -> None:
    """The catalogue or a member changed: index it here, unless a writer runs, which has seen it by itself."""
    with suppress(LockBusy):
        with_lock(catch_up)


def ask_for_rebuild() -> Callable[[], bool]:
    """Ask the running writer to build the index anew; the answer tells whether it has."""
    asked = folder() / _ASKED
    asked.touch()
    return lambda: not asked.exists()


# Looking.
class Lexicon:
    """The words of the index with how many editions carry each, kept for a while."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, float, dict[str, int]]] = {}

    def words(self) -> dict[str, int]:
        path, cursor, now = folder(), engine().cursor(), time.monotonic()
        known = self._known.get(path)
        if known is None or (known[0] != cursor and now - known[1] > _LEXICON_AGE):
            found = engine().terms(fields.WORDS, limit=_LEXICON)
            known = cursor, now, {count.value: count.documents for count in found}
            self._known = {path: known}
        return known[2]


LEXICON: Final = Lexicon()


def problems() -> Iterator[str]:
    """Where the index, as far as it has come, tells otherwise than the catalogue."""
    reader = engine()
    cursor = reader.cursor()
    total = reader.search(Query(Everything(), rows=0)).total
    stamp = alive = 0
    while changes := catalogue.editions_changed_since(stamp=stamp, limit=BATCH):
        stamp = changes[-1].stamp
        known = [change for change in changes if change.stamp <= cursor]
        marks = reader.marks([change.id for change in known])
        alive += sum(change.entry is not None for change in known)
        for change in known:
            if problem := _compared(change, marks.get(change.id)):
                yield problem
    if stamp > cursor:
        yield f"The index has come to stamp {cursor} and the catalogue to {stamp}."
    elif total != alive:
        yield f"The index holds {total} editions and the catalogue {alive}."


def _compared(change: EditionChange, mark: int | None) -> str:
    if change.entry is None:
        return "" if mark is None else f"Edition {change.id} is gone but still in the index."
    if mark is None:
        return f"Edition {change.id} is not in the index."
    return "" if mark == change.stamp else f"Edition {change.id} stands in the index as of an earlier change."
