"""What models, columns and codes are called when a person reads what is kept of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.privacy.words import CODES, HEADS, OWN_HEADS, SECTIONS, TITLES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES: Final = ("title", "name", "question", "text")
PLAIN: Final = ("number", "barcode", "purpose", "symbol", "username", "subject", "kind")
MONEY: Final = frozenset({"amount", "settled", "fee", "most_cost"})


def section(name: str) -> str:
    return str(SECTIONS[name])


def title(label: str) -> str:
    """Of the rows of a model; of one that nobody named its own label, which a test refuses."""
    return str(TITLES.get(label, label))


def head(label: str, column: str) -> str:
    return str(OWN_HEADS.get(f"{label}.{column}") or HEADS.get(column, column))


def named(column: str) -> bool:
    return column in HEADS


def name_of(row: Model, language: str) -> str:
    """What a row that another leads to is called."""
    for stem in NAMES:
        zh, en = getattr(row, f"{stem}_zh", ""), getattr(row, f"{stem}_en", "")
        if isinstance(zh, str) and (zh or en):
            return Said(zh, en).in_language(language)
        if isinstance(plain := getattr(row, stem, ""), str) and plain:
            return plain
    return next((str(said) for name in PLAIN if (said := getattr(row, name, ""))), str(row.pk))


def value(column: str, said: object) -> str:
    """As people write it; codes in words where they are known."""
    if isinstance(said, bool):
        return pgettext("code", "yes") if said else pgettext("code", "no")
    if isinstance(said, datetime):
        return date_format(timezone.localtime(said), "DATETIME_FORMAT")
    if isinstance(said, date):
        return date_format(said, "DATE_FORMAT")
    if column in MONEY and isinstance(said, int):
        return f"¥{said / 100:.2f}"
    if isinstance(said, (list, tuple)):
        return _comma().join(value(column, one) for one in said)
    if isinstance(said, Mapping):
        return json.dumps(said, ensure_ascii=False, default=str)
    return _text(column, str(said))


def _text(column: str, said: str) -> str:
    if column == "library":
        return place_name(said)
    if column == "kind" and "." in said:
        return members.action_said(said)
    words: Mapping[str, str | _StrPromise] = CODES.get(column, {})
    return str(words.get(said, said))


def place_name(symbol: str) -> str:
    """A library as people call it; "" is the alliance."""
    language = get_language() or ""
    for one in members.libraries():
        if one.symbol == symbol:
            return one.name.in_language(language)
    return symbol or gettext("the alliance office")


def _comma() -> str:
    return "、" if (get_language() or "").startswith("zh") else ", "
