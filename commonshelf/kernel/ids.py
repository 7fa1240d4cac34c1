"""Identifiers as people write them: ISBN, ISSN and library symbols, pulled out and checked."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from stdnum import isbn as _isbn
from stdnum import issn as _issn
from stdnum.exceptions import ValidationError

_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u00ad"), "-")
_CANDIDATE: Final = re.compile(
    r"(?<![0-9A-Za-z.,])"
    r"(?:97[89](?:[- ]?[0-9]){10}|(?:[0-9][- ]?){9}[0-9Xx]|[0-9](?:-?[0-9]){6,}(?:-?[Xx])?)"
    r"(?![0-9A-Za-z]|[.,][0-9])"
)
"""13 digits, else 10, else any long run that can only be a number gone wrong (or a 9-digit SBN)."""
_SYMBOL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?")


def isbns(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(good as 13 digits, bad as digits) found in the text of 010/020 or in what somebody typed.

    Qualifiers and prices around them are left alone: "7-5037-2623-7 (精装) : CNY90.00". An SBN of
    nine digits is an ISBN without its leading 0. A 979-0 number is printed music's ISMN, not an ISBN.
    """
    plain = _plain(text)
    good: dict[str, None] = {}
    bad: dict[str, None] = {}
    for found in _CANDIDATE.finditer(plain):
        digits = re.sub(r"[- ]", "", found.group()).upper()
        checked = _checked(digits)
        if checked:
            good[checked] = None
        else:
            bad[digits] = None
    return tuple(good), tuple(bad)


def without_isbns(text: str) -> str:
    """The text with every ISBN, right or wrong, blanked out; runs of eight digits or fewer stay."""
    plain = _plain(text)
    return _CANDIDATE.sub(lambda m: m.group() if len(re.sub(r"[- ]", "", m.group())) < 9 else " ", plain)


def _plain(text: str) -> str:
    """Wide digits and all dashes as ASCII; a wide comma parts numbers and is no decimal mark."""
    return unicodedata.normalize("NFKC", text.replace("，", " ")).translate(_DASHES)


def _checked(digits: str) -> str:
    number = "0" + digits if len(digits) == 9 else digits
    if number.startswith("9790"):
        return ""
    try:
        return str(_isbn.to_isbn13(_isbn.validate(number)))
    except ValidationError:
        return ""


def issn(text: str) -> str:
    """The ISSN in the text as 1234-567X, "" when there is none or its check digit is wrong."""
    plain = _plain(text)
    for found in re.finditer(r"(?<![0-9A-Za-z-])([0-9]{4})-?([0-9]{3}[0-9Xx])(?![0-9A-Za-z-])", plain):
        number = f"{found[1]}{found[2]}".upper()
        if _issn.is_valid(number):
            return str(_issn.format(number))
    return ""


def is_symbol(text: str) -> bool:
    """A library symbol: an ISIL without "/" and ":" (they part symbol and branch or id), or a code of
    letters, digits and hyphens; at most 40 characters.
    """
    return _SYMBOL.fullmatch(text) is not None and text.isascii()
