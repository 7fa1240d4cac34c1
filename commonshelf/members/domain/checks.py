"""What may be written down about a library or a person: shapes and ranges, with a code for each no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Final

from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Refusal

SYMBOL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?")
"""ISIL (ISO 15511) without the characters / and : that cannot stand in an address, or an own short code."""
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
USERNAME: Final = re.compile(r"[\w.@+-]{1,60}")
KINDS: Final = ("vocational", "university", "public", "special", "guest")
OF_THE_ALLIANCE: Final = frozenset({Role.OFFICE, Role.AUDITOR})
"""Roles held for the whole alliance; all others are held at one library."""


def is_symbol(text: str) -> bool:
    return bool(SYMBOL.fullmatch(text))


def symbol(text: str) -> str:
    if not SYMBOL.fullmatch(text):
        raise Refusal("members.bad-symbol", {"symbol": text[:60]})
    return text


def code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise Refusal("members.bad-branch-code", {"code": text[:60]})
    return text


def username(text: str) -> str:
    if not USERNAME.fullmatch(text):
        raise Refusal("members.bad-username", {"username": text[:80]})
    return text


def kind(text: str) -> str:
    if text not in KINDS:
        raise Refusal("members.bad-kind", {"kind": text[:40], "kinds": ", ".join(KINDS)})
    return text


def a_name(zh: str, en: str) -> None:
    """One language suffices; with both empty nothing could be shown."""
    if not (zh.strip() or en.strip()):
        raise Refusal("members.no-name")


def role(text: str, library: str) -> Role:
    try:
        found = Role(text)
    except ValueError:
        raise Refusal("members.bad-role", {"role": text[:40]}) from None
    if (found in OF_THE_ALLIANCE) == bool(library):
        wanted = "members.role-of-the-alliance" if library else "members.role-of-a-library"
        raise Refusal(wanted, {"role": found.value})
    return found


def dates(active_from: date, active_to: date | None) -> None:
    """active_to is exclusive: the first day on which it no longer holds."""
    if active_to is not None and active_to <= active_from:
        raise Refusal("members.dates-crossed", {"from": str(active_from), "to": str(active_to)})


def spans(given: Iterable[tuple[int, time, time]]) -> list[tuple[int, time, time]]:
    """Sorted; a weekday's spans must not overlap (closing at or before opening = past midnight)."""
    found = sorted(given)
    end_of: dict[int, int] = {}
    for weekday, opens, closes in found:
        if weekday not in range(7):
            raise Refusal("members.bad-weekday", {"weekday": weekday})
        start, end = _minutes(opens), _minutes(closes)
        if start < end_of.get(weekday, 0):
            raise Refusal("members.hours-overlap", {"weekday": weekday, "opens": f"{opens:%H:%M}"})
        end_of[weekday] = end if end > start else end + 24 * 60
    return found


def _minutes(of: time) -> int:
    return of.hour * 60 + of.minute
