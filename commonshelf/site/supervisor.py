"""Runs a few programs under one process: starts what dies again, ends all of them cleanly, leaves none."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

PATIENCE: Final = 7.0
"""Seconds a program has to end by itself before it is killed with all it started."""
STEADY: Final = 5.0
"""A program that ran this long starts again at once when it dies."""
LONGEST_PAUSE: Final = 10.0
ENDING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def pause_before(failures: int) -> float:
    """Seconds to wait before the next start, after so many failures in a row: 0.5, 1, 2, … 10."""
    return min(LONGEST_PAUSE, 0.5 * 2.0 ** min(failures - 1, 10))


@dataclass(frozen=True, slots=True)
class Program:
    """One program. handles: open files it inherits, by number."""

    name: str
    command: tuple[str, ...]
    handles: tuple[int, ...] = ()


@dataclass(slots=True)
class _Running:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Give it the programs and call `run`; it returns when told to end and everything has ended.

    tell: where its few lines go. watch: handles to read, with who gets what was read.
    """

    programs: Sequence[Program]
    tell: Callable[[str], None]
    watch: Mapping[int, Callable[[bytes], None]] = field(default_factory=dict)
    patience: float = PATIENCE
    ending: int = 0
    """How many times it has been asked to end: the second time it no longer waits."""
    _running: list[_Running] = field(default_factory=list)
    _wake: tuple[int, int] = (-1, -1)

    def run(self) -> None:
        self._running = [_Running(program) for program in self.programs]
        self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        before = {number: signal.signal(number, self._asked) for number in ENDING}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        woken = signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        try:
            while not self.ending:
                self._start_due()
                self._sleep(self._until_due())
                self._reap()
        finally:
            self._end_all()
            signal.set_wakeup_fd(woken)
            for number, handler in before.items():
                signal.signal(number, handler)
            for handle in self._wake:
                os.close(handle)

    def _asked(self, *_: object) -> None:
        self.ending += 1

    def _start_due(self) -> None:
        now = time.monotonic()
        for one in self._running:
            if one.process is None and one.due <= now and not self.ending:
                # A session of its own, so that Ctrl-C reaches us only and we end them in order.
                one.process = subprocess.Popen(
                    one.program.command,
                    stdin=subprocess.DEVNULL,
                    pass_fds=one.program.handles,
                    start_new_session=True,
                )
                one.started = now

    def _until_due(self) -> float | None:
        waiting = [one.due for one in self._running if one.process is None]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _sleep(self, seconds: float | None) -> None:
        """Until a signal comes (a child ended, we are to end), a watched handle speaks, or time is up."""
        if self.ending:
            return
        ready, _, _ = select.select([self._wake[0], *self.watch], [], [], seconds)
        for handle in ready:
            said = os.read(handle, 512)
            if handle in self.watch:
                self.watch[handle](said)

    def _reap(self) -> None:
        now = time.monotonic()
        for one in self._running:
            if one.process is None or one.process.poll() is None or self.ending:
                continue
            _kill_group(one.process.pid)
            one.failures = 1 if now - one.started > STEADY else one.failures + 1
            pause = pause_before(one.failures)
            one.due = now + pause
            self.tell(
                f"{one.program.name} ended ({_how(one.process.returncode)}); again in {pause:g} s. "
                f"· {one.program.name} 已退出，{pause:g} 秒后重新启动。"
            )
            one.process = None

    def _end_all(self) -> None:
        running = [one.process for one in self._running if one.process is not None]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + self.patience
        asked = self.ending
        for process in running:
            while process.poll() is None and time.monotonic() < deadline and self.ending <= max(asked, 1):
                self._nap(deadline - time.monotonic())
            _kill_group(process.pid)
            process.wait()

    def _nap(self, seconds: float) -> None:
        ready, _, _ = select.select([self._wake[0]], [], [], max(0.0, min(seconds, 1.0)))
        if ready:
            with suppress(BlockingIOError):
                os.read(self._wake[0], 512)


def _kill_group(pid: int) -> None:
    """What a program left behind in its session dies with it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _how(status: int) -> str:
    return f"exit {status}" if status >= 0 else signal.Signals(-status).name
