"""Lines of a courier's timetable as people write them into a table, understood cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Final, TypeVar

from commonshelf.kernel.refusal import Fact

T = TypeVar("T")
COLUMNS: Final = ("from", "to", "weekdays", "leaves", "hours", "cost", "name", "begins", "ends")
"""begins, ends: days, the last one included; cost in yuan, "" nothing."""
NEEDED: Final = ("from", "to", "weekdays", "leaves", "hours")
HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        word: column
        for column, words in {
            "from": ("from", "from library", "sender", "发出馆", "发货馆", "起点", "从", "出发馆"),
            "to": ("to", "to library", "到达馆", "收货馆", "终点", "到"),
            "weekdays": (
                "weekdays",
                "days",
                "星期",
                "周几",
                "班次日",
                "运行日",
                "days of the week",
                "runs on",
            ),
            "leaves": ("leaves", "leaves at", "departure", "发车时间", "发出时间", "出发时间"),
            "hours": (
                "hours",
                "takes",
                "duration",
                "hours until it arrives",
                "运输用时（小时）",
                "用时",
                "时长",
                "小时",
                "用时(小时)",
                "用时（小时）",
            ),
            "cost": (
                "cost",
                "yuan",
                "price",
                "cost of a parcel, yuan",
                "每件费用（元）",
                "费用",
                "费用(元)",
                "费用（元）",
                "元",
            ),
            "name": (
                "name",
                "line",
                "courier",
                "name of the line",
                "线路名称",
                "线路",
                "名称",
                "物流",
                "快递",
            ),
            "begins": ("begins", "since", "start", "runs from", "开始", "开始日期", "自"),
            "ends": ("ends", "until", "last day", "最后一天", "结束", "结束日期", "至"),
        }.items()
        for word in words
    }
)
_DAYS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **{str(number): number for number in range(1, 8)},
        **{han: number for number, han in enumerate("一二三四五六日", start=1)},
        "天": 7,
        **{
            name: number
            for number, names in enumerate(
                ("mon monday", "tue tues tuesday", "wed wednesday", "thu thur thurs thursday",
                 "fri friday", "sat saturday", "sun sunday"),
                start=1,
            )
            for name in names.split()
        },
    }
)  # fmt: skip
_ALL: Final = frozenset({"每天", "每日", "daily", "every day", "天天"})
_WORKING: Final = frozenset({"工作日", "weekdays", "working days", "周一至周五", "周一到周五"})
_TIME: Final = re.compile(r"(\d{1,2})\s*(?:[:：.点时]\s*(\d{1,2})?)?(?:\s*[:：]\s*\d{2})?\s*分?")
_NUMBER: Final = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:小时|h|hours?|元|yuan)?", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?")
LONGEST: Final = 720.0
"""Hours: a month."""
MOST: Final = 2_000
"""Lines of one table."""
FEN: Final = 100


class Misread(Exception):
    """A cell that cannot be what it should be. code: after "sharing.cell-"; facts: for its sentence."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class Given:
    """A line. Ends: (Symbol, branch code or "" for wherever it is needed). weekdays: digits 1 (Monday) to 7.

    hours: from leaving to arriving. cost: fen a parcel. active_to: exclusive, None for good.
    """

    start: tuple[str, str]
    end: tuple[str, str]
    weekdays: str
    leaves_at: time
    hours: float
    active_from: date
    active_to: date | None = None
    cost: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A line of the table. given: None while anything is wrong. faults: column -> what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    given: Given | None = None
    faults: Mapping[str, Misread] = field(default_factory=dict)


def columns_of(head: Sequence[str]) -> list[str]:
    """The columns that these headings mean, "" for those that mean none."""
    return [HEADINGS.get(" ".join(one.split()).casefold(), "") for one in head]


def read(
    rows: Iterable[Sequence[str]], places: Mapping[str, Sequence[str]], today: date
) -> tuple[list[Read], tuple[str, ...]]:
    """rows: with the headings first, or without any: then in the order of `COLUMNS`. places: Symbol -> codes
    of its branches. Answers the lines and the needed columns that are missing.
    """
    told = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not told:
        return [], ()
    columns = columns_of(told[0])
    headed = sum(map(bool, columns)) >= min(2, len(told[0]))
    if not headed:
        columns = list(COLUMNS)
    missing = tuple(one for one in NEEDED if one not in columns)
    if missing:
        return [], missing
    found = []
    for number, row in enumerate(told[1:] if headed else told, start=2 if headed else 1):
        cells = {name: cell for name, cell in zip(columns, row, strict=False) if name}
        found.append(_line(number, cells, places, today))
    return found, ()


def _line(number: int, cells: Mapping[str, str], places: Mapping[str, Sequence[str]], today: date) -> Read:
    faults: dict[str, Misread] = {}

    def cell(column: str, understood: Callable[[str], T]) -> T | None:
        try:
            return understood(cells.get(column, ""))
        except Misread as fault:
            faults[column] = fault
            return None

    start, stop = (cell(column, lambda text: end(text, places)) for column in ("from", "to"))
    on, at, took = cell("weekdays", weekdays), cell("leaves", leaves), cell("hours", hours)
    cost, begins, last = cell("cost", yuan), cell("begins", day), cell("ends", day)
    if faults or start is None or stop is None or on is None or at is None or took is None:
        return Read(number, cells, None, faults)
    over = None if last is None else last + timedelta(days=1)
    name = cells.get("name", "")[:80]
    given = Given(start, stop, on, at, took, begins or today, over, cost or 0, name)
    try:
        check(given)
    except Misread as fault:
        return Read(number, cells, None, {str(fault.facts["column"]): fault})
    return Read(number, cells, given)


def check(given: Given) -> None:
    """What no single cell tells. Raises Misread with the column it is told in."""
    if given.start == given.end:
        raise Misread("same-ends", column="to")
    if given.active_to is not None and given.active_to <= given.active_from:
        raise Misread("ends-first", column="ends")


def end(text: str, places: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """ "LZLIB" or "LZLIB/north". Raises Misread."""
    symbol, _slash, branch = (part.strip() for part in text.partition("/"))
    if not symbol:
        raise Misread("empty")
    known = {one.casefold(): one for one in places}
    found = known.get(symbol.casefold())
    if found is None:
        raise Misread("no-library", said=symbol[:40])
    if branch and branch not in places[found]:
        raise Misread("no-branch", said=branch[:40], library=found)
    return found, branch


def weekdays(text: str) -> str:
    """ "周一三五", "1,3,5", "Mon-Fri", "每天": digits in order. Raises Misread."""
    said = " ".join(text.split()).casefold()
    if not said:
        raise Misread("empty")
    if said in _ALL:
        return "1234567"
    if said in _WORKING:
        return "12345"
    found: set[int] = set()
    for piece in re.split(r"[,，、;；/ ]+|and|和", said):
        found |= _days(piece.strip(".。"), text)
    if not found:
        raise Misread("weekdays", said=text[:40])
    return "".join(map(str, sorted(found)))


def _days(piece: str, text: str) -> set[int]:
    bare = re.sub(r"周|星期|礼拜", "", piece)
    if not bare:
        return set()
    first, mark, last = _between(bare)
    if mark:
        start, stop = _DAYS.get(first), _DAYS.get(last)
        if start is None or stop is None or stop < start:
            raise Misread("weekdays", said=text[:40])
        return set(range(start, stop + 1))
    if bare in _DAYS:
        return {_DAYS[bare]}
    if all(one in _DAYS for one in bare):
        return {_DAYS[one] for one in bare}
    raise Misread("weekdays", said=text[:40])


def _between(piece: str) -> tuple[str, str, str]:
    for mark in ("-", "–", "—", "~", "至", "到"):
        if mark in piece:
            return piece.partition(mark)
    return piece, "", ""


def leaves(text: str) -> time:
    """ "14:30", "8点", "0830". Raises Misread."""
    said = text.strip()
    if not said:
        raise Misread("empty")
    if re.fullmatch(r"\d{4}", said):
        said = f"{said[:2]}:{said[2:]}"
    found = _TIME.fullmatch(said)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise Misread("time", said=text[:20])
    return time(hour, minute)


def hours(text: str) -> float:
    """ "2", "1.5 小时": more than 0, at most a month. Raises Misread."""
    if not text.strip():
        raise Misread("empty")
    found = _NUMBER.fullmatch(text.strip())
    if found is None or not 0 < float(found[1]) <= LONGEST:
        raise Misread("hours", said=text[:20], most=int(LONGEST))
    return round(float(found[1]), 1)


def yuan(text: str) -> int:
    """Fen; "" is nothing. Raises Misread."""
    if not text.strip():
        return 0
    found = _NUMBER.fullmatch(text.strip().removeprefix("¥").removeprefix("￥"))
    if found is None:
        raise Misread("yuan", said=text[:20])
    return round(float(found[1]) * FEN)


def day(text: str) -> date | None:
    """ "2026-12-01", "2026年12月1日"; "" is none. Raises Misread."""
    if not text.strip():
        return None
    found = _DATE.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())) if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise Misread("day", said=text[:20])
