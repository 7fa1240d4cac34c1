"""`worker`: delivers news and runs the schedule; with --writer, keeps the search index instead."""

from __future__ import annotations

import signal
import threading
from argparse import SUPPRESS
from typing import Any, Final

from django.core.management.base import CommandParser

from commonshelf.mail.api import post
from commonshelf.news.api import work
from commonshelf.resources.api import keep_checking
from commonshelf.search.api import writer_loop
from commonshelf.site.lifeline import end_with
from commonshelf.ui.command import Command as Base

LAST_LETTER: Final = 5.0
"""Seconds the worker waits, when told to end, for a letter that is just being sent; its lease covers the
rest.
"""


class Command(Base):
    help = "Work off what is due until told to end (serve starts one of each kind by itself)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--writer", action="store_true", help="be the index writer, not the news worker")
        parser.add_argument("--parent", type=int, default=0, help=SUPPRESS)

    def run(self, **options: Any) -> None:
        stop = threading.Event()

        def end(*_: object) -> None:
            # From a thread: the handler may have interrupted the main thread inside stop.wait(),
            # which holds the lock that stop.set() needs.
            threading.Thread(target=stop.set, daemon=True).start()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, end)
        if options["parent"]:
            end_with(options["parent"])
        if options["writer"]:
            writer_loop(stop=stop)
        else:
            # In a thread of its own: neither a long load nor a silent mail server holds the other up.
            postman = threading.Thread(target=post, kwargs={"stop": stop}, name="postman", daemon=True)
            postman.start()
            looker = threading.Thread(target=keep_checking, kwargs={"stop": stop}, name="links", daemon=True)
            looker.start()
            work(stop=stop)
            postman.join(timeout=LAST_LETTER)
