"""Who writes the index: this process where a few editions changed, a second one where there are many.

Making an edition's document costs as much as storing its records, so a load that does both in one process
leaves the other core idle. The second process is this module run as a program: it knows no Django, opens
no database, writes the index under the lock of the first one, and is given editions faster than it
writes them. What it was given and has not committed is lost with it; the index's cursor says from where
on, and the first process goes on from there alone.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, Final

from commonshelf.catalogue.cards import EditionChange, Entry, Held
from commonshelf.catalogue.domain.said import Said
from commonshelf.engine.tantivy import Tantivy
from commonshelf.kernel import second
from commonshelf.search.domain import fields
from commonshelf.search.feed import Whereabouts
from commonshelf.search.taking import take

WORTH: Final = 400
"""Editions at once from which on a second process costs less than it saves."""
AHEAD: Final = 3
"""Armfuls the second process may be behind: some megabytes each."""
PATIENCE: Final = 0.2
"""Seconds between two looks whether the second process still lives."""
FAREWELL: Final = 10.0
"""Seconds it gets to close the index, which it does at once unless the disk is slow."""
MODULE: Final = "commonshelf.search.scribe"


class Lost(Exception):
    """The second process died, and with it all since the last commit."""


class Scribe:
    """Writes by `writer`, which holds the lock, or by a second process. `Lost` comes once at most."""

    def __init__(self, writer: Tantivy, folder: Path, worth: int = WORTH) -> None:
        self._writer, self._folder, self._worth = writer, folder, worth
        self._anew = False
        self._own = False
        """Something of ours is not committed yet: nobody else may write now."""
        self._alone = False
        self._broken = Event()
        self._waiting: Queue[bytes] = Queue(AHEAD)
        self._sender: Thread | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def clear(self) -> None:
        """Begin the index anew with the next thing that is written."""
        self._anew = True

    def take(self, changes: Sequence[EditionChange], known: Whereabouts) -> None:
        living = [(change.entry, change.stamp) for change in changes if change.entry is not None]
        gone = [change.id for change in changes if change.entry is None]
        self._begin(len(living))
        if self.process is None:
            self._own = True
            take(self._writer, self._folder, living, gone, known)
        else:
            self._give("take", list(map(_packed, living)), gone, known)

    def commit(self, cursor: int) -> None:
        """Make it visible; when this returns, it is."""
        self._begin(0)
        if self.process is None:
            self._writer.commit(cursor)
            self._own = False
            return
        self._give("commit", cursor)
        self._answered()

    def close(self) -> None:
        """Let the second process end. What was not committed is dropped."""
        if self.process is None:
            return
        self._tell(b"")
        if self._sender:
            self._sender.join()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(FAREWELL)
        self._end()

    def _begin(self, editions: int) -> None:
        if self.process is None and not (self._alone or self._own) and editions >= self._worth:
            lent = self._writer.lend()
            self.process = second.started(MODULE, inherit=(lent,))
            self._sender = Thread(target=self._send, args=(self.process.stdin,), daemon=True)
            self._sender.start()
            self._give(str(self._folder))
        if self._anew:
            if self.process is None:
                self._writer.clear()
            else:
                self._give("clear")
            self._anew = False

    def _give(self, *told: object) -> None:
        if not self._tell(pickle.dumps(told, pickle.HIGHEST_PROTOCOL)):
            self._lose()

    def _tell(self, frame: bytes) -> bool:
        """Into the queue, as soon as there is room; whether anybody is there to take it out."""
        while not self._broken.is_set():
            with suppress(Full):
                self._waiting.put(frame, timeout=PATIENCE)
                return True
        return False

    def _send(self, pipe: IO[bytes]) -> None:
        """What runs beside: frames out of the queue into the pipe, until an empty one."""
        try:
            while frame := self._waiting.get():
                pipe.write(frame)
                pipe.flush()
            pipe.close()
        except (OSError, ValueError):  # the other end died, or ours was closed for that reason
            self._broken.set()

    def _answered(self) -> None:
        try:
            # From our own child, over a pipe nobody else holds.
            pickle.load(self.process.stdout)  # type: ignore[union-attr,arg-type]  # noqa: S301  # see above
        except (EOFError, OSError, pickle.UnpicklingError):
            self._lose()

    def _lose(self) -> None:
        self._alone = True
        self._end()
        raise Lost

    def _end(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        self._broken.set()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what it was still to be given cannot be given any more
                if pipe:
                    pipe.close()
        self.process.wait()
        self.process = None


Packed = tuple[int, int, Said, tuple[tuple[str, str], ...], list[tuple[str, ...]]]


def _packed(told: tuple[Entry, int]) -> Packed:
    """An edition for the way: pickle takes eight times as long over named copies as over plain tuples."""
    entry, stamp = told
    return stamp, entry.id, entry.said, entry.members, list(map(tuple, entry.copies))


def _unpacked(told: Packed) -> tuple[Entry, int]:
    stamp, id, said, members, copies = told
    return Entry(id, said, members, tuple(map(Held._make, copies))), stamp


def main() -> None:
    """The second process: editions in, documents into the index, until nobody tells any more."""
    out = second.ready()
    with suppress(BrokenPipeError, EOFError):
        (told,) = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
        folder = Path(told)
        writer = Tantivy(folder, fields.SHAPE, lent=True)
        while True:
            verb, *told = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
            if verb == "take":
                living, gone, known = told
                take(writer, folder, list(map(_unpacked, living)), gone, known)
            elif verb == "clear":
                writer.clear()
            else:
                writer.commit(*told)
                pickle.dump("committed", out)
                out.flush()


if __name__ == "__main__":
    main()
