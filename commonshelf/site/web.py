"""The web server: gunicorn on a socket that is already bound, with a few threads in two processes."""

from __future__ import annotations

import argparse
import os
import signal
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from commonshelf.site.env import home
from commonshelf.site.lifeline import end_with

PROCESSES: Final = 2
THREADS: Final = 4
GRACE: Final = 4
"""Seconds that answers under way get when the server ends; the supervisor waits longer than this."""


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn told in code, so that no file or variable in its surroundings changes it."""

    def __init__(self, handle: int, ready: int) -> None:
        self.handle = handle
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        chosen: dict[str, Any] = {
            "bind": f"fd://{self.handle}",
            "proc_name": f"commonshelf {home()}",  # so that `ps` tells which data folder is served
            "workers": PROCESSES,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,  # loaded once, shared by both: half the memory and half the start
            "timeout": 120,  # an upload of a large file may take its time
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: os.write(self.ready, b"."),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from commonshelf.site.wsgi import application  # Django starts when gunicorn asks

        return application


def main() -> None:
    reader = argparse.ArgumentParser()
    reader.add_argument("--handle", type=int, required=True)
    reader.add_argument("--ready", type=int, required=True)
    reader.add_argument("--parent", type=int, required=True)
    given = reader.parse_args()
    end_with(given.parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor alone says when to end
    Web(given.handle, given.ready).run()


if __name__ == "__main__":
    main()
