"""Names, subjects and class numbers as one token each: what CQL's exact relations and `class` ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from commonshelf.catalogue.domain import clc
from commonshelf.catalogue.domain.said import Said
from commonshelf.search.domain.analysis import LONGEST_TOKEN, key

AUTHOR, SUBJECT, PUBLISHER, SERIES = "aspr"


def token(kind: str, text: str) -> str:
    """A whole name or subject of this kind; "" when there is no letter or digit in it."""
    folded = key(text)
    return kind + folded if folded else ""


def tokens(said: Said) -> str:
    """All of an edition's, parted by blanks."""
    kinds = (
        (AUTHOR, said.makers),
        (SUBJECT, said.subjects),
        (PUBLISHER, said.publishers),
        (SERIES, said.series),
    )
    return _joined(token(kind, text) for kind, texts in kinds for text in texts)


def class_token(code: str) -> str:
    """A class as a token that those of all classes below it begin with: "I242.4" -> "i2424"."""
    return clc.bare(code).lower()


def exact_class_token(number: str) -> str:
    """The number with all its signs: "I247.5-51" -> "=i247.5-51"."""
    return ("=" + "".join(number.lower().split()))[:LONGEST_TOKEN]


def class_tokens(numbers: Iterable[str]) -> str:
    """Numbers of the Chinese classification in both forms, parted by blanks."""
    return _joined(
        one for number in numbers for one in (class_token(clc.code_of(number)), exact_class_token(number))
    )


_SIGN: Final = "="


def _joined(found: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(one for one in found if one not in {"", _SIGN}))
