"""Libraries and branches as a desk says them; codes only where nobody knows a name any more."""

from __future__ import annotations

from django.utils.translation import get_language

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said


def said(words: Said) -> str:
    return words.in_language(get_language() or "")


def library(symbol: str) -> str:
    """Its name; the Symbol of one that left; "" for none."""
    if not symbol:
        return ""
    try:
        return said(members.library(symbol=symbol).name)
    except Absent:
        return symbol


def giver(symbol: str, partner: Said | None) -> str:
    """Whoever was asked: a member, or a partner outside; "" for nobody."""
    return library(symbol) or (said(partner) if partner else "")


def short(symbol: str) -> str:
    """As a narrow list names it."""
    try:
        card = members.library(symbol=symbol)
    except Absent:
        return symbol
    return said(card.short) or said(card.name)


def branch(symbol: str, code: str) -> str:
    """The branch's own name; "" where the library has only one, or it is no more."""
    try:
        found = members.library(symbol=symbol).branches
    except Absent:
        return code
    if len(found) == 1:
        return ""
    return next((said(one.name) for one in found if one.code == code or (not code and one.main)), "")


def place(symbol: str, code: str) -> str:
    return " · ".join(filter(None, [library(symbol), branch(symbol, code)]))
