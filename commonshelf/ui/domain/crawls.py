"""Crawlers told from readers by what they ask: the same two filters together, thousands of times an hour.

Libraries under siege found this the best sign of all (trust.md 4): a crawler walks every combination
of filters, so each pair of them comes back again and again; its addresses and names are worth nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

HOUR: Final = 3600.0
ROOM: Final = 50_000
"""Pairs kept in mind; beyond it those seen least are forgotten."""


@dataclass(slots=True)
class Pairs:
    """How often pairs of filters were seen since the hour began. most: from here on it is a crawl."""

    most: int
    span: float = HOUR
    room: int = ROOM
    _began: float = 0.0
    _seen: Counter[int] = field(default_factory=Counter)

    def seen(self, who: Hashable, filters: Sequence[Hashable], now: float) -> float:
        """Count this question; 0.0, or how many seconds the crawl it belongs to is held against it."""
        if now - self._began >= self.span:
            self._began, self._seen = now, Counter()
        pairs = [hash((who, *sorted((hash(one), hash(other))))) for one, other in combinations(filters, 2)]
        for pair in pairs:
            self._seen[pair] += 1
        if len(self._seen) > self.room:
            self._seen = Counter(dict(self._seen.most_common(self.room // 2)))
        crawling = any(self._seen[pair] > self.most for pair in pairs)
        return self._began + self.span - now if crawling else 0.0
