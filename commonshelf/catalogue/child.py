"""Reading in a process of its own, so that a second core parses while this one writes rows.

The child knows no Django and opens no database. It is this file run as a program: its task comes
pickled on standard input, its messages go pickled to standard output, and when its parent dies
it dies at the next write.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonshelf.catalogue.looking import sizes
from commonshelf.catalogue.rows import Message, Named, Rules

SMALL_BYTES: Final = 1 << 20
"""Up to here (about 1,000 records) starting a second process costs more than it saves."""
MOST_MEMORY: Final = 2 << 30
RARELY: Final = (100_000, 50, 100)
"""Records make no cycles, so looking for some after every few hundred objects only costs time."""
PACKAGE: Final = Path(__file__).resolve().parents[2]


class Died(Exception):
    """The reading process ended without an answer (killed, or out of memory)."""


def read(
    files: Sequence[Named], rules: Rules, *, place: int = 0, start: int = 0, small: int = SMALL_BYTES
) -> Iterator[Message]:
    """As `reading.messages`; in a child process where there is enough to do for two."""
    if sum(sizes(path)[1] for path, _ in files[place:] if path.is_file()) <= small:
        # Late: the parsers are a tenth of a second to import, which the child is there to save us.
        from commonshelf.catalogue.reading import messages

        yield from messages(files, rules, place=place, start=start)
        return
    search = os.pathsep.join(filter(None, [str(PACKAGE), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "commonshelf.catalogue.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": search},
        cwd=Path.cwd(),
    )
    try:
        yield from _received(process, pickle.dumps((list(files), rules, place, start)))
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()
        process.wait()


def _received(process: subprocess.Popen[bytes], task: bytes) -> Iterator[Message]:
    if process.stdin is None or process.stdout is None:
        raise Died
    with process.stdin as pipe:
        pipe.write(task)
    while True:
        try:
            # From our own child, over a pipe nobody else holds.
            message: Message | None = pickle.load(process.stdout)  # noqa: S301  # from our own child
        except (EOFError, pickle.UnpicklingError):
            raise Died from None
        if message is None:
            return
        yield message


def main() -> None:
    """The child: one task in, its messages out, then None."""
    from commonshelf.catalogue.reading import messages  # late for the parent's sake, see `read`

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    gc.freeze()
    gc.set_threshold(*RARELY)
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # a library that prints must not write between our messages
    files, rules, place, start = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
    with contextlib.suppress(BrokenPipeError):
        for message in messages(files, rules, place=place, start=start):
            pickle.dump(message, out, pickle.HIGHEST_PROTOCOL)
            out.flush()
        pickle.dump(None, out)
        out.flush()


if __name__ == "__main__":
    main()
