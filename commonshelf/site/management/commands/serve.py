"""`serve`: the whole product in one go: web, news worker and index writer under one supervisor."""

from __future__ import annotations

import errno
import os
import socket
import sys
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from commonshelf.demo.api import load_demo
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.site import care, home, static
from commonshelf.site.supervisor import Program, Supervisor
from commonshelf.site.version import version
from commonshelf.ui.command import Command as Base

PORT: Final = 8000
CODES: Final = {errno.EADDRINUSE: "site.port-taken", errno.EACCES: "site.port-forbidden"}
QUEUE: Final = 512
"""Connections the kernel keeps waiting while the web server starts or is busy."""


class Command(Base):
    help = "Serve the pages, deliver the news and keep the index, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=PORT, help="port to listen on (8000)")
        parser.add_argument("--demo", action="store_true", help="load the demo alliance first, once")

    def run(self, **options: Any) -> None:
        with home.serving(settings.HOME), listen(options["host"], options["port"]) as door:
            for why in care.unsafe():
                raise Refusal("site.unsafe", {"home": str(settings.HOME), "why": why})
            static.collect()
            if options["demo"]:
                load_demo(report=self.stderr.write)
            connection.close()
            ready, say_ready = os.pipe()
            os.set_blocking(ready, False)
            Supervisor(
                programs(door.fileno(), say_ready),
                tell=self.stderr.write,
                watch={ready: lambda _read: self.say_address(door)},
            ).run()

    def say_address(self, door: socket.socket) -> None:
        host, port = door.getsockname()[:2]
        address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        self.stdout.write(
            _("Commonshelf {version} at {address} (Ctrl-C ends it)").format(
                version=version(), address=address
            )
        )
        if members.alliance() is None:
            said = _("First run: open {address}start (from another machine with the code {code})")
            self.stdout.write(said.format(address=address, code=members.start_code()))
        connection.close()
        self.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything starts, so that a taken one is said at once and in one line."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=QUEUE)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        facts = {"host": host, "port": port, "other": port + 1, "why": why}
        raise Refusal(CODES.get(getattr(error, "errno", None) or 0, "site.address"), facts) from error


def programs(door: int, ready: int) -> list[Program]:
    """The three programs. door: the listening socket; ready: where the web server says it is up."""
    us = ("--parent", str(os.getpid()))
    web = (sys.executable, "-m", "commonshelf.site.web", "--handle", str(door), "--ready", str(ready), *us)
    worker = (sys.executable, "-m", "commonshelf", "worker", *us)
    return [
        Program("web", web, handles=(door, ready)),
        Program("news worker", worker),
        Program("index writer", (*worker, "--writer")),
    ]
