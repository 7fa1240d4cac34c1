"""Sockets of the SIP2 service: every line is read, answered and ended here, whatever comes over it."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeVar

from commonshelf.loans.sip2.conversation import Conversation
from commonshelf.wire.sip2.split import Splitter

log = logging.getLogger("commonshelf.sip2")
T = TypeVar("T")
Run = Callable[[Callable[[], T]], Awaitable[T]]

THREADS: Final = 4
"""Requests that are worked on at a time; the database takes one write at a time anyway."""
LINES: Final = 500
UNKNOWN: Final = 64
"""Open lines in all, and of those who have not signed in yet."""
HALF: Final = 10.0
"""Seconds a line has to end once it has begun."""
SIGN_IN: Final = 30.0
SEND: Final = 20.0
LAST: Final = 5.0
"""Seconds a request has to be finished when the service ends."""
FLOOD: Final = 65_536
"""Bytes without an end of line, after which there is nobody worth answering."""
_ALIVE: Final = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 20, "TCP_KEEPCNT": 3}


class Server:
    """run: how a request is worked on away from the sockets; None: in threads of its own."""

    def __init__(
        self, *, run: Run[bytes] | None = None, half: float = HALF, sign_in: float = SIGN_IN
    ) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "sip2") if run is None else None
        self._run = run or self._in_thread
        self._half, self._sign_in = half, sign_in
        self._lines: dict[asyncio.Task[None], Conversation] = {}
        self._busy: set[asyncio.Task[None]] = set()
        self._ending = False

    async def _in_thread(self, work: Callable[[], bytes]) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    @asynccontextmanager
    async def serving(self, door: socket.socket, tls: ssl.SSLContext | None = None) -> AsyncIterator[None]:
        """Within, lines are answered; at the end requests in hand are finished, and every line is closed."""
        more = {"ssl_handshake_timeout": SIGN_IN} if tls else {}
        server = await asyncio.start_server(self._begin, sock=door, ssl=tls, **more)  # type: ignore[arg-type]  # the stubs join all keywords
        try:
            yield
        finally:
            server.close()
            await self._end()

    async def _end(self) -> None:
        self._ending = True
        for task in self._lines:
            if task not in self._busy:
                task.cancel()
        if self._lines:
            _done, late = await asyncio.wait(self._lines, timeout=LAST)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        if self._threads:
            self._threads.shutdown(wait=True)

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = str((writer.get_extra_info("peername") or ("?",))[0])
        task = asyncio.current_task()
        assert task is not None  # start_server runs this in a task
        unknown = sum(one.terminal is None for one in self._lines.values())
        if self._ending or len(self._lines) >= LINES or unknown >= UNKNOWN:
            log.warning("line from %s: too many lines are open", peer)
            writer.transport.abort()
            return
        talk = self._lines[task] = Conversation(peer=peer)
        _keep_alive(writer)
        try:
            await self._converse(reader, writer, talk, task)
        except asyncio.CancelledError:
            log.debug("line from %s: ended with the service", peer)
        except OSError as error:
            log.info("line from %s: broken (%s)", peer, type(error).__name__)
        finally:
            self._lines.pop(task, None)
            self._busy.discard(task)
            await _close(writer)

    async def _converse(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        talk: Conversation,
        task: asyncio.Task[None],
    ) -> None:
        splitter = Splitter()
        while not talk.over and not self._ending:
            try:
                async with asyncio.timeout(self._patience(splitter, talk)):
                    data = await reader.read(4096)
            except TimeoutError:
                if not splitter.half:
                    return  # nobody signed in
                splitter.drop()
                await _send(writer, talk.again())
                continue
            if not data or splitter.swallowed > FLOOD:
                return
            for raw in splitter.feed(data):
                self._busy.add(task)
                answer = talk.again() if raw is None else await self._run(lambda raw=raw: talk.hear(raw))  # type: ignore[misc]  # mypy does not follow the default
                await _send(writer, answer)
                self._busy.discard(task)
                if talk.over or self._ending:
                    return

    def _patience(self, splitter: Splitter, talk: Conversation) -> float | None:
        """Terminals that have signed in may be silent for days; TCP tells when they are gone."""
        if splitter.half:
            return self._half
        return None if talk.terminal else self._sign_in


async def _send(writer: asyncio.StreamWriter, answer: bytes) -> None:
    writer.write(answer)
    async with asyncio.timeout(SEND):
        await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, TimeoutError, asyncio.CancelledError):
        writer.close()
        async with asyncio.timeout(1):
            await writer.wait_closed()


def _keep_alive(writer: asyncio.StreamWriter) -> None:
    held: socket.socket | None = writer.get_extra_info("socket")
    if held is None:
        return
    held.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _ALIVE.items():
        if hasattr(socket, name):
            held.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
