"""What the pages of the agency's desk share: their row of tabs, and pages of a list."""

from __future__ import annotations

from typing import Any

from commonshelf.sharing.agency import care, queue, statements
from commonshelf.ui.api import Request


def tabs(request: Request, at: str) -> dict[str, Any]:
    """What the row of tabs shows: only what this person may open."""
    return {
        "at": at,
        "sees_care": care.sees(request.actor),
        "sees_money": bool(statements.libraries_of(request.actor)),
    }


def neighbours(request: Request, page: int, total: int, rows: int = queue.PAGE) -> dict[str, str]:
    """Queries of the pages before and after; "" where there is none."""

    def at(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return query.urlencode()

    return {
        "before": at(page - 1) if page > 1 else "",
        "after": at(page + 1) if page * rows < total else "",
    }
