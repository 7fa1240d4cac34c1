"""The rows of the loans room."""

from __future__ import annotations

from commonshelf.loans.models.circulation import Hold, Loan, Thing, Transit
from commonshelf.loans.models.systems import LibrarySystem, Terminal

__all__ = ["Hold", "LibrarySystem", "Loan", "Terminal", "Thing", "Transit"]
