"""A second process that makes most of the texts where there are many: two cores index sooner than one.

Like the reading child it knows no Django and opens no file: it is this module run as a program, takes
editions pickled on standard input and gives their texts pickled on standard output.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from commonshelf.catalogue.cards import Entry
from commonshelf.kernel import second
from commonshelf.search.feed import Texts, texts_of

WORTH: Final = 400
"""Editions at once from which on sharing the work costs less than it saves."""
OURS: Final = 4
"""One of so many is made here: this process has the tables for browsing to write as well."""
MODULE: Final = "commonshelf.search.building"


def _nothing() -> None:
    """Nothing to do besides."""


class Builder:
    """Makes texts; the second process begins with the first large armful and helps from the next one on."""

    def __init__(self, worth: int = WORTH) -> None:
        self._worth = worth
        self.process: subprocess.Popen[bytes] | None = None

    def texts(self, entries: Sequence[Entry], meanwhile: Callable[[], None] = _nothing) -> list[Texts]:
        """As `texts_of` makes each. meanwhile: what this process has to do besides; done once in any case."""
        if len(entries) < self._worth:
            meanwhile()
            return list(map(texts_of, entries))
        if self.process is None:
            self.process = second.started(MODULE)  # it takes as long to start as this armful to make
            meanwhile()
            return list(map(texts_of, entries))
        mine, others = entries[: len(entries) // OURS], entries[len(entries) // OURS :]
        given = self._give(others)
        meanwhile()
        made = list(map(texts_of, mine))
        theirs = self._taken() if given else None
        return made + (list(map(texts_of, others)) if theirs is None else theirs)

    def close(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what it was still to be given cannot be given any more
                if pipe:
                    pipe.close()
        self.process.wait()
        self.process = None

    def _give(self, entries: Sequence[Entry]) -> bool:
        if self.process is None or self.process.stdin is None:
            return False
        try:
            pickle.dump(list(entries), self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
        except OSError:  # it died: all goes on with one core
            self.close()
            return False
        return True

    def _taken(self) -> list[Texts] | None:
        """What the other process made; None when it died of it."""
        if self.process is None or self.process.stdout is None:
            return None
        try:
            # From our own child, over a pipe nobody else holds.
            made: list[Texts] = pickle.load(self.process.stdout)  # noqa: S301  # from our own child
        except (EOFError, pickle.UnpicklingError):
            self.close()
            return None
        return made


def main() -> None:
    """The second process: editions in, texts out, until nobody asks any more."""
    out = second.ready()
    with suppress(BrokenPipeError, EOFError):
        while True:
            entries = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
            pickle.dump(list(map(texts_of, entries)), out, pickle.HIGHEST_PROTOCOL)
            out.flush()


if __name__ == "__main__":
    main()
