"""When a contract holds, when the office must be told of its end, and which files may be kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal

KINDS: Final = ("framework", "agreement", "service", "licence")
WAYS: Final = ("hand", "seal", "online")
BIGGEST: Final = 30_000_000
"""Bytes of one file: a scanned contract of some hundred pages."""
TYPES: Final = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    "doc": ("application/msword", (b"\xd0\xcf\x11\xe0",)),
    "wps": ("application/vnd.ms-works", (b"\xd0\xcf\x11\xe0",)),
    "ofd": ("application/ofd", (b"PK\x03\x04",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
}
"""Ending -> media type and the bytes such a file begins with. OFD: GB/T 33190."""
SAME: Final = {"jpeg": "jpg", "tiff": "tif"}


class State(StrEnum):
    DRAFT = "draft"  # not all parties have signed a version yet
    SIGNED = "signed"  # by all, but its first day is still to come
    IN_FORCE = "in-force"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Term:
    """What of a contract decides whether it holds. ended: the first day on which it no longer does."""

    signed: bool
    first: date
    last: date | None
    ended: date | None = None


def state(term: Term, today: date) -> State:
    """An unsigned contract never holds, however its dates lie; an ended one never again."""
    if term.ended is not None and today >= term.ended:
        return State.ENDED
    if term.last is not None and today > term.last:
        return State.ENDED
    if not term.signed:
        return State.DRAFT
    return State.SIGNED if today < term.first else State.IN_FORCE


def dates(first: date, last: date | None) -> None:
    if last is not None and last < first:
        facts = {"field": "end_date", "first": first.isoformat(), "last": last.isoformat()}
        raise Refusal("office.ends-before-it-begins", facts)


def notice_by(last: date, notice_days: int) -> date:
    """The last day on which notice can be given."""
    return last - timedelta(days=notice_days)


def remind_on(last: date, notice_days: int, remind_days: int) -> date:
    """From this day on the office is told: so many days before notice would be too late."""
    return notice_by(last, notice_days) - timedelta(days=remind_days)


def media_type(name: str, beginning: bytes, size: int) -> str:
    """Of a file by its ending, which its first bytes must bear out; refused otherwise."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    ending = SAME.get(ending, ending)
    known = ", ".join(sorted(TYPES))
    if size == 0:
        raise Refusal("office.file-empty", {"field": "file", "file": name[:80]})
    if size > BIGGEST:
        limit = BIGGEST // 1_000_000
        raise Refusal("office.file-too-big", {"field": "file", "file": name[:80], "limit": limit}, 413)
    if ending not in TYPES:
        raise Refusal("office.file-kind", {"field": "file", "file": name[:80], "known": known})
    told, beginnings = TYPES[ending]
    if not beginning.startswith(beginnings):
        raise Refusal("office.file-not-that", {"field": "file", "file": name[:80], "kind": ending})
    return told


def fully_signed(*, parties: frozenset[int], signatures: dict[int, frozenset[int]]) -> int:
    """The highest version every party has signed; 0: none. signatures: version -> parties that signed it."""
    if not parties:
        return 0
    return max((number for number, signed in signatures.items() if parties <= signed), default=0)
