"""Numbers of cards: the alliance's own, and those a library had printed before.

The alliance's: 13 digits, the first a 2, the last a check digit by Luhn (ISO/IEC 7812-1 annex B), which
finds every single wrong digit and all but one kind of two neighbours changed about. Those between are
drawn, never counted up: from one number nobody guesses the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from stdnum import luhn

LENGTH: Final = 13
FIRST: Final = "2"
_DRAWN: Final = LENGTH - len(FIRST) - 1
_SEPARATORS: Final = re.compile(r"[\s\u200b\ufeff\-\u2010-\u2015\u2212_.·•]+")
_PRINTED: Final = re.compile(r"[0-9A-Z]{4,40}")


def new(below: Callable[[int], int]) -> str:
    """below: a random whole number from 0 to under the one given (`secrets.randbelow`)."""
    body = FIRST + str(below(10**_DRAWN)).zfill(_DRAWN)
    return body + str(luhn.calc_check_digit(body))


def clean(text: str) -> str:
    """As it is kept: full-width signs made plain, no spaces, hyphens or dots, capitals."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_ours(number: str) -> bool:
    """Whether it has the shape of the alliance's own, right or wrong."""
    return len(number) == LENGTH and number.isascii() and number.isdecimal() and number.startswith(FIRST)


def adds_up(number: str) -> bool:
    """Whether the check digit of one of the alliance's own is right."""
    return bool(luhn.is_valid(number))


def could_be(number: str) -> bool:
    """Whether a card could carry it at all: 4 to 40 letters and digits."""
    return bool(_PRINTED.fullmatch(number))


def shown(number: str) -> str:
    """In groups people can read out: 2 123 4567 8901 2 -> "2123 4567 8901 2"."""
    if not is_ours(number):
        return number
    return " ".join(number[at : at + 4] for at in range(0, LENGTH, 4))
