"""The SIP2 service from its beginning to its end: sockets and signals."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import ssl
from collections.abc import Callable
from typing import Final

from commonshelf.loans.sip2.server import Server

log = logging.getLogger("commonshelf.sip2")
ENDING: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def serve(*, door: socket.socket, tls: ssl.SSLContext | None, ready: Callable[[], None]) -> None:
    """Until SIGTERM, SIGINT or SIGHUP; then requests in hand are finished. ready: called once it answers."""
    asyncio.run(_serve(door, tls, ready))


async def _serve(door: socket.socket, tls: ssl.SSLContext | None, ready: Callable[[], None]) -> None:
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, ending.set)
    async with Server().serving(door, tls):
        ready()
        await ending.wait()
    log.info("the SIP2 service has ended")
