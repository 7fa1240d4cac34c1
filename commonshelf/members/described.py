"""Libraries and branches in schema.org's words (JSON-LD), so that maps and search engines know their hours.

A data block of this type is never run by a browser, so the content security policy has no say in it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commonshelf.kernel.worktime import Span
from commonshelf.members import calendars
from commonshelf.members.cards import BranchCard, LibraryCard, Said
from commonshelf.members.domain import calendar

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""As schema.org's openingHours abbreviates them."""
AHEAD: Final = 120
"""So many days ahead other hours are told."""
_ESCAPED: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""Nothing in a name can end the block."""


def library(card: LibraryCard, at: str) -> SafeString:
    """at: the address of this installation, without a slash at its end."""
    said = {
        "@context": "https://schema.org",
        "@type": "Library",
        "@id": f"{at}/library/{card.symbol}",
        "url": f"{at}/library/{card.symbol}",
        "sameAs": card.website,
        "identifier": card.symbol,
        "name": _names(card.name),
        "alternateName": list(card.aliases),
        "department": [_branch(branch, at) for branch in card.branches],
    }
    return _block(said)


def branch(card: LibraryCard, one: BranchCard, at: str, now: datetime) -> SafeString:
    told = _branch(one, at)
    book, today = calendars.book(one), timezone.localdate(now)
    coming = calendar.coming(book, today, AHEAD)
    said = {
        "@context": "https://schema.org",
        **told,
        "parentOrganization": {
            "@type": "Library",
            "@id": f"{at}/library/{card.symbol}",
            "name": _names(card.name),
        },
        "specialOpeningHoursSpecification": [line for one in coming for line in _special(one)],
    }
    return _block(said)


def _branch(card: BranchCard, at: str) -> dict[str, Any]:
    address = f"{at}/library/{card.library}/branch/{card.code}"
    place = card.place and dict(zip(("latitude", "longitude"), card.place, strict=True))
    week = calendar.by_weekday((span.weekday, span.opens, span.closes) for span in card.hours)
    return {
        "@type": "Library",
        "@id": address,
        "url": address,
        "name": _names(card.name),
        "address": _names(card.address),
        "telephone": card.phone,
        "email": card.email,
        "geo": {"@type": "GeoCoordinates", **place} if place else None,
        "openingHours": opening_hours(week),
    }


def opening_hours(week: dict[int, tuple[Span, ...]]) -> list[str]:
    """ "Mo-Fr 08:00-22:00": closed days are left out, as schema.org wants it."""
    found = []
    for first, last, spans in calendar.groups(week):
        days = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
        found += [f"{days} {opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans]
    return found


def _special(one: calendar.Coming) -> list[dict[str, str]]:
    """Closed is told as opening and closing at midnight, as search engines read it."""
    hours = [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in one.spans] or [("00:00", "00:00")]
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": str(one.first_date),
            "validThrough": str(one.end_date),
            "opens": opens,
            "closes": closes,
        }
        for opens, closes in hours
    ]


def _names(said: Said) -> list[dict[str, str]]:
    both = (("zh-Hans", said.zh), ("en", said.en))
    return [{"@language": language, "@value": words} for language, words in both if words]


def _block(said: dict[str, Any]) -> SafeString:
    told = {name: value for name, value in said.items() if value not in (None, "", [])}
    text = json.dumps(told, ensure_ascii=False).translate(_ESCAPED)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 -- escaped in the line above, for where it stands
    )
