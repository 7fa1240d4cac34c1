"""How an alliance may look: colours every pair of which can be read, and a mark for its seal."""

from __future__ import annotations

from typing import Final

from commonshelf.kernel.refusal import Refusal

COLOURS: Final = ("cinnabar", "indigo", "celadon", "plum", "umber", "ink")
"""The classes of ui/static/ui/looks.css; a test measures each at 4.5:1 in light and dark."""
LONGEST_MARK: Final = 2


def colour(text: str) -> str:
    if text not in COLOURS:
        raise Refusal("members.bad-colour", {"colour": text[:20], "colours": ", ".join(COLOURS)})
    return text


def mark(text: str) -> str:
    """One or two characters that can be seen; "" for the first of the alliance's name."""
    clean = text.strip()
    if len(clean) > LONGEST_MARK or not all(char.isalnum() for char in clean):
        raise Refusal("members.bad-mark", {"mark": clean[:20]})
    return clean


def mark_of(chosen: str, name: str) -> str:
    """What stands in the seal."""
    return chosen or name.strip()[:1]
