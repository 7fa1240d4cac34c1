"""What an OpenURL says of one thing: plain words, each tidied the same way in both directions."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from typing import Final, Literal

Format = Literal["book", "journal", "dissertation", ""]
LONGEST: Final = 500
MOST: Final = 20
"""Authors or identifiers of one thing that are read."""


@dataclass(frozen=True, slots=True)
class Citation:
    """format: of the metadata; "" where none is named. title: of the whole, a book or journal or thesis.

    part: of an article or a chapter in it. ids: URIs, such as info:doi/10.1000/182 or urn:ISBN:….
    pages: as written ("12-30"), else spage and epage. source: who made the address (rfr_id, sid).
    genre: article, book, bookitem, conference, dissertation, document, issue, journal, preprint,
    proceeding, report, unknown, or "".
    """

    format: Format = ""
    genre: str = ""
    title: str = ""
    short_title: str = ""
    part: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""
    date: str = ""
    volume: str = ""
    issue: str = ""
    number: str = ""
    spage: str = ""
    epage: str = ""
    pages: str = ""
    isbn: str = ""
    issn: str = ""
    eissn: str = ""
    edition: str = ""
    place: str = ""
    publisher: str = ""
    series: str = ""
    institution: str = ""
    degree: str = ""
    ids: tuple[str, ...] = ()
    source: str = ""

    @property
    def doi(self) -> str:
        return self.identified("info:doi/")

    @property
    def page_range(self) -> str:
        return self.pages or "-".join(one for one in (self.spage, self.epage) if one)

    @property
    def year(self) -> str:
        return self.date[:4] if self.date[:4].isdecimal() and self.date[:4].isascii() else ""

    def identified(self, space: str) -> str:
        """What follows the first identifier's name space; "" where there is none of that kind."""
        return next((one[len(space) :] for one in self.ids if one.lower().startswith(space.lower())), "")

    def __bool__(self) -> bool:
        """Whether anything is said that could lead to something."""
        return any(
            getattr(self, one.name) for one in fields(self) if one.name not in {"format", "genre", "source"}
        )


def tidy(text: str) -> str:
    """One line without signs that cannot be seen; at most `LONGEST` characters."""
    seen = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else sign for sign in text
    )
    return " ".join(seen.split())[:LONGEST].strip()
