"""KBART phase II (NISO RP-9-2014): knowledge bases as tables of 25 columns, read and written."""

from __future__ import annotations

from commonshelf.wire.kbart.entry import COLUMNS, Entry
from commonshelf.wire.kbart.read import Fault, Outcome, read
from commonshelf.wire.kbart.write import header, row

__all__ = ["COLUMNS", "Entry", "Fault", "Outcome", "header", "read", "row"]
