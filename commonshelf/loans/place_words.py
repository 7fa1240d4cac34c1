"""Places, days and amounts as people at a desk say them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans.cards import Place
from commonshelf.loans.money import MOST, yuan
from commonshelf.members import api as members
from commonshelf.members.cards import Said

_YUAN: Final = re.compile(r"\d{1,7}(?:[.,。．]\d{1,2})?")


def language() -> str:
    return get_language() or ""


def said(words: Said) -> str:
    return words.in_language(language())


def library(symbol: str) -> str:
    """Its name; the Symbol of one that left."""
    try:
        return said(members.library(symbol=symbol).name)
    except Absent:
        return symbol


def branch(place: Place) -> str:
    """The branch's own name, "" where the library has only one or it is no more."""
    try:
        found = members.library(symbol=place.library).branches
    except Absent:
        return place.branch
    if len(found) < 2:
        return ""
    return next((said(one.name) for one in found if one.code == place.branch), "")


def place(where: Place) -> str:
    return " · ".join(filter(None, [library(where.library), branch(where)]))


def fen(text: str, *, field: str = "amount") -> int:
    """Yuan as typed, "12.50" -> 1250. Refusal loans.bad-amount."""
    told = text.strip().replace("，", ",")
    if not _YUAN.fullmatch(told):
        raise Refusal("loans.bad-amount", {"field": field, "most_yuan": yuan(MOST)})
    return int(Decimal(re.sub(r"[,。．]", ".", told)) * 100)
