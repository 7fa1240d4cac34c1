"""The contract on Tantivy: generations of an index in one folder, `current` leading to the one in force."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

import tantivy

from commonshelf.engine.contract import Count, Document, LockBusy, Page, Query, Shape
from commonshelf.engine.tantivy_asking import Asked
from commonshelf.engine.tantivy_counting import Kept
from commonshelf.engine.tantivy_documents import (
    CURSOR,
    CURSOR_ID,
    ID,
    MARK,
    cursor_document,
    described,
    open_index,
    stored,
    whole,
)

log = logging.getLogger(__name__)

HEAP: Final = 96_000_000
"""Bytes the writer may hold before it writes a segment."""
_CURRENT: Final = "current"


@dataclass(frozen=True, slots=True)
class _Opened:
    """One generation, opened for reading."""

    name: str
    index: tantivy.Index
    schema: tantivy.Schema


class Tantivy:
    """A handle on the index in `folder`; see contract.SearchEngine.

    `clear` begins a new generation beside the current one and the next `commit` puts it in force by
    renaming one link, so a process that dies at any moment leaves either the old or the new index.
    """

    def __init__(self, folder: Path, shape: Shape, *, lent: bool = False) -> None:
        """lent: the writer lock is held for us by the process that started this one (`lend`)."""
        self._folder = folder
        self._shape = shape
        self._lent = lent
        self._lock_file: IO[bytes] | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._writing = ""
        self._opened: _Opened | None = None
        self._kept = Kept()
        self._opening = threading.Lock()

    # Writing.
    def lock(self) -> None:
        if self._lock_file is not None or self._lent:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / "writer.lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise LockBusy from None
        self._lock_file = file
        self._sweep()

    def lend(self) -> int:
        """Let another process write under our lock, once ours is committed: the open file it has to inherit,
        so that the lock is held for as long as one of the two lives.
        """
        self.lock()
        self._drop_writer()
        if self._lock_file is None:
            raise LockBusy
        return self._lock_file.fileno()

    def _sweep(self) -> None:
        """Generations that never came into force, or are out of it."""
        current = self._current()
        for path in self._folder.glob("generation-*"):
            if path.name not in {current, self._writing}:
                shutil.rmtree(path, ignore_errors=True)

    def _writing_now(self) -> tantivy.IndexWriter:
        self.lock()
        if self._writer is None:
            if self._usable() is None:
                self._begin_generation()
            else:
                self._writing = self._current()
            index, _ = open_index(self._folder / self._writing, self._shape)
            self._writer = index.writer(heap_size=HEAP, num_threads=1)
        return self._writer

    def _begin_generation(self) -> None:
        numbers = [int(path.name.rpartition("-")[2]) for path in self._folder.glob("generation-*")]
        self._writing = f"generation-{max(numbers, default=0) + 1}"
        path = self._folder / self._writing
        path.mkdir()
        (path / "shape.json").write_text(described(self._shape), encoding="utf-8")

    def write(self, documents: Iterable[Document]) -> None:
        writer = self._writing_now()
        for document in documents:
            writer.delete_documents_by_term(ID, document.id)
            writer.add_document(stored(document, self._shape))

    def delete(self, ids: Iterable[int]) -> None:
        writer = self._writing_now()
        for id in ids:
            writer.delete_documents_by_term(ID, id)

    def clear(self) -> None:
        self.lock()
        self._drop_writer()
        self._begin_generation()
        index, _ = open_index(self._folder / self._writing, self._shape)
        self._writer = index.writer(heap_size=HEAP, num_threads=1)

    def commit(self, cursor: int) -> None:
        writer = self._writing_now()
        writer.delete_documents_by_term(ID, CURSOR_ID)
        writer.add_document(cursor_document(cursor))
        writer.commit()
        if self._current() != self._writing:
            self._put_in_force()

    def _put_in_force(self) -> None:
        link = self._folder / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(self._writing, target_is_directory=True)
        link.replace(self._folder / _CURRENT)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        self._sweep()

    def _drop_writer(self) -> None:
        self._writer = None
        self._writing = ""

    def close(self) -> None:
        self._drop_writer()
        self._opened = None
        if self._lock_file is not None:
            self._sweep()
            self._lock_file.close()
            self._lock_file = None

    # Reading.
    def _current(self) -> str:
        try:
            return str((self._folder / _CURRENT).readlink())
        except FileNotFoundError:
            return ""

    def _usable(self) -> _Opened | None:
        """The generation in force, as of its last commit; None when there is none of our shape."""
        for _ in range(5):
            name = self._current()
            if not name:
                return None
            try:
                opened = self._open_generation(name)
                if opened is not None:
                    opened.index.reload()
                return opened
            except (OSError, ValueError) as error:
                self._opened = None
                if self._current() == name:
                    log.warning("The index in %s cannot be read and counts as empty: %s", name, error)
                    return None
                # Another generation came into force and this one was swept away meanwhile.
        return None

    def _open_generation(self, name: str) -> _Opened | None:
        with self._opening:
            if self._opened is None or self._opened.name != name:
                path = self._folder / name
                if (path / "shape.json").read_text(encoding="utf-8") != described(self._shape):
                    return None
                index, schema = open_index(path, self._shape)
                self._opened = _Opened(name, index, schema)
            return self._opened

    def cursor(self) -> int:
        opened = self._usable()
        if opened is None:
            return 0
        searcher = opened.index.searcher()
        found = searcher.search(tantivy.Query.term_query(opened.schema, ID, CURSOR_ID), limit=1).hits
        return whole(searcher.fast_field_values(CURSOR, [found[0][1]])[0]) if found else 0

    def marks(self, ids: Sequence[int]) -> dict[int, int]:
        opened = self._usable()
        if opened is None or not ids:
            return {}
        searcher = opened.index.searcher()
        asked = tantivy.Query.term_set_query(opened.schema, ID, list(ids))
        addresses = [address for _, address in searcher.search(asked, limit=len(ids), count=False).hits]
        marks = searcher.fast_field_values(MARK, addresses)
        return {
            whole(id): whole(mark)
            for id, mark in zip(searcher.fast_field_values(ID, addresses), marks, strict=True)
        }

    def terms(self, field: str, prefix: str = "", limit: int = 10) -> list[Count]:
        opened = self._usable()
        if opened is None:
            return []
        return [
            Count(*pair) for pair in opened.index.searcher().terms_with_prefix(field, prefix, limit=limit)
        ]

    def search(self, query: Query) -> Page:
        commit = self._commit()  # before the searcher: counts kept under it are never older than it says
        opened = self._usable()
        if opened is None:
            return Page([], 0, {name: [] for name in query.count})
        keep = partial(self._kept.counted, commit)
        return Asked(opened.schema, opened.index.searcher(), query, self._shape.many, keep).page()

    def _commit(self) -> tuple[str, int, int] | None:
        """What is different after every commit, of whichever process."""
        name = self._current()
        try:
            told = (self._folder / name / "meta.json").stat()
        except FileNotFoundError:
            return None
        return name, told.st_mtime_ns, told.st_ino
