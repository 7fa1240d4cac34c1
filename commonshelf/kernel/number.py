"""Whole numbers as forms and addresses tell them: whatever was sent, one that a row can hold comes out."""

from __future__ import annotations

from typing import Final

DIGITS: Final = 15
"""Longer ones are nobody's row number, and beyond 18 the database takes none."""


def whole(text: str, *, otherwise: int = 0, digits: int = DIGITS) -> int:
    """The number the text says in ASCII figures; `otherwise` where it says none, or has more digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else otherwise
