"""Reading in a process of its own, so that a second core parses while this one writes rows.

The child knows no Django and opens no database. It is this file run as a program: its task comes
pickled on standard input, its messages go pickled to standard output, and when its parent dies
it dies at the next write.
"""

from __future__ import annotations

import pickle
import resource
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, Final

from commonshelf.catalogue.looking import sizes
from commonshelf.catalogue.rows import Message, Named, Rules
from commonshelf.kernel import second

SMALL_BYTES: Final = 1 << 20
"""Up to here (about 1,000 records) starting a second process costs more than it saves."""
MOST_MEMORY: Final = 2 << 30
AHEAD: Final = 4
"""Batches the child may be ahead of the writer: some ten megabytes each at most."""
FRAME: Final = struct.Struct(">Q")
"""Length of a message, before its pickle."""
PATIENCE: Final = 0.2
"""Seconds between two looks whether anybody still wants what was read."""
MODULE: Final = "commonshelf.catalogue.child"


class Died(Exception):
    """The reading process ended without an answer (killed, or out of memory)."""


def read(
    files: Sequence[Named], rules: Rules, *, place: int = 0, start: int = 0, small: int = SMALL_BYTES
) -> Iterator[Message]:
    """As `reading.messages`; in a child process where one waits or there is enough to do for two."""
    process = _begun.pop() if _begun else None
    if process is None and sum(sizes(path)[1] for path, _ in files[place:] if path.is_file()) <= small:
        # Late: the parsers are a tenth of a second to import, which the child is there to save us.
        from commonshelf.catalogue.reading import messages

        yield from messages(files, rules, place=place, start=start)
        return
    process = process or second.started(MODULE)
    try:
        yield from _received(process, pickle.dumps((list(files), rules, place, start)))
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()
        process.wait()


_begun: list[subprocess.Popen[bytes]] = []


def begin() -> None:
    """Start a child now, while this process is still starting itself; the next `read` gives it its task."""
    _begun.append(second.started(MODULE))


def give_up() -> None:
    """Let go of children that were begun and got nothing to do."""
    while _begun:
        process = _begun.pop()
        process.kill()
        process.communicate()


def _received(process: subprocess.Popen[bytes], task: bytes) -> Iterator[Message]:
    """Messages as they come. A thread takes them off the pipe, so that the child reads on while their
    batches are written and indexed, which happens in bursts.
    """
    if process.stdin is None or process.stdout is None:
        raise Died
    with process.stdin as pipe:
        pipe.write(task)
    waiting: Queue[bytes] = Queue(AHEAD)
    given_up = Event()
    reader = Thread(target=_drain, args=(process.stdout, waiting, given_up), daemon=True)
    reader.start()
    try:
        while frame := waiting.get():
            # From our own child, over a pipe nobody else holds.
            message: Message | None = pickle.loads(frame)  # noqa: S301  # from our own child
            if message is None:
                return
            yield message
        raise Died
    finally:
        given_up.set()
        process.kill()  # ends what the thread waits for, else it would hold the pipe we close
        reader.join()


def _drain(pipe: IO[bytes], waiting: Queue[bytes], given_up: Event) -> None:
    """Frames off the pipe into the queue; an empty one at its end."""
    frame = b"-"
    while frame and not given_up.is_set():
        head = pipe.read(FRAME.size)
        size = FRAME.unpack(head)[0] if len(head) == FRAME.size else 0
        frame = pipe.read(size) if size else b""
        if len(frame) < size:
            frame = b""
        while not given_up.is_set():
            with suppress(Full):
                waiting.put(frame, timeout=PATIENCE)
                break


def main() -> None:
    """The child: one task in, its messages out, then None."""
    from commonshelf.catalogue.reading import messages  # late for the parent's sake, see `read`

    out = second.ready()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        task = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
    except EOFError:  # it ended before it had anything to read
        return
    files, rules, place, start = task
    with suppress(BrokenPipeError):
        for message in chain(messages(files, rules, place=place, start=start), (None,)):
            frame = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
            out.write(FRAME.pack(len(frame)))
            out.write(frame)
            out.flush()


if __name__ == "__main__":
    main()
