"""What a library does for readers."""

from __future__ import annotations

from typing import Final

SERVICES: Final = ("enter", "read", "borrow", "request", "print", "remote")
"""enter the building; read on site; borrow; request (holds and document delivery); print and copy; remote
use of electronic resources. In the order in which pages show them."""
ON_SITE: Final = frozenset({"enter", "read"})
"""Only while a door is open."""
TAKEN_ALONG: Final = frozenset({"borrow", "request"})
"""Counted against limits, and stopped by what is overdue."""
COSTING: Final = frozenset({"borrow", "request", "print"})
"""Stopped by debts."""

RELATIONS: Final = ("own", "guest")
"""own: at their home library; guest: at any other."""
