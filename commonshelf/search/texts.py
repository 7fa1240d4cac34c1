"""What was made of editions' words, kept beside the index: a further library says where a book is, not what.

An alliance's files come one library after the other, so a book many hold is indexed once for each.
Cutting its words and reading them aloud is most of that work, and nearly always the words are the
same as the last time. Like the index this may be wiped at any time; of an edition only one library
has nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from commonshelf.catalogue.cards import Entry
from commonshelf.search.domain import fields
from commonshelf.search.feed import Texts, telling

log = logging.getLogger(__name__)

FILE: Final = "texts.sqlite3"
_FEWEST_LIBRARIES: Final = 2
_FORM: Final = int.from_bytes(hashlib.sha256(fields.SHAPE.version.encode()).digest()[:4], "big") >> 1
"""What is kept by another analysis is of no use; SQLite keeps 31 bits for its user's own version."""


class KeptTexts:
    """Texts by edition. Only who holds the index's writer lock has one; without it, all is made anew."""

    def __init__(self, folder: Path, make: Callable[[Sequence[Entry]], list[Texts]]) -> None:
        self._path, self._make = folder / FILE, make
        self._rows: sqlite3.Connection | None = None

    def of(self, entries: Sequence[Entry]) -> dict[int, Texts]:
        """The texts of each edition; those that have to be made are kept for the next time."""
        shared = {entry.id: telling(entry) for entry in entries if len(entry.libraries) >= _FEWEST_LIBRARIES}
        found = self._kept(shared)
        fresh = [entry for entry in entries if entry.id not in found]
        made = {entry.id: texts for entry, texts in zip(fresh, self._make(fresh), strict=True)}
        self._keep([(id, shared[id], _ENCODE(texts)) for id, texts in made.items() if id in shared])
        return found | made

    def close(self) -> None:
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def _kept(self, wanted: dict[int, int]) -> dict[int, Texts]:
        if not wanted:
            return {}
        try:
            rows = self._opened().execute(
                "SELECT edition, told, texts FROM kept WHERE edition IN (SELECT value FROM json_each(?))",
                (json.dumps(list(wanted)),),
            )
            return {edition: _decoded(texts) for edition, told, texts in rows if wanted[edition] == told}
        except (sqlite3.Error, ValueError):
            self._give_up()
            return {}

    def _keep(self, fresh: list[tuple[int, int, str]]) -> None:
        if not fresh:
            return
        try:
            with self._opened() as rows:
                rows.executemany("INSERT OR REPLACE INTO kept (edition, told, texts) VALUES (?, ?, ?)", fresh)
        except sqlite3.Error:
            self._give_up()

    def _opened(self) -> sqlite3.Connection:
        if self._rows is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(self._path)
            # A power cut may cost the file, which costs nothing but time; a kill does not.
            self._rows.execute("PRAGMA journal_mode = WAL")
            self._rows.execute("PRAGMA synchronous = OFF")
            if self._rows.execute("PRAGMA user_version").fetchone()[0] != _FORM:
                self._rows.execute("DROP TABLE IF EXISTS kept")
                self._rows.execute(f"PRAGMA user_version = {_FORM}")
            self._rows.execute(
                "CREATE TABLE IF NOT EXISTS kept (edition INTEGER PRIMARY KEY, told INTEGER, texts TEXT)"
            )
        return self._rows

    def _give_up(self) -> None:
        """A damaged file, or no room: without it all is only slower."""
        log.warning("The texts kept beside the index cannot be used and are begun anew.")
        self.close()
        with suppress(OSError):
            for end in ("", "-wal", "-shm"):
                self._path.with_name(FILE + end).unlink(missing_ok=True)


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _decoded(texts: str) -> Texts:
    """As made: tokens that share a place are tuples."""
    found: Texts = json.loads(texts)
    for name in fields.SHARED:
        found[name] = [value if isinstance(value, str) else tuple(map(tuple, value)) for value in found[name]]
    return found
