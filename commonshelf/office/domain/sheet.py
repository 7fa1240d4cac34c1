"""A spreadsheet of libraries, line by line: what can be taken in, and what is wrong in which cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from commonshelf.office.domain import cells
from commonshelf.office.domain.cells import Hours, Misread, Vacation
from commonshelf.office.domain.columns import BY_NAME, LIBRARIES

MOST_LINES: Final = 1000
DAYS: Final = MappingProxyType({"weekdays": range(5), "saturday": range(5, 6), "sunday": range(6, 7)})
"""Column -> the weekdays it speaks of (Monday 0)."""
UNDERSTOOD: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "kind": cells.kind,
        "place": cells.place,
        **dict.fromkeys(DAYS, cells.hours),
        "vacations": cells.vacations,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """code: of the sentence, after "office.cell-"."""

    column: str
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """As it came: number as the spreadsheet counts, column -> text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A library that can be taken in. week: (weekday with Monday 0, hours); usual: no hours were told."""

    number: int
    text: Mapping[str, str]
    kind: str
    place: tuple[float, float] | None
    week: tuple[tuple[int, Hours], ...]
    usual: bool
    vacations: tuple[Vacation, ...]


@dataclass(frozen=True, slots=True)
class Faulty:
    line: Line
    faults: tuple[Fault, ...]

    def of(self, column: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.column == column]


@dataclass(frozen=True, slots=True)
class Rules:
    """What other rooms know: symbols that are taken, and what a symbol, web or mail address looks like."""

    taken: Collection[str]
    is_symbol: Callable[[str], bool]
    is_web: Callable[[str], bool]
    is_mail: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    good: tuple[Entry, ...]
    bad: tuple[Faulty, ...]


def read(lines: Iterable[Line], rules: Rules) -> Reading:
    """Every line for itself; only that no two have one symbol is asked of all of them."""
    given = list(lines)
    where: dict[str, list[int]] = defaultdict(list)
    for line in given:
        where[line.cells.get("symbol", "").casefold()].append(line.number)
    taken = {symbol.casefold() for symbol in rules.taken}
    good: list[Entry] = []
    bad: list[Faulty] = []
    for line in given:
        faults = [*_lengths(line), *_symbol(line, rules, taken, where), *_names(line)]
        understood = _understood(line, faults := [*faults, *_addresses(line, rules)])
        if faults:
            bad.append(Faulty(line, tuple(faults)))
        else:
            good.append(_entry(line, understood))
    return Reading(tuple(good), tuple(bad))


def _lengths(line: Line) -> Iterator[Fault]:
    for column in LIBRARIES:
        text = line.cells.get(column.name, "")
        if len(text) > column.most:
            yield Fault(column.name, "long", {"length": len(text), "most": column.most})


def _symbol(
    line: Line, rules: Rules, taken: Collection[str], where: Mapping[str, list[int]]
) -> Iterator[Fault]:
    symbol = line.cells.get("symbol", "")
    others = [number for number in where[symbol.casefold()] if number != line.number]
    if not symbol:
        yield Fault("symbol", "needed")
    elif not rules.is_symbol(symbol):
        yield Fault("symbol", "symbol", {"said": symbol[:40]})
    elif symbol.casefold() in taken:
        yield Fault("symbol", "symbol-taken", {"said": symbol})
    elif others:
        yield Fault("symbol", "symbol-twice", {"said": symbol, "lines": ", ".join(map(str, others[:5]))})


def _names(line: Line) -> Iterator[Fault]:
    if not (line.cells.get("name_zh") or line.cells.get("name_en")):
        yield Fault("name_zh", "name")


def _addresses(line: Line, rules: Rules) -> Iterator[Fault]:
    for column, fits, code in (
        ("website", rules.is_web, "web"),
        ("email", rules.is_mail, "mail"),
        ("agency_email", rules.is_mail, "mail"),
    ):
        text = line.cells.get(column, "")
        if text and not fits(text):
            yield Fault(column, code, {"said": text[:60]})


def _understood(line: Line, faults: list[Fault]) -> dict[str, Any]:
    """The cells that are more than text; what cannot be understood is added to the faults."""
    found: dict[str, Any] = {}
    for column, understand in UNDERSTOOD.items():
        try:
            found[column] = understand(line.cells.get(column, ""))
        except Misread as misread:
            faults.append(Fault(column, misread.code, misread.facts))
    return found


def _entry(line: Line, found: Mapping[str, Any]) -> Entry:
    usual = not any(line.cells.get(name, "") for name in DAYS)
    return Entry(
        number=line.number,
        text={name: line.cells.get(name, "") for name in BY_NAME},
        kind=found["kind"],
        place=found["place"],
        week=tuple((day, cells.USUAL if usual else found[name]) for name, of in DAYS.items() for day in of),
        usual=usual,
        vacations=found["vacations"],
    )
