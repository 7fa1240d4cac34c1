"""The rows of the loans room."""

from __future__ import annotations

from commonshelf.loans.models.circulation import Fee, Hold, Loan, Step, Thing, Transit
from commonshelf.loans.models.systems import LibrarySystem, Terminal

__all__ = ["Fee", "Hold", "LibrarySystem", "Loan", "Step", "Terminal", "Thing", "Transit"]
