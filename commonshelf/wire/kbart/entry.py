"""One line of a KBART file, and what each of its cells may say (NISO RP-9-2014, 6.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final

from commonshelf.kernel import ids
from commonshelf.kernel.text import fold

LONGEST: Final = 4000
"""Characters of one cell; a note longer than this was never meant as a cell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Every cell is text, "" where it says nothing. Numbers are ISBNs of 13 digits or ISSNs with their
    hyphen; dates 2014, 2014-03 or 2014-03-09.
    """

    publication_title: str
    print_identifier: str = ""
    online_identifier: str = ""
    date_first_issue_online: str = ""
    num_first_vol_online: str = ""
    num_first_issue_online: str = ""
    date_last_issue_online: str = ""
    num_last_vol_online: str = ""
    num_last_issue_online: str = ""
    title_url: str = ""
    first_author: str = ""
    title_id: str = ""
    embargo_info: str = ""
    coverage_depth: str = ""
    notes: str = ""
    publisher_name: str = ""
    publication_type: str = ""
    date_monograph_published_print: str = ""
    date_monograph_published_online: str = ""
    monograph_volume: str = ""
    monograph_edition: str = ""
    first_editor: str = ""
    parent_publication_title_id: str = ""
    preceding_publication_title_id: str = ""
    access_type: str = ""


COLUMNS: Final = tuple(field.name for field in fields(Entry))
ALIASES: Final = {"coverage_notes": "notes"}
"""Phase I's name of a column."""
DATES: Final = frozenset(name for name in COLUMNS if name.startswith("date_"))
NUMBERS: Final = frozenset({"print_identifier", "online_identifier"})
DEPTHS: Final = frozenset({"fulltext", "selected articles", "abstracts", "video", "audio", "ebook", "print"})
KINDS: Final = {
    "monograph": "monograph",
    "monographs": "monograph",
    "book": "monograph",
    "ebook": "monograph",
    "serial": "serial",
    "serials": "serial",
    "journal": "serial",
    "ejournal": "serial",
    "图书": "monograph",
    "电子图书": "monograph",
    "期刊": "serial",
    "电子期刊": "serial",
    "连续出版物": "serial",
}
ACCESS: Final = {"f": "F", "free": "F", "p": "P", "paid": "P"}
_DATE: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_EMBARGO: Final = re.compile(r"[RP]\d{1,3}[YMD](?:;[RP]\d{1,3}[YMD])?")
_URL: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_EAN: Final = frozenset({"978", "979"})
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def clean(column: str, text: str) -> tuple[str, str]:
    """(what the cell says, code of what is wrong with it or ""). What is wrong is left out, not guessed."""
    if not text:
        return "", ""
    if len(text) > LONGEST:
        return text[:LONGEST], "cut"
    if column in NUMBERS:
        number = identifier(text)
        return number, "" if number else "number"
    if column in DATES:
        day = date_of(text)
        return day, "" if day else "date"
    return _worded(column, text)


def _worded(column: str, text: str) -> tuple[str, str]:
    if column == "title_url":
        good = _URL.fullmatch(text) is not None
        return (text, "") if good else ("", "url")
    if column == "embargo_info":
        tight = "".join(text.upper().split())
        return (tight, "") if _EMBARGO.fullmatch(tight) else ("", "embargo")
    if column == "publication_type":
        kind = KINDS.get(text.lower(), "")
        return kind, "" if kind else "kind"
    if column == "access_type":
        access = ACCESS.get(text.lower(), "")
        return access, "" if access else "access"
    return text, ""


def identifier(text: str) -> str:
    """An ISBN as 13 digits or an ISSN; "" when the text holds neither, or its check digit is wrong."""
    digits = text.replace("-", "")
    if len(digits) == 13 and digits.isdecimal() and digits.isascii() and digits[:3] in _EAN:
        return digits if _checks(digits) else ""  # most cells are just this, and there are many
    if len(text) == 9 and text[4] == "-" and (one := ids.issn(text)):
        return one
    good, _ = ids.isbns(text)
    return good[0] if good else ids.issn(text)


def _checks(digits: str) -> bool:
    """Whether the thirteenth digit is the one the others make; 9790 is printed music's."""
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return (odd + 3 * even) % 10 == 0 and not digits.startswith("9790")


def date_of(text: str) -> str:
    """Of 2014, 2014-03, 2014-3-9, 2014/03/09 and, as spreadsheets make of it, 3/9/2014 (month first)."""
    if len(text) == 4 and text.isdecimal() and text.isascii():
        return text
    text = fold(text)
    if found := _SLASHED.fullmatch(text):
        text = f"{found[3]}-{found[1]}-{found[2]}"
    elif text.endswith((" 00:00:00", "t00:00:00")):
        text = text[:-9]
    match = _DATE.fullmatch(text)
    if match is None:
        return ""
    year, month, day = match[1], int(match[2] or 1), int(match[3] or 1)
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return ""
    return year + (f"-{month:02d}" if match[2] else "") + (f"-{day:02d}" if match[3] else "")
