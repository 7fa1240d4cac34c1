"""Editions and works in schema.org's words (JSON-LD), so that search engines know a book and who lends it.

A data block of type application/ld+json is never run, so the content security policy has no say in it; it
stands in the page with every character escaped that could end it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.styles import volume
from commonshelf.search.around import Around
from commonshelf.search.domain.shaping import Holder, State
from commonshelf.ui.api import language_of

_TYPES: Final = {
    "book": "Book",
    "ebook": "Book",
    "serial": "Periodical",
    "eserial": "Periodical",
    "map": "Map",
    "score": "SheetMusic",
    "music": "MusicAlbum",
    "audio": "Audiobook",
    "video": "VideoObject",
    "image": "VisualArtwork",
    "file": "SoftwareApplication",
}
_ANY_TYPE: Final = "CreativeWork"
_AVAILABLE: Final = {
    State.ON_SHELF: "InStock",
    State.ONLINE: "OnlineOnly",
    State.REFERENCE: "InStoreOnly",
    State.ON_ORDER: "PreOrder",
    State.ON_LOAN: "OutOfStock",
    State.MISSING: "OutOfStock",
}
"""schema.org's ItemAvailability; what a library does not tell is not offered."""
_LEND: Final = "http://purl.org/goodrelations/v1#LeaseOut"
_ESCAPED: Final = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}
_MOST_OFFERS: Final = 50


def edition(card: EditionCard, ordered: Iterable[Holder], around: Around, at: str) -> SafeString:
    """The edition, the work it is an example of, and each holder as an offer to lend it."""
    said = {
        "@context": "https://schema.org",
        **_said(card.facts),
        "@id": f"{at}/edition/{card.id}",
        "url": f"{at}/edition/{card.id}",
        "exampleOfWork": {"@type": _type(card.facts), "@id": f"{at}/works/{card.work}"}
        if card.work
        else None,
        "offers": [_offer(holder, around, at) for holder in ordered if holder.state in _AVAILABLE][
            :_MOST_OFFERS
        ],
    }
    return _block(said)


def work(id: int, spokesman: EditionCard, cards: Iterable[EditionCard], at: str) -> SafeString:
    """The work with its editions as its examples."""
    told = spokesman.facts
    said = {
        "@context": "https://schema.org",
        "@type": _type(told),
        "@id": f"{at}/works/{id}",
        "url": f"{at}/works/{id}",
        "name": told.title,
        "author": _people(told, "author"),
        "workExample": [
            {**_said(card.facts), "@id": f"{at}/edition/{card.id}", "url": f"{at}/edition/{card.id}"}
            for card in cards
        ],
    }
    return _block(said)


def _type(facts: Facts) -> str:
    return _TYPES.get(facts.format, _ANY_TYPE)


def _said(facts: Facts) -> dict[str, Any]:
    return {
        "@type": _type(facts),
        "name": facts.title,
        "alternativeHeadline": facts.subtitle,
        "author": _people(facts, "author"),
        "editor": _people(facts, "editor"),
        "translator": _people(facts, "translator"),
        "publisher": {"@type": "Organization", "name": facts.publisher} if facts.publisher else None,
        "datePublished": str(facts.year) if facts.year else facts.date,
        "bookEdition": facts.edition if _type(facts) == "Book" else "",
        "bookFormat": "https://schema.org/EBook" if facts.format == "ebook" else "",
        "volumeNumber": volume(facts),
        "isbn": list(facts.isbns),
        "issn": list(facts.issns),
        "inLanguage": list(dict.fromkeys(filter(None, (language_of(facts.title, facts.languages),)))),
        "about": list(facts.subjects),
        "description": facts.summary,
    }


def _people(facts: Facts, role: str) -> list[dict[str, str]]:
    return [_maker(name) for name in facts.names if name.name and (name.role or "author") == role]


def _maker(name: Name) -> dict[str, str]:
    return {"@type": "Organization" if name.body else "Person", "name": name.name}


def _offer(holder: Holder, around: Around, at: str) -> dict[str, Any]:
    building = around.branch_name(holder.library, holder.site.branch)
    stock = {"@type": "QuantitativeValue", "value": holder.on_shelf}
    number = next((copy.call_number for copy in holder.copies if copy.call_number), "")
    return {
        "@type": "Offer",
        "businessFunction": _LEND,
        "availability": f"https://schema.org/{_AVAILABLE[holder.state]}",
        "sku": number,
        "inventoryLevel": stock if holder.on_shelf else None,
        "offeredBy": {
            "@type": "Library",
            "@id": f"{at}/library/{holder.library}",
            "name": around.name(holder.library),
        },
        "availableAtOrFrom": {"@type": "Place", "name": building} if building else None,
    }


def _told(said: Any) -> Any:
    """Without what is not said, all the way down."""
    if isinstance(said, list):
        return [_told(one) for one in said]
    if not isinstance(said, dict):
        return said
    told = {name: _told(value) for name, value in said.items()}
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _block(said: dict[str, Any]) -> SafeString:
    text = json.dumps(_told(said), ensure_ascii=False).translate(_ESCAPED)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 -- escaped in the line above, for where it stands
    )
