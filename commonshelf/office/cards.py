"""What crosses the office's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonshelf.office.domain.sheet import Reading


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A table somebody brought, read by today's rules. taken: lines of it that are members by now."""

    name: str
    reading: Reading
    taken: int
    brought_at: datetime

    @property
    def waiting(self) -> int:
        return len(self.reading.good) + len(self.reading.bad)
