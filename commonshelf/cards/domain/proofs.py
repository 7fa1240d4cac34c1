"""Documents by which a reader shows who they are (A42), and what can be checked of their numbers.

GB 11643-1999: 17 digits and a check character; digits 7-14 are the birth date. The residence permits of
people from Hong Kong, Macao and Taiwan, and since 2023 the residence card of foreigners, are numbered the
same way, and a child's number stands in the household register.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from commonshelf.kernel.refusal import Fact, Refusal

KINDS: Final = ("id-card", "residence", "passport", "travel", "student", "staff", "other")
PROVINCES: Final = re.compile(
    "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91",
)
"""GB/T 2260, with 83 for residence permits of people from Taiwan and 91 for foreigners (since 2023).

Counties are not looked at: they were renumbered so often that every table refuses somebody's real card.
"""
OLDEST: Final = 130
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_PASSPORT: Final = re.compile(r"[A-Z0-9]{5,15}")
_TRAVEL: Final = re.compile(r"[HMC]?[0-9]{8}(?:[0-9]{2})?|[A-Z][0-9]{8}")
_OLD_RESIDENCE: Final = re.compile(r"[A-Z]{3}[0-9]{12}")
_FREE: Final = re.compile(r"[A-Z0-9]{3,40}")
_SEPARATORS: Final = re.compile(r"[\s\u200b\ufeff\-\u2010-\u2015\u2212_.·•/()]+")


@dataclass(frozen=True, slots=True)
class ProofGiven:
    """As typed or read by a machine. issuer: the country of a passport (ISO 3166, two letters); of a student
    or staff card the Symbol of its institution's library; else "".
    """

    kind: str
    number: str
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What was understood. number: for the digest only. tail: what may be kept. birth_date: where it says."""

    kind: str
    issuer: str
    number: str
    tail: str
    birth_date: date | None


def clean(number: str) -> str:
    """Wide signs made plain, capitals, without spaces, hyphens and dots: as it goes into the digest."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", number)).upper()


def read(given: ProofGiven, today: date) -> Document:
    """Refusals cards.bad-proof-kind, cards.bad-proof with what is wrong, cards.bad-issuer."""
    if given.kind not in KINDS:
        raise Refusal("cards.bad-proof-kind", {"proof_kind": given.kind[:20], "field": "kind"})
    number = clean(given.number)
    issuer = _issuer(given)
    birth = None
    if given.kind == "id-card" or (given.kind == "residence" and len(number) == 18):
        birth = _citizen(number, given.kind, today)
    elif given.kind == "residence":
        _shaped(_OLD_RESIDENCE, number, given.kind)
    elif given.kind == "passport":
        _shaped(_PASSPORT, number, given.kind)
    elif given.kind == "travel":
        _shaped(_TRAVEL, number, given.kind)
    else:
        _shaped(_FREE, number, given.kind)
    return Document(given.kind, issuer, number, tail(number), birth)


def tail(number: str) -> str:
    """The last characters that may be kept: four, of short numbers no more than a third."""
    keep = min(4, len(number) // 3)
    return number[-keep:] if keep else ""


def _issuer(given: ProofGiven) -> str:
    issuer = unicodedata.normalize("NFKC", given.issuer).strip()
    if given.kind == "passport":
        issuer = issuer.upper()
        if not _COUNTRY.fullmatch(issuer):
            raise Refusal("cards.bad-issuer", {"issuer": issuer[:20], "field": "issuer"})
        return issuer
    return issuer[:40] if given.kind in {"student", "staff", "other"} else ""


def _shaped(shape: re.Pattern[str], number: str, kind: str) -> None:
    if not shape.fullmatch(number):
        raise Refusal("cards.bad-proof", _facts(kind, "shape", number))


def _facts(kind: str, wrong: str, number: str) -> dict[str, Fact]:
    """wrong: length, shape, check, place, birth."""
    return {"proof_kind": kind, "proof_wrong": wrong, "length": len(number), "field": "number"}


def _citizen(number: str, kind: str, today: date) -> date:
    """The birth date in it."""
    wrong = ""
    birth = today
    if len(number) != 18:
        wrong = "length"
    elif not (number.isascii() and number[:17].isdecimal() and (number[17].isdecimal() or number[17] == "X")):
        wrong = "shape"
    elif number[17] != ric.calc_check_digit(number):
        wrong = "check"
    elif not PROVINCES.fullmatch(number[:2]):
        wrong = "place"
    else:
        try:
            birth = ric.get_birth_date(number)
        except ValidationError:
            wrong = "birth"
        else:
            wrong = "" if today.year - OLDEST <= birth.year and birth <= today else "birth"
    if wrong:
        raise Refusal("cards.bad-proof", _facts(kind, wrong, number))
    return birth
