"""Call numbers as spine labels write them."""

from __future__ import annotations

import re


def spine(call_number: str) -> tuple[str, ...]:
    """A call number in the lines of a spine label: parted where shelvers part it, at / and blanks."""
    parts = re.split(r"\s+|(?<=.)(?=/)", call_number.strip())
    return tuple(part for part in parts if part)
