"""What a citation must say before a library can look for it: required fields by kind, and broken numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stdnum import issn as _issn

from commonshelf.kernel import ids

FIELDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        # field -> characters at most
        "title": 300,
        "author": 200,
        "journal": 300,
        "year": 4,
        "volume": 20,
        "issue": 20,
        "pages": 40,
        "chapter": 300,
        "publisher": 200,
        "isbn": 40,
        "issn": 20,
        "doi": 120,
        "note": 1000,
    }
)
KINDS: Final = ("Book", "Article", "Chapter", "Thesis", "ConferenceProc", "Report", "Other")
"""Of ISO 18626 PublicationType, those a reader asks for here."""
COPIED: Final = frozenset({"Article", "Chapter", "ConferenceProc"})
"""Kinds that are parts: what comes is a copy."""
REQUIRED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        # kind -> of each group one field at least
        "Book": (("title", "isbn"),),
        "Article": (("title", "doi"), ("journal", "issn", "doi"), ("year", "doi"), ("pages", "doi")),
        "Chapter": (("title", "isbn"), ("chapter", "pages"), ("pages",)),
        "Thesis": (("title", "doi"), ("author", "doi")),
        "ConferenceProc": (("title", "doi"), ("journal", "doi"), ("year", "doi"), ("pages", "doi")),
        "Report": (("title",),),
        "Other": (("title", "note"),),
    }
)
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/\S{1,100}")
_DOI_BEFORE: Final = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi[:：]\s*)", re.IGNORECASE)
_YEAR: Final = re.compile(r"1[4-9][0-9]{2}|20[0-9]{2}")


def missing(kind: str, citation: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that are still needed, each once; of a group the first stands for it."""
    found = [group[0] for group in REQUIRED.get(kind, REQUIRED["Other"]) if not any(map(citation.get, group))]
    return tuple(dict.fromkeys(found))


def broken(citation: Mapping[str, str]) -> tuple[str, ...]:
    """Fields whose number cannot be one: isbn, issn, doi, year."""
    tried = {"isbn": _isbn, "issn": _issn_ok, "doi": _doi, "year": _year}
    return tuple(name for name, fits in tried.items() if citation.get(name) and not fits(citation[name]))


def cleaned(told: Mapping[str, str]) -> dict[str, str]:
    """What was typed, in one line each (the note keeps its lines), cut at what a field holds; empty ones out.

    A DOI loses the address before it, an ISBN its hyphens; what is no such number stays as typed.
    """
    found: dict[str, str] = {}
    for name, most in FIELDS.items():
        text = str(told.get(name, "") or "")
        text = text.strip() if name == "note" else " ".join(text.split())
        if name == "doi":
            text = _DOI_BEFORE.sub("", text)
        if name == "isbn" and (good := ids.isbns(text)[0]):
            text = good[0]
        if text:
            found[name] = text[:most]
    return found


def named(citation: Mapping[str, str]) -> str:
    """What a list calls it: its title, else the best there is."""
    for name in ("title", "chapter", "journal", "doi", "isbn", "note"):
        if citation.get(name):
            return citation[name][:300]
    return ""


def _isbn(text: str) -> bool:
    return bool(ids.isbns(text)[0])


def _issn_ok(text: str) -> bool:
    return bool(_issn.is_valid(text))


def _doi(text: str) -> bool:
    return bool(_DOI.fullmatch(text))


def _year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text))
