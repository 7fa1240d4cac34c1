"""What a card may let another member see (PIPL 23), and what nobody but the home library ever sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from commonshelf.kernel.refusal import Refusal

KINDS: Final = ("name", "contact", "group", "number")
"""name; contact: telephone, mail address, who answers for a child; group: the reader group at home;
number: the student or staff number."""
NOTICE: Final = 1
"""Version of the words above the choice; raise it when they change (templates/cards/parts/notice.html)."""
ALL: Final = frozenset((*KINDS, "home"))


def chosen(said: Iterable[str]) -> list[str]:
    """In the order of KINDS. Refusal cards.bad-share."""
    asked = set(said)
    if unknown := sorted(asked - set(KINDS)):
        raise Refusal("cards.bad-share", {"what": unknown[0][:20], "field": "what"})
    return [one for one in KINDS if one in asked]
