"""What a check of a link says: ok, moved, restricted, broken, unknown; three strikes before broken. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

STATES: Final = ("unknown", "ok", "moved", "restricted", "broken")
STRIKES: Final = 3
AGAIN: Final = {
    "ok": timedelta(days=30),
    "moved": timedelta(days=30),
    "restricted": timedelta(days=30),
    "broken": timedelta(days=7),
    "unknown": timedelta(days=1),
}
"""When it is looked at again; what failed once or twice (unknown, or as it was) the next day."""
RESTRICTED: Final = frozenset({401, 402, 403, 407, 429, 451})
"""It is there, and asks who comes: a sign-in, a subscription, or a human being."""
BAD: Final = 400
PERMANENT: Final = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said at the end of its redirects. status None: nothing. why: refused-address, no-such-host,
    no-answer, timeout, bad-certificate, too-many-redirects, not-http; with a status: asks-to-sign-in. to:
    where permanent redirects led, "".
    """

    status: int | None
    why: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept: strikes counts failures in a row; next: when to look again."""

    state: str
    status: int | None
    why: str
    strikes: int
    moved_to: str
    next: datetime


def judged(before: str, strikes: int, url: str, answer: Answer, now: datetime) -> Found:
    """What the link is after this answer, given what it was and how often it failed."""
    state = _state(url, answer)
    if state == "broken":
        strikes += 1
        if strikes < STRIKES:  # once is no proof: it may be the road, or an evening's work on it
            kept = before if before != "broken" else "unknown"
            return Found(kept, answer.status, answer.why, strikes, "", now + AGAIN["unknown"])
        return Found("broken", answer.status, answer.why, strikes, "", now + AGAIN["broken"])
    return Found(
        state, answer.status, answer.why, 0, answer.to if state == "moved" else "", now + AGAIN[state]
    )


def _state(url: str, answer: Answer) -> str:
    if answer.why == "refused-address":
        return "unknown"  # we do not go there; whether anything is there we cannot tell
    if answer.status is None:
        return "broken"
    if answer.status in RESTRICTED or answer.why == "asks-to-sign-in":
        return "restricted"
    if answer.status >= BAD:
        return "broken"
    return "moved" if answer.to and not same(url, answer.to) else "ok"


def same(one: str, other: str) -> bool:
    """Whether they differ in nothing but the scheme's safety, a slash at the end, and case of the host."""
    first, second = urlsplit(one), urlsplit(other)
    hosts = (first.netloc.casefold(), second.netloc.casefold())
    paths = (first.path.rstrip("/"), second.path.rstrip("/"))
    return hosts[0] == hosts[1] and paths[0] == paths[1] and first.query == second.query
