"""A process that has begun once for many commands: each is a fork of it, with all modules loaded.

It is this file run as a program. Where a command's modules come from is all that differs from
`python -m commonshelf`: the fork has its own surroundings, working folder, outputs and exit status, reads
the settings anew and goes in at `cli.main`. `test_begun.py` compares the two.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REQUEST = 1 << 16
PATIENCE = 300.0
"""Seconds a command may take before it and the process that begun it are killed."""


class Begun:
    """Asks such a process for commands; begins it with the first, and anew after one that hung."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        atexit.register(self.end)

    def run(self, arguments: list[str], surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
        asked = json.dumps([arguments, surroundings, str(Path.cwd())]).encode()
        assert len(asked) < REQUEST
        with (
            self._turn, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err,
            Path(os.devnull).open("rb") as nothing,
        ):  # fmt: skip
            try:
                line = self._ready()
                socket.send_fds(line, [asked], [nothing.fileno(), out.fileno(), err.fileno()])
                status = int(line.recv(REQUEST))
            except (OSError, ValueError):
                self.end()
                raise AssertionError(f"commonshelf {arguments} did not end in {PATIENCE:g} s") from None
            said = []
            for file in (out, err):
                file.seek(0)
                said.append(file.read().decode(errors="replace").replace("\r\n", "\n"))
        return subprocess.CompletedProcess(arguments, status, *said)

    def _ready(self) -> socket.socket:
        if self._line is None or self._process is None or self._process.poll() is not None:
            self.end()
            self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._line.settimeout(PATIENCE)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", __name__, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()], start_new_session=True, cwd=ROOT,
                )  # fmt: skip
        return self._line

    def end(self) -> None:
        if self._process is not None and self._line is not None:
            self._line.close()
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            self._process.wait()
        self._process = self._line = None


def main() -> None:
    """Load all there is, then fork for every request until nobody is left to ask."""
    line = socket.socket(fileno=int(sys.argv[1]))
    with tempfile.TemporaryDirectory(prefix="commonshelf-begun-") as nobodys:
        os.environ["COMMONSHELF_HOME"] = nobodys
        load_everything()
    assert threading.active_count() == 1
    gc.freeze()
    while True:
        asked, handles, _, _ = socket.recv_fds(line, REQUEST, 3)
        if not asked:
            return
        if not (child := os.fork()):
            line.close()
            arguments, surroundings, folder = json.loads(asked)
            become(handles, surroundings, folder)
            os._exit(ended(arguments))
        for handle in handles:
            os.close(handle)
        _, status = os.waitpid(child, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())


def load_everything() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "commonshelf.site.settings"
    django.setup()
    from django.apps import apps

    rooms = [room.name for room in apps.get_app_configs() if room.name.startswith("commonshelf.")]
    for room in (*rooms, "commonshelf.kernel", "commonshelf.wire", "commonshelf.engine"):
        folder = importlib.import_module(room).__path__
        for found in pkgutil.walk_packages(folder, f"{room}."):
            if not {"tests", "migrations", "testing", "wsgi"} & set(found.name.split(".")):
                with suppress(ImportError):  # whatever needs it will say so
                    importlib.import_module(found.name)


def become(handles: list[int], surroundings: dict[str, str], folder: str) -> None:
    """The surroundings of whoever asked, and nothing left of the settings read before."""
    from django.conf import empty, settings
    from django.core.cache import caches
    from django.core.files.storage import default_storage, storages
    from django.db import connections

    for place, handle in enumerate(handles):
        os.dup2(handle, place)
        os.close(handle)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), encoding="utf-8", line_buffering=True)
    os.environ.clear()
    os.environ.update(surroundings)
    os.chdir(folder)
    del sys.modules["commonshelf.site.settings"]
    settings._wrapped = default_storage._wrapped = empty
    for handler in (connections, caches, storages):
        vars(handler).clear()
        handler.__init__()


def ended(arguments: list[str]) -> int:
    """The command to its end, and its exit status as the interpreter would give it."""
    from commonshelf.site.cli import main as command

    status: object = 1
    sys.argv = ["commonshelf", *arguments]
    try:
        command(arguments)
        status = 0
    except SystemExit as wanted:
        status = wanted.code or 0
        if not isinstance(status, int):
            sys.stderr.write(f"{status}\n")
            status = 1
    except BaseException:  # noqa: BLE001  # as the interpreter does, too
        traceback.print_exc()
    with suppress(BaseException):
        threading._shutdown()
        atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return int(status)  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
