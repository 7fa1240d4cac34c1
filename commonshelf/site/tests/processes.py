"""Real `commonshelf` processes on a data folder of their own, and what is left of them afterwards."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from commonshelf.site.tests.begun import Begun

ROOT = Path(__file__).resolve().parents[3]
COMMONSHELF = [sys.executable, "-m", "commonshelf"]


def surroundings(home: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COMMONSHELF", "LC_", "LANG"))
    }
    return {**kept, "COMMONSHELF_HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


_begun = Begun()


def run(home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, in a process that had begun before it was asked for."""
    return _begun.run(list(map(str, arguments)), surroundings(home, **more))


def run_from_nothing(home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end, as somebody types it: a fresh interpreter that loads what it needs."""
    return subprocess.run(
        [*COMMONSHELF, *map(str, arguments)],
        env=surroundings(home, **more), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def living(home: Path) -> list[int]:
    """The processes that work on this data folder, zombies apart."""
    sign, title = f"COMMONSHELF_HOME={home}\0".encode(), f"[commonshelf {home}]".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                # gunicorn writes its title over its surroundings.
                if sign in (folder / "environ").read_bytes() or title in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


def all_gone(home: Path, within: float) -> bool:
    deadline = time.monotonic() + within
    while living(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class Serving:
    """`commonshelf serve` in the background."""

    def __init__(self, home: Path, *arguments: str, port: int | None = None, **more: str) -> None:
        self.home = home
        self.port = port or free_port()
        self.log = home.parent / f"{home.name}-{self.port}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*COMMONSHELF, "serve", "--port", str(self.port), *arguments],
                env=surroundings(home, **more), stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pid in living(self.home):
            os.kill(pid, signal.SIGKILL)

    @property
    def said(self) -> str:
        return self.log.read_text()

    def get(self, path: str = "/", within: float = 60.0) -> tuple[int, str]:
        """Status and page, as soon as there is an answer."""
        deadline = time.monotonic() + within
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=within) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()
            except (OSError, http.client.HTTPException):  # killed in mid answer: no answer
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise AssertionError(f"no answer; the server said: {self.said}") from None
                time.sleep(0.05)

    def wait_for(self, words: str, within: float = 60.0) -> None:
        deadline = time.monotonic() + within
        while words not in self.said:
            assert time.monotonic() < deadline, f"never said {words!r}, but: {self.said}"
            time.sleep(0.05)

    def end(self, number: int = signal.SIGTERM, within: float = 60.0) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=within)

    def child(self, *words: str) -> int:
        """The process id of the supervisor's child whose command line carries one of these words."""
        for pid in living(self.home):
            told = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            parent = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
            if any(word in told for word in words) and parent == self.process.pid:
                return pid
        raise AssertionError(f"no child {words!r}")
