"""How much of a work a copy may be: its pages as catalogues count them, and the part that is let go."""

from __future__ import annotations

import re
from typing import Final

_PAGES: Final = re.compile(r"(\d{1,5})\s*(?:页|頁|面|pages?\b|pp?\b\.?|S\.)", re.IGNORECASE)


def pages_of(extent: str) -> int | None:
    """Of "12, 321页", "xii, 321 p. : ill." the pages of its body; None: it tells none (a set, a journal)."""
    told = [int(one) for one in _PAGES.findall(extent)]
    return max(told, default=0) or None


def let(pages: int | None, percent: int | None) -> int | None:
    """So many pages of it may be copied, one at least; None: nothing limits them, or they are unknown."""
    if pages is None or percent is None:
        return None
    return max(1, pages * percent // 100)


def least(*limits: int | None) -> int | None:
    """None limits nothing."""
    return min((one for one in limits if one is not None), default=None)
