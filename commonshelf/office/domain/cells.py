"""What people write into a cell, understood: hours, vacations, a place, a kind. Each no has a code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Final

from commonshelf.kernel.place import is_place

Hours = tuple[tuple[time, time], ...]
USUAL: Final[Hours] = ((time(8, 0), time(22, 0)),)
"""Every day, where the table says nothing of any day."""
CLOSED: Final = frozenset({"闭馆", "闭", "休息", "休", "不开放", "closed", "none", "无", "-", "—", "–", "/"})
ALL_DAY: Final = frozenset({"24小时", "24h", "全天", "24hours", "allday", "24/7"})
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        word: kind
        for kind, words in {
            "vocational": (
                "vocational", "vocational college library", "高职", "高职院校", "高职院校图书馆", "高职高专",
                "职业学院", "职业院校", "职业院校图书馆", "vocational college", "college",
            ),
            "university": (
                "university", "university library", "高校", "高校图书馆", "大学", "大学图书馆", "本科",
            ),
            "public": ("public", "public library", "公共", "公共图书馆", "公共馆", "市图书馆", "县图书馆"),
            "special": (
                "special", "special library", "专业", "专业图书馆", "专门图书馆", "科研", "情报所", "档案馆",
            ),
            "guest": ("guest", "客座成员", "客座", "访客", "特邀", "特邀馆"),
        }.items()
        for word in words
    }
)  # fmt: skip
_PIECES: Final = re.compile(r"[,，;；、\n]|\s和\s|\sand\s")
_SPAN: Final = re.compile(
    r"(\d{1,2})(?:\s*[:：.点时]\s*(\d{1,2})?分?)?\s*(?:-|–|—|－|~|～|至|到|to)\s*"
    r"(\d{1,2})(?:\s*[:：.点时]\s*(\d{1,2})?分?)?"
)
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?")
_BETWEEN: Final = re.compile(r"^[\s\-–—－~～至到]+|[\s\-–—－~～至到:：()（）]+$|\bto\b")
LONGEST_VACATION: Final = 200


@dataclass(frozen=True, slots=True)
class Vacation:
    """Both days included. name: as written beside the days, "" when there is none."""

    first: date
    last: date
    name: str


class Misread(Exception):
    """A cell that cannot be what it should be. code: after "office.cell-"; facts: for its sentence."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def hours(text: str) -> Hours:
    """ "08:00-12:00, 14:00-22:00", "8-22", "闭馆", "24 小时". () is closed. Raises Misread."""
    said = text.strip()
    bare = re.sub(r"\s", "", said).casefold()
    if not said or bare in CLOSED:
        return ()
    if bare in ALL_DAY:
        return ((time(0, 0), time(0, 0)),)
    found = sorted(_span(piece.strip()) for piece in _PIECES.split(said) if piece.strip())
    end_before = 0
    for opens, closes in found:
        start, end = (one.hour * 60 + one.minute for one in (opens, closes))
        if start < end_before:
            raise Misread("hours-overlap", said=said[:60])
        end_before = end if end > start else end + 24 * 60
    return tuple(found)


def _span(piece: str) -> tuple[time, time]:
    matched = _SPAN.fullmatch(piece)
    if matched is None:
        raise Misread("hours", said=piece[:60])
    opens_hour, opens_minute, closes_hour, closes_minute = (int(part or 0) for part in matched.groups())
    return _time(opens_hour, opens_minute, piece), _time(closes_hour, closes_minute, piece, end=True)


def _time(hour: int, minute: int, piece: str, *, end: bool = False) -> time:
    if end and (hour, minute) == (24, 0):
        return time(0, 0)
    if hour > 23 or minute > 59:
        raise Misread("hours-range", said=piece[:60], time=f"{hour}:{minute:02}")
    return time(hour, minute)


def vacations(text: str) -> tuple[Vacation, ...]:
    """ "2027-01-20 至 2027-02-25 寒假; 2027年7月10日-2027年8月31日". Raises Misread."""
    pieces = [piece.strip() for piece in re.split(r"[;；、,，\n]", text) if piece.strip()]
    return tuple(_vacation(piece) for piece in pieces)


def _vacation(piece: str) -> Vacation:
    try:
        days = [date(*map(int, found.groups())) for found in _DAY.finditer(piece)]
    except ValueError:
        raise Misread("vacation", said=piece[:60]) from None
    if not 1 <= len(days) <= 2:
        raise Misread("vacation", said=piece[:60])
    first, last = days[0], days[-1]
    if last < first:
        raise Misread("vacation-turned", said=piece[:60])
    if (last - first).days > LONGEST_VACATION:
        raise Misread("vacation-long", said=piece[:60], days=(last - first).days + 1)
    name = _DAY.sub(" ", piece)
    while (shorter := _BETWEEN.sub("", name).strip()) != name:
        name = shorter
    return Vacation(first, last, name[:80])


def place(text: str) -> tuple[float, float] | None:
    """ "30.837, 106.110": latitude first. None for an empty cell. Raises Misread."""
    if not text.strip():
        return None
    parts = re.split(r"[,，\s]+", text.strip())
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        raise Misread("place", said=text[:60]) from None
    if not is_place((latitude, longitude)):
        raise Misread("place", said=text[:60])
    return latitude, longitude


def kind(text: str) -> str:
    """The code of a kind of library, in whichever language it was written. Raises Misread."""
    said = " ".join(text.split()).casefold()
    if not said:
        raise Misread("needed")
    if said not in KINDS:
        raise Misread("kind", said=text[:40])
    return KINDS[said]
