"""What a citation from elsewhere means here: which edition to look for, which form to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.kernel import ids
from commonshelf.sharing.domain import citing
from commonshelf.wire.openurl.citation import Citation

MOST: Final = 5
"""Editions that are shown for one ISBN: printings and carriers share them."""
NEAR: Final = frozenset({"yes", "sign-in", "go-there"})
"""Answers of a way to read online with which it is shown."""
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # genre of OpenURL -> kind of the form
        "book": "Book",
        "bookitem": "Chapter",
        "article": "Article",
        "preprint": "Article",
        "proceeding": "ConferenceProc",
        "report": "Report",
        "dissertation": "Thesis",
    }
)
PARTS: Final = frozenset({"bookitem", "article", "preprint", "proceeding", "issue"})


def kind(said: Citation) -> str:
    """By its genre, else by what is said."""
    if said.genre in KINDS:
        return KINDS[said.genre]
    if said.format == "dissertation":
        return "Thesis"
    if said.part:
        return "Article" if said.issn or said.eissn or said.format == "journal" else "Chapter"
    return "Book" if said.isbn or said.format == "book" else "Other"


def is_whole(said: Citation) -> bool:
    """A book or a journal as such, no part of one."""
    return said.genre not in PARTS and not said.part


def form(said: Citation) -> dict[str, str]:
    """The blank form filled in: names and lengths of `citing.FIELDS`."""
    what = kind(said)
    journal = what in {"Article", "ConferenceProc"}
    note = said.title if said.genre in {"journal", "issue"} else ""
    told = {
        "title": said.part if journal and said.part else said.title,
        "chapter": said.part if what == "Chapter" else "",
        "journal": (said.title or said.short_title) if journal and said.part else "",
        "author": "; ".join(said.authors) or said.organisation,
        "year": said.year,
        "volume": said.volume,
        "issue": said.issue,
        "pages": said.page_range or said.number,
        "publisher": said.publisher or said.institution,
        "isbn": said.isbn or said.identified("urn:ISBN:"),
        "issn": said.issn or said.eissn or said.identified("urn:ISSN:"),
        "doi": said.doi,
        "note": note,
    }
    return {"kind": what, **citing.cleaned(told)}


def words(said: Citation) -> str:
    """For the search box: what finds the whole."""
    return said.isbn or " ".join(filter(None, [said.title or said.part, *said.authors[:1]]))


def numbers(said: Citation) -> tuple[str, ...]:
    """ISBNs of 13 digits and ISSNs with their hyphen."""
    issns = (one for one in (_issn(said.issn), _issn(said.eissn)) if one)
    return (*ids.isbns(said.isbn)[0], *issns)


def is_serial(said: Citation) -> bool:
    return said.format == "journal" or bool(said.issn or said.eissn)


def facts(said: Citation) -> tuple[tuple[str, str], ...]:
    """(name of a field of the form, its words), of what is said beside the title."""
    told = form(said)
    return tuple(
        (name, told[name]) for name in citing.FIELDS if name not in {"title", "note"} and name in told
    )


def _issn(text: str) -> str:
    digits = "".join(sign for sign in text.upper() if sign.isascii() and (sign.isdigit() or sign == "X"))
    return f"{digits[:4]}-{digits[4:]}" if len(digits) == 8 else ""
