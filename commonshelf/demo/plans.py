"""What is planned for a library before it is enrolled: its names, buildings, weeks and shelves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelving location. classes: CLC prefixes that stand there, or "foreign"."""

    name: Said
    where: Said
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """An exception that comes every year. day: MM-DD; opens None: closed."""

    day: str
    opens: time | None
    closes: time | None
    reason: Said

    def dates(self, today: date) -> tuple[date, ...]:
        """Those of this year that are not past, and next year's."""
        month, day = map(int, self.day.split("-"))
        both = (date(today.year, month, day), date(today.year + 1, month, day))
        return tuple(found for found in both if found >= today)


@dataclass(frozen=True, slots=True)
class BranchPlan:
    code: str
    name: Said
    address: Said
    place: tuple[float, float]
    phone: str
    week: tuple[tuple[int, time, time], ...]
    days: tuple[YearlyDay, ...] = ()
    shelves: tuple[Shelf, ...] = ()

    @property
    def floors(self) -> Said:
        """The floor plan in words, one line a shelving location."""
        return Said(
            "\n".join(f"{shelf.name.zh}：{shelf.where.zh}" for shelf in self.shelves),
            "\n".join(f"{shelf.name.en}: {shelf.where.en}" for shelf in self.shelves),
        )

    def shelf_of(self, clc: str, *, foreign: bool = False) -> Shelf | None:
        """Where a book of this class stands: the longest prefix wins."""
        if foreign:
            for shelf in self.shelves:
                if "foreign" in shelf.classes:
                    return shelf
        fits = [
            (len(prefix), -place, shelf)
            for place, shelf in enumerate(self.shelves)
            for prefix in shelf.classes
            if clc.startswith(prefix)
        ]
        return max(fits, key=lambda fit: fit[:2])[2] if fits else None


@dataclass(frozen=True, slots=True)
class LibraryPlan:
    """figures: measure -> value. buyer: column of tables/classes.tsv that says what it buys."""

    symbol: str
    name: Said
    short: Said
    kind: str
    region: Said
    phone: str
    aliases: tuple[str, ...] = ()
    branches: tuple[BranchPlan, ...] = ()
    figures: dict[str, int] = field(default_factory=dict)
    buyer: str = ""


def week_of(spans: dict[str, list[str]]) -> tuple[tuple[int, time, time], ...]:
    """{"0-4": ["08:00-12:00"]} → (weekday, opens, closes), Monday 0."""
    found: list[tuple[int, time, time]] = []
    for days, hours in spans.items():
        first, _, last = days.partition("-")
        for weekday in range(int(first), int(last or first) + 1):
            found.extend((weekday, *hours_of(span)) for span in hours)
    return tuple(sorted(found))


def hours_of(span: str) -> tuple[time, time]:
    opens, closes = span.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def yearly_day(*, day: str, hours: str, zh: str, en: str) -> YearlyDay:
    """No hours: closed all day."""
    opens, closes = hours_of(hours) if hours else (None, None)
    return YearlyDay(day, opens, closes, Said(zh, en))
