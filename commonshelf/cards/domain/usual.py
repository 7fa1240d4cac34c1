"""The alliance's rules as they stand until somebody changes one: with a card, come in and read anywhere
without charge (A41); borrow, request, print and use databases at one's own library.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from commonshelf.cards.domain.rights import Limits, Line

SINCE: Final = date(2000, 1, 1)
"""Before any installation."""

USUAL: Final = (
    Line(1, "enter", allowed=True, active_from=SINCE, firm=True),
    Line(2, "read", allowed=True, active_from=SINCE, firm=True),
    Line(3, "borrow", allowed=True, active_from=SINCE, relation="own", limits=Limits(20, 30, 1)),
    Line(4, "request", allowed=True, active_from=SINCE, relation="own", limits=Limits(10)),
    Line(5, "print", allowed=True, active_from=SINCE, relation="own"),
    Line(6, "remote", allowed=True, active_from=SINCE, relation="own"),
)
