"""Which edition somebody means: its number, its address, or words that the search answers with a choice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.api import Gone, Moved
from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.refusal import Absent, Refusal

LONGEST: Final = 200
CHOSEN: Final = "CHOSEN"
"""Stands in an address for the number of the edition that will be chosen."""
_ADDRESS: Final = re.compile(r"/edition/(\d{1,17})(?:\D|$)")
_NUMBER: Final = re.compile(r"\d{1,9}")
"""Longer ones are ISBNs, for the search."""


@dataclass(frozen=True, slots=True)
class Picked:
    """text: as it was typed. edition None and words: to be chosen among what the search finds.

    refusal: why the number leads nowhere.
    """

    text: str
    edition: EditionCard | None = None
    words: str = ""
    refusal: Refusal | None = None


def pick(text: str) -> Picked:
    """A number of an edition that was joined into another picks that one."""
    text = " ".join(text.split())[:LONGEST]
    address = _ADDRESS.search(text)
    told = address[1] if address else text.lstrip("#№").strip()
    if not address and not _NUMBER.fullmatch(told):
        return Picked(text, words=text)
    try:
        return Picked(text, edition=catalogue.edition(id=int(told)))
    except Moved as moved:
        return Picked(text, edition=catalogue.edition(id=moved.to))
    except (Gone, Absent) as refusal:
        no_such = Refusal("review.no-such-edition", {"number": told}, 404)
        return Picked(text, refusal=refusal if isinstance(refusal, Gone) else no_such)
