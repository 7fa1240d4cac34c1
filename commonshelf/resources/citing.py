"""Editions and questions as citations: what other resolvers and reference managers understand."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.wire.openurl.citation import Citation, Format, tidy

SERIALS: Final = frozenset({"serial", "eserial"})
MAKERS: Final = 5


def source() -> str:
    """Who made the address: a name for this installation, as rfr_id wants one."""
    return f"{urlsplit(settings.SITE_ADDRESS).hostname or 'localhost'}:commonshelf"


def of_edition(card: EditionCard) -> Citation:
    facts = card.facts
    serial = facts.format in SERIALS
    named: Format = "journal" if serial else "book"
    title = facts.title if not facts.subtitle else f"{facts.title} : {facts.subtitle}"
    if facts.volume and not serial:
        title = f"{title} {facts.volume}"
    return Citation(
        format=named,
        genre="journal" if serial else "book",
        title=tidy(title),
        authors=() if serial else _makers(facts),
        organisation=tidy(next((one.name for one in facts.names if one.body), "")),
        date=str(facts.year or ""),
        isbn="" if serial else next(iter(facts.isbns), ""),
        issn=next(iter(facts.issns), ""),
        edition="" if serial else tidy(facts.edition),
        place="" if serial else tidy(facts.place),
        publisher="" if serial else tidy(facts.publisher),
        series="" if serial else tidy(next(iter(facts.series), "")),
        source=source(),
    )


def _makers(facts: Facts) -> tuple[str, ...]:
    names = (tidy(one.name) for one in facts.names if not one.body)
    return tuple(dict.fromkeys(name for name in names if name))[:MAKERS]


def of_words(words: str) -> Citation:
    """What somebody looked for in vain: all of it as the title, which every resolver can search."""
    return Citation(genre="unknown", title=tidy(words), source=source())
