"""Paging as the registers of the office do it: by number, with the filters kept."""

from __future__ import annotations

from commonshelf.kernel.number import whole
from commonshelf.ui.api import Request


def start_of(request: Request, rows: int) -> int:
    return (max(1, whole(request.GET.get("page", ""), digits=4)) - 1) * rows


def neighbours(request: Request, start: int, total: int, rows: int) -> dict[str, str]:
    """Queries of the pages before and after; "" where there is none."""
    page = start // rows + 1

    def at(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return query.urlencode()

    return {
        "before": at(page - 1) if page > 1 else "",
        "after": at(page + 1) if start + rows < total else "",
    }
