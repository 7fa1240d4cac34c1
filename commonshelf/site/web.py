"""The web server: gunicorn on a socket that is already bound, in two processes of some threads each."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import socket
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from commonshelf.site.env import PROCESSES, THREADS, home
from commonshelf.site.lifeline import end_with
from commonshelf.site.sparing import without_looking_for_cycles

CLOSING_SECONDS: Final = 2.0
MAX_UNREAD: Final = 1_000_000
RARELY: Final = (50_000, 20, 100)
"""Pages leave few cycles behind. Looking for some at Python's own rate stopped all threads of a process for
60 ms once every few dozen pages, since it looks through every dictionary and template that is loaded."""
GRACE: Final = 4
"""Seconds that answers under way get when the server ends; the supervisor waits longer than this."""

TOO_LONG: Final = """<!doctype html>
<html lang="zh-hans"><head><meta charset="utf-8"><title>太长 · Too long</title>
<meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body><main><h1>检索词太长</h1><p>地址超过了服务器接受的长度。请只用书名、作者或 ISBN 中的几个词再检索。</p>
<div lang="en"><h1>Too long a question</h1><p>The address is longer than the server takes. Search again with a
few words of the title, the author or the ISBN.</p></div>
<p><a href="/search">检索 · Search</a></p></main></body></html>
"""
"""Said without Django, which never sees such a request; hence without its language and look."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threads, with a sentence for whoever pastes a book into the box."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        page = TOO_LONG.encode()
        head = (
            f"HTTP/1.1 414 URI Too Long\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Security-Policy: default-src 'none'\r\nX-Content-Type-Options: nosniff\r\n"
            f"Content-Length: {len(page)}\r\nConnection: close\r\n\r\n"
        )
        with contextlib.suppress(OSError):  # whoever has gone needs no answer
            client.settimeout(CLOSING_SECONDS)
            client.sendall(head.encode() + page)
            client.shutdown(socket.SHUT_WR)
            # What is still on its way is read to the end: closing over it would take the answer back.
            unread = MAX_UNREAD
            while unread > 0 and (came := client.recv(65536)):
                unread -= len(came)


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
            "worker_class": Worker,
            "threads": THREADS,
            "limit_request_line": 8190,  # the most gunicorn takes: some 900 Chinese characters
            "preload_app": True,  # loaded once, shared by both: half the memory and half the start
            "timeout": 120,  # an upload of a large file may take its time
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: gc.set_threshold(*RARELY),
            "when_ready": lambda _server: os.write(self.ready, b"."),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        with without_looking_for_cycles():  # before the processes part: what is never touched stays shared
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
