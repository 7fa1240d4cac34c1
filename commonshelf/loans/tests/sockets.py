"""The SIP2 service at a real port, for as long as a client of the test talks to it.

Requests are worked off in the test's own thread, as the test's rows are its transaction's; the sockets and
whoever talks to them stand in threads beside it.
"""

from __future__ import annotations

import asyncio
import queue
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from commonshelf.loans.sip2.server import Server

T = TypeVar("T")


def visit(
    client: Callable[[int], T], *, tls: ssl.SSLContext | None = None, half: float = 5, sign_in: float = 5
) -> T:
    """What the client makes of the service at this port."""
    waiting: queue.Queue[tuple[Callable[[], bytes], Future[bytes]] | None] = queue.Queue()

    async def here(work: Callable[[], bytes]) -> bytes:
        done: Future[bytes] = Future()
        waiting.put((work, done))
        return await asyncio.wrap_future(done)

    async def both() -> T:
        door = socket.create_server(("127.0.0.1", 0))
        try:
            async with Server(run=here, half=half, sign_in=sign_in).serving(door, tls):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(None, client, door.getsockname()[1])
        finally:
            waiting.put(None)

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(asyncio.run, both())
        while (asked := waiting.get()) is not None:
            work, done = asked
            done.set_result(work())
        return outcome.result()
