"""The words of the search: the catalogue's, and those of its own orders and decades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue.labels import (
    CLC,
    FLAVOURS,
    FORMATS,
    LANGUAGES,
    MARC,
    ROLES,
    SCHEMES,
    STATE_TONES,
    STATES,
    main_class,
    role,
    role_pattern,
    with_role,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = [
    "CLC",
    "FLAVOURS",
    "FORMATS",
    "LANGUAGES",
    "MARC",
    "ROLES",
    "SCHEMES",
    "SORTS",
    "STATES",
    "STATE_TONES",
    "decade",
    "main_class",
    "role",
    "role_pattern",
    "with_role",
]

SORTS: Final[dict[str, str | _StrPromise]] = {
    "relevance": _("Best match"),
    "newest": _("Newest"),
    "title": _("Title"),
    "nearest": _("Nearest"),
}


def decade(value: str) -> str:
    """ "2010" or "2010s" -> "2010–2019"."""
    digits = value[:4]
    if not digits.isdecimal():
        return value
    start = int(digits)
    return f"{start}–{start + 9}"
