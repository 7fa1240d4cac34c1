"""Features: what the score-card weighs of two portraits, each a number from 0 to 1."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import Indel

from commonshelf.catalogue.domain.matching.portraits import Portrait

NAMES: Final = (
    "title_equal", "title_likeness", "subtitle_one_sided", "subtitle_unlike", "makers_shared",
    "makers_conflict", "publisher_equal", "publisher_conflict", "year_equal", "year_near", "year_apart",
    "pages_near", "pages_far", "number_shared", "number_unshared", "volume_one_sided", "edition_one_sided",
)  # fmt: skip
_FIRST_HAN: Final = "\u2e80"


def in_han(p: Portrait) -> bool:
    """Whether a portrait's title is written in Chinese script."""
    return not p.title.isascii() and any(char >= _FIRST_HAN for char in p.title)


def thin(p: Portrait) -> bool:
    """A record that says too little to be joined without a number."""
    return len(p.title) < 2 or (p.year is None and not p.makers)


def number_shared(a: Portrait, b: Portrait) -> bool:
    return not (
        set(a.isbns).isdisjoint(b.isbns)
        and set(a.numbers).isdisjoint(b.numbers)
        and set(a.issns).isdisjoint(b.issns)
    )


def title_likeness(a: Portrait, b: Portrait) -> float:
    if a.title == b.title:
        return 1.0
    whole = Indel.normalized_similarity(a.title + a.subtitle, b.title + b.subtitle)
    return float(max(whole, Indel.normalized_similarity(a.title, b.title)))


def compare(a: Portrait, b: Portrait) -> tuple[float, ...]:
    """Values in the order of NAMES; the same for (b, a)."""
    shared = number_shared(a, b)
    makers = not set(a.makers).isdisjoint(b.makers)
    year = abs(a.year - b.year) if a.year is not None and b.year is not None else None
    pages = abs(a.pages - b.pages) if a.pages and b.pages else None
    return (
        a.title == b.title,
        title_likeness(a, b),
        bool(a.subtitle) != bool(b.subtitle),
        bool(a.subtitle and b.subtitle and a.subtitle != b.subtitle),
        makers,
        bool(a.makers and b.makers and not makers),
        bool(a.publisher) and a.publisher == b.publisher,
        bool(a.publisher and b.publisher and a.publisher != b.publisher),
        year == 0,
        year == 1,
        year is not None and year > 1,
        pages is not None and pages <= 12,
        pages is not None and pages > 12,
        shared,
        bool(a.isbns and b.isbns and not shared),
        bool(a.volume) != bool(b.volume),
        bool(a.edition) != bool(b.edition),
    )
